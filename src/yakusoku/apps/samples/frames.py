"""The frame of a survey: taken from a file or from our own contractors, unit by unit put right. The only writer of units."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q

from yakusoku.adapters.ledgers import read_table
from yakusoku.apps.accounts.models import Membership, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.engagements.models import EngagementSet, Fact
from yakusoku.apps.files.services import content_of, keep
from yakusoku.apps.samples.access import plan_of
from yakusoku.apps.samples.frame_reading import TOLD, columns_of, missing, preview
from yakusoku.apps.samples.models import PendingFrame, Respondent, Unit
from yakusoku.apps.samples.queries import sample_of, size_rules_of
from yakusoku.apps.samples.services import AT_ONCE, held, require_undrawn, with_size
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.accounts.permissions import Role
from yakusoku.domain.refusal import PreviewChanged, Refusal
from yakusoku.domain.survey.sampling.frame import (
    FIELD_LABELS,
    MOST_TRAITS,
    FrameField,
    guess_columns,
    head_row,
    same_place,
)
from yakusoku.domain.survey.sampling.strata import ASKED_BEFORE, contractor_traits, stratum_of
from yakusoku.web.edits import mark_of_row, require_unchanged
from yakusoku.web.words import say

MOST_UNITS = 200_000


class ColumnsMissing(Refusal):
    """A needed field has no column."""

    code: ClassVar[str] = "sample.columns-missing"


class ColumnTwice(Refusal):
    """One column was chosen for two fields."""

    code: ClassVar[str] = "sample.column-twice"


class TooManyTraits(Refusal):
    """More columns were chosen as traits than are kept."""

    code: ClassVar[str] = "sample.too-many-traits"


class FrameWrong(Refusal):
    """Rows with problems are left, and nobody asked to take the others alone."""

    code: ClassVar[str] = "sample.frame-wrong"


class NothingToTake(Refusal):
    """No unit would be made or changed."""

    code: ClassVar[str] = "sample.nothing-to-take"


class FrameTooLong(Refusal):
    """The frame would have more units than are kept."""

    code: ClassVar[str] = "sample.frame-too-long"


class NoPrevious(Refusal):
    """The survey follows no other."""

    code: ClassVar[str] = "sample.no-previous"


@transaction.atomic
def receive(survey: Survey, upload: "UploadedFile[bytes]", *, by: User, at: datetime) -> PendingFrame:
    """Keep a frame to look at before it is taken; it replaces one of the same person that waits.

    raises   AlreadyDrawn, refusals of uploads and of adapters/ledgers
    """
    require_undrawn(survey)
    stored = keep(upload, organization=survey.organization, by=by, at=at)
    table = read_table(content_of(stored), stored.name)
    guessed = guess_columns(table.rows[head_row(table.rows)])
    told = {"stored": stored, "mapping": _plain(guessed), "traits": {}, "read_at": at}
    pending, _created = PendingFrame.objects.update_or_create(survey=survey, read_by=by, defaults=told)
    return pending


@transaction.atomic
def settle_columns(
    pending: PendingFrame, columns: Mapping[FrameField, int], traits: Mapping[str, int]
) -> None:
    """Settle which column holds which field, and which further ones make traits.

    raises   ColumnsMissing, ColumnTwice, TooManyTraits
    """
    left_out = missing(columns)
    if left_out:
        raise ColumnsMissing(fields=[say(FIELD_LABELS[name]) for name in left_out])
    if len({*columns.values(), *traits.values()}) < len(columns) + len(traits):
        raise ColumnTwice()
    if len(traits) > MOST_TRAITS:
        raise TooManyTraits(most=MOST_TRAITS)
    pending.mapping, pending.traits = _plain(columns), dict(traits)
    pending.save(update_fields=["mapping", "traits"])


def _plain(columns: Mapping[FrameField, int]) -> dict[str, int]:
    return {name.value: place for name, place in columns.items()}


@transaction.atomic
def drop(pending: PendingFrame) -> None:
    """Forget the waiting frame; the file stays in the store."""
    pending.delete()


@transaction.atomic
def take(pending: PendingFrame, *, only_right: bool, seen: str | None = None, by: User, at: datetime) -> int:
    """Take the waiting frame: every row, or all but those with problems; return how many were made or changed.

    seen     the mark of the preview
    raises   AlreadyDrawn, ColumnsMissing, FrameWrong, NothingToTake, FrameTooLong, PreviewChanged
    """
    survey = held(pending.survey)
    require_undrawn(survey)
    waiting = PendingFrame.objects.select_for_update().filter(pk=pending.pk).first()
    if waiting is None:
        raise NothingToTake()
    waiting.survey = survey
    if missing(columns_of(waiting)):
        raise ColumnsMissing(fields=[say(FIELD_LABELS[name]) for name in missing(columns_of(waiting))])
    found = preview(waiting)
    require_unchanged(seen, found.mark, PreviewChanged)
    if found.reading.problems and not only_right:
        raise FrameWrong()
    if not found.takable:
        raise NothingToTake()
    strata = _strata(survey)
    made = [
        _unit(survey, {name: getattr(each, name) for name in TOLD}, each.reference, strata)
        for each in found.new
    ]
    _add(survey, made)
    for each in found.changed:
        for name in TOLD:
            setattr(each.unit, name, getattr(each.entry, name))
        each.unit.stratum = stratum_of(each.unit.traits, strata)
    changed = [each.unit for each in found.changed]
    Unit.objects.bulk_update(changed, [*TOLD, "stratum"], batch_size=AT_ONCE)
    if not found.reading.problems:
        waiting.delete()
    facts = {"made": len(made), "changed": len(changed), "left": len(found.reading.wrong_rows)}
    record("sample.frame-taken", survey, by=by, at=at, organization=survey.organization_id, facts=facts)
    return found.takable


def _strata(survey: Survey) -> list[str]:
    plan = plan_of(survey)
    return list(plan.strata) if plan else []


def _unit(survey: Survey, told: Mapping[str, Any], reference: str, strata: Sequence[str]) -> Unit:
    return Unit(
        survey=survey, reference=reference, **{**told, "traits": dict(told["traits"])},
        stratum=stratum_of(told["traits"], strata),
    )  # fmt: skip


def _add(survey: Survey, units: Sequence[Unit]) -> None:
    if Unit.objects.filter(survey=survey).count() + len(units) > MOST_UNITS:
        raise FrameTooLong(most=MOST_UNITS)
    Unit.objects.bulk_create(units, batch_size=AT_ONCE)


@transaction.atomic
def take_contractors(survey: Survey, works: EngagementSet, *, by: User, at: datetime) -> int:
    """Take the contractors of works into the frame, one unit a contractor; return how many came new.

    works    those of the client that the person sees (access.works_of)
    raises   AlreadyDrawn, NothingToTake, FrameTooLong
    """
    survey = held(survey)
    require_undrawn(survey)
    strata = _strata(survey)
    there = set(Unit.objects.filter(survey=survey).values_list("reference", flat=True))
    made = [
        Unit(
            survey=survey,
            reference=each["reference"],
            name=each["name"],
            mail=each["mail"],
            organization_id=each["organization"],
            traits=each["traits"],
            stratum=stratum_of(each["traits"], strata),
        )
        for each in contractors_in(works)
        if each["reference"] not in there
    ]
    if not made:
        raise NothingToTake()
    _add(survey, made)
    facts = {"made": len(made), "changed": 0, "left": 0}
    record("sample.frame-taken", survey, by=by, at=at, organization=survey.organization_id, facts=facts)
    return len(made)


def contractors_in(works: EngagementSet) -> list[dict[str, Any]]:
    """Return the contractors of works with the traits that the register knows, by name."""
    rows = works.order_by("contractor__name", "contractor_id", "pk")
    own = rows.values_list("contractor_id", "contractor__name", "pk", "department__name")
    personal = set(
        Fact.objects.filter(
            engagement__in=works.order_by().values("pk"), name="personal_information"
        ).values_list("engagement_id", flat=True)
    )
    companies: dict[int, dict[str, Any]] = {}
    for company, name, work, department in own:
        told = companies.setdefault(company, {"name": name, "works": set(), "departments": set()})
        told["works"].add(work)
        told["departments"].add(department)
    mails = _mails(companies)
    return [
        {
            "reference": f"organization-{company}",
            "organization": company,
            "name": told["name"],
            "mail": mails.get(company, ""),
            "traits": contractor_traits(
                len(told["works"]), sorted(told["departments"]), personal=bool(told["works"] & personal)
            ),
        }
        for company, told in companies.items()
    ]


def _mails(companies: Iterable[int]) -> dict[int, str]:
    """Return where each company is written to: its first person who can sign in."""
    rows = Membership.objects.filter(
        organization__in=list(companies), role=Role.CONTRACTOR.value, user__is_active=True
    )
    found: dict[int, str] = {}
    for company, mail in rows.order_by("pk").values_list("organization_id", "user__email"):
        found.setdefault(company, mail)
    return found


@transaction.atomic
def change_unit(
    unit: Unit, given: Mapping[str, Any], *, seen: str | None = None, by: User, at: datetime
) -> Unit:
    """Change what is told of a unit; once the sample was drawn only where it is written to.

    given    name, section, person, postcode, address, mail, employees, traits
    seen     the mark of the row as the page showed it
    raises   ChangedMeanwhile, AlreadyDrawn
    """
    survey = held(unit.survey)
    row = Unit.objects.select_for_update().get(pk=unit.pk)
    require_unchanged(seen, mark_of_row(row))
    traits = {name: value for name, value in given["traits"].items() if value}
    employees = given["employees"]
    if employees is not None and employees != row.employees:
        traits = with_size(traits, employees, size_rules_of(plan_of(survey)))
    if sample_of(survey) is not None and (traits != row.traits or employees != row.employees):
        require_undrawn(survey)
    for name in ("name", "section", "person", "postcode", "address", "mail"):
        setattr(row, name, given[name])
    row.traits, row.employees = traits, employees
    row.stratum = stratum_of(traits, _strata(survey))
    row.save()
    record("sample.unit-changed", row, by=by, at=at, organization=survey.organization_id)
    return row


@transaction.atomic
def remove_unit(unit: Unit, *, by: User, at: datetime) -> None:
    """Take a unit out of the frame. Raises AlreadyDrawn."""
    survey = held(unit.survey)
    require_undrawn(survey)
    name = f"unit:{unit.pk}"
    Unit.objects.filter(pk=unit.pk).delete()
    record("sample.unit-removed", name, by=by, at=at, organization=survey.organization_id)


@transaction.atomic
def clear_frame(survey: Survey, *, by: User, at: datetime) -> int:
    """Take every unit out of the frame; return how many there were. Raises AlreadyDrawn."""
    survey = held(survey)
    require_undrawn(survey)
    removed = Unit.objects.filter(survey=survey)
    count = removed.count()
    removed.delete()
    facts = {"removed": count}
    record("sample.frame-cleared", survey, by=by, at=at, organization=survey.organization_id, facts=facts)
    return count


@transaction.atomic
def leave_out(unit: Unit, reason: str, *, by: User, at: datetime) -> Unit:
    """Let a unit not be drawn, with a reason, or (empty) let it be drawn again. Raises AlreadyDrawn."""
    survey = held(unit.survey)
    require_undrawn(survey)
    row = Unit.objects.select_for_update().get(pk=unit.pk)
    row.left_out = reason.strip()
    row.save(update_fields=["left_out"])
    code = "sample.unit-left-out" if row.left_out else "sample.unit-let-in"
    record(code, row, by=by, at=at, organization=survey.organization_id, reason=row.left_out)
    return row


@transaction.atomic
def leave_out_previous(survey: Survey, *, by: User, at: datetime) -> int:
    """Leave out whoever was asked in the wave before, found by reference or by name and address; return how many.

    raises   NoPrevious, AlreadyDrawn
    """
    survey = held(survey)
    if survey.previous_id is None:
        raise NoPrevious()
    require_undrawn(survey)
    asked = Respondent.objects.filter(survey=survey.previous_id, unit__isnull=False).select_related("unit")
    references, places = set(), set()
    for each in asked:
        assert each.unit is not None
        references.add(each.unit.reference)
        if each.unit.address:
            places.add(same_place(each.unit.name, each.unit.address))
    found = [
        unit.pk
        for unit in Unit.objects.filter(Q(left_out=""), survey=survey)
        if unit.reference in references or (unit.address and same_place(unit.name, unit.address) in places)
    ]
    for start in range(0, len(found), AT_ONCE):
        Unit.objects.filter(pk__in=found[start : start + AT_ONCE]).update(left_out=ASKED_BEFORE)
    facts = {"left_out": len(found)}
    record("sample.previous-left-out", survey, by=by, at=at, organization=survey.organization_id, facts=facts)
    return len(found)
