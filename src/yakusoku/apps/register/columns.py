"""The columns of the register: their words, how they are sorted, and what a file holds of them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.apps.candidates.models import Outcome
from yakusoku.apps.register.access import CLIENT
from yakusoku.apps.register.expressions import SEVERITIES
from yakusoku.apps.register.queries import Row
from yakusoku.domain.packs.labels import SEVERITY_LABELS, fact_label
from yakusoku.domain.register.phase import PHASE_LABELS
from yakusoku.domain.register.risk import RISK_LABELS
from yakusoku.web.exports import Cell
from yakusoku.web.words import listed, say

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `sort`: database field; empty: a computed value (expressions.sort_key).

    both   whether the contractor's side has it too: nothing that the client alone knows
    """

    name: str
    words: "StrOrPromise"
    cell: Callable[[Row], Cell]
    sort: str = ""
    numeric: bool = False
    both: bool = False


def findings_told(row: Row) -> str:
    """Return the open findings by severity in words: 重大 1、中 2."""
    return listed(
        _("%(severity)s %(count)d") % {"severity": say(SEVERITY_LABELS[each]), "count": row.findings[each]}
        for each in SEVERITIES
        if row.findings.get(each)
    )


def chain_told(row: Row) -> str:
    """Return the chain below the contractor in words: 3者（2段）."""
    told = {"count": row.chain.subcontractors, "depth": row.chain.depth}
    return _("%(count)d者（%(depth)d段）") % told if row.chain.subcontractors else ""


def board_told(row: Row) -> str:
    """Return what the board decided in words."""
    return str(Outcome(row.board).label) if row.board else ""


def facts_told(row: Row, group: str) -> str:
    """Return the facts of a group in words."""
    return listed(say(fact_label(f"{group}.{value}")) for value in row.told(group))


_ALL = (
    Column("reference", gettext_lazy("番号"), lambda r: r.engagement.reference, "pk", both=True),
    Column("title", gettext_lazy("業務"), lambda r: r.engagement.title, "title", both=True),
    Column(
        "department",
        gettext_lazy("課"),
        lambda r: r.engagement.department.name,
        "department__name",
        both=True,
    ),
    Column(
        "contractor",
        gettext_lazy("委託先"),
        lambda r: r.engagement.contractor.name if r.engagement.contractor else "",
        "contractor__name",
    ),
    Column("starts", gettext_lazy("始まり"), lambda r: r.engagement.starts_on, "starts_on"),
    Column("ends", gettext_lazy("終わり"), lambda r: r.engagement.ends_on, "ends_on"),
    Column("people", gettext_lazy("人数"), lambda r: r.engagement.people, "people", numeric=True),
    Column("categories", gettext_lazy("扱う個人情報"), lambda r: facts_told(r, "categories")),
    Column("places", gettext_lazy("扱う場所"), lambda r: facts_told(r, "places")),
    Column("risk", gettext_lazy("危険の大きさ"), lambda r: say(RISK_LABELS[r.risk])),
    Column("procurement", gettext_lazy("選び方"), lambda r: facts_told(r, "procurement")),
    Column("phase", gettext_lazy("段階"), lambda r: say(PHASE_LABELS[r.phase])),
    Column(
        "contracted",
        gettext_lazy("契約の日"),
        lambda r: r.engagement.contracted_on,
        "contracted_on",
        both=True,
    ),
    Column("board", gettext_lazy("審査会"), board_told),
    Column("chain", gettext_lazy("再委託先"), chain_told),
    Column("last_inspection", gettext_lazy("前の点検"), lambda r: r.last_inspection, both=True),
    Column("next_inspection", gettext_lazy("次の点検"), lambda r: r.next_inspection, both=True),
    Column("findings", gettext_lazy("改善を待つ指摘"), findings_told),
    Column("late", gettext_lazy("遅れている仕事"), lambda r: r.late, numeric=True, both=True),
    Column("next_due", gettext_lazy("次の期限"), lambda r: r.next_due, both=True),
)
CLIENT_NAME = Column(
    "client",
    gettext_lazy("委託元"),
    lambda r: r.engagement.organization.name,
    "organization__name",
    both=True,
)
USUAL = (
    "title",
    "department",
    "contractor",
    "ends",
    "people",
    "risk",
    "phase",
    "findings",
    "late",
    "next_due",
)
USUAL_ELSEWHERE = ("title", "client", "next_inspection", "late", "next_due")


def columns_of(side: str) -> Mapping[str, Column]:
    """Return the columns that one side has, in order."""
    if side == CLIENT:
        return {column.name: column for column in _ALL}
    return {column.name: column for column in (*_ALL[:2], CLIENT_NAME, *_ALL[2:]) if column.both}


def chosen(side: str, asked: Sequence[str]) -> list[Column]:
    """Return the columns that were asked for, in the order of the table; none or unknown ones: the usual."""
    columns = columns_of(side)
    wanted = set(asked) & set(columns) or set(USUAL if side == CLIENT else USUAL_ELSEWHERE)
    return [column for column in columns.values() if column.name in wanted or column.name == "title"]
