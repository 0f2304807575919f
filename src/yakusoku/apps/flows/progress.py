"""Where engagements stand: read for many at once, in a fixed number of queries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.engagements.models import Engagement, HouseRules
from yakusoku.apps.engagements.queries import rules_by_organization, undecided_in
from yakusoku.apps.flows.planned import is_near
from yakusoku.apps.inspections.models import Inspection, InspectionSet, State
from yakusoku.apps.specifications.models import Version
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.engagements.progress import NextStep, Progress
from yakusoku.web.components import Knot, KnotState, Stage, Thread

LABELS = {
    NextStep.DESCRIBE: gettext_lazy("業務の実態を書く"),
    NextStep.DECIDE: gettext_lazy("採否を決める"),
    NextStep.PUBLISH: gettext_lazy("特記仕様書を発行する"),
    NextStep.CONTRACT: gettext_lazy("契約の前の手続きを進める"),
    NextStep.START: gettext_lazy("研修を確かめて着手する"),
    NextStep.OPEN_INSPECTION: gettext_lazy("遵守確認表を委託先に送る"),
    NextStep.ANSWER: gettext_lazy("委託先の回答を待つ"),
    NextStep.VERIFY: gettext_lazy("回答を確認する"),
    NextStep.CONCLUDE: gettext_lazy("確認を終える"),
    NextStep.WAIT: gettext_lazy("次の点検を待つ"),
    NextStep.END: gettext_lazy("返還と消去を確かめて終える"),
    NextStep.CLOSED: gettext_lazy("終わりました"),
}
CONTRACTOR_LABELS = {
    NextStep.ANSWER: gettext_lazy("遵守確認表に回答する"),
    NextStep.VERIFY: gettext_lazy("委託元の確認を待つ"),
    NextStep.CONCLUDE: gettext_lazy("委託元の確認を待つ"),
    NextStep.END: gettext_lazy("返還と消去を報告する"),
    NextStep.CLOSED: gettext_lazy("終わりました"),
}
NEEDED = {
    NextStep.DESCRIBE: Act.EDIT_PROFILE,
    NextStep.DECIDE: Act.MAKE_DECISION,
    NextStep.PUBLISH: Act.PUBLISH_SPECIFICATION,
    NextStep.CONTRACT: Act.SELECT_CANDIDATE,
    NextStep.START: Act.START_WORK,
    NextStep.END: Act.CLOSE_ENGAGEMENT,
    NextStep.OPEN_INSPECTION: Act.OPEN_INSPECTION,
    NextStep.ANSWER: Act.WRITE_ANSWER,
    NextStep.VERIFY: Act.WRITE_VERIFICATION,
    NextStep.CONCLUDE: Act.WRITE_VERIFICATION,
}
WAITING = frozenset({NextStep.ANSWER, NextStep.WAIT, NextStep.CLOSED})
CONTRACTORS_TURN = frozenset({NextStep.ANSWER, NextStep.END})
# Pages on which a step is done, by name; both sides have the last one.
PAGES = {
    NextStep.DECIDE: "decisions",
    NextStep.PUBLISH: "publish",
    NextStep.CONTRACT: "candidacy",
    NextStep.START: "engagement-training",
    NextStep.END: "ledger",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """An engagement with its progress, seen from one side.

    mine   whether the next step is this side's to do
    """

    engagement: Engagement
    progress: Progress
    inspection: Inspection | None
    version: Version | None
    client_side: bool

    @property
    def mine(self) -> bool:
        """Return whether the next step waits for the side that looks."""
        step = self.progress.next_step
        return step not in WAITING if self.client_side else step in CONTRACTORS_TURN

    @property
    def label(self) -> str:
        """Return the next step in words, with how much of it is left."""
        step = self.progress.next_step
        words = LABELS[step] if self.client_side else CONTRACTOR_LABELS.get(step, _("委託元の連絡を待つ"))
        left = self.progress.remaining if self.client_side or self.mine else 0
        return _("%(step)s（残り%(count)d件）") % {"step": words, "count": left} if left else str(words)

    @property
    def href(self) -> str:
        """Return the page on which the next step is done."""
        step, pk = self.progress.next_step, self.engagement.pk
        if step is NextStep.END:
            return reverse(PAGES[step], args=[pk])
        if not self.client_side or step in {NextStep.VERIFY, NextStep.CONCLUDE, NextStep.ANSWER}:
            return (
                self.inspection.get_absolute_url() if self.inspection else self.engagement.get_absolute_url()
            )
        if step is NextStep.DESCRIBE:
            return reverse("profile-step", args=[pk, self.engagement.draft.get("step", "work")])
        if step in PAGES:
            return reverse(PAGES[step], args=[pk])
        overview = self.engagement.get_absolute_url()
        return f"{overview}#send" if step is NextStep.OPEN_INSPECTION else overview

    def waits_for(self, who: Acting) -> bool:
        """Return whether the next step is for this person to do."""
        return self.mine and who.may_in(NEEDED[self.progress.next_step], self.engagement.department_id)

    def to_be_urged(self, who: Acting, today: date) -> bool:
        """Return whether the other side is late and this person should ask."""
        late = self.progress.next_step is NextStep.ANSWER and self.progress.overdue(today)
        return late and self.client_side and who.may_in(Act.OPEN_INSPECTION, self.engagement.department_id)


def standings(engagements: Iterable[Engagement], who: Acting, today: date) -> list[Standing]:
    """Return where each engagement stands on a day, in the given order."""
    rows = list(engagements)
    keys = [row.pk for row in rows]
    versions = _newest_versions(keys)
    inspections = _newest_inspections(keys)
    undecided = _undecided_in(rows)
    rules = rules_by_organization(row.organization_id for row in rows)
    result = []
    for row in rows:
        version, inspection = versions.get(row.pk), inspections.get(row.pk)
        mine = row.organization_id == who.organization.pk
        # What the client still thinks about is not the contractor's matter: it goes on answering.
        progress = _progress(
            row, undecided[row.pk] if mine else 0, version, inspection, rules[row.organization_id], today
        )
        if not mine:
            progress = replace(progress, described=True, outdated=False)
        result.append(Standing(row, progress, inspection, version, mine))
    return result


def _newest_versions(keys: Sequence[int]) -> dict[int, Version]:
    newest = Version.objects.filter(engagement__in=keys).values("engagement").annotate(last=Max("pk"))
    rows = Version.objects.filter(pk__in=newest.values("last")).defer("snapshot")
    return {row.engagement_id: row for row in rows}


def _newest_inspections(keys: Sequence[int]) -> dict[int, Inspection]:
    """Return the newest inspection of each engagement, with how many there were and how far it is."""
    of = "version__engagement"
    grouped = InspectionSet(Inspection).planned().filter(version__engagement__in=keys).values(of)
    summed = grouped.annotate(last=Max("pk"), opened=Count("pk"), covered=Max("planned_on"))
    newest = {row["last"]: (row["opened"], row["covered"]) for row in summed}
    rows = Inspection.objects.filter(pk__in=newest).select_related("version").defer("version__snapshot")
    counted = rows.annotate(
        answered=Count("answers", distinct=True), observed=Count("observations", distinct=True)
    )
    found: dict[int, Inspection] = {}
    for row in counted:
        row.rounds = newest[row.pk]  # type: ignore[attr-defined]  # read below, like the annotations
        found[row.version.engagement_id] = row
    return found


def _undecided_in(rows: Sequence[Engagement]) -> dict[int, int]:
    """Return what is kept beside the facts; counted here only where the catalogue changed since."""
    return {row.pk: undecided_in(row) if row.undecided is None else row.undecided for row in rows}


def _progress(
    row: Engagement,
    undecided: int,
    version: Version | None,
    inspection: Inspection | None,
    rules: HouseRules,
    today: date,
) -> Progress:
    changed = row.content_changed_at
    outdated = bool(version and changed and changed > version.published_at)
    told = Progress(
        described=row.described,
        undecided=undecided,
        version=version.number if version else 0,
        outdated=outdated,
        contracted=row.contracted_on is not None,
        started=row.started_on is not None,
        over=row.ends_on is not None and row.ends_on < today,
        closed=row.closed_at is not None,
    )
    if inspection is None:
        return told
    opened, covered = getattr(inspection, "rounds", (0, None))
    return replace(
        told,
        inspection=inspection.state,
        unanswered=inspection.asked - getattr(inspection, "answered", 0),
        unverified=inspection.asked - getattr(inspection, "observed", 0),
        next_is_near=is_near(row, rules, opened, today, covered),
        due=inspection.due_on if inspection.state == State.OPEN else None,
    )


def thread_of(standing: Standing, today: date) -> Thread:
    """Return the life of an engagement as a line: what happened, what is next, what lies ahead."""
    progress, inspection, version = standing.progress, standing.inspection, standing.version
    # When the next round begins, what belongs to the last one no longer stands as done.
    state = "" if progress.next_step is NextStep.OPEN_INSPECTION else progress.inspection
    row, published = standing.engagement, localdate(version.published_at) if version else None
    closed = localdate(row.closed_at) if row.closed_at else row.ends_on
    decided = progress.described and not progress.undecided
    answered = state in {State.SUBMITTED, State.CONCLUDED}
    replied = _reply_of(inspection) if inspection and state else None
    knot = _Knots(progress, today).knot
    return Thread(
        (
            Stage(
                _("決める"),
                (
                    knot(_("業務の実態"), progress.described, NextStep.DESCRIBE),
                    knot(_("採否"), decided, NextStep.DECIDE),
                ),
            ),
            Stage(
                _("交わす"),
                (
                    knot(_("特記仕様書"), version is not None, NextStep.PUBLISH, day=published),
                    knot(_("契約"), progress.contracted, NextStep.CONTRACT, day=row.contracted_on),
                    knot(_("着手"), progress.started, NextStep.START, day=row.started_on),
                ),
            ),
            Stage(
                _("守る"),
                (
                    knot(_("遵守確認表"), bool(state), NextStep.OPEN_INSPECTION),
                    knot(_("回答"), answered, NextStep.ANSWER, day=replied),
                    knot(_("確認"), state == State.CONCLUDED, NextStep.VERIFY, NextStep.CONCLUDE),
                    knot(_("終了"), progress.closed, NextStep.END, day=closed),
                ),
            ),
        )
    )


def _reply_of(inspection: Inspection) -> date:
    """Return the day on which the answers came; while they are awaited, the day by which they are due."""
    awaited = inspection.state == State.OPEN or inspection.submitted_at is None
    return inspection.due_on if awaited else localdate(inspection.submitted_at)


@dataclass(frozen=True, slots=True)
class _Knots:
    """Makes the knots of one engagement's thread."""

    progress: Progress
    today: date

    def knot(self, label: str, done: bool, *steps: NextStep, day: date | None = None) -> Knot:
        """Return a knot: the next one when one of `steps` is to be done now, else done or ahead."""
        if self.progress.next_step in steps:
            overdue = self.progress.overdue(self.today)
            return Knot(label, KnotState.OVERDUE if overdue else KnotState.NEXT, day)
        return Knot(label, KnotState.DONE if done else KnotState.LATER, day)
