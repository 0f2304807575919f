"""A portfolio of contracts as a workbook and as JSON."""

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, Final

import xlsxwriter
from xlsxwriter.workbook import Workbook

from yakusoku.domain.review.judging import Status
from yakusoku.domain.review.portfolio import Contract, Item, Portfolio
from yakusoku.domain.review.report import STATUS_LABELS

FONT: Final = "游ゴシック"
SHADE: Final = "#F2F2F2"
CELL_LIMIT: Final = 32_767
MOST_NAMED: Final = 50
MARKS: Final = {Status.PROMISED: "○", Status.CONDITIONAL: "△", Status.WEAK: "弱", Status.MISSING: "×"}
COLOURS: Final = {"弱": "#FFF3D6", "×": "#FBDCDC"}
LEGEND: Final = (
    "○ 約束あり　△ 承諾を条件に約束あり　弱 約束が弱い　× 定めなし　空欄 この業務では求めない。"
    "点は、定めのないことの危険の二乗の二倍、弱い約束の危険の二乗、古い法令と守れない・食い違う定めの18点ずつの合計です。"
)
Row = Sequence[str | int | float]
# Headings of the tables, each with the width of its column in characters.
Head = Sequence[tuple[str, float]]
ORDER: Final = (
    ("順", 6),
    ("点", 7),
    ("ファイル", 44),
    ("題", 34),
    ("条項", 7),
    ("定めなし", 9),
    ("弱い", 7),
    ("承諾を条件", 11),
    ("古い法令", 9),
    ("守れない・食い違う", 11),
)
ITEMS: Final = (
    ("要件", 24),
    ("求める契約", 11),
    *((STATUS_LABELS[status], 11) for status in Status),
    ("定めのない割合", 11),
    ("定めのない契約（見直す順）", 120),
)
OLD_LAW: Final = (("ファイル", 44), ("条", 12), ("ことば", 30), ("何が変わったか", 36), ("直し方", 70))
UNREADABLE: Final = (("ファイル", 60), ("理由", 90))
NOTES: Final = (("ファイル", 60), ("注意", 90))


def portfolio_told(portfolio: Portfolio) -> dict[str, Any]:
    """Return a portfolio as plain values."""
    return {
        "contracts": [_contract(rank, each) for rank, each in enumerate(portfolio.contracts, start=1)],
        "requirements": [
            {
                "slug": item.requirement.slug,
                "title": item.requirement.title,
                "asked": item.asked,
                **{status.value: len(item.contracts[status]) for status in Status},
                "missing_in": list(item.contracts[Status.MISSING]),
                "weak_in": list(item.contracts[Status.WEAK]),
            }
            for item in portfolio.items
        ],
        "unreadable": [{"path": path, "reason": reason} for path, reason in portfolio.unreadable],
    }


def _contract(rank: int, contract: Contract) -> dict[str, Any]:
    return {
        "rank": rank,
        "path": contract.path,
        "title": contract.title,
        "clauses": contract.clauses,
        "points": contract.points,
        "gaps": contract.gaps,
        "old_law": len(contract.old_law),
        "requirements": [
            {
                "slug": each.requirement.slug,
                "status": each.status.value,
                "risk": each.risk,
                "where": list(each.where),
            }
            for each in contract.standings
        ],
        "outdated": [
            {"rule": each.change.id, "kind": each.change.kind.value, "clause": each.clause, "text": each.text}
            for each in contract.shown
        ],
        "impossible": list(contract.impossible),
        "contradictions": list(contract.contradictions),
        "warnings": list(contract.warnings),
    }


def portfolio_xlsx(portfolio: Portfolio, today: date) -> bytes:
    """Return a portfolio as a workbook: the order of renegotiation, the items, the old law, what was not read."""
    out = io.BytesIO()
    options = {
        "in_memory": True,
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": "契約の棚卸し", "created": datetime.combine(today, time())})
    writer = _Writer(book)
    titles = [item.requirement.title for item in portfolio.items]
    writer.table(
        "見直す順",
        (*ORDER, *((title, 4) for title in titles)),
        _order(portfolio),
        upright=len(ORDER),
        note=LEGEND,
    )
    writer.table("要件ごと", ITEMS, map(_item, portfolio.items))
    writer.table("古い法令・注意", OLD_LAW, _old_law(portfolio))
    writer.table("読めなかったファイル", UNREADABLE, portfolio.unreadable)
    notes = [(each.path, warning) for each in portfolio.contracts for warning in each.warnings]
    writer.table("読むときの注意", NOTES, notes)
    book.close()
    return out.getvalue()


def _old_law(portfolio: Portfolio) -> Iterator[Row]:
    for contract in portfolio.contracts:
        for each in contract.shown:
            yield (contract.path, each.clause, each.text, each.change.title, each.change.advice)


def _order(portfolio: Portfolio) -> Iterator[Row]:
    slugs = [item.requirement.slug for item in portfolio.items]
    for rank, each in enumerate(portfolio.contracts, start=1):
        marks = {standing.requirement.slug: MARKS[standing.status] for standing in each.standings}
        yield (
            rank,
            each.points,
            each.path,
            each.title,
            each.clauses,
            each.count(Status.MISSING),
            each.count(Status.WEAK),
            each.count(Status.CONDITIONAL),
            len(each.old_law),
            len({*each.impossible, *each.contradictions}),
            *(marks.get(slug, "") for slug in slugs),
        )


def _item(item: Item) -> Row:
    missing = item.contracts[Status.MISSING]
    named = "、".join(missing[:MOST_NAMED])
    more = f"、ほか{len(missing) - MOST_NAMED:,}件" if len(missing) > MOST_NAMED else ""
    counts = [len(item.contracts[status]) for status in Status]
    return (item.requirement.title, item.asked, *counts, len(missing) / max(1, item.asked), named + more)


class _Writer:
    """Writes tables on sheets of a book, row by row, so that thousands of rows take no memory."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        plain = {"font_name": FONT, "font_size": 10, "valign": "top", "text_wrap": True}
        centred = plain | {"align": "center"}
        head = centred | {"bold": True, "bg_color": SHADE, "bottom": 1}
        self._plain, self._head = book.add_format(plain), book.add_format(head)
        self._upright = book.add_format(head | {"rotation": 270, "valign": "top", "align": "center"})
        self._share = book.add_format(plain | {"num_format": "0%"})
        self._marks = {mark: book.add_format(centred) for mark in MARKS.values()}
        for mark, colour in COLOURS.items():
            self._marks[mark] = book.add_format(centred | {"bg_color": colour})

    def table(
        self,
        name: str,
        head: Head,
        rows: Iterable[Row],
        *,
        upright: int | None = None,
        note: str = "",
    ) -> None:
        """Write a table. `upright`: the headings from this column on are written from top to bottom."""
        sheet = self._book.add_worksheet(name)
        top = 1 if note else 0
        if note:
            sheet.write_string(0, 0, note, self._book.add_format({"font_name": FONT, "font_size": 9}))
        if upright is not None:
            sheet.set_row(top, 150)
        for column, (words, width) in enumerate(head):
            sheet.set_column(column, column, width)
            turned = upright is not None and column >= upright
            sheet.write_string(top, column, words, self._upright if turned else self._head)
        sheet.freeze_panes(top + 1, 0)
        last = top
        for last, row in enumerate(rows, start=top + 1):
            for column, value in enumerate(row):
                self._cell(sheet, last, column, value)
        sheet.autofilter(top, 0, last, len(head) - 1)

    def _cell(self, sheet: Any, row: int, column: int, value: str | float) -> None:
        if isinstance(value, str):
            sheet.write_string(row, column, value[:CELL_LIMIT], self._marks.get(value, self._plain))
        else:
            sheet.write_number(row, column, value, self._share if isinstance(value, float) else self._plain)
