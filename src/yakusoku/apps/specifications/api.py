"""Published versions over HTTP."""

from datetime import datetime
from typing import Any

from ninja import Router, Schema

from yakusoku.apps.specifications import access
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.packs.report import pack_report
from yakusoku.web.api import ApiRequest, Problem

router = Router(tags=["specifications"])


class VersionOut(Schema):
    """A publication; `fingerprint` is the SHA-256 of its whole content."""

    number: int
    fingerprint: str
    published_at: datetime
    reason: str


def version_out(version: Version) -> VersionOut:
    """Return a version as JSON values."""
    return VersionOut(
        number=version.number,
        fingerprint=version.fingerprint,
        published_at=version.published_at,
        reason=version.reason,
    )


@router.get(
    "/engagements/{pk}/versions/{number}",
    response={200: dict[str, Any], 404: Problem},
    summary="発行した版の内容",
)
def version(request: ApiRequest, pk: int, number: int) -> dict[str, Any]:
    """Return what a version says, in the shape of pack.json; a contractor gets no reasons for declining."""
    found = access.version_for(request.auth, pk, number)
    report = pack_report(pack_of(found))
    if found.engagement.organization_id != request.auth.organization.pk:
        report["declined"] = []
    return report
