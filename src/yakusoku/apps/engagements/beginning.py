"""Beginning many engagements at once, as a ledger brings them: bulk writes, one look at the trail."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yakusoku.apps.accounts.models import Department, Organization, User
from yakusoku.apps.audit.services import Happened, name_of, record_all
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.duties.services import owe_many
from yakusoku.apps.engagements.duties import DESCRIBE, bring_up_to_date, page_of_draft
from yakusoku.apps.engagements.models import Engagement, Fact
from yakusoku.apps.engagements.services import AlreadyDescribed
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.engagements.questions import Step

AT_ONCE = 500
FIGURES = ("starts_on", "ends_on", "people", "contracted_on", "started_on")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a work before its facts are complete.

    typed     fields of the wizard, as if they had been typed
    facts     names of facts, as "places.home"
    figures   by FIGURES; what is missing is not known
    """

    title: str
    department: Department
    contractor: Organization | None
    typed: Mapping[str, Any]
    facts: Sequence[str]
    figures: Mapping[str, date | int | None]


@transaction.atomic
def begin_many(
    organization: Organization, works: Iterable[Known], *, by: User, at: datetime
) -> list[Engagement]:
    """Begin engagements with what is known of them, each as `services.create` would; return them in order."""
    known = list(works)
    rows = [
        Engagement(
            organization=organization,
            department=each.department,
            contractor=each.contractor,
            title=each.title,
            draft=_draft({}, each),
            undecided=0,
            created_by=by,
            created_at=at,
            changed_at=at,
            **{name: each.figures.get(name) for name in FIGURES},
        )
        for each in known
    ]
    made = Engagement.objects.bulk_create(rows, batch_size=AT_ONCE)
    _tell_facts(zip(made, known, strict=True))
    owe_many([_to_describe(row, at) for row in made])
    record_all((Happened("engagement.created", row, organization.pk) for row in made), by=by, at=at)
    return made


@transaction.atomic
def tell_many(works: Iterable[tuple[Engagement, Known]], *, at: datetime) -> None:
    """Bring drafts up to what is known of them now. Raises AlreadyDescribed, then none is changed."""
    known = {row.pk: each for row, each in works}
    present = Engagement.objects.select_for_update().filter(pk__in=known).order_by("pk")
    rows = list(present)
    if any(row.described for row in rows):
        raise AlreadyDescribed()
    named = [row for row in rows if (row.title, row.department_id) != _names(known[row.pk])]
    for row in rows:
        each = known[row.pk]
        row.title, row.department, row.contractor = each.title, each.department, each.contractor
        row.draft, row.changed_at = _draft(row.draft, each), at
        for name in FIGURES:
            setattr(row, name, each.figures.get(name))
    changed = ["title", "department", "contractor", "draft", "changed_at", *FIGURES]
    Engagement.objects.bulk_update(rows, changed, batch_size=AT_ONCE // 5)
    Fact.objects.filter(engagement__in=rows).delete()
    _tell_facts((row, known[row.pk]) for row in rows)
    for row in named:
        bring_up_to_date(row, at=at)


def _names(known: Known) -> tuple[str, int]:
    return known.title, known.department.pk


def _draft(before: Mapping[str, Any], known: Known) -> dict[str, Any]:
    told = {"title": known.title, "department": str(known.department.pk), "step": Step.WORK.value}
    return told | dict(before) | dict(known.typed)


def _tell_facts(works: Iterable[tuple[Engagement, Known]]) -> None:
    rows = (Fact(engagement=row, name=name) for row, known in works for name in sorted(set(known.facts)))
    Fact.objects.bulk_create(rows, batch_size=AT_ONCE)


def _to_describe(engagement: Engagement, at: datetime) -> Duty:
    return Duty(
        kind=DESCRIBE,
        subject=name_of(engagement),
        organization=engagement.organization,
        department=engagement.department,
        act=Act.EDIT_PROFILE.value,
        engagement=engagement.pk,
        about=engagement.title[:200],
        href=page_of_draft(engagement),
        since=at,
    )
