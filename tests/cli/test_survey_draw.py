"""`yakusoku survey draw`: from a frame to a sample that anyone can draw again."""

import csv

FRAME = ["管理番号,企業名,立場,従業員数,地域"] + [
    f"A-{n},会社{n},{'委託先' if n % 2 else '委託元'},{400 if n % 5 == 0 else 50},{'北' if n % 3 else '南'}"
    for n in range(1, 101)
]


def rows(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


def test_a_sample_is_drawn_again_by_its_seed_and_goes_on(run, tmp_path):
    frame = tmp_path / "frame.csv"
    frame.write_text("\n".join(FRAME), encoding="cp932")
    one, again, more = (tmp_path / f"{n}.csv" for n in ("one", "again", "more"))
    command = ("survey", "draw", frame, "--strata", "role,size", "--seed", "2027")
    made = run(*command, "--n", 20, "--least", 3, "-o", one, "--json")
    assert made.code == 0
    drawn = {row["stratum"]: (row["frame"], row["drawn"]) for row in made.data["strata"]}
    assert drawn["委託先 × 大規模"] == (10, 3)
    assert sum(n for _frame, n in drawn.values()) == made.data["n"] == len(rows(one)) == 20
    run(*command, "--n", 20, "--least", 3, "-o", again)
    assert again.read_bytes() == one.read_bytes()
    run(*command, "--n", 40, "--least", 6, "-o", more)
    assert {row["管理番号"] for row in rows(one)} < {row["管理番号"] for row in rows(more)}
    assert round(sum(float(row["weight"]) for row in rows(one)), 6) == 100
    other = ("--n", 20, "--exclude", one, "-o", again)
    assert run("survey", "draw", frame, "--strata", "地域", "--seed", "2027", *other).code == 0
    assert not {row["管理番号"] for row in rows(one)} & {row["管理番号"] for row in rows(again)}


def test_what_cannot_be_drawn_is_refused(run, tmp_path):
    frame, out = tmp_path / "frame.csv", tmp_path / "out.csv"
    frame.write_text("\n".join([*FRAME, FRAME[1]]))
    command = ("survey", "draw", frame, "--seed", "1", "-o", out)
    twice = run(*command, "--n", 5)
    assert (twice.code, "102行目" in twice.err) == (2, True)
    frame.write_text("\n".join(FRAME))
    assert run(*command, "--n", 500).code == 2
    assert run(*command, "--n", 5, "--strata", "ない列").code == 2
    assert run(*command, "--allocation", "fixed", "--each", "委託先").code == 2
    assert not out.exists()
