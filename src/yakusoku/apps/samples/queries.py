"""Reading samples: strata of the frame, how each stands, and what was sent to whom."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from yakusoku.apps.samples.models import Dispatch, Draw, DrawKind, Plan, Respondent, Sending, Unit
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.survey.sampling.drawing import Drawable
from yakusoku.domain.survey.sampling.rates import Standing, total
from yakusoku.domain.survey.sampling.sizes import DEFAULT, SizeRules
from yakusoku.domain.survey.sampling.strata import TRAIT_LABELS
from yakusoku.web.words import say

SHOWN_TRAITS = 1000


@dataclass(frozen=True, slots=True)
class Answered:
    """Who answered, as numbers of rows of respondents: a queryset of them or a list, by the way it came."""

    web: Any = ()
    paper: Any = ()


@dataclass(frozen=True, slots=True)
class Stratum:
    """A stratum of the frame. `free`: how many of its units may be drawn; `left_out`: how many may not."""

    name: str
    free: int
    left_out: int


def trait_words(name: str) -> str:
    """Return how a trait is called, in the reader's language."""
    return say(TRAIT_LABELS[name]) if name in TRAIT_LABELS else name


def strata_words(names: Sequence[str]) -> str:
    """Return of what the strata are made, as 立場 × 規模."""
    return " × ".join(trait_words(name) for name in names)


def size_rules_of(plan: Plan | None) -> SizeRules:
    """Return the rules by which sizes are told; those that ship where none were chosen."""
    return plan.size_rules if plan is not None and plan.sizes else DEFAULT


def strata_of(survey: Survey) -> list[Stratum]:
    """Return the strata of the frame by name."""
    rows = Unit.objects.filter(survey=survey).order_by("stratum").values("stratum")
    counted = rows.annotate(free=Count("pk", filter=Q(left_out="")), out=Count("pk", filter=~Q(left_out="")))
    return [Stratum(row["stratum"], row["free"], row["out"]) for row in counted]


def traits_in(survey: Survey) -> list[str]:
    """Return the names of the traits that units of the frame have, those of our own first."""
    found: dict[str, None] = {}
    for traits in Unit.objects.filter(survey=survey).values_list("traits", flat=True)[:SHOWN_TRAITS]:
        found |= dict.fromkeys(traits)
    return sorted(found, key=lambda name: (name not in TRAIT_LABELS, list(found).index(name)))


def drawable(survey: Survey) -> list[Drawable]:
    """Return the units from which is drawn."""
    rows = Unit.objects.filter(survey=survey, left_out="").values_list("reference", "stratum")
    return [Drawable(reference, stratum) for reference, stratum in rows]


def draws_of(survey: Survey) -> "QuerySet[Draw]":
    """Return the draws of a survey, the latest first, those that were taken back too."""
    return Draw.objects.filter(survey=survey).select_related("drawn_by")


def sample_of(survey: Survey) -> Draw | None:
    """Return the draw of the sample; None: none was drawn."""
    return Draw.objects.filter(survey=survey, kind=DrawKind.SAMPLE, undone_at__isnull=True).first()


def with_sendings(rows: "QuerySet[Respondent]") -> "QuerySet[Any]":
    """Return respondents with `sent` (how often), `last_sent`, and `lost`: the day on which the last came back."""
    own = Sending.objects.filter(respondent=OuterRef("pk"))
    last = own.order_by("-pk")
    count = own.order_by().values("respondent").annotate(n=Count("pk")).values("n")
    return rows.annotate(
        sent=Coalesce(Subquery(count, output_field=IntegerField()), 0),
        last_sent=Subquery(last.values("dispatch__sent_on")[:1]),
        lost=Subquery(last.values("undelivered_on")[:1]),
    )


def standing_of(survey: Survey, answered: Answered) -> list[Standing]:
    """Return how each stratum stands: frame, drawn, sent, undelivered and answered, by name of the stratum."""
    frame = frame_counts(survey)
    sent = Exists(Sending.objects.filter(respondent=OuterRef("pk")))
    lost = Sending.objects.filter(respondent=OuterRef("pk")).order_by("-pk").values("undelivered_on")[:1]
    rows = Respondent.objects.filter(survey=survey).order_by("stratum")
    rows = rows.annotate(was_sent=sent, lost=Subquery(lost))
    asked = Q(withdrawn_at__isnull=True)
    web, paper = Q(pk__in=answered.web), Q(pk__in=answered.paper)
    counted = rows.values("stratum").annotate(
        drawn=Count("pk"),
        withdrawn=Count("pk", filter=~asked),
        sent=Count("pk", filter=asked & Q(was_sent=True)),
        undelivered=Count("pk", filter=asked & Q(lost__isnull=False) & ~web & ~paper),
        web=Count("pk", filter=asked & web),
        paper=Count("pk", filter=asked & paper & ~web),
    )
    found: dict[str, dict[str, Any]] = {row["stratum"]: dict(row) for row in counted}
    return [
        Standing(name, frame.get(name, 0), **{key: n for key, n in found[name].items() if key != "stratum"})
        if name in found
        else Standing(name, frame[name])
        for name in sorted({*frame, *found})
    ]


def frame_counts(survey: Survey) -> dict[str, int]:
    """Return how many units each stratum had when the sample was drawn; empty: none was drawn."""
    sample = sample_of(survey)
    return {row["stratum"]: row["frame"] for row in sample.allocation} if sample else {}


def whole(rows: Sequence[Standing]) -> Standing:
    """Return the sum of all strata."""
    return total(rows, "")


def weights_of(rows: Sequence[Standing]) -> dict[str, Fraction]:
    """Return the weight of an answer by stratum, for tables; strata without a weight are left out."""
    return {row.stratum: row.weight for row in rows if row.weight is not None}


def open_respondents(
    survey: Survey, *, never_sent: bool, answered: Answered | None = None
) -> "QuerySet[Respondent]":
    """Return whom to write to: asked, and for a reminder written to before and without an answer.

    never_sent   only those to whom nothing went so far (an invitation), else only those to whom something did
    answered     None: nobody did
    """
    told = answered or Answered()
    sent = Sending.objects.filter(respondent=OuterRef("pk"))
    rows = Respondent.objects.filter(survey=survey, withdrawn_at__isnull=True, unit__isnull=False)
    rows = rows.filter(~Exists(sent) if never_sent else Exists(sent))
    return rows.exclude(pk__in=told.web).exclude(pk__in=told.paper).select_related("unit")


def undelivered_last(rows: "QuerySet[Respondent]") -> "QuerySet[Respondent]":
    """Return those of the respondents whose last letter or mail did not come back."""
    last = Sending.objects.filter(respondent=OuterRef("pk")).order_by("-pk").values("undelivered_on")[:1]
    return rows.annotate(lost=Subquery(last)).filter(lost__isnull=True)


def dispatches_of(survey: Survey) -> "QuerySet[Dispatch]":
    """Return the batches with `people` (to how many), `lost` and `mailed`, the latest first."""
    rows = Dispatch.objects.filter(survey=survey).select_related("made_by").order_by("-number")
    return rows.annotate(
        people=Count("sendings"),
        lost=Count("sendings", filter=Q(sendings__undelivered_on__isnull=False)),
        mailed=Count("sendings", filter=Q(sendings__mailed_at__isnull=False)),
    )


def sendings_of(dispatch: Dispatch) -> "QuerySet[Sending]":
    """Return what each respondent got in a batch, by number."""
    rows = Sending.objects.filter(dispatch=dispatch).select_related("respondent__unit")
    return rows.order_by("respondent__number").annotate(number=F("respondent__number"))
