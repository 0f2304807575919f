"""Planning and drawing the sample of a survey. A sample that was drawn is never quietly drawn anew."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Max, ProtectedError

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.samples.models import Draw, DrawKind, Plan, Respondent, Sending, Unit
from yakusoku.apps.samples.queries import drawable, sample_of, size_rules_of, strata_of, traits_in
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import PreviewChanged, Refusal
from yakusoku.domain.survey.sampling.allocation import Allotted, Method, Wanted, allocate
from yakusoku.domain.survey.sampling.drawing import draw as draw_lots
from yakusoku.domain.survey.sampling.drawing import frame_digest
from yakusoku.domain.survey.sampling.sizes import SizeRules, size_of, stored, written
from yakusoku.domain.survey.sampling.strata import MOST_STRATA, stratum_of
from yakusoku.web.edits import mark_of, mark_of_row, require_unchanged

# Without the letters that are mistaken for another: I, O, 0 and 1.
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 12
AT_ONCE = 500
MOST_SEED = 64


class AlreadyDrawn(Refusal):
    """The sample was drawn: frame and strata stay as they were, and it is not drawn twice."""

    code: ClassVar[str] = "sample.already-drawn"


class NotDrawn(Refusal):
    """There is no sample yet."""

    code: ClassVar[str] = "sample.not-drawn"


class TraitUnknown(Refusal):
    """A stratum would be made of a trait that no unit has."""

    code: ClassVar[str] = "sample.trait-unknown"


class TooManyStrata(Refusal):
    """There would be more strata than anyone can look at."""

    code: ClassVar[str] = "sample.too-many-strata"


class SampleInUse(Refusal):
    """Somebody was written to, or answered: the sample stays."""

    code: ClassVar[str] = "sample.in-use"


class ReasonMissing(Refusal):
    """What stands in for others says why."""

    code: ClassVar[str] = "sample.reason-missing"


class NothingLeft(Refusal):
    """A stratum has fewer units left than are asked for."""

    code: ClassVar[str] = "sample.nothing-left"


class NothingAsked(Refusal):
    """No number was given for any stratum."""

    code: ClassVar[str] = "sample.nothing-asked"


def held(survey: Survey) -> Survey:
    """Lock a survey: its frame and its sample are changed by one act at a time."""
    return Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)


def require_undrawn(survey: Survey) -> None:
    """Raise AlreadyDrawn if the sample was drawn; the survey is held."""
    if sample_of(survey) is not None:
        raise AlreadyDrawn()


@transaction.atomic
def set_plan(
    survey: Survey,
    strata: Sequence[str],
    sizes: SizeRules,
    *,
    seen: str | None = None,
    by: User,
    at: datetime,
) -> Plan:
    """Settle of what the strata are made and how sizes are told; every unit gets its stratum anew.

    seen     the mark of the plan as the page showed it
    raises   AlreadyDrawn, TraitUnknown, TooManyStrata, ChangedMeanwhile
    """
    survey = held(survey)
    require_undrawn(survey)
    before = Plan.objects.filter(survey=survey).first()
    require_unchanged(seen, mark_of_row(before))
    known = traits_in(survey)
    if unknown := [name for name in strata if name not in known]:
        raise TraitUnknown(trait=unknown[0])
    changed = sizes != size_rules_of(before)
    told = {"strata": list(strata), "sizes": stored(sizes), "changed_by": by, "changed_at": at}
    plan, _created = Plan.objects.update_or_create(survey=survey, defaults=told)
    units = list(Unit.objects.filter(survey=survey))
    for unit in units:
        if changed and unit.employees is not None:
            unit.traits = with_size(unit.traits, unit.employees, sizes)
        unit.stratum = stratum_of(unit.traits, strata)
    if len({unit.stratum for unit in units}) > MOST_STRATA:
        raise TooManyStrata(most=MOST_STRATA)
    Unit.objects.bulk_update(units, ["traits", "stratum"], batch_size=AT_ONCE)
    facts = {"strata": list(strata), "sizes": written(sizes)}
    record("sample.planned", survey, by=by, at=at, organization=survey.organization_id, facts=facts)
    return plan


def with_size(traits: Mapping[str, str], employees: int, sizes: SizeRules) -> dict[str, str]:
    """Return traits with the size class that a number of employees makes."""
    size = size_of(traits.get("role", ""), employees, sizes)
    return {
        **{name: value for name, value in traits.items() if name != "size"},
        **({"size": size} if size else {}),
    }


def allotted(survey: Survey, wanted: Wanted) -> list[Allotted]:
    """Return how many would be drawn from each stratum now. Raises refusals of `allocate`."""
    return allocate({stratum.name: stratum.free for stratum in strata_of(survey)}, wanted)


def mark_of_draw(rows: Sequence[Allotted], seed: str) -> str:
    """Return a mark of what a person saw before drawing."""
    return mark_of([(row.stratum, row.frame, row.drawn) for row in rows], seed)


def new_seed() -> str:
    """Return a seed that nobody chose."""
    return secrets.token_hex(8)


@transaction.atomic
def draw(
    survey: Survey, wanted: Wanted, seed: str, *, seen: str | None = None, by: User, at: datetime
) -> Draw:
    """Draw the sample and give every respondent a number and a code; return the draw.

    seen     the mark of the preview (`mark_of_draw`)
    raises   AlreadyDrawn, PreviewChanged and refusals of `allocate`
    """
    survey = held(survey)
    require_undrawn(survey)
    rows = allotted(survey, wanted)
    require_unchanged(seen, mark_of_draw(rows, seed), PreviewChanged)
    return _drawn(survey, DrawKind.SAMPLE, rows, seed, asked=_told(wanted), by=by, at=at)


@transaction.atomic
def draw_more(survey: Survey, numbers: Mapping[str, int], reason: str, *, by: User, at: datetime) -> Draw:
    """Draw units that stand in for others: those that come next by the same seed; return the draw.

    numbers  how many by stratum
    raises   NotDrawn, ReasonMissing, NothingLeft, NothingAsked
    """
    survey = held(survey)
    sample = sample_of(survey)
    if sample is None:
        raise NotDrawn()
    if not reason.strip():
        raise ReasonMissing()
    left = left_in(survey)
    for stratum, number in numbers.items():
        if number > left.get(stratum, 0):
            raise NothingLeft(stratum=stratum, n=number, left=left.get(stratum, 0))
    if sum(numbers.values()) < 1:
        raise NothingAsked()
    frame = {row["stratum"]: row["frame"] for row in sample.allocation}
    rows = [Allotted(stratum, frame.get(stratum, 0), number) for stratum, number in numbers.items() if number]
    kind = DrawKind.REPLACEMENT
    return _drawn(survey, kind, rows, sample.seed, asked={}, reason=reason.strip(), by=by, at=at)


def left_in(survey: Survey) -> dict[str, int]:
    """Return how many units of each stratum were not drawn and may be."""
    left: dict[str, int] = {}
    rows = Unit.objects.filter(survey=survey, left_out="", respondent__isnull=True)
    for stratum in rows.values_list("stratum", flat=True):
        left[stratum] = left.get(stratum, 0) + 1
    return left


def _drawn(
    survey: Survey,
    kind: DrawKind,
    rows: Sequence[Allotted],
    seed: str,
    *,
    asked: Mapping[str, Any],
    reason: str = "",
    by: User,
    at: datetime,
) -> Draw:
    """Draw, and write draw, respondents and audit line."""
    units = drawable(survey)
    before = Unit.objects.filter(survey=survey, respondent__isnull=False).values_list("reference", flat=True)
    numbers = {row.stratum: row.drawn for row in rows}
    chosen = draw_lots(units, numbers, seed, list(before))
    made = Draw.objects.create(
        survey=survey,
        kind=kind,
        seed=seed,
        frame=frame_digest(units),
        allocation=[{"stratum": row.stratum, "frame": row.frame, "drawn": row.drawn} for row in rows],
        asked=asked,
        reason=reason,
        drawn_by=by,
        drawn_at=at,
    )
    _admit(survey, made, chosen)
    facts: dict[str, JSON] = {"drawn": made.size, "seed": seed, "frame": made.frame, "kind": kind.value}
    house = survey.organization_id
    record("sample.drawn", survey, by=by, at=at, organization=house, reason=reason, facts=facts)
    return made


def _admit(survey: Survey, draw: Draw, chosen: Sequence[str]) -> None:
    """Make a respondent of each unit that was drawn."""
    last = Respondent.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0
    units = {unit.reference: unit for unit in Unit.objects.filter(survey=survey, left_out="")}
    codes = new_codes(len(chosen))
    rows = [
        Respondent(
            survey=survey,
            number=number,
            code=code,
            unit=units[reference],
            draw=draw,
            stratum=units[reference].stratum,
        )
        for number, reference, code in zip(
            range(last + 1, last + 1 + len(chosen)), chosen, codes, strict=True
        )
    ]
    Respondent.objects.bulk_create(rows, batch_size=AT_ONCE)


def new_codes(count: int) -> list[str]:
    """Return personal codes that no respondent has: sixty random bits each cannot be guessed by trying."""
    made: set[str] = set()
    while len(made) < count:
        made.add("".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)))
    return list(made)


@transaction.atomic
def undo_draw(survey: Survey, *, by: User, at: datetime) -> None:
    """Take the draws back and forget their respondents, as long as nobody was written to and nobody answered.

    raises   NotDrawn, SampleInUse
    """
    survey = held(survey)
    rows = Draw.objects.filter(survey=survey, undone_at__isnull=True)
    if not rows.exists():
        raise NotDrawn()
    people = Respondent.objects.filter(survey=survey, draw__isnull=False)
    if Sending.objects.filter(respondent__in=people).exists():
        raise SampleInUse()
    try:
        people.delete()
    except ProtectedError as error:
        # Answers name their respondent.
        raise SampleInUse() from error
    rows.update(undone_at=at)
    record("sample.undone", survey, by=by, at=at, organization=survey.organization_id)


def _told(wanted: Wanted) -> dict[str, Any]:
    """Return what was asked of the allocation as plain values."""
    told: dict[str, Any] = {"method": wanted.method.value}
    if wanted.method in {Method.PROPORTIONAL, Method.EQUAL, Method.NEYMAN}:
        told |= {"n": wanted.n, "least": wanted.least}
    if wanted.method is Method.NEYMAN:
        told["spreads"] = {stratum: str(_decimal(value)) for stratum, value in wanted.spreads.items()}
    if wanted.method is Method.FIXED:
        told["fixed"] = dict(wanted.fixed)
    return told


def _decimal(value: Fraction) -> float | int:
    return int(value) if value.denominator == 1 else float(value)
