"""What is due, over HTTP: the same list as on the home page."""

from collections.abc import Sequence
from datetime import date

from django.utils.timezone import localdate
from ninja import Router, Schema
from ninja.pagination import paginate

from yakusoku.apps.duties.queries import duties_around, duties_elsewhere, duties_of, held
from yakusoku.apps.duties.shown import ShownDuty, shown_with_holders
from yakusoku.web.api import ApiRequest, Listed, Pages

router = Router(tags=["duties"])


class DutyOut(Schema):
    """One thing that waits for the caller.

    kind    what it is, as a stable code; `what` and `why` say it in words
    left    how many pieces of it are left; 0: it is one piece
    due_on  the last day; null: as soon as possible
    assignee, assignee_id   whose matter it is; empty and null: anyone's of the side who has the right
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
    assignee: str
    assignee_id: int | None


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
        assignee=row.holder.name if row.holder else "",
        assignee_id=row.holder.pk if row.holder else None,
    )


@router.get("/duties", response=list[DutyOut], summary="することの一覧")
@paginate(Pages)
def duties(request: ApiRequest, elsewhere: bool = False, colleagues: bool = False) -> Sequence[DutyOut]:
    """List what waits for the caller, the earliest day first.

    `colleagues`: with what beside the caller is assigned to others; `elsewhere`: in other departments.
    """
    beside = duties_around if colleagues else duties_of
    rows = held(duties_elsewhere(request.auth) if elsewhere else beside(request.auth))
    return Listed(
        rows.select_related("assignee"),
        lambda page: [duty_out(row) for row in shown_with_holders(page, localdate())],
    )
