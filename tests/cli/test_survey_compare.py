"""`yakusoku survey crosswalk` and `compare`: from two questionnaires to what is said of the change."""

import io

import xlsxwriter


def form(path, label):
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheets = {
        "survey": [["type", "name", "label"], ["select_one yes", "Q1", label]],
        "choices": [["list_name", "name", "label"], ["yes", "1", "はい"], ["yes", "2", "いいえ"]],
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for line, cells in enumerate(rows):
            sheet.write_row(line, 0, cells)
    book.close()
    path.write_bytes(out.getvalue())
    return path


def answers(path, yes, no):
    path.write_text("\n".join(["id,Q1", *(f"{n},{1 if n < yes else 2}" for n in range(yes + no))]))
    return path


def test_two_waves_are_joined_compared_and_refused(run, tmp_path):
    first, second = form(tmp_path / "2020.xlsx", "実施"), form(tmp_path / "2021.xlsx", "経験")
    data = answers(tmp_path / "2020.csv", 240, 47), answers(tmp_path / "2021.csv", 261, 8)
    made = run("survey", "crosswalk", first, second)
    assert made.code == 0
    waves = tmp_path / "waves.yaml"
    waves.write_text(made.out.replace("- wording", "- wording\n  - definition"))
    command = ("survey", "compare", *data, "--form", first, "--form2", second, "--crosswalk", waves)
    refused = run(*command, "--json")
    assert (refused.code, refused.data["comparisons"][0]["points"]) == (1, None)
    waves.write_text(made.out)
    compared = run(*command, "--json")
    yes = compared.data["comparisons"][0]
    assert (compared.code, yes["points"], yes["warnings"]) == (0, "+13.4", ["設問のことばが変わった"])
    waves.write_text(made.out.replace("- wording", ""))
    assert run(*command, "--json").code == 2
