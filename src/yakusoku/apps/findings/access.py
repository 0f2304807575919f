"""The only way from a person to a finding or an instruction."""

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.chain.models import Standing as HopStanding
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.findings.models import (
    AddedCheck,
    CorrectionEvidence,
    CorrectiveInstruction,
    Extension,
    Finding,
    InstructionPaper,
    Reply,
    State,
)
from yakusoku.domain.accounts.permissions import Act, Role

# What an inspection found is told at its end, if it was opened for the contractor of today and not for a former
# candidate; anything else when it is instructed.
INSPECTED = Q(source__startswith="inspection:")
TOLD = Q(INSPECTED, raised_at__gte=F("engagement__shared_at")) | (~INSPECTED & ~Q(state=State.OPEN))
SHARED = Q(engagement__shared_at__isnull=False)


def findings_of(acting: Acting) -> "QuerySet[Finding]":
    """Return the findings that a person may see while acting for an organisation.

    The client sees those of its departments, or all with the right to; the contractor those of its
    engagements once they were told; a subcontractor its own once they were told.
    """
    rows = Finding.objects.select_related("engagement__department", "engagement__contractor", "hop")
    company = acting.organization
    if acting.may(Act.VIEW_ALL_ENGAGEMENTS):
        return rows.filter(organization=company)
    if acting.departments:
        return rows.filter(organization=company, engagement__department__in=acting.departments)
    if Role.CONTRACTOR in acting.roles:
        # Who was never declared is no party: what was found there is not told to it.
        below = Q(hop__organization=company) & ~Q(hop__standing=HopStanding.UNDECLARED)
        return rows.filter(Q(SHARED, engagement__contractor=company) | below, TOLD)
    return rows.none()


def findings_in(acting: Acting, engagement: Engagement) -> "QuerySet[Finding]":
    """Return the findings of an engagement that was already let through, as far as they were told."""
    rows = Finding.objects.filter(engagement=engagement).select_related("hop", "repeats")
    return rows if is_client(acting, engagement) else rows.filter(TOLD)


def finding_for(acting: Acting, engagement: Engagement, pk: int) -> Finding:
    """Return a finding of an engagement that was already let through; else 404."""
    return get_object_or_404(findings_in(acting, engagement), pk=pk)


def instructions_of(acting: Acting) -> "QuerySet[CorrectiveInstruction]":
    """Return the instructions that a person may see: as `findings_of`, and those it is to reply to."""
    rows = CorrectiveInstruction.objects.select_related(
        "engagement__organization", "engagement__department", "engagement__contractor", "hop", "recipient"
    )
    company, seen = acting.organization, Q(pk__in=[])
    if Role.CONTRACTOR in acting.roles:
        seen |= Q(recipient=company) | Q(SHARED, engagement__contractor=company)
    if acting.may(Act.VIEW_ALL_ENGAGEMENTS):
        seen |= Q(engagement__organization=company)
    elif acting.departments:
        seen |= Q(engagement__organization=company, engagement__department__in=acting.departments)
    return rows.filter(seen)


def instruction_for(acting: Acting, pk: int) -> CorrectiveInstruction:
    """Return an instruction that the person may see; else 404."""
    return get_object_or_404(instructions_of(acting), pk=pk)


def as_client(acting: Acting, pk: int) -> CorrectiveInstruction:
    """Return an instruction of the person's own organisation as client; else 404.

    raises   PermissionDenied unless they may instruct in the department of the engagement
    """
    found = instruction_for(acting, pk)
    if not is_client(acting, found.engagement):
        raise Http404
    if not acting.may_in(Act.INSTRUCT_CORRECTION, found.engagement.department_id):
        raise PermissionDenied
    return found


def as_replier(acting: Acting, pk: int) -> CorrectiveInstruction:
    """Return an instruction that the person's organisation may reply to; else 404.

    The contractor may reply for those below it: it answers for the whole chain.
    """
    found = instruction_for(acting, pk)
    if not replies(acting, found):
        raise Http404
    return found


def replies(acting: Acting, instruction: CorrectiveInstruction) -> bool:
    """Return whether the person's organisation is one that replies to an instruction."""
    return acting.organization.pk in {instruction.recipient_id, instruction.engagement.contractor_id}


def is_client(acting: Acting, engagement: Engagement) -> bool:
    """Return whether the person acts for the client of an engagement."""
    return engagement.organization_id == acting.organization.pk


def may_instruct(acting: Acting, engagement: Engagement) -> bool:
    """Return whether the person may instruct and verify in an engagement."""
    return is_client(acting, engagement) and acting.may_in(Act.INSTRUCT_CORRECTION, engagement.department_id)


def paper_for(instruction: CorrectiveInstruction, name: str) -> InstructionPaper:
    """Return a paper of an instruction that was already let through; else 404."""
    return get_object_or_404(instruction.papers.select_related("stored"), name=name)


def evidence_for(acting: Acting, instruction: CorrectiveInstruction, pk: int) -> CorrectionEvidence:
    """Return a file shown with a reply; the client sees it once the reply is in. Else 404."""
    files = CorrectionEvidence.objects.select_related("stored", "reply").filter(
        reply__instruction=instruction
    )
    if not replies(acting, instruction):
        files = files.filter(reply__submitted_at__isnull=False)
    return get_object_or_404(files, pk=pk)


def draft_evidence_for(instruction: CorrectiveInstruction, pk: int) -> CorrectionEvidence:
    """Return a file of a reply that is not yet in; else 404."""
    drafts = Reply.objects.filter(instruction=instruction, submitted_at__isnull=True)
    return get_object_or_404(CorrectionEvidence.objects.select_related("stored"), pk=pk, reply__in=drafts)


def extension_for(instruction: CorrectiveInstruction, pk: int) -> Extension:
    """Return a request for more time of an instruction that was already let through; else 404."""
    return get_object_or_404(instruction.extensions, pk=pk)


def added_check_for(engagement: Engagement, pk: int) -> AddedCheck:
    """Return an added check of an engagement that was already let through; else 404."""
    return get_object_or_404(engagement.added_checks, pk=pk)
