"""The data of a survey as csv and as a workbook with its codebook."""

import csv
import io
from collections.abc import Iterator, Sequence

import numpy as np
import xlsxwriter
from xlsxwriter.workbook import Workbook

from yakusoku.adapters.delimited import harmless
from yakusoku.domain.survey.codebook import Codebook, Dataset, Holds, Measure, Study, Value, Variable

Cell = str | float
DATA, CODEBOOK, STUDY = "data", "codebook", "study"
MOST_LETTERS = 32_767
A4 = 9
# Least widths of columns, in digits.
NARROWEST, TEXT_WIDE = 8, 28
# Up to here a float holds every whole number.
MOST_EXACT = 2**53
HOLDS_LABELS = {
    Holds.CODE: "選択肢のコード",
    Holds.MARK: "0/1（選択肢ごと）",
    Holds.NUMBER: "数",
    Holds.TEXT: "文字",
}
MEASURE_LABELS = {Measure.NOMINAL: "名義", Measure.ORDINAL: "順序", Measure.SCALE: "数量"}
STUDY_LABELS = {
    "title": "題名",
    "authority": "実施者",
    "version": "版",
    "reference_on": "基準日（「現在」の日）",
    "collected_from": "回答期間の初め",
    "collected_to": "回答期間の終わり",
    "population": "調査の対象",
    "unit": "数える単位",
    "sampling": "抽出の方法",
    "mode": "集め方",
    "response_rate": "回収率",
    "weighting": "重み",
    "notes": "注",
}
CODEBOOK_HEAD = (
    "変数", "見出し", "設問", "中身", "尺度", "尋ねた人", "尋ねた人数", "有効な答え", "組", "値", "値の意味", "答えか", "人数",
)  # fmt: skip
_WIDTHS = (14, 40, 40, 16, 8, 30, 11, 11, 12, 8, 36, 8, 8)
ANSWER, NO_ANSWER = "答え", "欠測"


def survey_csv(dataset: Dataset, *, labels: bool = False) -> bytes:
    """Return the data as csv in UTF-8 with the mark that Excel understands: codes, or the words for them."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([variable.name for variable in dataset.codebook.variables])
    columns = (_column(dataset, each, labels=labels) for each in dataset.codebook.variables)
    writer.writerows(zip(*map(_safe, columns), strict=True))
    return text.getvalue().encode("utf-8-sig")


def survey_xlsx(dataset: Dataset, *, labels: bool = False) -> bytes:
    """Return a workbook with the data, the codebook, and what is known of the survey."""
    file = io.BytesIO()
    # Row by row, a large survey needs little memory.
    book = xlsxwriter.Workbook(
        file,
        {"in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False},
    )
    codebook = dataset.codebook
    columns = [_column(dataset, each, labels=labels) for each in codebook.variables]
    names = [variable.name for variable in codebook.variables]
    least = [TEXT_WIDE if each.holds is Holds.TEXT else NARROWEST for each in codebook.variables]
    widths = [max(wide, len(name) + 2) for wide, name in zip(least, names, strict=True)]
    _sheet(book, DATA, names, zip(*columns, strict=True), widths)
    _sheet(book, CODEBOOK, CODEBOOK_HEAD, _codebook_rows(codebook), _WIDTHS)
    _sheet(book, STUDY, ("項目", "内容"), _study_rows(codebook), (24, 80))
    book.close()
    return file.getvalue()


def _safe(column: Sequence[Cell]) -> Sequence[Cell]:
    return [harmless(cell) if isinstance(cell, str) else cell for cell in column]


def _column(dataset: Dataset, variable: Variable, *, labels: bool) -> Sequence[Cell]:
    """Return the cells of a variable: numbers as numbers, words as words."""
    if variable.holds is Holds.TEXT:
        return dataset.texts[variable.name]
    numbers = dataset.numbers[variable.name]
    whole = bool(np.all(numbers == np.floor(numbers)) and np.all(np.abs(numbers) < MOST_EXACT))
    cells: list[float] = numbers.astype(np.int64).tolist() if whole else numbers.tolist()
    if not labels:
        return cells
    words = {float(each.code): each.label for each in (*variable.values, *variable.gaps)}
    return [words.get(cell, cell) for cell in cells]


def _sheet(
    book: Workbook, name: str, head: Sequence[str], rows: Iterator[Sequence[Cell]], widths: Sequence[int]
) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.repeat_rows(0)
    if name != DATA:
        sheet.fit_to_pages(1, 0)
    for column, title in enumerate(head):
        sheet.write_string(0, column, title, bold)
    for line, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, column, cell[:MOST_LETTERS])
            else:
                sheet.write_number(line, column, cell)


def _codebook_rows(codebook: Codebook) -> Iterator[Sequence[Cell]]:
    sets = {name: each.name for each in codebook.sets for name in each.variables}
    for variable in codebook.variables:
        start: list[Cell] = [
            variable.name,
            variable.label,
            f"{variable.stem} {variable.wording}".strip(),
            HOLDS_LABELS[variable.holds],
            MEASURE_LABELS[variable.measure],
            variable.base,
            variable.asked,
            variable.valid,
            sets.get(variable.name, ""),
        ]
        said = [_value_cells(each, ANSWER) for each in variable.values]
        said += [_value_cells(each, NO_ANSWER) for each in variable.gaps]
        if not said:
            said.append(["", "", "", ""])
        again: list[Cell] = [variable.name, *("" for _ in start[1:])]
        for place, cells in enumerate(said):
            yield [*(again if place else start), *cells]


def _value_cells(value: Value, kind: str) -> list[Cell]:
    return [value.code, value.label, kind, value.count]


def _study_rows(codebook: Codebook) -> Iterator[Sequence[Cell]]:
    study: Study = codebook.study
    for name, label in STUDY_LABELS.items():
        if text := getattr(study, name):
            yield [label, text]
    yield ["回答者の数", codebook.respondents]
    yield ["変数の数", len(codebook.variables)]
    if codebook.absent:
        yield ["データに列のない設問", "、".join(codebook.absent)]
