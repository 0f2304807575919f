"""`yakusoku pack`."""

import pytest

FILES = {
    "specification.docx",
    "specification.pdf",
    "checksheet.xlsx",
    "handbook.pdf",
    "decisions.xlsx",
    "pack.json",
}
BAN = {"slug": "copying", "decision": "alternative", "strength": "prohibit"}


def test_a_profile_becomes_a_pack(run, profile, tmp_path):
    out = tmp_path / "out"
    ran = run("pack", profile(), "--out", out, "--json")
    assert ran.code == 0, ran.err
    assert {f.name for f in out.iterdir()} == FILES
    assert ran.out == (out / "pack.json").read_text(encoding="utf-8")
    pack = ran.data
    assert list(pack) == ["title", "requirements", "declined", "conflicts", "checks", "inspections"]
    assert [r["article"] for r in pack["requirements"]] == list(range(1, len(pack["requirements"]) + 1))
    assert set(pack["requirements"][0]) == {
        "slug",
        "article",
        "strength",
        "decision",
        "why",
        "risk",
        "hours_per_year",
        "facts",
    }
    assert set(pack["checks"][0]) == {"id", "slug", "aspect", "question", "evidence"}
    aspects = {(c["slug"], c["aspect"]) for c in pack["checks"]}
    assert {(r["slug"], a) for r in pack["requirements"] for a in ("arrangement", "operation")} == aspects
    assert pack["conflicts"] == pack["declined"] == []


def test_a_ban_the_work_cannot_keep_is_accepted_and_told_with_its_way_out(run, profile, decided, tmp_path):
    ran = run("pack", profile(), "--out", tmp_path / "out", "--decisions", decided(BAN), "--json")
    assert ran.code == 1
    (conflict,) = ran.data["conflicts"]
    assert (conflict["slug"], conflict["strength"], conflict["need"]) == ("copying", "prohibit", "copy")
    assert conflict["resolution"]["strength"] == "controlled"
    assert "複写" in conflict["resolution"]["text"]
    assert {r["slug"]: r["strength"] for r in ran.data["requirements"]}["copying"] == "prohibit"


def test_declining_needs_reason_and_decider(run, profile, decided, tmp_path):
    out = tmp_path / "out"
    bare = decided({"slug": "publication", "decision": "decline"})
    ran = run("pack", profile(), "--out", out, "--decisions", bare)
    assert (ran.code, ran.out) == (2, "")
    assert "publication" in ran.err
    assert "理由" in ran.err
    assert not out.exists()


def test_what_is_declined_is_listed_and_leaves_the_articles(run, profile, decided, tmp_path):
    row = {"slug": "publication", "decision": "decline", "reason": "要綱がある", "decider": "課長"}
    ran = run("pack", profile(), "--out", tmp_path / "out", "--decisions", decided(row), "--json")
    assert ran.code == 0
    (declined,) = ran.data["declined"]
    assert (declined["slug"], declined["reason"]) == ("publication", "要綱がある")
    assert declined["risk"]
    assert "publication" not in {r["slug"] for r in ran.data["requirements"]}
    assert "publication" not in {c["slug"] for c in ran.data["checks"]}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"titel": "x"}, ["titel", "知らない項目"], id="unknown-key"),
        pytest.param({"title": None}, ["title"], id="missing-key"),
        pytest.param({"period": {"start": "2027-13-01", "end": "2027-12-01"}}, ["2027-13-01"], id="bad-date"),
        pytest.param(
            {"period": {"start": "2027-04-01", "end": "2027-03-31"}},
            ["period", "より前"],
            id="end-before-start",
        ),
        pytest.param({"needs": ["fly"]}, ["needs", "fly", "carry_out"], id="a-need-that-is-none"),
        pytest.param({"supervision_hours_per_year": -1}, ["supervision_hours_per_year"], id="negative-hours"),
        pytest.param({"procurement": "auction"}, ["procurement", "open_tender"], id="unknown-procurement"),
        pytest.param({"title": " "}, ["title"], id="blank-title"),
        pytest.param({"places": "home"}, ["places"], id="text-for-a-list"),
    ],
)
def test_a_wrong_profile_is_refused_with_file_and_place(run, profile, tmp_path, changes, words):
    ran = run("pack", profile(**changes), "--out", tmp_path / "out", "--json")
    assert (ran.code, ran.out) == (2, "")
    assert "profile.yaml" in ran.err
    assert all(word in ran.err for word in words), ran.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("a: [1", "YAML", id="broken-yaml"),
        pytest.param("- 1\n- 2\n", "項目", id="a-list"),
        pytest.param("", "項目", id="empty"),
        pytest.param("title: a\ntitle: b\n", "二度", id="a-key-twice"),
        pytest.param("a: &x [1]\nb: *x\n", "参照", id="references"),
    ],
)
def test_a_file_that_is_no_profile_is_refused(run, tmp_path, text, words):
    file = tmp_path / "profile.yaml"
    file.write_text(text, encoding="utf-8")
    ran = run("pack", file, "--out", tmp_path / "out")
    assert ran.code == 2
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_a_file_in_another_encoding_is_refused(run, tmp_path):
    file = tmp_path / "profile.yaml"
    file.write_bytes("title: 検針".encode("cp932"))
    ran = run("pack", file, "--out", tmp_path / "out")
    assert ran.code == 2
    assert "UTF-8" in ran.err


def test_a_missing_file_is_refused(run, tmp_path):
    ran = run("pack", tmp_path / "none.yaml", "--out", tmp_path / "out")
    assert ran.code == 2
    assert "none.yaml" in ran.err


def test_many_profiles_become_a_folder_each_and_a_bad_one_stops_none(run, profile, tmp_path):
    files = [
        profile(name="one.yaml"),
        profile("data-entry", name="two.yaml"),
        profile(name="bad.yaml", title=None),
    ]
    ran = run("pack", *files, "--out", tmp_path / "out")
    assert ran.code == 2
    assert {f.name for f in (tmp_path / "out").iterdir()} == {"one", "two"}
    assert {f.name for f in (tmp_path / "out" / "two").iterdir()} == FILES
    assert "bad.yaml" in ran.err


def test_parties_can_be_called_kou_and_otsu(run, profile, tmp_path):
    from docx import Document

    run("pack", profile(), "--out", tmp_path / "out", "--parties", "kou")
    text = "\n".join(p.text for p in Document(tmp_path / "out" / "specification.docx").paragraphs)
    assert "乙は、" in text
    assert "受注者は、" not in text


def test_the_story_of_a_municipality_is_recognised(run, profile, decided, tmp_path):
    """Copying and carrying out were banned, but the visits could not do without them (reference 004, 2-3-1)."""
    bans = decided(BAN, {"slug": "removal", "decision": "alternative", "strength": "prohibit"})
    ran = run("pack", profile("home-visits"), "--out", tmp_path / "out", "--decisions", bans, "--json")
    found = {(c["slug"], c["need"]) for c in ran.data["conflicts"]}
    assert {("copying", "copy"), ("removal", "visits"), ("removal", "carry_out")} <= found


def test_the_story_of_b_municipality_is_recognised(run, profile, decided, tmp_path):
    """Subcontracting was banned although the work was passed on to a home worker (reference 004, 2-3-2)."""
    bans = decided(
        {"slug": "subcontracting", "decision": "alternative", "strength": "prohibit"},
        {"slug": "handover", "decision": "alternative", "strength": "prohibit"},
        {"slug": "telework", "decision": "alternative", "strength": "prohibit"},
    )
    ran = run("pack", profile("data-entry"), "--out", tmp_path / "out", "--decisions", bans, "--json")
    found = {(c["slug"], c["need"]) for c in ran.data["conflicts"]}
    expected = {("subcontracting", "subcontract"), ("telework", "home"), ("handover", "transport")}
    assert expected <= found
