"""Reading what a renewal changed on a sheet: which questions are new or changed, and what was said before."""

from dataclasses import dataclass, replace

from yakusoku.apps.inspections.models import Inspection, Renewal
from yakusoku.apps.inspections.queries import Sheet
from yakusoku.apps.inspections.turns import ShownTurn
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.inspections.moving import Turn
from yakusoku.domain.packs.difference import compare_texts, difference


@dataclass(frozen=True, slots=True)
class Renewed:
    """What the renewals of a sheet changed, all together. `removed`: what is asked no more."""

    last: Renewal
    turns: dict[str, tuple[ShownTurn, ...]]
    removed: tuple[ShownTurn, ...]
    new: int
    reworded: int

    @property
    def turned(self) -> int:
        """Return how many questions are to be answered because of it."""
        return self.new + self.reworded


def renewed(inspection: Inspection) -> Renewed | None:
    """Return what the renewals of a sheet changed; None: there was none. One query, or two."""
    rows = inspection.renewals.select_related("before", "after").prefetch_related("checks")
    renewals = list(rows.defer("before__snapshot", "after__snapshot"))
    if not renewals:
        return None
    turns: dict[str, tuple[ShownTurn, ...]] = {}
    for renewal in renewals:
        for row in renewal.checks.all():
            pieces = tuple(compare_texts(row.before, row.after)) if row.turn == Turn.REWORDED else ()
            turns[row.check_id] = (ShownTurn(row, pieces), *turns.get(row.check_id, ()))
    newest = [each[0] for each in turns.values()]
    return Renewed(
        last=renewals[-1],
        turns=turns,
        removed=tuple(each for each in newest if each.row.turn == Turn.REMOVED),
        new=sum(1 for each in newest if each.row.turn == Turn.NEW),
        reworded=sum(1 for each in newest if each.row.turn == Turn.REWORDED),
    )


def with_turns(sheet: Sheet, found: Renewed | None) -> Sheet:
    """Return the sheet with what a renewal changed beside each question, the newest first."""
    if found is None:
        return sheet
    return Sheet(tuple(replace(row, turns=found.turns.get(row.check.id, ())) for row in sheet.rows))


@dataclass(frozen=True, slots=True)
class Newer:
    """The version that counts now, while a sheet is about an older one. `clauses`: whether clauses differ."""

    version: Version
    clauses: bool


def newer_version(inspection: Inspection) -> Newer | None:
    """Return the version that counts now if the sheet is about an older one; None: it is about this one."""
    engagement, number = inspection.version.engagement_id, inspection.version.number
    found = Version.objects.filter(engagement=engagement, number__gt=number).order_by("-number").first()
    if found is None:
        return None
    return Newer(found, bool(difference(pack_of(inspection.version), pack_of(found)).clauses))
