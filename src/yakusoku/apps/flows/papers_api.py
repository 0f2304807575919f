"""The draft of the decisions as a paper, over HTTP."""

from django.http import Http404, HttpResponse
from ninja import Router

from yakusoku.adapters.pdf import decisions_pdf
from yakusoku.apps.engagements.access import client_engagement_for
from yakusoku.apps.specifications.queries import draft_pack, latest_version
from yakusoku.web.api import FILE, ApiRequest
from yakusoku.web.exports import download as attach

router = Router(tags=["publication"])


@router.get("/engagements/{pk}/decision-paper", openapi_extra=FILE, summary="採否判断書の下書き（PDF）")
def decision_paper(request: ApiRequest, pk: int) -> HttpResponse:
    """Hand out the decisions as they stand now, before publication."""
    engagement = client_engagement_for(request.auth, pk)
    if not engagement.described:
        raise Http404
    latest = latest_version(engagement)
    raw = decisions_pdf(draft_pack(engagement, latest.number + 1 if latest else 1))
    return attach(raw, "application/pdf", f"decisions-{engagement.reference}.pdf")
