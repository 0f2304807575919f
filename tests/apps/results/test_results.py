"""Results of a survey: what pages, files and programs show, and who may see what."""

import io
import json
import zipfile

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook
from pptx import Presentation

from tests.apps.results.filled import filled
from tests.cast import NOW
from yakusoku.adapters.survey_crosswalk import figures_of
from yakusoku.apps.accounts import services as accounts
from yakusoku.apps.accounts.models import Membership
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.collecting import correcting
from yakusoku.apps.results import access, book_making, services
from yakusoku.apps.results.asked import asked_of
from yakusoku.apps.results.book_models import TabBook
from yakusoku.apps.results.data import data_of
from yakusoku.apps.results.models import Crosswalk, Weighting
from yakusoku.apps.results.weights import values_of
from yakusoku.apps.samples.models import Unit
from yakusoku.domain.refusal import ChangedMeanwhile
from yakusoku.domain.survey.answers import State
from yakusoku.domain.survey.raking import CategoryNotInSample
from yakusoku.domain.survey.weighting import WeightsAllZero

pytestmark = pytest.mark.django_db
TABLES = "tables/?q=Q4&q=Q5a&by=role&by=size&marks=rest&correction=bh&blank=show"
PAGES = (
    "", "?q=費用", TABLES, "tables/?q=Q2&by=way", "tables/?q=Q4&nets=Q4: aかb = a,b&by=Q1&level=1",
    "tables/?q=Q1&by=role&errors=show", "tables/?q=Q1&by=role&format=pptx", "tables/?q=Q1&format=png", "tables/?q=Q1&format=svg",
    "book/?by=role&format=xlsx", "weights/", "waves/?by=size", "waves/?format=xlsx", "waves/?by=size&format=pptx", "waves/crosswalk/",
    "waves/crosswalk.yaml", "data/?quasi=role&quasi=size&k=3", "data/xlsx", "data/sps", "data/ddi",
)  # fmt: skip


@pytest.fixture
def survey(cast):
    return filled(cast, title="今度の調査", previous=filled(cast, title="前の調査", seed=2))


def base(survey):
    return f"/surveys/{survey.pk}/results/"


def program(cast, user):
    organization = Membership.objects.get(user=user).organization
    token = accounts.make_api_token(user, organization, "集計", at=NOW)[1]
    client = cast.client(None)

    def ask(method, path, **more):
        return getattr(client, method)(
            f"/api/v1{path}",
            headers={"authorization": f"Bearer {token}"},
            content_type="application/json",
            **more,
        )

    return ask


def weigh(cast, survey, method, **more):
    told = {"name": "重み", "margins": {}, "given": {}} | more
    return services.keep_weighting(survey, data_of(survey), method=method, **told, by=cast.owner, at=NOW)


def test_every_page_and_file_opens_for_who_may_and_says_what_cannot_be_made(cast, survey):
    owner = cast.client(cast.owner)
    for path in PAGES:
        assert owner.get(base(survey) + path).status_code == 200, path
    assert owner.get(f"{base(survey)}tables/?q=nobody").status_code == 422
    assert owner.get(f"{base(survey)}data/csv?quasi=size&k=99999").status_code == 422
    assert cast.client(cast.contractor).get(base(survey)).status_code == 403


def test_a_cell_leads_to_as_many_people_as_it_counts_and_nobody_else_sees_them(cast, survey):
    ask = program(cast, cast.owner)
    path = f"/surveys/{survey.pk}/results"
    table = ask("get", f"{path}/tables?q=Q1&by=role").json()["tables"][0]
    row = table["rows"][1]
    cell = row["cells"][0]
    query = f"?q=Q1&by=role&row={row['name']}&category={cell['name']}"
    assert cell["count"] == ask("get", f"{path}/people{query}").json()["count"] > 0
    assert row["n"] == sum(each["count"] for each in row["cells"])
    page = cast.client(cast.owner).get(f"{base(survey)}tables/?q=Q1&by=role").content.decode()
    assert "results/people/" in page
    behind = cast.client(cast.owner).get(f"{base(survey)}people/{query}&format=csv")
    lines = behind.content.decode("utf-8-sig").splitlines()
    assert (lines[0], len(lines)) == ("番号,回答の方法,層", cell["count"] + 1)
    told = json.loads(AuditEntry.objects.get(code="results.people-handed-out").facts)
    assert (told["count"], told["group"], told["option"]) == (cell["count"], row["name"], cell["name"])
    assert (
        "results/people/" not in cast.client(cast.board).get(f"{base(survey)}tables/?q=Q1").content.decode()
    )


def test_what_is_hidden_stands_in_no_page_chart_or_file(cast, survey):
    owner = cast.client(cast.owner)
    query = f"{base(survey)}tables/?q=Q5a&by=industry&suppress=6"
    shown = program(cast, cast.owner)(
        "get", f"/surveys/{survey.pk}/results/tables?q=Q5a&by=industry&suppress=6"
    )
    hidden = [cell for row in shown.json()["tables"][0]["rows"] for cell in row["cells"] if cell["hidden"]]
    assert hidden
    assert all(cell["count"] is cell["percent"] is None for cell in hidden)
    assert shown.json()["tables"][0]["test"] is None
    row = next(row for row in shown.json()["tables"][0]["rows"] if any(c["hidden"] for c in row["cells"]))
    secret = next(cell for cell in row["cells"] if cell["hidden"])
    behind = f"?q=Q5a&by=industry&suppress=6&row={row['name']}&category={secret['name']}"
    assert owner.get(f"{base(survey)}people/{behind}&format=csv").status_code == 404
    # Nor do the errors of what is shown, which are made of strata, give it away.
    told = f"{query}&errors=show"
    assert "標本誤差を示しません" in owner.get(told).content.decode()
    assert "標本誤差を示しません" in owner.get(f"{told}&format=csv").content.decode()
    lines = owner.get(f"{query}&format=csv").content.decode().splitlines()
    assert sum(",x,x," in line for line in lines) == len(hidden)
    assert owner.get(query).content.decode().count(">x<") >= len(hidden)


def test_tables_follow_each_correction_and_trait_at_once(cast, survey):
    before = data_of(survey)
    record = survey.records.filter(answers__Q1="yes").first()
    correcting.correct(record, "Q1", "2", "聞き直した", by=cast.owner, at=NOW)
    after = data_of(survey)
    place = before.records.index(record.pk)
    assert (before.answers["Q1"][place].codes, after.answers["Q1"][place].codes) == (("yes",), ("no",))
    Unit.objects.filter(respondent=record.respondent).update(traits={"size": "大規模"})
    assert data_of(survey).texts("size")[place] == "大規模"
    assert data_of(survey) is data_of(survey)


def test_weights_meet_the_frame_or_the_margins_and_are_told_with_who_answered_unweighted(cast, survey):
    data = data_of(survey)
    answered = weigh(cast, survey, "answered")
    strata = set(data.texts("stratum"))
    assert sum(values_of(answered, data)) == 100 * len(strata)
    roles = {"role": {"委託元": 30.0, "委託先": 90.0}}
    raked = weigh(cast, survey, "raking", margins=roles)
    weights = values_of(raked, data)
    kept = sum(w for w, role in zip(weights, data.texts("role"), strict=True) if role == "委託元")
    assert abs(kept - 30) < 1e-6
    table = program(cast, cast.owner)("get", f"/surveys/{survey.pk}/results/tables?q=Q1&weight=W2").json()[
        "tables"
    ][0]
    assert (table["rows"][0]["n"], round(table["rows"][0]["n_weighted"])) == (data.size, 120)
    # One that starts from the draw keeps what the draw says within a margin.
    halves = weigh(cast, survey, "raking", margins={"way": {"web": 1.0, "paper": 1.0}}, start="answered")
    kept, drawn = values_of(halves, data), values_of(answered, data)
    ratios = {(w, round(float(k / d), 9)) for w, k, d in zip(data.texts("way"), kept, drawn, strict=True)}
    assert len(ratios) == len(set(data.texts("way"))) < len(set(drawn)) + 1
    halves.delete()
    with pytest.raises(CategoryNotInSample):
        weigh(cast, survey, "raking", margins={"role": {**roles["role"], "なし": 5.0}})
    with pytest.raises(WeightsAllZero):
        weigh(cast, survey, "file", given=dict.fromkeys(data.numbers, "0"))
    lines = "\n".join(f"{number}, 1.5" for number in data.numbers)
    owner = cast.client(cast.owner)
    form = {"name": "行", "method": "raking", "margins": "役割, 委託元, 30\n役割, 委託先, 90"}
    assert owner.post(f"{base(survey)}weights/", form).status_code == 302
    assert owner.post(f"{base(survey)}weights/", {**form, "margins": lines}).status_code == 422
    assert Weighting.objects.count() == 3


def test_errors_and_tests_are_those_of_the_draw_on_the_page_and_in_files(cast, survey):
    data, weighting = data_of(survey), weigh(cast, survey, "answered")
    strata = set(data.texts("stratum"))
    ask = program(cast, cast.owner)
    found = ask("get", f"/surveys/{survey.pk}/results/tables?q=Q1&weight=W1&errors=show").json()["tables"][0]
    share, weights = found["rows"][0]["cells"][0], np.array(values_of(weighting, data), float)
    inside = np.array([given.state is State.ANSWERED for given in data.answers["Q1"]])
    yes = np.array([given.codes == (share["name"],) for given in data.answers["Q1"]])
    total = weights[inside].sum()
    influence, variance = inside * weights * (yes - (weights * yes).sum() / total) / total, 0
    for stratum in strata:
        here = influence[np.array(data.texts("stratum")) == stratum]
        n = len(here)
        variance += (1 - n / 100) * n / (n - 1) * ((here - here.mean()) ** 2).sum()
    assert share["se"] == pytest.approx(variance**0.5, rel=1e-9)
    assert f"層（{len(strata)}個）" in found["design"]
    assert "重みは W1" in found["notes"][-1]
    page = cast.client(cast.owner).get(f"{base(survey)}tables/?q=Q1&weight=W1&errors=show").content.decode()
    assert f"±{100 * share['se']:.1f}" in page
    # A file has the same error, beside a share that is that of the table itself.
    owner, query = cast.client(cast.owner), f"{base(survey)}tables/?q=Q1&weight=W1&errors=show"
    book = load_workbook(io.BytesIO(owner.get(f"{query}&format=xlsx").content))
    line = next(row for row in book["標本誤差"].values if row[2] == "全体")
    assert line[4:6] == ("='問1'!D6", "='問1'!F6")
    assert (line[9], line[10]) == (share["df"], pytest.approx(100 * share["se"], rel=1e-9))
    assert "".join(map(str, book["標本誤差"]["A3"].value)) == found["design"]
    told = owner.get(f"{query}&format=csv").content.decode().splitlines()[1]
    assert told.endswith(f",{share['df']},{found['design']}")
    # Groups are tested by the same design, without errors being asked for.
    grouped = ask("get", f"/surveys/{survey.pk}/results/tables?q=Q1&by=role&weight=W1").json()["tables"][0]
    assert grouped["test"]["name"] == "rao-scott-f"
    assert grouped["test"]["df"][1] == pytest.approx(share["df"])
    assert any(f"標本の設計: 層（{len(strata)}個）" in note for note in grouped["notes"])


def test_two_waves_are_compared_by_their_designs_and_page_program_and_files_say_the_same(cast, survey):
    owner, ask = cast.client(cast.owner), program(cast, cast.owner)
    path = f"/surveys/{survey.pk}/results/waves?by=size"
    found = ask("get", path).json()
    each = next(row for row in found["figures"] if row["group"] == "全体")
    # Both waves were drawn from 100 in each stratum; everybody of either was asked the first question.
    assert (each["test"], each["df"]) == (
        "independent-t",
        sum(data_of(one).size - len(set(data_of(one).texts("stratum"))) for one in (survey.previous, survey)),
    )
    assert sum("層（" in note for note in found["notes"]) == 2
    page = html.fromstring(owner.get(f"{base(survey)}waves/?by=size").content.decode())
    said = [cell.text_content() for cell in page.xpath("//td[@class='results-said']")]
    assert said == [row["said"] for row in found["figures"]]
    items = [item.text_content() for item in page.xpath("//ul[@class='meta']/li")]
    assert set(found["notes"]) < set(items)
    book = load_workbook(io.BytesIO(owner.get(f"{base(survey)}waves/?by=size&format=xlsx").content)).active
    rows = list(book.iter_rows(min_row=2, values_only=True))
    assert [row[6] for row in rows] == said
    assert rows[0][8:] == (f"標本の設計による t（自由度 {each['df']}）", " ".join(found["notes"]))
    slides = Presentation(io.BytesIO(owner.get(f"{base(survey)}waves/?by=size&format=pptx").content)).slides
    shown = "".join(shape.text_frame.text for one in slides for shape in one.shapes if shape.has_text_frame)
    assert all(note in shown for note in found["notes"])
    # A wave that nobody drew is a simple sample, beside one that has a design; two of them are as before.
    survey.previous.draws.update(undone_at=NOW)
    found = ask("get", path).json()
    assert "使っていない" in found["notes"][0]
    assert found["figures"][0]["test"] == "independent-t"
    survey.draws.update(undone_at=NOW)
    found = ask("get", path).json()
    assert {row["test"] for row in found["figures"]} <= {"pooled-z", None}
    assert found["notes"][0].startswith("どちらの回も")


def test_a_large_book_is_made_behind_the_page_and_kept_until_the_answers_change(cast, survey, monkeypatch):
    monkeypatch.setattr(book_making, "MOST_AT_ONCE", 3)
    owner, address = cast.client(cast.owner), f"{base(survey)}book/"
    asked = owner.get(f"{address}?by=role&suppress=3&format=xlsx")
    assert "裏で作ります" in asked.content.decode()
    query = "by=role&suppress=3&format=xlsx"
    there = owner.post(f"{address}make/", {"query": query})
    assert there.status_code == 302
    assert "順番を待っています" in owner.get(there.url).content.decode()
    assert owner.get(f"{there.url}file").status_code == 404
    assert book_making.catch_up() == 1
    made = TabBook.objects.get()
    assert made.made == made.total == len(data_of(survey).questions)
    kept = b"".join(owner.get(f"{there.url}file").streaming_content)
    small = data_of(survey), access.weightings_of(survey), asked_of(QueryDict(query), data_of(survey), [])
    # Byte by byte the same but for the times that Excel files hold.
    assert abs(len(kept) - len(book_making.whole_book(survey, small[0], list(small[1]), small[2]))) < 100
    # Whoever asks again, gets it; other answers make another.
    assert owner.post(f"{address}make/", {"query": query}).url == there.url
    correcting.correct(
        survey.records.filter(answers__Q1="yes").first(), "Q1", "2", "聞き直した", by=cast.owner, at=NOW
    )
    assert owner.post(f"{address}make/", {"query": query}).url != there.url
    # One that cannot be made says why.
    bad = owner.post(f"{address}make/", {"query": "by=nothing"}).url
    book_making.catch_up()
    assert "「nothing」" in owner.get(bad).content.decode()


def test_a_changed_definition_is_not_compared_until_somebody_says_why(cast, survey):
    owner = cast.client(cast.owner)
    address = f"{base(survey)}waves/crosswalk/"
    told = {"seen": "0", "keep": ["0", "1"], "altered-0": ["definition"], "note-0": "「委託」に派遣を含めた"}
    assert owner.post(address, told).status_code == 302
    page = owner.get(f"{base(survey)}waves/").content.decode()
    assert "比較できません" in page
    assert "派遣を含めた" in page
    assert owner.post(address, {**told, "accepted-0": "影響は小さい"}).status_code == 422
    assert owner.post(address, {**told, "seen": "1", "accepted-0": "影響は小さい"}).status_code == 302
    assert "比べる理由: 影響は小さい" in owner.get(f"{base(survey)}waves/").content.decode()
    raw = owner.get(f"{base(survey)}waves/crosswalk.yaml").content
    assert Crosswalk.objects.count() == 2
    assert "派遣を含めた".encode() in raw
    forms = (data_of(survey.previous).paper.form, data_of(survey).paper.form)
    with pytest.raises(ChangedMeanwhile):
        services.keep_crosswalk(survey, survey.previous, [], forms, seen=1, by=cast.owner, at=NOW)


def test_a_renamed_question_is_joined_option_by_option_on_a_page_as_in_the_file(cast, survey):
    owner, earlier = cast.client(cast.owner), survey.previous
    one, other = data_of(earlier).questions["Q4"], data_of(survey).questions["Q5a"]
    address = f"{base(survey)}waves/crosswalk/join/?with={earlier.pk}&first=Q4&second=Q5a"
    page = owner.get(address).content.decode()
    assert 'value="wording" checked' in page
    codes, names = [c.name for c in one.choices], [c.name for c in other.choices]
    told = {
        "seen": "0",
        f"same-{names[0]}": codes[:2],
        f"same-{names[1]}": codes[2],
        "note": "番号が変わった",
    }
    told["altered"] = ["wording", "options", "kind"]
    assert owner.post(address, {**told, "altered": []}).status_code == 422
    assert owner.post(address, {"seen": "0"}).status_code == 422
    assert owner.post(address, {**told, "accepted": "同じ人に同じことを尋ねた"}).status_code == 302
    figures = figures_of(Crosswalk.objects.get().figures)
    made = [f for f in figures if (f.first.question, f.second.question) == ("Q4", "Q5a")]
    assert [(f.first.options, f.second.options) for f in made] == [
        (tuple(codes[:2]), (names[0],)),
        ((codes[2],), (names[1],)),
    ]
    assert "番号が変わった" in owner.get(f"{base(survey)}waves/").content.decode()
    # The file says the same, and brought back it is the same.
    raw = owner.get(f"{base(survey)}waves/crosswalk.yaml?with={earlier.pk}").content
    sent = {"file": SimpleUploadedFile("c.yaml", raw)}
    assert owner.post(f"{base(survey)}waves/crosswalk/bring/?with={earlier.pk}", sent).status_code == 302
    assert figures_of(Crosswalk.objects.get(number=2).figures) == figures
    # Joined anew it replaces what was said of the pair.
    again = {**told, "seen": "2", f"same-{names[1]}": []}
    assert owner.post(address, {**again, "accepted": ""}).status_code == 302
    assert len(figures_of(Crosswalk.objects.get(number=3).figures)) == len(figures) - 1


def test_who_takes_which_data_is_told(cast, survey):
    owner = cast.client(cast.owner)
    assert owner.get(f"{base(survey)}data/sav").status_code == 200
    assert owner.get(f"{base(survey)}data/csv?quasi=size&k=3").status_code == 200
    facts = [
        json.loads(e.facts)
        for e in AuditEntry.objects.filter(code="results.data-handed-out").order_by("sequence")
    ]
    assert [(each["kind"], each.get("k")) for each in facts] == [("sav", None), ("csv", 3)]
    assert cast.client(cast.board).get(f"{base(survey)}data/sav").status_code == 403


def test_the_items_of_a_battery_stand_in_one_chart_on_the_page_and_in_the_files(cast, survey):
    owner, query = cast.client(cast.owner), f"{base(survey)}tables/?q=Q5a&q=Q5b"
    page = html.fromstring(owner.get(query).content)
    (figure,) = page.xpath("//figure[@class='survey-chart']")
    labels = [each.label for each in data_of(survey).questions.values() if each.battery]
    bars = dict.fromkeys(mark.get("data-group") for mark in figure.xpath(".//g[@data-group]"))
    assert list(bars) == labels
    # One mark is reached with Tab, and each tells its bar with n, its share and its people.
    assert [mark.get("tabindex") for mark in figure.xpath(".//g[@data-group]")][:2] == ["0", "-1"]
    told = "".join(figure.xpath(".//g[@class='chart-told']")[0].itertext())
    assert told.startswith(f"{labels[0]} (n=")
    assert told.endswith("人）")
    deck = Presentation(io.BytesIO(owner.get(f"{query}&format=pptx").content))
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert [len(list(chart.plots[0].categories)) for chart in charts] == [2]
    with zipfile.ZipFile(io.BytesIO(owner.get(f"{query}&format=xlsx").content)) as book:
        assert sum(name.startswith("xl/charts/chart") for name in book.namelist()) == 1
    assert labels[1] in owner.get(f"{query}&format=svg").content.decode()


def test_a_published_table_is_checked_and_not_kept(cast):
    table = "区分\tn\tはい\tいいえ\n委託元\t30\t33.4\t66.6\n委託先\t16\t56.3\t43.8\n"
    page = cast.client(cast.owner).post(reverse("survey-check"), {"pasted": table, "kind": "single"})
    assert "33.3%、" in page.content.decode()
    long = table + "委託先\t16\t56.3\t43.8\n" * 4_999
    page = cast.client(cast.owner).post(reverse("survey-check"), {"pasted": long})
    assert (page.status_code, "割合が10,002個あります" in page.content.decode()) == (422, True)
    text = "委託先の56.3%が「はい」である。委託元では、「はい」が33.2%である。"
    asked = {"table": table, "kind": "single", "text": text}
    said = program(cast, cast.owner)("post", "/survey-checks", data=asked).json()
    # Sentences are held against the same table: one number agrees with a cell, the other is near one.
    assert [(each["kind"], each["typed"]) for each in said["numbers"]] == [
        ("match", "56.3%"),
        ("near", "33.2%"),
    ]
    asked = {"pasted": table, "kind": "single", "sentences": text}
    page = cast.client(cast.owner).post(reverse("survey-check"), asked).content.decode()
    assert all(words in page for words in ("表にある", "近いが違う", "食い違いは1件です"))
    assert {(each["row"], each["column"]) for each in said["findings"]} >= {
        ("委託元", "はい"),
        ("委託元", "いいえ"),
    }


def test_an_older_version_counts_where_its_questions_are_the_same(cast):
    survey = filled(cast, 12, title="変えた調査")
    first = survey.questionnaires.get()
    sheets = {**first.sheets, "choices": [dict(row) for row in first.sheets["choices"]]}
    sheets["choices"].append({"list_name": "yesno", "name": "soon", "label": "予定"})
    survey.questionnaires.create(
        number=2,
        sheets=sheets,
        digest="changed",
        made_by=cast.owner,
        made_at=NOW,
        published_by=cast.owner,
        published_at=NOW,
    )
    found = data_of(survey)
    assert [(each.number, each.left_out) for each in found.versions] == [(1, ("Q1",))]
    assert "第1版" in cast.client(cast.owner).get(base(survey)).content.decode()
