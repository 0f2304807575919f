"""Locking what the board acts on, always in one order: the board, the meeting, the item; the trail comes last."""

from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.board.models import Item, Meeting


def hold_board(organization: int) -> None:
    """Let nobody else act on the board of an organisation: what waits is counted one act after the other."""
    Organization.objects.select_for_update(no_key=True).get(pk=organization)


def hold_meeting(meeting: Meeting) -> Meeting:
    """Lock a meeting and return it as it stands."""
    hold_board(meeting.organization_id)
    rows = Meeting.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("organization").get(pk=meeting.pk)


def hold_item(item: Item) -> Item:
    """Lock an item after its meeting, so that neither a call-off nor the attendance changes under a vote."""
    hold_meeting(item.meeting)
    rows = Item.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("meeting__organization", "candidacy__engagement", "candidacy__company").get(
        pk=item.pk
    )
