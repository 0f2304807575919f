"""Writing reports: begun from a draft, changed place by place, excused in writing, released as versions."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Max

from yakusoku.adapters.survey_figures import told_store
from yakusoku.adapters.survey_reports import plan_of, require_plan, told_of
from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.results.report_figures import (
    Looked,
    counted_for,
    data_digest,
    excuses_told,
    looked_at,
)
from yakusoku.apps.results.report_models import Report, ReportExcuse, ReportVersion
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.report.drafting import wave_parts
from yakusoku.domain.survey.report.editing import standing_at
from yakusoku.domain.survey.report.findings import NumberFinding, NumberKind
from yakusoku.domain.survey.report.plan import PlannedPage, ReportPlan
from yakusoku.domain.survey.report.planning import planned_report
from yakusoku.domain.survey.report.written import written_plan
from yakusoku.web.edits import mark_of, require_unchanged

# How the trail and a report name that a change was taken back.
UNDONE = "undo"
# What cannot be excused: it is no number of the text.
UNEXCUSED = frozenset({NumberKind.REFERENCE, NumberKind.EXCUSE, NumberKind.OUTLINE})


class StillOpen(Refusal):
    """A report is not released while something stops it. Facts: count, first."""

    code: ClassVar[str] = "report.still-open"


class NothingToUndo(Refusal):
    """The report has no last change to take back, or it is not the one that was seen."""

    code: ClassVar[str] = "report.nothing-to-undo"


class NotFound(Refusal):
    """What is to be excused is not found in the report."""

    code: ClassVar[str] = "report.finding-gone"


class NotMade(Refusal):
    """Visitors get the page of a report: it must have been made first."""

    code: ClassVar[str] = "report.not-made"


class ReasonMissing(Refusal):
    """An excuse says why."""

    code: ClassVar[str] = "report.reason-missing"


@transaction.atomic
def begin(
    survey: Survey,
    plan: ReportPlan,
    *,
    weight: str = "",
    earlier: Survey | None = None,
    earlier_by: str = "",
    by: User,
    at: datetime,
) -> Report:
    """Begin a report; what the plan leaves out is drafted from the tables. Raises NoAnswers, PlanBroken."""
    Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    last = Report.objects.filter(survey=survey).aggregate(last=Max("number"))["last"] or 0
    made = Report(
        survey=survey, number=last + 1, weight=weight, earlier=earlier, earlier_by=earlier_by,
        made_by=by, made_at=at,
    )  # fmt: skip
    counted = counted_for(made, plan)
    outline = planned_report(plan, counted.store, counted.tables)
    _put(made, written_plan(outline, plan, plan.tables), by=by, at=at)
    facts: dict[str, JSON] = {"number": made.number}
    record("report.begun", survey, by=by, at=at, organization=survey.organization_id, facts=facts)
    return made


def mark_of_place(plan: ReportPlan, place: str) -> str:
    """Return the mark of what a page shows of a place. Raises NoSuchPlace."""
    return mark_of(standing_at(plan, place))


@transaction.atomic
def write(
    report: Report,
    change: Callable[[ReportPlan], ReportPlan],
    *,
    place: str = "",
    seen: str | None = None,
    whole: str | None = None,
    typing: bool = False,
    by: User,
    at: datetime,
) -> ReportPlan:
    """Change the outline of a report behind its lock; return it. The change can be undone.

    place, seen   the place that was looked at, and the mark that its page showed
    typing        what one person types in one place, saved again and again, is one change
    whole         the digest of the outline, by a program that read it as one
    raises        NoSuchPlace, ChangedMeanwhile, UnreadableFile, and what `change` raises
    """
    kept = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    kept.survey = report.survey
    before = plan_of(kept.outline)
    if place:
        require_unchanged(seen, mark_of_place(before, place))
    require_unchanged(whole, kept.digest)
    after = change(before)
    if after == before:
        return before
    goes_on = typing and kept.before is not None and (kept.act, kept.changed_by_id) == (place, by.pk)
    if not goes_on:
        kept.before = kept.outline
    kept.act = place if typing else ""
    _put(kept, after, by=by, at=at)
    facts: dict[str, JSON] = {"number": kept.number, "report_place": place, "outline_digest": kept.digest}
    owner = report.survey.organization_id
    record("report.written", report.survey, by=by, at=at, organization=owner, facts=facts)
    _read_back(report, kept)
    return after


@transaction.atomic
def undo(report: Report, *, seen: str | None = None, by: User, at: datetime) -> ReportPlan:
    """Take back the last change of the outline; undone once more, it is there again. Return the outline.

    seen     the digest of the report as the page showed it
    raises   NothingToUndo
    """
    kept = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    if kept.before is None or (seen is not None and seen != kept.digest):
        raise NothingToUndo()
    plan = plan_of(kept.before)
    kept.before, kept.act = kept.outline, UNDONE
    _put(kept, plan, by=by, at=at)
    facts: dict[str, JSON] = {"number": kept.number, "edit": UNDONE, "outline_digest": kept.digest}
    owner = report.survey.organization_id
    record("report.written", report.survey, by=by, at=at, organization=owner, facts=facts)
    _read_back(report, kept)
    return plan


def _read_back(report: Report, kept: Report) -> None:
    """Let the row that the caller holds be as it was saved."""
    for name in ("outline", "title", "digest", "before", "act", "weight", "earlier_id", "earlier_by"):
        setattr(report, name, getattr(kept, name))


@transaction.atomic
def recount(
    report: Report,
    *,
    weight: str,
    earlier: Survey | None,
    earlier_by: str,
    seen: str | None = None,
    whole: str | None = None,
    by: User,
    at: datetime,
) -> Looked:
    """Count the tables of a report by other weights, or compare another wave; return what its check finds then.

    The texts stay: references give the new figures, and those that resolve no longer stop the release. For a wave
    that is new, its pages are drafted after the others.

    seen     the mark of what it was counted by, as the page showed it
    whole    the digest of the report, by a program that read it as one
    raises   ChangedMeanwhile, NoAnswers, PlanBroken, and refusals of weights
    """
    kept = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    kept.survey = report.survey
    require_unchanged(seen, mark_of_basis(kept))
    require_unchanged(whole, kept.digest)
    before = basis_of(kept)
    kept.weight, kept.earlier, kept.earlier_by = weight, earlier, earlier_by if earlier else ""
    if basis_of(kept) == before:
        return looked_at(kept)
    plan = plan_of(kept.outline)
    if earlier and before["earlier"] != earlier.pk:
        plan = _with_waves(plan, kept)
    if told_of(plan) != told_of(plan_of(kept.outline)):
        kept.before, kept.act = kept.outline, ""
    _put(kept, plan, by=by, at=at)
    looked = looked_at(kept)
    _tell_recounted(kept, by, at)
    _read_back(report, kept)
    return looked


def _tell_recounted(report: Report, by: User, at: datetime) -> None:
    facts: dict[str, JSON] = {
        "number": report.number,
        "weighting": report.weight,
        "earlier_wave": report.earlier.title if report.earlier else "",
        "compared_by": report.earlier_by,
        "outline_digest": report.digest,
    }
    owner = report.survey.organization_id
    record("report.recounted", report.survey, by=by, at=at, organization=owner, facts=facts)


def _with_waves(plan: ReportPlan, report: Report) -> ReportPlan:
    """Return the plan with what changed since the wave before, where no page shows it yet."""
    counted = counted_for(report, plan)
    shown = {table for page in plan.pages for table in page.tables}
    drafts = (part for part in wave_parts(counted.store, [counted.store.table(n) for n in counted.tables]))
    pages = [
        PlannedPage(part.tables, part.title, blocks=part.blocks)
        for part in drafts
        if not shown & set(part.tables)
    ]
    return replace(plan, pages=(*plan.pages, *pages)) if plan.pages else plan


def basis_of(report: Report) -> dict[str, JSON]:
    """Return what the tables of a report are counted by, as a release keeps it."""
    return {"weight": report.weight, "earlier": report.earlier_id, "earlier_by": report.earlier_by}


def mark_of_basis(report: Report) -> str:
    """Return the mark of what the page shows of it."""
    return mark_of(sorted(basis_of(report).items()))


def replace_outline(
    report: Report, told: Mapping[str, Any], *, whole: str | None = None, by: User, at: datetime
) -> ReportPlan:
    """Write an outline as a whole; pages that are left out are drafted, tables that are left out stay.

    whole    the digest of the outline that was read
    raises   UnreadableFile, ChangedMeanwhile, NoAnswers, PlanBroken
    """
    require_plan(told)
    plan = replace(plan_of(told), excuses=())
    if not plan.tables:
        plan = replace(plan, tables=plan_of(report.outline).tables)
    if not plan.pages or not all(page.blocks for page in plan.pages):
        counted = counted_for(report, plan)
        plan = written_plan(planned_report(plan, counted.store, counted.tables), plan, plan.tables)
    return write(report, lambda _before: plan, whole=whole, by=by, at=at)


def _put(report: Report, plan: ReportPlan, *, by: User, at: datetime) -> None:
    told = told_of(plan)
    # Excuses are rows of their own: who gives one, and when, is not for the outline to say.
    told.pop("excuses", None)
    require_plan(told)
    report.outline, report.title = told, plan.title
    report.digest = _digest({**told, "counted": basis_of(report)})
    report.changed_by, report.changed_at = by, at
    report.save()


def _digest(told: Any) -> str:
    return sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


@transaction.atomic
def excuse(report: Report, typed: str, sentence: str, why: str, *, by: User, at: datetime) -> ReportExcuse:
    """Let a number stand that was found wanting, and say why. Raises NotFound, ReasonMissing, and as `looked_at`."""
    if not why.strip():
        raise ReasonMissing()
    found = next((each for each in looked_at(report).problems if may_excuse(each, typed, sentence)), None)
    if found is None:
        raise NotFound()
    made = ReportExcuse.objects.create(
        report=report,
        kind=found.kind.value,
        typed=found.typed,
        sentence=found.sentence,
        why=why.strip(),
        given_by=by,
        given_at=at,
    )
    facts: dict[str, JSON] = {"number": report.number, "typed": made.typed, "reason": made.why}
    owner = report.survey.organization_id
    record("report.excused", report.survey, by=by, at=at, organization=owner, facts=facts)
    return made


def may_excuse(finding: NumberFinding, typed: str, sentence: str) -> bool:
    """Return whether a finding is the one that is meant, and can be excused."""
    return finding.kind not in UNEXCUSED and (finding.typed, finding.sentence) == (typed, sentence)


@transaction.atomic
def withdraw_excuse(given: ReportExcuse, *, by: User, at: datetime) -> None:
    """Take an excuse back; a second time changes nothing."""
    if ReportExcuse.objects.filter(pk=given.pk, withdrawn_at__isnull=True).update(withdrawn_at=at):
        survey = given.report.survey
        facts: dict[str, JSON] = {"number": given.report.number, "typed": given.typed}
        owner = survey.organization_id
        record("report.excuse-withdrawn", survey, by=by, at=at, organization=owner, facts=facts)


@transaction.atomic
def release(report: Report, *, seen: str | None = None, by: User, at: datetime) -> ReportVersion:
    """Release a report as it stands: its outline and figures are kept and never change. Its files are made later.

    seen     the digest of the outline that was looked at
    raises   StillOpen, ChangedMeanwhile, NoAnswers, PlanBroken
    """
    kept = Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    kept.survey, kept.earlier = report.survey, report.earlier
    require_unchanged(seen, kept.digest)
    looked: Looked = looked_at(kept)
    if looked.problems:
        first = looked.problems[0]
        raise StillOpen(count=len(looked.problems), first=f"{first.typed}{first.message}")
    last = ReportVersion.objects.filter(report=kept).aggregate(last=Max("number"))["last"] or 0
    made = ReportVersion.objects.create(
        report=kept,
        number=last + 1,
        outline={**kept.outline, "excuses": excuses_told(kept)},
        figures={**told_store(looked.store), "order": list(looked.counted.tables)},
        basis=basis_of(kept),
        data_digest=data_digest(kept),
        released_by=by,
        released_at=at,
    )
    facts: dict[str, JSON] = {
        "number": kept.number,
        "version": made.number,
        "outline_digest": kept.digest,
        "data_digest": made.data_digest,
    }
    owner = report.survey.organization_id
    record("report.released", report.survey, by=by, at=at, organization=owner, facts=facts)
    return made


@transaction.atomic
def publish(version: ReportVersion, *, by: User, at: datetime) -> None:
    """Let visitors of the organisation's public page read a release; a second time changes nothing. Raises NotMade."""
    if version.html_id is None:
        raise NotMade()
    told = {"public_at": at, "public_by": by}
    if ReportVersion.objects.filter(pk=version.pk, public_at__isnull=True).update(**told):
        _tell_public("report.published", version, by, at)


@transaction.atomic
def unpublish(version: ReportVersion, *, by: User, at: datetime) -> None:
    """Let visitors read a release no longer; a second time changes nothing."""
    told = {"public_at": None, "public_by": None}
    if ReportVersion.objects.filter(pk=version.pk, public_at__isnull=False).update(**told):
        _tell_public("report.unpublished", version, by, at)


def _tell_public(code: str, version: ReportVersion, by: User, at: datetime) -> None:
    survey = version.report.survey
    facts: dict[str, JSON] = {"number": version.report.number, "version": version.number}
    record(code, survey, by=by, at=at, organization=survey.organization_id, facts=facts)
