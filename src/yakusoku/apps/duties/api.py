"""What is due, over HTTP: the same list as on the home page."""

from collections.abc import Sequence
from datetime import date

from django.utils.timezone import localdate
from ninja import Router, Schema
from ninja.pagination import paginate

from yakusoku.apps.duties.queries import duties_elsewhere, duties_of
from yakusoku.apps.duties.shown import ShownDuty, shown
from yakusoku.web.api import ApiRequest, Listed, Pages

router = Router(tags=["duties"])


class DutyOut(Schema):
    """One thing that waits for the caller.

    kind    what it is, as a stable code; `what` and `why` say it in words
    left    how many pieces of it are left; 0: it is one piece
    due_on  the last day; null: as soon as possible
    """

    kind: str
    what: str
    why: str
    about: str
    engagement: int | None
    left: int
    due_on: date | None
    late: bool
    href: str


def duty_out(row: ShownDuty) -> DutyOut:
    """Return a duty as JSON values."""
    return DutyOut(
        kind=row.duty.kind,
        what=row.what,
        why=row.why,
        about=row.about,
        engagement=row.duty.engagement,
        left=row.duty.left,
        due_on=row.due_on,
        late=row.late,
        href=row.href,
    )


@router.get("/duties", response=list[DutyOut], summary="することの一覧")
@paginate(Pages)
def duties(request: ApiRequest, elsewhere: bool = False) -> Sequence[DutyOut]:
    """List what waits for the caller, the earliest day first; `elsewhere`: in other departments."""
    rows = duties_elsewhere(request.auth) if elsewhere else duties_of(request.auth)
    return Listed(rows, lambda page: [duty_out(row) for row in shown(page, localdate())])
