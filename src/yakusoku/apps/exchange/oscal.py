"""OSCAL documents of what is stored here, and taking answers from those of others."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import get_default_timezone, make_aware

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import catalogue_for
from yakusoku.apps.findings.models import Finding, InstructedFinding, Standing
from yakusoku.apps.inspections.models import Inspection, State
from yakusoku.apps.inspections.queries import Sheet, answers_given, checks_of, reworded_in, sheet_of
from yakusoku.apps.inspections.services import take_answers
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.inspections.answers import Observation, Verification
from yakusoku.domain.oscal import assessment, catalog
from yakusoku.domain.oscal.assessment import Round, Weakness
from yakusoku.domain.oscal.documents import Document, open_document
from yakusoku.domain.oscal.parts import Head, Node
from yakusoku.domain.oscal.reading import Read, read_answers
from yakusoku.domain.packs.labels import FINDING_LABELS, INSPECTION_LABELS


def catalog_document(organization: Organization) -> Node:
    """Return the catalogue as an organisation uses it."""
    catalogue = catalogue_for(organization.pk)
    since = datetime.fromisoformat(catalogue.valid_from)
    head = Head(
        f"catalogue/{catalogue.id}/{catalogue.version}/{organization.pk}",
        catalogue.title,
        catalogue.version,
        make_aware(datetime.combine(since, time.min)),
        organization.name,
    )
    return catalog.catalog(catalogue, head)


def profile_document(version: Version) -> Node:
    """Return what a version promises."""
    pack = pack_of(version)
    return catalog.profile(pack, _head(version, "profile"), _address("oscal/catalog"))


def plan_document(version: Version) -> Node:
    """Return the inspections that a version announces."""
    pack = pack_of(version)
    subject = _address(f"engagements/{version.engagement_id}")
    return assessment.plan(_head(version, "plan"), pack.checks, pack.inspections, subject)


def claims_document(inspection: Inspection) -> Node:
    """Return what was answered in an inspection, as claims of the company that answered."""
    engagement = inspection.version.engagement
    company = engagement.contractor.name if engagement.contractor else engagement.title
    head = Head(
        f"inspection/{inspection.pk}/claims",
        engagement.title,
        _edition(inspection.version),
        _changed(inspection),
        company,
    )
    source = _address(f"engagements/{engagement.pk}/versions/{inspection.version.number}/oscal/profile")
    return assessment.component_definition(head, source, checks_of(inspection), answers_given(inspection))


def results_document(engagement: Engagement, seen: "QuerySet[Inspection]", at: datetime) -> Node:
    """Return the inspections of an engagement that are concluded, as far as `seen` by whoever asks."""
    rows = seen.filter(version__engagement=engagement, state=State.CONCLUDED)
    rounds = [_round(row) for row in rows.select_related("version__engagement").order_by("pk")]
    head = _engagement_head(engagement, "results", at)
    return assessment.results(head, _address(f"engagements/{engagement.pk}/oscal/plan"), rounds)


def poam_document(engagement: Engagement, told: "QuerySet[Finding]", at: datetime) -> Node:
    """Return the findings of an engagement that are not closed, as far as `told` to whoever asks."""
    rows = list(told.exclude(state="closed"))
    asked = asked_about([row.pk for row in rows])
    weaknesses = [weakness_of(row, asked.get(row.pk)) for row in rows]
    return assessment.poam(_engagement_head(engagement, "poam", at), weaknesses)


@transaction.atomic
def take_document(inspection: Inspection, document: dict[str, Any], *, by: User, at: datetime) -> Read:
    """Take the answers of a document into an inspection; return what was read.

    raises   Unsound, NotOscal, OtherVersion and what `take_answers` raises; then nothing is taken
    """
    opened = open_document(document)
    asked = [check.id for check in checks_of(inspection)]
    read = read_answers(opened, asked, f"inspection/{inspection.pk}", reworded_since(opened, inspection))
    take_answers(inspection, read.answers, by=by, at=at)
    owner = inspection.version.engagement.organization_id
    facts = {"taken": len(read.answers), "unread": len(read.unread)}
    record("oscal.taken", inspection, by=by, at=at, organization=owner, facts=facts)
    return read


def _round(inspection: Inspection) -> Round:
    sheet = sheet_of(inspection)
    return Round(
        name=f"inspection/{inspection.pk}",
        title=f"{inspection.version.engagement.title} {INSPECTION_LABELS[inspection.kind]}",
        started=inspection.opened_at,
        ended=inspection.concluded_at,
        checks=[row.check for row in sheet.rows],
        answers=answers_given(inspection),
        observations=observations_in(sheet),
        findings=sheet.findings,
    )


def observations_in(sheet: Sheet) -> dict[str, Observation]:
    """Return by check what the client saw."""
    return {
        row.check.id: Observation(
            row.check.id, Verification(row.observation.verification), row.observation.seen
        )
        for row in sheet.rows
        if row.observation is not None
    }


def asked_about(findings: list[int]) -> dict[int, InstructedFinding]:
    """Return by finding the item of the instruction that runs, with what was reported last."""
    items = InstructedFinding.objects.select_related("instruction__engagement")
    rows = items.filter(
        finding__in=findings, instruction__state__in=[Standing.ISSUED, Standing.REPLIED]
    ).prefetch_related("measures__reply")
    return {item.finding_id: item for item in rows.order_by("pk")}


def reported(item: InstructedFinding) -> str:
    """Return what was reported about an item in the last reply that is in; empty: nothing."""
    rows = sorted(item.measures.all(), key=lambda row: row.reply.round)
    told = [row.text for row in rows if row.reply.submitted_at is not None]
    return told[-1] if told else ""


def weakness_of(finding: Finding, item: InstructedFinding | None) -> Weakness:
    """Return a finding as it goes out. `item`: of the instruction that runs; None: none asks for it."""
    return Weakness(
        name=f"finding/{finding.pk}",
        check=finding.check_id,
        slug=finding.slug,
        kind=finding.kind,
        severity=finding.severity,
        state=finding.state,
        description=finding.seen or FINDING_LABELS.get(finding.kind, finding.kind),
        raised=finding.raised_at,
        deadline=item.instruction.due_on if item else None,
        measure=reported(item) if item else "",
    )


def _head(version: Version, kind: str) -> Head:
    engagement = version.engagement
    return Head(
        f"engagement/{engagement.pk}/version/{version.number}/{kind}",
        engagement.title,
        _edition(version),
        version.published_at,
        engagement.organization.name,
    )


def _engagement_head(engagement: Engagement, kind: str, at: datetime) -> Head:
    name, party = f"engagement/{engagement.pk}/{kind}", engagement.organization.name
    return Head(name, engagement.title, at.astimezone(get_default_timezone()).date().isoformat(), at, party)


def reworded_since(document: Document, inspection: Inspection) -> frozenset[str]:
    """Return the checks that may ask something else than when a document was written.

    Without the edition of today, it may answer what was asked before the sheet was renewed.
    """
    return frozenset() if document.edition == _edition(inspection.version) else reworded_in(inspection)


def _edition(version: Version) -> str:
    return f"{version.number}.0"


def _changed(inspection: Inspection) -> datetime:
    return inspection.submitted_at or inspection.opened_at


def _address(path: str) -> str:
    return f"{settings.ADDRESS}/api/v1/{path}"
