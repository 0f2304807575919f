"""Reading inspections: the questions with what was answered, shown and seen."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db.models import Q, QuerySet

from yakusoku.apps.accounts.models import User
from yakusoku.apps.engagements.queries import catalogue_for, catalogue_read
from yakusoku.apps.inspections.models import (
    AnswerRecord,
    EvidenceFile,
    Inspection,
    ObservationRecord,
    RenewedCheck,
)
from yakusoku.apps.inspections.turns import ShownTurn
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.accounts.permissions import Act, Role, may
from yakusoku.domain.catalogue.model import Aspect, Catalogue, CheckPoint
from yakusoku.domain.findings.kinds import Shortfall
from yakusoku.domain.inspections.added import with_added
from yakusoku.domain.inspections.answers import (
    Answer,
    AskedCheck,
    GivenAnswer,
    Observation,
    Verification,
)
from yakusoku.domain.inspections.evaluation import Finding, evaluate
from yakusoku.domain.inspections.intake import split_evidence
from yakusoku.domain.inspections.moving import Turn
from yakusoku.domain.inspections.schedule import InspectionKind
from yakusoku.domain.inspections.sheet import SheetIdentity, identify


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One question with everything that is known about it.

    wording   of the question as it is asked, whatever language the page shows it in
    reasons   why a later round asks it first
    turns     what renewals of the sheet changed about it, the newest first
    """

    check: AskedCheck
    answer: AnswerRecord | None
    evidence: tuple[EvidenceFile, ...]
    observation: ObservationRecord | None
    findings: tuple[Finding, ...]
    wording: str = ""
    reasons: tuple[str, ...] = ()
    turns: tuple[ShownTurn, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole check sheet of an inspection as it stands."""

    rows: tuple[CheckRow, ...]

    @property
    def unanswered(self) -> int:
        """Return how many questions have no answer."""
        return sum(1 for row in self.rows if row.answer is None)

    @property
    def unverified(self) -> int:
        """Return how many questions the client has not looked at; 未確認 counts as looked at."""
        return sum(1 for row in self.rows if row.observation is None)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return every finding in the order of the sheet."""
        return tuple(finding for row in self.rows for finding in row.findings)

    def row(self, check: str) -> CheckRow | None:
        """Return the row of a check."""
        return next((row for row in self.rows if row.check.id == check), None)


def asks_holders(inspection: Inspection) -> bool:
    """Return whether the round asks who holds data now: every one, once there is a contract to keep."""
    return inspection.kind != InspectionKind.PRE_ASSESSMENT


def checks_of(inspection: Inspection) -> tuple[AskedCheck, ...]:
    """Return the questions that the inspection asks: those of its version, and those added to it."""
    return with_added(pack_of(inspection.version).checks, added_to(inspection))


def added_to(inspection: Inspection) -> tuple[AskedCheck, ...]:
    """Return the questions that were asked beside the check sheet when the inspection was opened."""
    return tuple(AskedCheck(**{**told, "aspect": Aspect(told["aspect"])}) for told in inspection.added)


def asked_ever(inspection: Inspection) -> set[str]:
    """Return the ids of the questions that are asked, and of those that were before a renewal."""
    gone = RenewedCheck.objects.filter(renewal__inspection=inspection, turn=Turn.REMOVED)
    return {check.id for check in checks_of(inspection)} | set(gone.values_list("check_id", flat=True))


def sent_as(inspection: Inspection) -> SheetIdentity:
    """Return the identity that the sheet of an inspection has as a file now."""
    told = pack_of(inspection.version).identity
    return identify(told.reference, told.title, told.version, checks_of(inspection))


def reworded_in(inspection: Inspection) -> frozenset[str]:
    """Return the ids of the questions that a renewal of the sheet reworded."""
    rows = RenewedCheck.objects.filter(renewal__inspection=inspection, turn=Turn.REWORDED)
    return frozenset(rows.values_list("check_id", flat=True))


def left_of_renewal(inspection: Inspection) -> int:
    """Return how many questions that a renewal brought or changed have no answer yet."""
    rows = RenewedCheck.objects.filter(renewal__inspection=inspection).exclude(turn=Turn.REMOVED)
    turned = set(rows.values_list("check_id", flat=True))
    if not turned:
        return 0
    given = set(inspection.answers.values_list("check_id", flat=True))
    return len({check.id for check in checks_of(inspection)} & turned - given)


def shortfalls_of(sheet: Sheet) -> list[Shortfall]:
    """Return what fell short, as findings are raised from it."""
    return [
        Shortfall(
            finding.kind,
            finding.severity,
            finding.remedies,
            finding.check.id,
            finding.check.slug,
            row.observation.seen if row.observation else "",
        )
        for row in sheet.rows
        for finding in row.findings
    ]


def check_of(inspection: Inspection, check: str) -> AskedCheck | None:
    """Return one question of the inspection; None if it asks no such thing."""
    return next((asked for asked in checks_of(inspection) if asked.id == check), None)


def sheet_of(inspection: Inspection) -> Sheet:
    """Return the sheet, in three queries whatever its length."""
    answers = {a.check_id: a for a in inspection.answers.select_related("answered_by")}
    seen = {o.check_id: o for o in inspection.observations.select_related("observed_by")}
    files = _files(inspection)
    checks = checks_of(inspection)
    given = given_answers(answers, files)
    observed = {id: Observation(id, Verification(o.verification), o.seen) for id, o in seen.items()}
    findings: dict[str, list[Finding]] = {}
    for finding in evaluate(checks, given, observed):
        findings.setdefault(finding.check.id, []).append(finding)
    return Sheet(
        tuple(
            CheckRow(
                c,
                answers.get(c.id),
                files.get(c.id, ()),
                seen.get(c.id),
                tuple(findings.get(c.id, ())),
                c.wording,
            )
            for c in checks
        )
    )


def sheet_in_english(inspection: Inspection, sheet: Sheet) -> Sheet:
    """Return the sheet with its questions in English, where the catalogue still words them as published."""
    organization = inspection.version.engagement.organization_id
    own, english = catalogue_for(organization), catalogue_read(organization)
    return Sheet(tuple(replace(row, check=_english_check(row.check, own, english)) for row in sheet.rows))


def _english_check(check: AskedCheck, own: Catalogue, english: Catalogue) -> AskedCheck:
    title, read = english.requirement(check.slug), _point(english, check)
    asked = _point(own, check)
    if title is None or read is None or asked is None or _question(asked, check) != check.question:
        return check
    return replace(check, title=title.title, point=read.point, why=read.why, question=_question(read, check))


def _point(catalogue: Catalogue, check: AskedCheck) -> CheckPoint | None:
    requirement = catalogue.requirement(check.slug)
    points = requirement.checks if requirement else ()
    return next((point for point in points if point.id == check.pair), None)


def _question(point: CheckPoint, check: AskedCheck) -> str:
    return (point.arrangement if check.aspect is Aspect.ARRANGEMENT else point.operation).text


def answers_given(inspection: Inspection) -> dict[str, GivenAnswer]:
    """Return the present answers by check id, as the domain knows them."""
    return given_answers({a.check_id: a for a in inspection.answers.all()}, _files(inspection))


def given_answers(
    answers: Mapping[str, AnswerRecord], files: Mapping[str, tuple[EvidenceFile, ...]]
) -> dict[str, GivenAnswer]:
    """Return records as the domain knows them; a file counts as evidence like a named document."""
    return {
        id: GivenAnswer(
            id,
            Answer(record.answer),
            record.comment,
            split_evidence(record.named_evidence) + tuple(file.stored.name for file in files.get(id, ())),
        )
        for id, record in answers.items()
    }


def _files(inspection: Inspection) -> dict[str, tuple[EvidenceFile, ...]]:
    files: dict[str, tuple[EvidenceFile, ...]] = {}
    for file in inspection.evidence.select_related("stored"):
        files[file.check_id] = (*files.get(file.check_id, ()), file)
    return files


def people_who_verify(inspection: Inspection) -> "QuerySet[User]":
    """Return the people of the client's department who may look at the answers, by name."""
    engagement = inspection.version.engagement
    in_it = Q(memberships__role=Role.DEPARTMENT.value, memberships__department=engagement.department_id)
    above = [
        role.value for role in Role if role is not Role.DEPARTMENT and may([role], Act.WRITE_VERIFICATION)
    ]
    there = (in_it | Q(memberships__role__in=above)) & Q(memberships__organization=engagement.organization_id)
    return User.objects.filter(there, is_active=True).distinct().order_by("name", "pk")
