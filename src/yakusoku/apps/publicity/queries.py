"""What stands on the public page."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.engagements.models import Engagement, EngagementSet
from yakusoku.apps.publicity.access import released_works
from yakusoku.apps.publicity.models import PublicPage
from yakusoku.apps.register.columns import chain_told, facts_told
from yakusoku.apps.register.queries import Row, readable, rows_in_pieces, searched, told_rows
from yakusoku.domain.register.phase import PHASE_LABELS
from yakusoku.domain.register.public import PUBLIC_LABELS, PublicField, released, stages_of
from yakusoku.web.components import Knot, KnotState, Stage, Thread
from yakusoku.web.exports import Cell
from yakusoku.web.formats import jdate, number
from yakusoku.web.words import say

# Only what is seen can be searched: else a word would tell what is not released.
SEARCHED = {
    PublicField.TITLE: "title__icontains",
    PublicField.DEPARTMENT: "department__name__icontains",
    PublicField.CONTRACTOR: "contractor__name__icontains",
}
SORTED = {
    PublicField.TITLE: "title",
    PublicField.DEPARTMENT: "department__name",
    PublicField.CONTRACTOR: "contractor__name",
    PublicField.PERIOD: "ends_on",
    PublicField.PEOPLE: "people",
}


@dataclass(frozen=True, slots=True)
class PublicRow:
    """A work as visitors see it: released fields with their words, and the thread if its stage is released."""

    cells: Mapping[PublicField, str]
    thread: Thread | None

    @property
    def name(self) -> str:
        """Return the title, or that it is not released."""
        return self.cells.get(PublicField.TITLE) or _("（名称は公開していません）")


def period_told(row: Row) -> str:
    """Return from when to when a work runs, as far as it is known."""
    work = row.engagement
    return (
        _("%(start)s〜%(end)s") % {"start": jdate(work.starts_on), "end": jdate(work.ends_on)}
        if work.ends_on
        else ""
    )


TELLERS: Mapping[PublicField, Callable[[Row], str]] = {
    PublicField.TITLE: lambda row: row.engagement.title,
    PublicField.DEPARTMENT: lambda row: row.engagement.department.name,
    PublicField.CONTRACTOR: lambda row: (
        row.engagement.contractor.name if row.engagement.contractor else _("未定")
    ),
    PublicField.PERIOD: period_told,
    PublicField.CATEGORIES: lambda row: facts_told(row, "categories"),
    PublicField.PEOPLE: lambda row: _("%s人") % number(row.engagement.people),
    PublicField.TIERS: lambda row: chain_told(row) or _("なし"),
    PublicField.LAST_INSPECTION: lambda row: jdate(row.last_inspection) or _("まだありません"),
    PublicField.NEXT_INSPECTION: lambda row: jdate(row.next_inspection),
    PublicField.FINDINGS: lambda row: _("%s件") % number(row.open_findings),
    PublicField.STAGE: lambda row: say(PHASE_LABELS[row.phase]),
}


def heads(fields: Iterable[str]) -> list[tuple[PublicField, str]]:
    """Return the released columns with their words."""
    return [(field, say(label)) for field, label in released(PUBLIC_LABELS, fields).items()]


def works_on(page: PublicPage, search: str) -> EngagementSet:
    """Return the works on the page in which every word of a search occurs, where what is seen is searched."""
    rows = released_works(page.organization)
    lookups = tuple(released(SEARCHED, page.fields).values())
    if search.strip():
        rows = searched(rows, search, lookups) if lookups else rows.none()
    return rows


def sorts_of(page: PublicPage) -> dict[str, str]:
    """Return by which columns a visitor may sort."""
    return {field.value: by for field, by in released(SORTED, page.fields).items()}


def public_rows(page: PublicPage, rows: Sequence[Engagement], today: date) -> list[PublicRow]:
    """Return some `readable` works as visitors see them."""
    return [public_row(row, page.fields) for row in told_rows(rows, page.organization_id, today)]


def all_rows(page: PublicPage, rows: EngagementSet, today: date) -> Iterator[PublicRow]:
    """Yield every work on the page as visitors see it."""
    for row in rows_in_pieces(readable(rows), page.organization_id, today):
        yield public_row(row, page.fields)


def public_row(row: Row, fields: Iterable[str]) -> PublicRow:
    """Return a row of the register with everything taken away that is not released."""
    tellers = released(TELLERS, fields)
    thread = thread_of(row) if PublicField.STAGE in tellers else None
    return PublicRow({field: teller(row) for field, teller in tellers.items()}, thread)


def thread_of(row: Row) -> Thread:
    """Return the stages of a work as a line; nothing in it tells what is late."""
    return Thread(
        tuple(
            Stage(say(PHASE_LABELS[stage]), (Knot(say(PHASE_LABELS[stage]), KnotState(state)),))
            for stage, state in stages_of(row.phase)
        )
    )


def file_cells(row: PublicRow) -> list[Cell]:
    """Return a row of the file."""
    return list(row.cells.values())


def page_of_organization(organization: Organization) -> PublicPage | None:
    """Return the page of an organisation, open or not; None: it never had one."""
    return PublicPage.objects.select_related("organization").filter(organization=organization).first()
