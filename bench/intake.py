"""Five hundred filled check sheets read, against the same workbooks opened by openpyxl."""

import io

import openpyxl
from bench.pack import packs
from bench.timing import report, wall

from yakusoku.adapters.check_sheet import check_sheet_xlsx
from yakusoku.adapters.check_sheet_reading import read_check_sheet
from yakusoku.domain.inspections.answers import Answer, GivenAnswer
from yakusoku.domain.inspections.evaluation import evaluate
from yakusoku.domain.inspections.intake import take_in

COUNT = 500


def main():
    make = packs()
    sheets = []
    for _ in range(25):
        pack = make()
        answers = tuple(GivenAnswer(c.id, Answer.YES, "手順書のとおり", ("記録簿.pdf",)) for c in pack.checks)
        sheets.append(check_sheet_xlsx(pack, answers))

    def ours():
        for number in range(COUNT):
            sheet = read_check_sheet(sheets[number % len(sheets)], "x.xlsx")
            intake = take_in(sheet.table, sheet.checks)
            evaluate(sheet.checks, intake.answers)
            assert not intake.problems

    def theirs():
        for raw in sheets:
            openpyxl.load_workbook(io.BytesIO(raw))

    seconds = wall(ours, 3, 0)
    baseline = wall(theirs, 3, 0) * COUNT / len(sheets)
    report(
        "intake",
        sheets=COUNT,
        seconds=seconds,
        wanted_seconds=10,
        openpyxl_s=baseline,
        times_faster=baseline / seconds,
    )


if __name__ == "__main__":
    main()
