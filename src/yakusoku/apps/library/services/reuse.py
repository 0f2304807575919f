"""Taking what was ticked from the library into a sheet."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.inspections.rounds import hold_round
from yakusoku.apps.inspections.services import show_kept, take_answers
from yakusoku.apps.library.models import Certificate, KeptAnswerRecord, Reuse
from yakusoku.apps.library.queries import proposals_for
from yakusoku.domain.library.answers import NothingChosen
from yakusoku.domain.library.proposals import Basis, Proposal, chosen


@transaction.atomic
def take(
    inspection: Inspection,
    company: Organization,
    keys: Iterable[str],
    *,
    today: date,
    by: User,
    at: datetime,
) -> int:
    """Answer with exactly the proposals that were ticked, files included; return how many.

    raises   NothingChosen, ProposalsChanged when one of them says something else by now,
             TwoForOneQuestion, and what answering raises: then nothing is taken
    """
    wanted = list(keys)
    if not wanted:
        raise NothingChosen()
    # Whoever changes the sheet meanwhile waits: what is compared is what is overwritten.
    hold_round(inspection)
    rows = chosen(proposals_for(inspection, company, today), wanted)
    take_answers(inspection, [row.given for row in rows], by=by, at=at, code="answer.reused")
    files = StoredFile.objects.filter(organization=company).in_bulk([f for row in rows for f in row.files])
    for row in rows:
        for number in row.files:
            if number in files:
                show_kept(inspection, row.check.id, files[number], by=by, at=at)
    _remember(inspection, rows, by, at)
    return len(rows)


def _remember(inspection: Inspection, rows: tuple[Proposal, ...], by: User, at: datetime) -> None:
    papers = Certificate.objects.in_bulk([r.source for r in rows if r.basis is Basis.CERTIFICATE])
    for row in rows:
        paper = papers.get(row.source) if row.basis is Basis.CERTIFICATE else None
        Reuse.objects.update_or_create(
            inspection=inspection,
            check_id=row.check.id,
            defaults={
                "kept_id": None if paper else row.source,
                "certificate": paper,
                "answer": row.given.answer.value,
                "kind": paper.kind if paper else "",
                "number": paper.number if paper else "",
                "scope": paper.scope if paper else "",
                "until": paper.valid_until if paper else None,
                "taken_by": by,
                "taken_at": at,
            },
        )
    used = [row.source for row in rows if row.basis is not Basis.CERTIFICATE]
    KeptAnswerRecord.objects.filter(pk__in=used).update(last_used_at=at)
    company = next((p.organization_id for p in papers.values()), None)
    owner = (
        company or KeptAnswerRecord.objects.filter(pk__in=used).values_list("organization", flat=True).first()
    )
    record("library.used", inspection, by=by, at=at, organization=owner, facts={"answers": len(rows)})


@transaction.atomic
def forget_reuses(inspection: Inspection, checks: Iterable[str]) -> None:
    """Let the answers to questions that changed rest on nothing: given again, they say on what they rest."""
    Reuse.objects.filter(inspection=inspection, check_id__in=list(checks)).delete()
