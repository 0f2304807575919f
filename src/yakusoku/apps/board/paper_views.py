"""Papers of the board: packets to take away, and the minutes."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.adapters.letters import letter_docx, letter_pdf
from yakusoku.apps.accounts.access import acting
from yakusoku.apps.accounts.models import User
from yakusoku.apps.board import access
from yakusoku.apps.board.forms import OptionalReasonForm
from yakusoku.apps.board.minutes import approve, fingerprint, latest_minutes, minutes_of
from yakusoku.apps.board.models import Conflict, Item, ItemState, Meeting, MinutesVersion, Stage
from yakusoku.apps.board.packet import packet_of
from yakusoku.apps.board.queries import agenda_of, rules_of
from yakusoku.apps.files.answers import download
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.board.minutes import minutes_letter
from yakusoku.domain.board.packet import packet_letter, packets_letter
from yakusoku.domain.files.acceptance import KINDS
from yakusoku.domain.letters.model import Letter
from yakusoku.web.attempts import attempted
from yakusoku.web.edits import FIELD
from yakusoku.web.exports import download as attach
from yakusoku.web.requests import UserRequest

MAKERS = {"pdf": letter_pdf, "docx": letter_docx}


@require_GET
def packet(request: UserRequest, meeting: int, pk: int, kind: str) -> HttpResponse:
    """Hand out the packet of a case."""
    return packet_answer(access.item_for(acting(request), meeting, pk), kind)


def packet_answer(found: Item, kind: str) -> HttpResponse:
    """Return the packet of a case, docx or pdf; 404 for a free subject."""
    if found.candidacy is None or kind not in MAKERS:
        raise Http404
    with translation.override("ja"):
        letter = packet_letter(
            packet_of(found.candidacy, localdate()),
            board=rules_of(found.meeting.organization_id).title,
            number=_("%(meeting)s 議案%(number)s") % {"meeting": found.meeting, "number": place_of(found)},
            day=localdate(),
        )
    return _paper(letter, f"packet-{found.candidacy.engagement.reference}", kind)


@require_GET
def packets(request: UserRequest, pk: int) -> HttpResponse:
    """Hand out the packets of a whole meeting as one PDF."""
    return packets_answer(access.meeting_for(acting(request), pk))


def packets_answer(found: Meeting) -> HttpResponse:
    """Return the packets of a whole meeting as one PDF."""
    cases = [
        (number, packet_of(item.candidacy, localdate()))
        for number, item in enumerate(agenda_of(found), start=1)
        if item.candidacy
    ]
    with translation.override("ja"):
        letter = packets_letter(
            cases, board=rules_of(found.organization_id).title, meeting=str(found), day=localdate()
        )
    return _paper(letter, f"packets-{found.number}", "pdf")


@require_GET
def minutes(request: UserRequest, pk: int) -> HttpResponse:
    """Show the minutes, and whether they are approved."""
    return show_minutes(request, access.meeting_for(acting(request), pk), OptionalReasonForm())


@require_POST
def approve_minutes(request: UserRequest, pk: int) -> HttpResponse:
    """Let the chair approve the minutes."""
    found = access.meeting_for(acting(request), pk, Act.VOTE)
    form = OptionalReasonForm(request.POST)
    seen, at = request.POST.get(FIELD), now()
    if attempted(
        form, lambda: approve(found, form.cleaned_data["reason"], seen=seen, by=request.user, at=at)
    ):
        messages.success(request, _("議事録を承認しました。"))
        return redirect("board-minutes", found.pk)
    return show_minutes(request, found, form)


@require_GET
def draft(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Hand out the minutes as they stand, before they are approved."""
    return draft_answer(access.meeting_for(acting(request), pk), request.user, kind)


def draft_answer(found: Meeting, reader: User, kind: str) -> HttpResponse:
    """Return the minutes as they stand, as far as the reader may read them."""
    if kind not in MAKERS:
        raise Http404
    with translation.override("ja"):
        title = _("未承認")
    letter = minutes_letter(minutes_of(found, reader=reader))
    return _paper(
        Letter(
            letter.title, f"{letter.number}　{title}", letter.day, letter.to, letter.sender, letter.blocks
        ),
        f"minutes-{found.number}-draft",
        kind,
    )


@require_GET
def kept_minutes(request: UserRequest, pk: int, version: int, kind: str) -> HttpResponse | FileResponse:
    """Hand out approved minutes; for who stepped aside from an item, without what was said about it."""
    return kept_answer(access.minutes_for(acting(request), pk, version), request.user, kind)


def kept_answer(kept: MinutesVersion, reader: User, kind: str) -> HttpResponse | FileResponse:
    """Return approved minutes, as far as the reader may read them."""
    if kind not in MAKERS:
        raise Http404
    if stepped_aside(kept.meeting, reader):
        told = minutes_of(kept.meeting, version=kept.version, reason=kept.reason, reader=reader)
        return _paper(minutes_letter(told), f"minutes-{kept.meeting.number}-{kept.version}", kind)
    return download(kept.pdf if kind == "pdf" else kept.docx)


def show_minutes(request: UserRequest, found: Meeting, form: OptionalReasonForm) -> HttpResponse:
    """Return the page of the minutes."""
    closed = found.stage == Stage.CLOSED
    latest = latest_minutes(found)
    present = fingerprint(found)
    stale = bool(latest and latest.fingerprint != present)
    context = {
        "meeting": found,
        "board": rules_of(found.organization_id),
        "minutes": minutes_of(found, reader=request.user),
        "versions": found.minutes.select_related("approved_by"),
        "latest": latest,
        "stale": stale,
        "mark": present,
        "closed": closed,
        "approves": closed and found.chair_id == request.user.pk and (stale or latest is None),
        "form": form,
    }
    return render(request, "board/minutes.html", context, status=422 if form.errors else 200)


def stepped_aside(meeting: Meeting, reader: User) -> bool:
    """Return whether the reader stepped aside from any item of a meeting."""
    return Conflict.objects.filter(item__meeting=meeting, user=reader).exists()


def place_of(item: Item) -> int:
    """Return the number of an item in its agenda."""
    rows = item.meeting.items.exclude(state=ItemState.DROPPED)
    return rows.filter(position__lt=item.position).count() + 1


def _paper(letter: Letter, name: str, kind: str) -> HttpResponse:
    return attach(MAKERS[kind](letter), KINDS[kind].content_type, f"{name}.{kind}")
