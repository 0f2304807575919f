"""Putting together what the board reads about a case. Only what the client itself knows is looked at."""

from datetime import date

from django.db.models import Count, F, Q

from yakusoku.apps.board.models import ConditionState, Item, ItemState
from yakusoku.apps.board.queries import decision_of
from yakusoku.apps.candidates.models import Candidacy, Ways
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import profile_of
from yakusoku.apps.findings.models import Finding
from yakusoku.apps.findings.models import State as FindingState
from yakusoku.apps.inspections.models import AnswerRecord, Inspection
from yakusoku.apps.inspections.models import State as InspectionState
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.queries import latest_version, pack_of
from yakusoku.domain.board.continuity import continues, is_news
from yakusoku.domain.board.packet import (
    CHANGE_WORDS,
    Answers,
    Doubt,
    EarlierDecision,
    News,
    Packet,
    Planned,
    Softened,
    TrackRecord,
)
from yakusoku.domain.board.voting import DECIDED_LABELS, Decided
from yakusoku.domain.findings.kinds import Severity
from yakusoku.domain.inspections.answers import Answer
from yakusoku.domain.packs.difference import difference
from yakusoku.domain.packs.labels import STRENGTH_LABELS, VERDICT_LABELS, tell_facts
from yakusoku.domain.packs.model import Pack

# Works of the year before are looked for among the newest of the department.
MOST_EARLIER = 500
MOST_DECISIONS = 10


def packet_of(candidacy: Candidacy, today: date) -> Packet:
    """Return the packet of a case as it stands today, in a fixed number of queries."""
    engagement = candidacy.engagement
    version = version_of(candidacy)
    pack = pack_of(version) if version else None
    return Packet(
        reference=engagement.reference,
        title=engagement.title,
        client=engagement.organization.name,
        department=engagement.department.name,
        company=candidacy.company.name,
        selected_because=candidacy.reason,
        responsible="　".join(filter(None, (candidacy.responsible_person, candidacy.responsible_contact))),
        version=version.number if version else 0,
        facts=pack.facts_told if pack else _facts(engagement),
        softened=softened_in(pack) if pack else (),
        unkept=tuple((c.title, c.reason) for c in pack.conflicts) if pack else (),
        answers=answers_of(candidacy),
        plan=plan_of(candidacy),
        record=record_of(candidacy, today),
        news=news_of(engagement, pack),
    )


def version_of(candidacy: Candidacy) -> Version | None:
    """Return the version that the candidate was asked about, else the newest one."""
    asked = candidacy.pre_assessment
    return asked.version if asked else latest_version(candidacy.engagement)


def softened_in(pack: Pack) -> tuple[Softened, ...]:
    """Return what binds less than proposed, then what was left out."""
    weakened = [
        Softened(
            r.title,
            f"{STRENGTH_LABELS[r.proposed]} → {STRENGTH_LABELS[r.strength]}",
            r.reason,
            r.decider,
            r.risk,
        )
        for r in pack.requirements
        if r.weakened
    ]
    declined = [
        Softened(d.title, VERDICT_LABELS["decline"], d.reason, d.decider, d.risk) for d in pack.declined
    ]
    return (*weakened, *declined)


def answers_of(candidacy: Candidacy) -> Answers | None:
    """Return the 調査票 in sums, with what is not a plain yes; None: there is none."""
    asked = candidacy.pre_assessment
    if asked is None:
        return None
    checks = {check.id: check for check in pack_of(asked.version).checks}
    given = {a.check_id: a for a in AnswerRecord.objects.filter(inspection=asked)}
    sums = {answer: sum(1 for a in given.values() if a.answer == answer) for answer in Answer}
    doubtful = (Answer.NO, Answer.PARTIAL)
    doubts = [
        Doubt(check.title, check.question, Answer(given[id].answer).label, given[id].comment)
        for wanted in doubtful
        for id, check in checks.items()
        if id in given and given[id].answer == wanted
    ]
    return Answers(
        yes=sums[Answer.YES],
        partial=sums[Answer.PARTIAL],
        no=sums[Answer.NO],
        not_applicable=sums[Answer.NOT_APPLICABLE],
        asked=len(checks),
        doubts=tuple(doubts),
    )


def plan_of(candidacy: Candidacy) -> tuple[Planned, ...]:
    """Return the security plan line by line; what is not a question of the sheet has a title of its own."""
    version = version_of(candidacy)
    points = {check.id: check.point for check in pack_of(version).checks} if version else {}
    rows = candidacy.plan_items.all()
    return tuple(
        Planned(
            point=item.title or points.get(item.key, item.key),
            measure=item.measure,
            due=item.by_when,
            state=item.get_way_display() if item.way == Ways.AMEND else item.get_state_display(),
        )
        for item in rows
    )


def record_of(candidacy: Candidacy, today: date) -> TrackRecord:
    """Return how the company did in the other engagements of this client."""
    engagement = candidacy.engagement
    works = Engagement.objects.filter(
        organization=engagement.organization_id, contractor=candidacy.company_id
    ).exclude(pk=engagement.pk)
    overdue = Q(submitted_at__isnull=True, state=InspectionState.OPEN, due_on__lt=today)
    rounds = Inspection.objects.filter(version__engagement__in=works, hop__isnull=True).aggregate(
        concluded=Count("pk", filter=Q(state=InspectionState.CONCLUDED)),
        late=Count("pk", filter=Q(submitted_at__date__gt=F("due_on")) | overdue),
    )
    findings = Finding.objects.filter(engagement__in=works).aggregate(
        **{level.value: Count("pk", filter=Q(severity=level)) for level in Severity},
        open=Count("pk", filter=~Q(state=FindingState.CLOSED)),
        repeated=Count("pk", filter=Q(repeats__isnull=False)),
    )
    return TrackRecord(
        works=works.count(),
        inspections=rounds["concluded"],
        late=rounds["late"],
        **findings,
        decisions=decisions_about(candidacy),
    )


def decisions_about(candidacy: Candidacy) -> tuple[EarlierDecision, ...]:
    """Return what the board of this client decided before about the company, the latest first."""
    unmet = (ConditionState.OPEN, ConditionState.REPORTED)
    items = Item.objects.filter(
        candidacy__company=candidacy.company_id,
        meeting__organization=candidacy.engagement.organization_id,
        state=ItemState.CLOSED,
    ).annotate(unmet=Count("conditions", filter=Q(conditions__state__in=unmet)))
    rows = items.select_related("meeting", "candidacy__engagement").order_by("-closed_at", "-pk")
    return tuple(
        EarlierDecision(str(item), item.meeting.held_on, DECIDED_LABELS[Decided(item.decided)], item.unmet)
        for item in rows[:MOST_DECISIONS]
    )


def earlier_work(engagement: Engagement) -> Engagement | None:
    """Return the same work of the year before, told by its title, in the same department; None: not found."""
    rows = Engagement.objects.filter(
        organization=engagement.organization_id, department=engagement.department_id
    ).exclude(pk=engagement.pk)
    if engagement.starts_on:
        rows = rows.filter(starts_on__lt=engagement.starts_on)
    recent = rows.order_by(F("starts_on").desc(nulls_last=True), "-pk").values_list("pk", "title")
    same = (pk for pk, title in recent[:MOST_EARLIER] if continues(engagement.title, title))
    found = next(same, None)
    return Engagement.objects.with_parties().get(pk=found) if found else None


def news_of(engagement: Engagement, pack: Pack | None) -> News | None:
    """Return what differs from the same work of the year before; None: there is none."""
    earlier = earlier_work(engagement)
    if earlier is None:
        return None
    before = latest_version(earlier)
    changed = difference(pack_of(before), pack) if before and pack else None
    decided = decision_of(earlier)
    another = earlier.contractor_id and earlier.contractor_id != engagement.contractor_id
    return News(
        reference=earlier.reference,
        title=earlier.title,
        clauses=tuple((CHANGE_WORDS[c.change], c.title) for c in changed.clauses) if changed else (),
        facts=tuple(row for row in changed.facts_changed if is_news(row[0])) if changed else (),
        company_before=earlier.contractor.name if another and earlier.contractor else "",
        decided=DECIDED_LABELS[Decided(decided.decided)] if decided else "",
    )


def _facts(engagement: Engagement) -> tuple[tuple[str, str], ...]:
    return tell_facts(profile_of(engagement)) if engagement.described else ()
