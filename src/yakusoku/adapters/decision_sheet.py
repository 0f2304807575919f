"""採否判断 as an Excel workbook: decisions, cost against risk, facts and conflicts, each on its sheet."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from math import ceil
from typing import Final, TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from yakusoku.adapters.paper import (
    AS_PROPOSED,
    UNDECIDED_CONTRACTOR,
    conflict_rows,
    period_words,
    remaining_rows,
)
from yakusoku.domain.catalogue.model import Range
from yakusoku.domain.inspections.sheet import version_words
from yakusoku.domain.packs.labels import STRENGTH_LABELS, VERDICT_LABELS
from yakusoku.domain.packs.model import Pack

FONT: Final = "游ゴシック"
INK, HAIRLINE, SHADE = "#1A1A1C", "#B8B8BB", "#F2F2F2"
TITLE_ROWS: Final = 3
CELL_LIMIT: Final = 32_767
LINE_HEIGHT: Final = 15
HIGHEST_ROW: Final = 409
Cell: TypeAlias = str | int | float
Row: TypeAlias = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: heading and width in characters of the standard font."""

    heading: str
    width: float


DECISIONS: Final = (
    Column("条", 7),
    Column("要件", 16),
    Column("採否", 10),
    Column("強さ", 11),
    Column("提案された強さ", 11),
    Column("内容", 22),
    Column("理由", 34),
    Column("決めた人", 12),
    Column("危険（1〜5）", 7),
    Column("ないときの危険", 30),
    Column("委託元 時間/年 少", 7.5),
    Column("委託元 時間/年 多", 7.5),
    Column("委託先 時間/年 少", 7.5),
    Column("委託先 時間/年 多", 7.5),
)
BALANCE: Final = (
    Column("項目", 34),
    Column("少ない見積り", 16),
    Column("多い見積り", 16),
    Column("単位", 60),
)
REMAINING: Final = ("残る危険", "採否", "水準", "理由と決めた人")
FACTS: Final = (Column("項目", 26), Column("実態", 90))
CONFLICTS: Final = (
    Column("要件", 16),
    Column("守れない強さ", 11),
    Column("業務に欠かせないこと", 14),
    Column("守れない理由", 30),
    Column("解決の案", 24),
    Column("解決する条文", 56),
)


def decisions_xlsx(pack: Pack) -> bytes:
    """Return 採否判断 as xlsx. The same pack always gives the same bytes."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(out, options)
    identity = pack.identity
    created = datetime.combine(identity.start, time())
    title = f"{pack.guidance.decisions_title} {identity.title}"
    book.set_properties({"title": title[:255], "author": identity.client[:255], "created": created})
    writer = _Writer(book, pack)
    writer.table("採否判断", DECISIONS, list(_decisions(pack)))
    writer.table("手間とリスク", BALANCE, list(_balance(pack)), below=(REMAINING, list(_remaining(pack))))
    writer.table("業務の実態", FACTS, [list(fact) for fact in pack.facts_told])
    writer.table("抵触", CONFLICTS, list(_conflicts(pack)), empty="この業務で守れない条文はありません。")
    book.close()
    return out.getvalue()


def _decisions(pack: Pack) -> Iterable[Row]:
    for promised in pack.requirements:
        yield (
            f"第{promised.article}条",
            promised.title,
            VERDICT_LABELS[promised.verdict],
            STRENGTH_LABELS[promised.strength],
            STRENGTH_LABELS[promised.proposed],
            promised.summary,
            promised.reason or "".join(promised.why),
            promised.decider or AS_PROPOSED,
            promised.risk_level,
            promised.risk,
            *promised.client_hours,
            *promised.contractor_hours,
        )
    for declined in pack.declined:
        yield (
            "",
            declined.title,
            VERDICT_LABELS["decline"],
            "",
            "",
            "（特記仕様書に入れない）",
            declined.reason,
            declined.decider,
            declined.risk_level,
            declined.risk,
            *declined.client_hours,
            *declined.contractor_hours,
        )


def _balance(pack: Pack) -> Iterable[Row]:
    balance = pack.balance
    spans: tuple[tuple[str, Range, str], ...] = (
        ("委託元の手間（見積り）", balance.client_hours, "時間/年"),
        ("委託元のお金（見積り）", balance.client_yen, "円/年"),
        ("委託先の手間（見積り）", balance.contractor_hours, "時間/年"),
        ("委託先のお金（見積り）", balance.contractor_yen, "円/年"),
    )
    for label, span, unit in spans:
        yield label, span.low, span.high, unit
    yield "監督に使える時間", balance.hours_available, balance.hours_available, "時間/年"
    yield "約束で抑える危険（水準の和）", balance.kept_risk, balance.kept_risk, "点"
    yield "残る危険（水準の和）", balance.remaining_risk, balance.remaining_risk, "点"


def _remaining(pack: Pack) -> Iterable[Row]:
    for row in remaining_rows(pack):
        yield row["title"], row["verdict"], row["level"], f"{row['reason']}（{row['decider']}）"


def _conflicts(pack: Pack) -> Iterable[Row]:
    for row in map(conflict_rows, pack.conflicts):
        clause = "\n".join(row["clause"])
        yield row["title"], row["strength"], row["need"], row["reason"], row["proposal"], clause


def _height(row: Row, columns: Sequence[Column]) -> float:
    """Return the height of a row in points: a Japanese character is as wide as two of Excel's units."""
    lines = 1
    for value, column in zip(row, columns, strict=True):
        parts = str(value).split("\n")
        lines = max(lines, sum(max(1, ceil(len(part) * 1.95 / column.width)) for part in parts))
    return min(HIGHEST_ROW, lines * LINE_HEIGHT + 4)


class _Writer:
    """Writes tables with one look; text is never read as a formula or a link."""

    def __init__(self, book: Workbook, pack: Pack) -> None:
        self._book, self._pack = book, pack
        base = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "top"}
        cell = base | {"text_wrap": True, "border": 1, "border_color": HAIRLINE}
        self._title = book.add_format(base | {"bold": True, "font_size": 14})
        self._plain = book.add_format(base)
        self._text = book.add_format(cell)
        self._number = book.add_format(cell | {"num_format": "#,##0.##", "align": "right", "indent": 1})
        self._whole = book.add_format(cell | {"num_format": "#,##0", "align": "right", "indent": 1})
        self._header = book.add_format(
            cell | {"bold": True, "bg_color": SHADE, "align": "center", "valign": "vcenter"}
        )

    def table(
        self,
        name: str,
        columns: Sequence[Column],
        rows: Sequence[Row],
        *,
        below: tuple[Row, Sequence[Row]] | None = None,
        empty: str = "",
    ) -> None:
        """Add a sheet with a table, and under it a second one with its own heading if it has rows."""
        sheet = self._book.add_worksheet(name)
        self._write_cover(sheet, name)
        for number, column in enumerate(columns):
            sheet.set_column(number, number, column.width)
            sheet.write_string(TITLE_ROWS, number, column.heading, self._header)
        sheet.set_row(TITLE_ROWS, _height([column.heading for column in columns], columns))
        first = TITLE_ROWS + 1
        for place, row in enumerate(rows, start=first):
            self._write_row(sheet, place, row)
            sheet.set_row(place, _height(row, columns))
        end = first + len(rows)
        if not rows and empty:
            sheet.write_string(first, 0, empty, self._plain)
        if rows and below is None:
            sheet.autofilter(TITLE_ROWS, 0, end - 1, len(columns) - 1)
        if below and below[1]:
            self._write_row(sheet, end + 1, below[0], self._header)
            for place, row in enumerate(below[1], start=end + 2):
                self._write_row(sheet, place, row)
                sheet.set_row(place, _height(row, columns))
        self._set_page(sheet, name)

    def _write_cover(self, sheet: Worksheet, name: str) -> None:
        identity = self._pack.identity
        contractor = identity.contractor or UNDECIDED_CONTRACTOR
        sheet.write_string(0, 0, f"{self._pack.guidance.decisions_title}　{name}"[:CELL_LIMIT], self._title)
        work = f"{identity.title}（{identity.reference}　{version_words(identity.version)}）"
        sheet.write_string(1, 0, work[:CELL_LIMIT], self._plain)
        parties = (
            f"委託元 {identity.client} {identity.department}　委託先 {contractor}　{period_words(identity)}"
        )
        sheet.write_string(2, 0, parties[:CELL_LIMIT], self._plain)

    def _write_row(self, sheet: Worksheet, place: int, row: Row, look: Format | None = None) -> None:
        for column, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(place, column, value[:CELL_LIMIT], look or self._text)
            else:
                sheet.write_number(place, column, value, self._whole if value == int(value) else self._number)

    def _set_page(self, sheet: Worksheet, name: str) -> None:
        sheet.freeze_panes(TITLE_ROWS + 1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(TITLE_ROWS)
        sheet.set_footer(f"&L{name}&R&P / &N")
