"""The page of one item: the packet left; interests, votes and the decision right."""

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import Acting, acting, require
from yakusoku.apps.accounts.models import User
from yakusoku.apps.board import access, deliberation
from yakusoku.apps.board.deliberation import mark_of
from yakusoku.apps.board.forms import (
    AloneForm,
    ConditionForm,
    ConflictForm,
    CorrectionForm,
    DecisionForm,
    DiscussionForm,
    RoomVoteForm,
    VoteForm,
)
from yakusoku.apps.board.models import Attendance, ConditionState, Item, ItemState, Seat, Side, Stage
from yakusoku.apps.board.packet import packet_of
from yakusoku.apps.board.queries import ballot_of, rule_of, rules_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.board.voting import DECIDED_LABELS, VOTE_LABELS, Decided, Result, Standing, Vote, count
from yakusoku.web.attempts import attempted, tried
from yakusoku.web.edits import FIELD
from yakusoku.web.requests import UserRequest
from yakusoku.web.words import say


@require_GET
def item(request: UserRequest, meeting: int, pk: int) -> HttpResponse:
    """Show an item."""
    return show_item(request, access.item_for(acting(request), meeting, pk))


@require_POST
def declare(request: UserRequest, meeting: int, pk: int) -> HttpResponse:
    """Let a member step aside."""
    who = require(acting(request), Act.VOTE)
    found = access.item_for(who, meeting, pk)
    form = ConflictForm(request.POST, prefix="conflict")
    if attempted(
        form,
        lambda: deliberation.declare_conflict(found, form.cleaned_data["reason"], by=request.user, at=now()),
    ):
        messages.success(request, _("利害関係の申出を記録しました。この議案には加わりません。"))
        return redirect(found)
    return show_item(request, found, conflict=form)


@require_POST
def vote(request: UserRequest, meeting: int, pk: int) -> HttpResponse:
    """Take a member's own vote."""
    who = require(acting(request), Act.VOTE)
    found = access.item_for(who, meeting, pk)
    form = VoteForm(request.POST, prefix="own")
    if attempted(
        form,
        lambda: deliberation.vote(
            found,
            Vote(form.cleaned_data["vote"]),
            form.cleaned_data["comment"],
            seen=_seen(request),
            by=request.user,
            at=now(),
        ),
    ):
        messages.success(request, _("投票しました。議案が決するまで変えられます。"))
        return redirect(found)
    return show_item(request, found, own=form)


@require_POST
def room_vote(request: UserRequest, meeting: int, pk: int) -> HttpResponse:
    """Write down a vote given in the room."""
    who = require(acting(request), Act.RUN_BOARD)
    found = access.item_to_run(who, meeting, pk)
    form = RoomVoteForm(request.POST, prefix="room", members=_members(found))
    if attempted(
        form,
        lambda: deliberation.vote(
            found,
            Vote(form.cleaned_data["vote"]),
            "",
            of=form.cleaned_data["member"],
            seen=_seen(request),
            by=request.user,
            at=now(),
        ),
    ):
        messages.success(request, _("%sさんの投票を書き留めました。") % form.cleaned_data["member"].name)
        return redirect(found)
    return show_item(request, found, room=form)


def _seen(request: UserRequest) -> list[str] | None:
    """Return the stamps of the votes that the page showed."""
    told = request.POST.get(FIELD)
    return None if told is None else told.split()


@require_POST
def discuss(request: UserRequest, meeting: int, pk: int) -> HttpResponse:
    """Keep what was said."""
    found = access.item_to_run(acting(request), meeting, pk)
    form = DiscussionForm(request.POST, prefix="talk")
    if attempted(
        form,
        lambda: deliberation.write_discussion(
            found, form.cleaned_data["discussion"], form.cleaned_data["before"], by=request.user, at=now()
        ),
    ):
        messages.success(request, _("審議の内容を保存しました。"))
        return redirect(found)
    return show_item(request, found, talk=form)


@require_POST
def propose(request: UserRequest, meeting: int, pk: int) -> HttpResponse:
    """Add a condition."""
    found = access.item_to_run(acting(request), meeting, pk)
    form = ConditionForm(request.POST, prefix="condition")
    if attempted(form, lambda: _propose(found, form, request.user)):
        messages.success(request, _("条件の案を加えました。"))
        return redirect(found)
    return show_item(request, found, condition=form)


def _propose(found: Item, form: ConditionForm, by: User) -> None:
    told = form.cleaned_data
    deliberation.propose_condition(
        found, told["text"], Side(told["side"]), told["due_on"], told["proof"], by=by, at=now()
    )


@require_POST
def withdraw_condition(request: UserRequest, meeting: int, pk: int, condition: int) -> HttpResponse:
    """Take a proposed condition away."""
    found = access.item_to_run(acting(request), meeting, pk)
    proposed = get_object_or_404(found.conditions, pk=condition)
    tried(
        request,
        lambda: deliberation.withdraw_condition(proposed, by=request.user, at=now()),
        _("条件の案を取り下げました。"),
    )
    return redirect(found)


@require_POST
def close(request: UserRequest, meeting: int, pk: int) -> HttpResponse:
    """Decide an item by the votes."""
    found = access.item_to_run(acting(request), meeting, pk)
    form = DecisionForm(request.POST, prefix="decision")
    if attempted(
        form,
        lambda: deliberation.close_item(found, form.cleaned_data["decision"], by=request.user, at=now()),
    ):
        messages.success(request, _("議案を決しました。"))
        return redirect(found)
    return show_item(request, found, decision=form)


@require_POST
def alone(request: UserRequest, meeting: int, pk: int) -> HttpResponse:
    """Take a decision of the chair alone."""
    found = access.item_to_run(require(acting(request), Act.VOTE), meeting, pk)
    form = AloneForm(request.POST, prefix="alone")
    if attempted(
        form,
        lambda: deliberation.decide_alone(
            found,
            Decided(form.cleaned_data["decided"]),
            form.cleaned_data["reason"],
            by=request.user,
            at=now(),
        ),
    ):
        messages.success(request, _("専決を記録しました。"))
        return redirect(found)
    return show_item(request, found, alone=form)


@require_POST
def correct(request: UserRequest, meeting: int, pk: int) -> HttpResponse:
    """Put the wording of a decision right."""
    found = access.item_to_run(acting(request), meeting, pk)
    form = CorrectionForm(request.POST, prefix="correction")
    told = form.cleaned_data if form.is_valid() else {}
    if attempted(
        form,
        lambda: deliberation.correct_decision(
            found,
            told["decision"],
            told["reason"],
            before=request.POST.get(FIELD),
            by=request.user,
            at=now(),
        ),
    ):
        messages.success(request, _("決定の文を訂正しました。議長が議事録を承認し直すと、記録が改まります。"))
        return redirect(found)
    return show_item(request, found, correction=form)


def show_item(request: UserRequest, found: Item, **bound: Form) -> HttpResponse:
    """Return the page of an item; a form that was refused comes back as it was typed, with 422."""
    who = acting(request)
    if bound and found.state != ItemState.OPEN:
        found = access.item_for(who, found.meeting_id, found.pk)
    seats = list(found.meeting.seats.select_related("user"))
    conflicts = list(found.conflicts.select_related("user"))
    recused = any(conflict.user_id == who.user.pk for conflict in conflicts)
    reads = who.sees_all and not recused
    rules = rules_of(found.meeting.organization_id)
    result = count(rule_of(rules), ballot_of(found, seats))
    doors = doors_of(who, found, seats, result, reads=reads)
    candidacy = found.candidacy
    context: dict[str, Any] = {
        "item": found,
        "decision_mark": deliberation.mark_of(found.decision),
        "meeting": found.meeting,
        "board": rules,
        "engagement": candidacy.engagement if candidacy else None,
        "packet": packet_of(candidacy, localdate()) if candidacy else None,
        "conflicts": conflicts if reads else [],
        "recused": recused,
        "reads": reads,
        "result": result,
        "decided_words": say(DECIDED_LABELS[result.decided]) if result.decided else "",
        "tied": result.standing is Standing.TIED,
        "conditions": conditions_shown(found, reads=reads),
        "wrong": next((form for form in bound.values() if form.errors), None),
        **(votes_shown(who, found, seats, result, names=rules.names_in_minutes) if reads else {}),
        **doors,
        **forms_of(found, who, bound),
    }
    return render(request, "board/item.html", context, status=422 if bound else 200)


def doors_of(who: Acting, found: Item, seats: list[Seat], result: Result, *, reads: bool) -> dict[str, Any]:
    """Return what the person may do with the item now, and which of it comes next."""
    live = found.state == ItemState.OPEN and found.meeting.stage == Stage.CALLED
    seat = next((seat for seat in seats if seat.user_id == who.user.pk), None)
    runs = reads and (who.may(Act.RUN_BOARD) or (who.may(Act.VOTE) and found.meeting.chair_id == who.user.pk))
    may_vote = live and reads and seat is not None and seat.attendance == Attendance.PRESENT
    waits = seat is not None and who.user.pk in result.waiting
    closes = live and runs
    return {
        "live": live,
        "seat": seat,
        "may_declare": live and reads and seat is not None,
        "may_vote": may_vote,
        "may_write": runs and found.state != ItemState.DROPPED,
        "may_close": closes,
        "may_record": closes and who.may(Act.RUN_BOARD),
        "presides": live and runs and found.meeting.chair_id == who.user.pk,
        "next_act": "vote" if may_vote and waits else "close" if closes and result.decided else "",
    }


def votes_shown(
    who: Acting, found: Item, seats: list[Seat], result: Result, *, names: bool
) -> dict[str, Any]:
    """Return the votes as far as the person may read them: all for the secretariat; for others at the end.

    Before, everybody sees who has voted, and the own vote.
    """
    votes = {vote.user_id: vote for vote in found.votes.select_related("recorded_by")}
    aside_of = {conflict.user_id for conflict in found.conflicts.all()}
    closed = found.state == ItemState.CLOSED
    secretary = who.may(Act.RUN_BOARD)
    told = closed or secretary
    rows = []
    for seat in seats:
        vote = votes.get(seat.user_id)
        shows = vote and (secretary or seat.user_id == who.user.pk or (closed and names))
        aside = seat.user_id in aside_of
        rows.append(
            {"seat": seat, "voted": vote is not None, "vote": vote if shows else None, "aside": aside}
        )
    counts = [(say(VOTE_LABELS[vote]), result.counts.get(vote, 0)) for vote in Vote] if told else []
    return {"votes": rows, "counts": counts, "own_vote": votes.get(who.user.pk)}


def conditions_shown(found: Item, *, reads: bool) -> list[Any]:
    """Return the conditions: proposals only for those who read what the board says."""
    hidden = {ConditionState.DROPPED} if reads else {ConditionState.DROPPED, ConditionState.PROPOSED}
    return [condition for condition in found.conditions.all() if condition.state not in hidden]


def forms_of(found: Item, who: Acting, bound: dict[str, Form]) -> dict[str, Form]:
    """Return the forms of the page, those that were refused as they were typed."""
    own = found.votes.filter(user=who.user).first()
    told = {"vote": own.vote, "comment": own.comment} if own else {}
    forms: dict[str, Form] = {
        "conflict": ConflictForm(prefix="conflict"),
        "own": VoteForm(prefix="own", initial=told),
        "room": RoomVoteForm(prefix="room", members=_members(found)),
        "talk": DiscussionForm(
            prefix="talk", initial={"discussion": found.discussion, "before": mark_of(found.discussion)}
        ),
        "condition": ConditionForm(prefix="condition"),
        "decision": DecisionForm(prefix="decision", initial={"decision": found.decision}),
        "alone": AloneForm(prefix="alone"),
        "correction": CorrectionForm(prefix="correction", initial={"decision": found.decision}),
    }
    return {f"{name}_form": bound.get(name, form) for name, form in forms.items()}


def _members(found: Item) -> Any:
    return User.objects.filter(board_seats__meeting=found.meeting_id).order_by("name", "pk")
