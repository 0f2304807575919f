"""遵守確認表 as an Excel workbook: locked questions, dropdowns, and its identity inside."""

import io
from collections.abc import Sequence
from datetime import datetime, time

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from yakusoku.domain.dates.eras import era_date
from yakusoku.domain.inspections.answers import ANSWERS_BY_LABEL, AskedCheck, GivenAnswer
from yakusoku.domain.inspections.sheet import (
    ANSWER_COLUMNS,
    COLUMNS,
    GUIDE_TAB,
    IDENTITY_TAB,
    LOCKED_COLUMNS,
    SHEET_FORMAT,
    SHEET_TAB,
    SheetIdentity,
    canonical,
    identify,
    locked_cells,
    version_words,
)
from yakusoku.domain.packs.model import Pack

WIDTHS = (13, 7, 20, 14, 48, 26, 10, 36, 26)
HEADER_ROW = 6
FONT = "游ゴシック"
INK, HAIRLINE, LOCKED_PAPER, ANSWER_PAPER = "#1A1A1C", "#B8B8BB", "#F2F2F2", "#FFFFFF"


def check_sheet_xlsx(pack: Pack, answers: Sequence[GivenAnswer] = ()) -> bytes:
    """Return the check sheet of a pack as xlsx, with answers already given filled in.

    The same pack and answers always give the same bytes.
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    created = datetime.combine(pack.identity.start, time())
    book.set_properties({"title": pack.guidance.sheet_title, "created": created})
    identity = identify(pack.identity.reference, pack.identity.title, pack.identity.version, pack.checks)
    sheet = book.add_worksheet(SHEET_TAB)
    _write_table(book, sheet, pack, {a.check: a for a in answers})
    _write_guide(book, pack)
    _write_identity(book, identity, pack.checks)
    sheet.activate()
    book.close()
    return out.getvalue()


def _write_table(book: Workbook, sheet: Worksheet, pack: Pack, given: dict[str, GivenAnswer]) -> None:
    formats = _formats(book)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    _write_heading(sheet, pack, formats)
    for column, heading in enumerate(COLUMNS):
        sheet.write_string(HEADER_ROW, column, heading, formats["header"])
    for row, check in enumerate(pack.checks, start=HEADER_ROW + 1):
        for column, text in enumerate(locked_cells(check)):
            sheet.write_string(row, column, text, formats["locked"])
        for column, text in enumerate(_answer_cells(given.get(check.id)), start=len(LOCKED_COLUMNS)):
            sheet.write_string(row, column, text, formats["answer"]) if text else sheet.write_blank(
                row, column, None, formats["answer"]
            )
        sheet.set_row(row, _height(check))
    last = HEADER_ROW + max(1, len(pack.checks))
    _set_rules(sheet, last)


def _write_heading(sheet: Worksheet, pack: Pack, formats: dict[str, Format]) -> None:
    identity = pack.identity
    period = f"{era_date(identity.start)}から{era_date(identity.end)}まで"
    parties = f"委託元 {identity.client} {identity.department}　委託先 {identity.contractor or '（未定）'}"
    sheet.write_string(0, 0, pack.guidance.sheet_title, formats["title"])
    lines = (
        ("業務", identity.title),
        ("版", version_words(identity.version)),
        ("期間", period),
        ("", parties),
    )
    for row, (label, text) in enumerate(lines, start=1):
        sheet.write_string(row, 0, label, formats["label"])
        sheet.write_string(row, 1, text, formats["plain"])
    hint = "白い欄に記入してください。灰色の欄は変えられません。"
    sheet.write_string(5, 0, hint, formats["plain"])


def _answer_cells(answer: GivenAnswer | None) -> tuple[str, str, str]:
    if answer is None:
        return ("", "", "")
    return (answer.answer.label, answer.comment, "、".join(answer.evidence))


def _set_rules(sheet: Worksheet, last: int) -> None:
    """Dropdowns, protection, and a table that can be printed and worked through."""
    first = HEADER_ROW + 1
    column = COLUMNS.index(ANSWER_COLUMNS[0])
    sheet.data_validation(
        first,
        column,
        last,
        column,
        {
            "validate": "list",
            "source": list(ANSWERS_BY_LABEL),
            "input_title": "回答",
            "input_message": "はい・一部・いいえ・該当なしから選びます。該当なしは理由をコメントに書きます。",
            "error_title": "選べない値です",
            "error_message": "はい、一部、いいえ、該当なしから選んでください。",
        },
    )
    allowed = ("format_cells", "format_columns", "format_rows", "autofilter")
    sheet.protect("", dict.fromkeys(allowed, True))
    sheet.freeze_panes(first, 1)
    sheet.autofilter(HEADER_ROW, 0, last, len(COLUMNS) - 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(HEADER_ROW)
    sheet.print_area(0, 0, last, len(COLUMNS) - 1)
    sheet.set_footer("&C&P / &N")


def _write_guide(book: Workbook, pack: Pack) -> None:
    sheet = book.add_worksheet(GUIDE_TAB)
    formats = _formats(book)
    sheet.set_column(0, 0, 90)
    sheet.write_string(0, 0, GUIDE_TAB, formats["title"])
    for row, line in enumerate(pack.guidance.sheet_instructions, start=2):
        sheet.write_string(row, 0, line, formats["wrapped"])
    sheet.protect()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write_identity(book: Workbook, identity: SheetIdentity, checks: Sequence[AskedCheck]) -> None:
    """The machine's copy of what was sent; hidden, so that nobody edits it by accident."""
    sheet = book.add_worksheet(IDENTITY_TAB)
    head = (
        ("format", SHEET_FORMAT),
        ("reference", identity.reference),
        ("title", identity.title),
        ("version", str(identity.version)),
        ("digest", identity.digest),
    )
    rows = [*head, *((check.id, canonical(check.values())) for check in checks)]
    for row, (key, value) in enumerate(rows):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.protect()
    sheet.very_hidden()


def _formats(book: Workbook) -> dict[str, Format]:
    base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"}
    cell = base | {"text_wrap": True, "border": 1, "border_color": HAIRLINE}
    header = cell | {"bold": True, "bg_color": LOCKED_PAPER, "valign": "vcenter"}
    answer = cell | {"bg_color": ANSWER_PAPER, "locked": False, "num_format": "@"}
    return {
        "title": book.add_format(base | {"bold": True, "font_size": 16}),
        "label": book.add_format(base | {"bold": True}),
        "plain": book.add_format(base),
        "wrapped": book.add_format(base | {"text_wrap": True, "font_size": 11}),
        "header": book.add_format(header),
        "locked": book.add_format(cell | {"bg_color": LOCKED_PAPER}),
        "answer": book.add_format(answer),
    }


def _height(check: AskedCheck) -> float:
    """Return a row height in points that shows the longest cell; Excel does not fit wrapped text itself."""
    texts = zip(locked_cells(check), WIDTHS, strict=False)
    lines = max(-(-_columns(text) // int(width - 1)) for text, width in texts)
    return 14.5 * max(2, lines) + 4


def _columns(text: str) -> int:
    """Return the width of a text in half-width columns; everything beyond ASCII counts as two."""
    return 2 * len(text) - len(text.encode("ascii", "ignore"))
