"""The catalogue over HTTP: what it asks for, and the organisation's own additions. Mounted by the router of works."""

from datetime import datetime
from typing import Annotated

from django.utils.timezone import now
from ninja import Router
from pydantic import AfterValidator, StringConstraints

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.engagements import services
from yakusoku.apps.engagements.models import CatalogueOverlay
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import ApiRequest, Marked, Problem, Replacing, storable
from yakusoku.web.edits import mark_of_row

router = Router(tags=["catalogue"])


class OverlayIn(Replacing):
    """An organisation's own additions and overrides, as YAML; empty: none."""

    text: Annotated[str, StringConstraints(max_length=500_000), AfterValidator(storable)]


class OverlayOut(Marked):
    """The same, as it was kept last."""

    text: str
    changed_at: datetime | None


def overlay_out(who: Acting) -> OverlayOut:
    """Return an organisation's own additions as JSON values."""
    present = CatalogueOverlay.objects.filter(organization=who.organization).first()
    return OverlayOut(
        text=present.text if present else "",
        changed_at=present.changed_at if present else None,
        mark=mark_of_row(present),
    )


@router.get("/catalogue/overlay", response=OverlayOut, summary="団体の追加と変更")
def read_overlay(request: ApiRequest) -> OverlayOut:
    """Return the organisation's own additions and overrides."""
    return overlay_out(require(request.auth, Act.OVERLAY_CATALOGUE))


@router.put("/catalogue/overlay", response={200: OverlayOut, 409: Problem}, summary="団体の追加と変更を書く")
def write_overlay(request: ApiRequest, body: OverlayIn) -> OverlayOut:
    """Set the organisation's own additions and overrides, if the whole catalogue holds with them."""
    who = require(request.auth, Act.OVERLAY_CATALOGUE)
    services.keep_overlay(who.organization, body.text, seen=body.mark, by=who.user, at=now())
    return overlay_out(who)
