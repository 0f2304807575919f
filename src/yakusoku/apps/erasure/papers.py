"""消去証明書: what a certificate says, for one copy or for all of one holder. Papers are always Japanese."""

from collections.abc import Iterable
from datetime import date

from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.erasure.models import Copy
from yakusoku.domain.dates.eras import era_date
from yakusoku.domain.erasure import paper
from yakusoku.domain.erasure.methods import Ending, Medium, Method
from yakusoku.domain.letters.model import Letter


def told_copy(copy: Copy) -> paper.ProvenCopy:
    """Return a copy as the paper tells it."""
    return paper.ProvenCopy(
        reference=copy.reference,
        what=copy.what,
        categories=tuple(copy.categories),
        medium=Medium(copy.medium),
        place=copy.place,
        number=copy.number,
        holder=holder_of(copy),
        ending=Ending(copy.ending),
        method=Method(copy.method) if copy.method else None,
        done_on=copy.done_on,
        done_by=copy.done_by,
        witness=copy.witness,
        device=copy.device,
        kept_reason=copy.kept_reason,
        kept_until=copy.kept_until,
    )


def holder_of(copy: Copy) -> str:
    """Return who holds or held a copy."""
    if copy.hop is not None:
        return copy.hop.name
    return copy.engagement.contractor.name if copy.engagement.contractor else ""


def certificate_of(copies: Iterable[Copy], engagement: Engagement, holder: str, day: date) -> Letter:
    """Return the certificate that a holder gives the client for copies whose end was told.

    day   the day it bears, as a rule today
    """
    told = [told_copy(copy) for copy in copies if copy.ending]
    client = (engagement.organization.name, f"{engagement.department.name} 御中")
    number = told[0].reference if len(told) == 1 else engagement.reference
    contractor = engagement.contractor.name if engagement.contractor else ""
    return paper.certificate(
        told,
        number=number,
        day=day,
        work=f"{engagement.title}（{engagement.reference}）",
        client=client,
        contractor=contractor,
        holder=holder,
        write_day=era_date,
    )
