"""採否判断 as an Excel workbook: decisions, cost against risk, facts and conflicts, each on its sheet."""

import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Final, TypeAlias

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from yakusoku.adapters.paper import (
    AS_PROPOSED,
    UNDECIDED_CONTRACTOR,
    conflict_rows,
    number_words,
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
# Characters of a line that fit in one unit of column width, for the heights that Excel does not measure itself.
CHARACTERS_PER_WIDTH: Final = 0.5
LINE_HEIGHT: Final = 14.5

Cell: TypeAlias = str | int | float
Row: TypeAlias = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: heading and width in characters of the standard font."""

    heading: str
    width: float


DECISIONS: Final = (
    Column("条", 8),
    Column("要件", 20),
    Column("採否", 13),
    Column("強さ", 14),
    Column("提案された強さ", 14),
    Column("内容", 30),
    Column("理由", 44),
    Column("決めた人", 18),
    Column("危険（1〜5）", 8),
    Column("ないときの危険", 40),
    Column("委託元 時間/年 少", 9),
    Column("委託元 時間/年 多", 9),
    Column("委託先 時間/年 少", 9),
    Column("委託先 時間/年 多", 9),
)
BALANCE: Final = (Column("項目", 34), Column("少ない見積り", 16), Column("多い見積り", 16), Column("単位", 10))
REMAINING: Final = ("残る危険", "採否", "水準", "理由と決めた人")
FACTS: Final = (Column("項目", 26), Column("実態", 90))
CONFLICTS: Final = (
    Column("要件", 20),
    Column("守れない強さ", 14),
    Column("業務に欠かせないこと", 22),
    Column("守れない理由", 46),
    Column("解決の案", 34),
    Column("解決する条文", 70),
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
    writer.table("手間とリスク", BALANCE, [*_balance(pack), *_remaining(pack)])
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
    rows = list(remaining_rows(pack))
    if rows:
        yield "", "", "", ""
        yield REMAINING
    for row in rows:
        yield row["title"], row["verdict"], row["level"], f"{row['reason']}（{row['decider']}）"


def _conflicts(pack: Pack) -> Iterable[Row]:
    for row in map(conflict_rows, pack.conflicts):
        clause = "\n".join(row["clause"])
        yield row["title"], row["strength"], row["need"], row["reason"], row["proposal"], clause
