"""Reading candidacies: what was answered, what the plan says, and what the contract waits for."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from yakusoku.apps.candidates.models import Announcement, Candidacy, Contract, ItemState, Outcome, PlanItem
from yakusoku.apps.engagements.fairness import open_demands
from yakusoku.apps.engagements.models import Engagement, Fact
from yakusoku.apps.engagements.queries import rules_of
from yakusoku.apps.inspections.models import State
from yakusoku.apps.inspections.queries import CheckRow, Sheet, sheet_of
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.queries import latest_version, pack_of
from yakusoku.domain.candidates.gate import BoardRule, Readiness, Ruling, board_needed
from yakusoku.domain.candidates.plan import (
    Lack,
    Planned,
    Way,
    checks_to_plan,
    open_items,
    unpublished_amendments,
)
from yakusoku.domain.inspections.answers import Answer, AskedCheck, GivenAnswer
from yakusoku.domain.packs.model import Pack, PackedConflict
from yakusoku.web.edits import mark_of

LIVE_OUTCOMES = (Outcome.HELD, Outcome.CONTINUED, Outcome.APPROVED, Outcome.CONDITIONAL)
PERSONAL = "personal_information"
REFERENCE = re.compile(r"第[0-9０-９]+条")


def live_announcement(engagement: Engagement) -> Announcement | None:
    """Return what is announced now; None: nothing, or it was withdrawn."""
    rows = engagement.announcements.filter(withdrawn_at__isnull=True).select_related("version")
    return rows.defer("version__snapshot").first()


def live_candidacy(engagement: Engagement) -> Candidacy | None:
    """Return the one candidacy that is neither rejected nor withdrawn."""
    rows = engagement.candidacies.filter(outcome__in=LIVE_OUTCOMES)
    return rows.select_related("company", "pre_assessment__version", "selected_by", "plan_agreed_by").first()


def contract_of(engagement: Engagement) -> Contract | None:
    """Return the contract; None before it was entered."""
    return Contract.objects.filter(engagement=engagement).select_related("entered_by").first()


def needs_board(engagement: Engagement) -> bool:
    """Return whether the review board decides on this work before the contract."""
    rule = BoardRule(rules_of(engagement.organization_id).board)
    personal = (
        rule is BoardRule.PERSONAL and Fact.objects.filter(engagement=engagement, name=PERSONAL).exists()
    )
    return board_needed(rule, personal)


def is_answered(candidacy: Candidacy) -> bool:
    """Return whether the 調査票 was handed in."""
    assessment = candidacy.pre_assessment
    return assessment is not None and assessment.state != State.OPEN


@dataclass(frozen=True)
class Assessment:
    """What the candidate can keep, by its own answers."""

    sheet: Sheet
    conflicts: Mapping[str, PackedConflict]

    def rows_with(self, answer: Answer) -> tuple[CheckRow, ...]:
        """Return the questions that were answered so, in order."""
        return tuple(r for r in self.sheet.rows if r.answer and r.answer.answer == answer)

    @cached_property
    def counts(self) -> dict[str, int]:
        """Return how many questions were answered each way."""
        return {answer.value: len(self.rows_with(answer)) for answer in Answer}

    @cached_property
    def short(self) -> tuple[CheckRow, ...]:
        """Return the questions answered いいえ, then those answered 一部."""
        return self.rows_with(Answer.NO) + self.rows_with(Answer.PARTIAL)

    @property
    def given(self) -> dict[str, GivenAnswer]:
        """Return the answers as the domain knows them."""
        return {
            row.check.id: GivenAnswer(row.check.id, Answer(row.answer.answer), row.answer.comment)
            for row in self.sheet.rows
            if row.answer
        }

    @property
    def checks(self) -> tuple[AskedCheck, ...]:
        """Return every question."""
        return tuple(row.check for row in self.sheet.rows)


def assessment_of(candidacy: Candidacy) -> Assessment | None:
    """Return what was answered; None before the 調査票 was handed in."""
    if not is_answered(candidacy):
        return None
    inspection = candidacy.pre_assessment
    assert inspection is not None
    conflicts = {conflict.slug: conflict for conflict in pack_of(inspection.version).conflicts}
    return Assessment(sheet_of(inspection), conflicts)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One point of the plan as the page shows it.

    answered   the question with its answer; None: freely added
    item       None: not written yet
    needed     whether the answer asks for an item
    """

    key: str
    answered: CheckRow | None
    item: PlanItem | None
    needed: bool
    lacks: tuple[Lack, ...]
    conflict: PackedConflict | None
    amended: bool

    @property
    def edition(self) -> int:
        """Return which edition is shown; 0: none was written."""
        return self.item.edition if self.item else 0

    @property
    def stamp(self) -> str:
        """Return what tells two answers to the question apart."""
        given = self.answered.answer if self.answered else None
        return given.stamp if given else ""

    @property
    def to_write(self) -> tuple[Lack, ...]:
        """Return what is to be written before the plan can be agreed; a publication comes after."""
        return tuple(lack for lack in self.lacks if lack is not Lack.AMENDMENT)


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole security plan as it stands."""

    rows: tuple[PlanRow, ...]

    @property
    def mark(self) -> str:
        """Return a mark of the plan: what is agreed to is what was shown."""
        return mark_of([(row.key, row.edition, row.stamp) for row in self.rows])

    @property
    def left(self) -> int:
        """Return how many points still have to be written before the plan can be agreed."""
        return sum(1 for row in self.rows if row.to_write)

    @property
    def unpublished(self) -> int:
        """Return how many agreed amendments are not published yet."""
        return sum(1 for row in self.rows if Lack.AMENDMENT in row.lacks)

    @property
    def to_do(self) -> int:
        """Return how many measures are not verified yet."""
        measures = (row.item for row in self.rows if row.item and row.item.way == Way.MEASURE)
        return sum(1 for item in measures if item.state != ItemState.VERIFIED)

    def row(self, key: str) -> PlanRow | None:
        """Return the row of a key."""
        return next((row for row in self.rows if row.key == key), None)


def plan_of(candidacy: Candidacy, assessment: Assessment | None) -> Plan:
    """Return the plan: what the answers ask for in the order of the sheet, then what was freely added."""
    items = {item.key: item for item in candidacy.plan_items.select_related("changed_by")}
    amended = amended_keys(candidacy, items.values())
    needed = [check.id for check in checks_to_plan(assessment.checks, assessment.given)] if assessment else []
    lacking = open_items(needed, [_planned(item, amended) for item in items.values() if not item.free])
    rows = []
    for key in [*needed, *(key for key in items if key not in needed)]:
        item = items.get(key)
        answered = assessment.sheet.row(key) if assessment else None
        lacks = lacking.get(key, ()) if key in needed else _lacks(item, amended)
        slug = answered.check.slug if answered else ""
        conflict = assessment.conflicts.get(slug) if assessment and slug else None
        rows.append(PlanRow(key, answered, item, key in needed, lacks, conflict, key in amended))
    return Plan(tuple(rows))


def planned_items(candidacy: Candidacy) -> list[Planned]:
    """Return the items as the domain knows them."""
    items = list(candidacy.plan_items.all())
    amended = amended_keys(candidacy, items)
    return [_planned(item, amended) for item in items]


def amended_keys(candidacy: Candidacy, items: Iterable[PlanItem]) -> frozenset[str]:
    """Return the items whose requirement reads differently in the latest version than when it was assessed."""
    wanted = [item.key for item in items if item.way == Way.AMEND]
    assessed = candidacy.pre_assessment
    latest = latest_version(candidacy.engagement) if wanted else None
    if assessed is None or latest is None or latest.number <= assessed.version.number:
        return frozenset()
    before, after = pack_of(assessed.version), pack_of(latest)
    return frozenset(key for key in wanted if _reads(before, key) != _reads(after, key))


def readiness_of(engagement: Engagement, candidacy: Candidacy | None) -> Readiness:
    """Return how far an engagement has come on its way to the contract."""
    unpublished = unpublished_amendments(planned_items(candidacy)) if candidacy else 0
    held = candidacy is not None and engagement.contractor_id == candidacy.company_id
    return Readiness(
        published=engagement.versions.exists(),
        ruling=Ruling(candidacy.outcome) if candidacy and held else None,
        responsible_named=bool(candidacy and candidacy.responsible_person),
        answered=bool(candidacy and is_answered(candidacy)),
        plan_agreed=bool(candidacy and candidacy.plan_agreed_at),
        unpublished=unpublished,
        board_needed=needs_board(engagement),
        unsettled=len(open_demands(engagement)),
    )


def assessed_is_latest(candidacy: Candidacy, latest: Version | None) -> bool:
    """Return whether the 調査票 asked what the latest version asks."""
    assessed = candidacy.pre_assessment
    return assessed is None or latest is None or assessed.version.number == latest.number


@dataclass(frozen=True, slots=True)
class Brief:
    """What a list or an overview tells about the way to the contract.

    company          the candidate that is held; empty: none
    override_reason  why the contract was signed before the board had decided; empty: it was not
    """

    announced: bool = False
    company: str = ""
    outcome: str = ""
    contracted_on: date | None = None
    override_reason: str = ""


def briefs_of(engagements: Iterable[int]) -> dict[int, Brief]:
    """Return a brief for each engagement, in three queries whatever their number."""
    keys = list(engagements)
    announced = set(
        Announcement.objects.filter(engagement__in=keys, withdrawn_at__isnull=True).values_list(
            "engagement", flat=True
        )
    )
    live = Candidacy.objects.filter(engagement__in=keys, outcome__in=LIVE_OUTCOMES)
    held = {row.engagement_id: row for row in live.select_related("company")}
    signed = {row.engagement_id: row for row in Contract.objects.filter(engagement__in=keys)}
    briefs = {}
    for key in keys:
        candidacy, contract = held.get(key), signed.get(key)
        briefs[key] = Brief(
            announced=key in announced,
            company=candidacy.company.name if candidacy else "",
            outcome=candidacy.get_outcome_display() if candidacy else "",
            contracted_on=contract.signed_on if contract else None,
            override_reason=contract.override_reason if contract else "",
        )
    return briefs


def waiting_for_board(organization: int) -> "QuerySet[Candidacy]":
    """Return the candidacies of a client that were put before its board and are not decided, oldest first."""
    rows = Candidacy.objects.filter(
        engagement__organization=organization,
        outcome__in=(Outcome.HELD, Outcome.CONTINUED),
        submitted_at__isnull=False,
    )
    return rows.select_related("company", "engagement__department").order_by("submitted_at", "pk")


def overridden(organization: int) -> "QuerySet[Contract]":
    """Return the contracts of a client that were signed before its board had decided, newest first."""
    rows = Contract.objects.filter(engagement__organization=organization).exclude(override_reason="")
    return rows.select_related("engagement__department", "entered_by").order_by("-entered_at")


def _planned(item: PlanItem, amended: frozenset[str]) -> Planned:
    check = "" if item.free else item.key
    return Planned(check, Way(item.way), item.measure, item.by_when, item.who, item.key in amended)


def _lacks(item: PlanItem | None, amended: frozenset[str]) -> tuple[Lack, ...]:
    found = open_items([], [_planned(item, amended)]) if item and item.free else {}
    return found.get("", ())


def _reads(pack: Pack, check: str) -> tuple[object, ...]:
    """Return what a version says about a check: whether it is asked, and the article behind it."""
    asked = next((c for c in pack.checks if c.id == check), None)
    if asked is None:
        return ()
    article = next((a for a in pack.specification.articles if a.slug == asked.slug), None)
    texts = [text for p in article.paragraphs for text in (p.text, *p.items)] if article else []
    # Numbers of other articles move when one is left out: that amends nothing here.
    return (asked.question, *(REFERENCE.sub("", text) for text in texts))
