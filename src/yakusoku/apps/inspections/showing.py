"""The sheet as it stands on the page: its questions in groups, and how far each side has come."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from yakusoku.apps.inspections.again import Again
from yakusoku.apps.inspections.queries import CheckRow, Sheet
from yakusoku.domain.findings.kinds import Severity
from yakusoku.domain.inspections.answers import AskedCheck, GivenAnswer
from yakusoku.domain.inspections.delta import REASON_LABELS
from yakusoku.web.words import say


def waits(row: CheckRow, *, client: bool) -> bool:
    """Return whether a question still waits for the side that looks."""
    return (row.observation if client else row.answer) is None


def next_row(sheet: Sheet, *, client: bool) -> CheckRow | None:
    """Return the first question that waits for the side that looks."""
    return next((row for row in sheet.rows if waits(row, client=client)), None)


def next_place(ahead: CheckRow | None, sheet: Sheet, known: Again | None) -> str:
    """Return where on the page the next question is: in a later round, what changed comes first."""
    if ahead is None or known is None:
        return ahead.check.id if ahead else ""
    rows = (sheet.row(each.check.id) for each in known.delta.first)
    first = next((row for row in rows if row and row.answer is None), None)
    return first.check.id if first else f"same-{ahead.check.slug}"


def rows_shown(sheet: Sheet, show: str, *, client: bool) -> list[CheckRow]:
    """Return the rows a person asked for: all, those that wait for them, or those with findings.

    Both aspects of a point are shown together: one explains the other.
    """
    if show == "findings":
        wanted = {row.check.pair for row in sheet.rows if row.findings}
    elif show == "waiting":
        wanted = {row.check.pair for row in sheet.rows if waits(row, client=client)}
    else:
        return list(sheet.rows)
    return [row for row in sheet.rows if row.check.pair in wanted]


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the check sheet with its questions: what is arranged and what is carried out."""

    check: AskedCheck
    rows: tuple[CheckRow, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of one article, and how far the side that looks has come with all of them."""

    check: AskedCheck
    points: tuple[Point, ...]
    total: int
    done: int
    findings: int


def group_of(slug: str, rows: Sequence[CheckRow], sheet: Sheet, *, client: bool) -> Group:
    """Return the group of an article that shows `rows` and counts over the whole sheet."""
    own = [row for row in sheet.rows if row.check.slug == slug]
    points = [tuple(pair) for _pair, pair in groupby(rows, key=lambda row: row.check.pair)]
    return Group(
        check=rows[0].check,
        points=tuple(Point(pair[0].check, pair) for pair in points),
        total=len(own),
        done=sum(1 for row in own if not waits(row, client=client)),
        findings=sum(len(row.findings) for row in own),
    )


@dataclass(frozen=True, slots=True)
class SameGroup:
    """An article that may be confirmed as last time. `earlier`: each question with its answer then."""

    check: AskedCheck
    earlier: tuple[tuple[AskedCheck, GivenAnswer], ...]
    group: Group
    left: int


def parts_of(sheet: Sheet, show: str, known: Again | None, *, client: bool) -> dict[str, Any]:
    """Return the groups of the sheet; in a later round, what changed or was weak apart from the rest."""
    if known is None:
        return {"groups": grouped(rows_shown(sheet, show, client=client), sheet, client=client)}
    first = {each.check.id: each.reasons for each in known.delta.first}
    ahead = [
        replace(row, reasons=tuple(say(REASON_LABELS[reason]) for reason in first[row.check.id]))
        for row in sheet.rows
        if row.check.id in first
    ]
    same = []
    for slug, checks in known.delta.confirmable.items():
        rows = [row for check in checks if (row := sheet.row(check.id))]
        earlier = tuple((check, known.answers[check.id]) for check in checks if check.id in known.answers)
        left = sum(1 for row in rows if row.answer is None)
        same.append(SameGroup(checks[0], earlier, group_of(slug, rows, sheet, client=client), left))
    return {
        "groups": grouped(ahead, sheet, client=client),
        "again": known,
        "same_groups": same,
    }


def grouped(rows: Sequence[CheckRow], sheet: Sheet, *, client: bool) -> list[Group]:
    """Return the rows in groups, one for each article, in order."""
    articles = [(slug, list(own)) for slug, own in groupby(rows, key=lambda row: row.check.slug)]
    return [group_of(slug, own, sheet, client=client) for slug, own in articles]


def counts_of(sheet: Sheet) -> dict[str, int]:
    """Return the sums over the sheet: questions, what is done on either side, and findings by gravity."""
    total = len(sheet.rows)
    gravity = Counter(finding.severity.value for finding in sheet.findings)
    return {
        "total": total,
        "answered": total - sheet.unanswered,
        "verified": total - sheet.unverified,
        "findings": len(sheet.findings),
        **{severity.value: gravity[severity.value] for severity in Severity},
    }
