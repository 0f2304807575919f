"""Pages of the board: its lists, its settings and a meeting."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import Acting, acting, require
from yakusoku.apps.board import access, deliberation, services
from yakusoku.apps.board.forms import AttendanceForm, MeetingForm, ReasonForm, RulesForm, SubjectForm
from yakusoku.apps.board.lists import BEFORE_THE_END, board_list
from yakusoku.apps.board.minutes import latest_minutes
from yakusoku.apps.board.models import Attendance, BoardRules, Item, ItemState, Manner, Meeting, Seat, Stage
from yakusoku.apps.board.queries import (
    agenda_of,
    ballot_of,
    members_of,
    rule_of,
    rules_of,
    waiting_cases,
)
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.board.voting import count
from yakusoku.web.attempts import attempted, tried
from yakusoku.web.edits import FIELD, mark_of_row
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest

# What is offered for the agenda at once; the list of waiting cases has them all.
MOST_OFFERED = 30


@require_GET
def meetings(request: UserRequest) -> HttpResponse:
    """List meetings, cases that wait for one, or conditions that are not met."""
    who = acting(request)
    found = board_list(who, request.GET)
    wanted = request.GET.get("format", "")
    if wanted:
        return found.table().answer(wanted)
    context = {
        "board": rules_of(who.organization.pk),
        "found": found,
        "listing": found.listing,
        "show": found.show,
        "counts": found.counts,
        "page": page_of(found.rows, request.GET),
        "runs": who.may(Act.RUN_BOARD),
    }
    return render(request, "board/list.html", context)


@require_http_methods(["GET", "POST"])
def settings(request: UserRequest) -> HttpResponse:
    """Show and settle how the board works."""
    who = require(acting(request), Act.RUN_BOARD)
    kept = rules_of(who.organization.pk)
    members = members_of(who.organization)
    initial = {name: getattr(kept, name) for name in RulesForm.base_fields if name != "chair"}
    form = RulesForm(
        request.POST if request.method == "POST" else None,
        members=members,
        initial={**initial, "chair": kept.chair_id},
    )
    if request.method == "POST" and attempted(form, lambda: _set_rules(who, form, request.POST.get(FIELD))):
        messages.success(request, _("審査会の決まりを保存しました。"))
        return redirect("board-settings")
    context = {"form": form, "members": members, "board": kept, "manages": who.may(Act.MANAGE_MEMBERS)}
    context["mark"] = mark_of_row(kept)
    return render(request, "board/settings.html", context, status=422 if form.errors else 200)


def _set_rules(who: Acting, form: RulesForm, seen: str | None) -> None:
    told = form.cleaned_data
    services.set_rules(
        who.organization,
        form.rule(),
        name=told["name"],
        chair=told["chair"],
        names_in_minutes=told["names_in_minutes"],
        seen=seen,
        by=who.user,
        at=now(),
    )


@require_http_methods(["GET", "POST"])
def begin(request: UserRequest) -> HttpResponse:
    """Prepare a meeting."""
    who = require(acting(request), Act.RUN_BOARD)
    form = MeetingForm(
        request.POST if request.method == "POST" else None, members=members_of(who.organization)
    )
    made: list[Meeting] = []
    if request.method == "POST" and attempted(
        form, lambda: made.append(services.plan_meeting(who.organization, _plan(form), by=who.user, at=now()))
    ):
        return redirect(made[0])
    status = 422 if form.errors else 200
    return render(request, "board/meeting_form.html", {"form": form, "meeting": None}, status=status)


@require_http_methods(["GET", "POST"])
def change(request: UserRequest, pk: int) -> HttpResponse:
    """Change when, where and how a meeting is held."""
    who = acting(request)
    meeting = access.meeting_for(who, pk, Act.RUN_BOARD)
    mark = mark_of_row(meeting)
    initial = {
        "manner": meeting.manner,
        "held_on": meeting.held_on,
        "starts_at": meeting.starts_at,
        "place": meeting.place,
        "chair": meeting.chair_id,
        "note": meeting.note,
    }
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        members=members_of(who.organization),
        initial=initial,
    )
    if request.method == "POST" and attempted(
        form,
        lambda: services.change_meeting(
            meeting, _plan(form), seen=request.POST.get(FIELD), by=who.user, at=now()
        ),
    ):
        messages.success(request, _("会議の予定を保存しました。"))
        return redirect(meeting)
    status = 422 if form.errors else 200
    return render(
        request, "board/meeting_form.html", {"form": form, "meeting": meeting, "mark": mark}, status=status
    )


def _plan(form: MeetingForm) -> services.Plan:
    told = form.cleaned_data
    return services.Plan(
        manner=Manner(told["manner"]),
        held_on=told["held_on"],
        starts_at=told["starts_at"],
        place=told["place"],
        note=told["note"],
        chair=told["chair"],
    )


@require_GET
def meeting(request: UserRequest, pk: int) -> HttpResponse:
    """Show a meeting: agenda, members, and what is to be done."""
    return show_meeting(request, access.meeting_for(acting(request), pk))


@require_POST
def call(request: UserRequest, pk: int) -> HttpResponse:
    """Call the members."""
    found = access.meeting_for(acting(request), pk, Act.RUN_BOARD)
    tried(
        request,
        lambda: services.call(found, by=request.user, at=now()),
        _("委員を招集しました。委員のホームに、資料を読む仕事が届いています。"),
    )
    return redirect(found)


@require_POST
def confirm_reading(request: UserRequest, pk: int) -> HttpResponse:
    """Note that a member has read the papers and declared every interest."""
    found = access.meeting_for(acting(request), pk, Act.VOTE)
    tried(
        request,
        lambda: deliberation.confirm_reading(found, by=request.user, at=now()),
        _("ありがとうございます。資料を読んだことを記録しました。"),
    )
    return redirect(found)


@require_POST
def attend(request: UserRequest, pk: int) -> HttpResponse:
    """Take who is there."""
    found = access.meeting_for(acting(request), pk, Act.RUN_BOARD)
    form = AttendanceForm(request.POST, seats=_told_seats(found.seats.select_related("user")))
    seen = request.POST.get(FIELD)
    if attempted(
        form, lambda: services.attend(found, form.attendance(), seen=seen, by=request.user, at=now())
    ):
        messages.success(request, _("出欠を保存しました。"))
        return redirect(found)
    return show_meeting(request, found, attendance=form)


@require_POST
def add_case(request: UserRequest, pk: int, candidacy: int) -> HttpResponse:
    """Put a waiting case on the agenda."""
    who = acting(request)
    found = access.meeting_for(who, pk, Act.RUN_BOARD)
    case = access.case_for(who, candidacy)
    tried(
        request,
        lambda: services.add_case(found, case, by=request.user, at=now()),
        _("「%s」を議案に加えました。") % case.engagement.title,
    )
    return redirect(found)


@require_POST
def add_subject(request: UserRequest, pk: int) -> HttpResponse:
    """Put a free subject on the agenda."""
    found = access.meeting_for(acting(request), pk, Act.RUN_BOARD)
    form = SubjectForm(request.POST)
    if attempted(
        form,
        lambda: services.add_subject(found, form.cleaned_data["title"], by=request.user, at=now()),
    ):
        return redirect(found)
    return show_meeting(request, found, subject=form)


@require_POST
def move(request: UserRequest, meeting: int, pk: int, way: str) -> HttpResponse:
    """Let an item change places with its neighbour."""
    who = require(acting(request), Act.RUN_BOARD)
    item = access.item_to_run(who, meeting, pk)
    tried(
        request,
        lambda: services.move_item(item, way == "up", by=request.user, at=now()),
        _("議案の順番を変えました。"),
    )
    return redirect(item.meeting)


@require_POST
def drop(request: UserRequest, meeting: int, pk: int) -> HttpResponse:
    """Take an item off the agenda."""
    who = require(acting(request), Act.RUN_BOARD)
    item = access.item_to_run(who, meeting, pk)
    tried(
        request,
        lambda: services.drop_item(item, by=request.user, at=now()),
        _("議案から外しました。案件は次の会議を待ちます。"),
    )
    return redirect(item.meeting)


@require_POST
def close(request: UserRequest, pk: int) -> HttpResponse:
    """End a meeting."""
    found = access.meeting_for(acting(request), pk, Act.RUN_BOARD)
    tried(
        request,
        lambda: services.close_meeting(found, by=request.user, at=now()),
        _("会議を終えました。議長が議事録を承認すると、記録が確定します。"),
    )
    return redirect(found)


@require_POST
def cancel(request: UserRequest, pk: int) -> HttpResponse:
    """Call a meeting off."""
    found = access.meeting_for(acting(request), pk, Act.RUN_BOARD)
    form = ReasonForm(request.POST)
    if attempted(
        form,
        lambda: services.cancel_meeting(found, form.cleaned_data["reason"], by=request.user, at=now()),
    ):
        messages.success(request, _("会議を取りやめました。決していない案件は、次の会議を待ちます。"))
        return redirect(found)
    return show_meeting(request, found, cancel=form)


def show_meeting(request: UserRequest, found: Meeting, **bound: Form) -> HttpResponse:
    """Return the page of a meeting; a form that was refused comes back as it was typed, with 422."""
    who = acting(request)
    seats = list(found.seats.select_related("user"))
    runs = who.may(Act.RUN_BOARD)
    early = found.stage in BEFORE_THE_END
    rules = rules_of(found.organization_id)
    items = list(agenda_of(found))
    waiting = waiting_cases(found.organization) if runs and early else None
    context: dict[str, Any] = {
        "meeting": found,
        "board": rules,
        "today": localdate(),
        "seats": seats,
        "rows": [row_of(item, seats, rules, who) for item in items],
        "left": sum(1 for item in items if item.state == ItemState.OPEN),
        "mine": next((seat for seat in seats if seat.user_id == who.user.pk), None),
        "runs": runs,
        "early": early,
        "called": found.stage == Stage.CALLED,
        "waiting": list(waiting[:MOST_OFFERED]) if waiting is not None else [],
        "minutes": latest_minutes(found) if found.stage == Stage.CLOSED else None,
        "present": sum(1 for seat in seats if seat.attendance == Attendance.PRESENT),
        "attendance_mark": services.mark_of_attendance(seats),
        "attendance_form": bound.get("attendance") or AttendanceForm(seats=_told_seats(seats)),
        "subject_form": bound.get("subject") or SubjectForm(),
        "cancel_form": bound.get("cancel") or ReasonForm(),
        "wrong": next((form for form in bound.values() if form.errors), None),
    }
    return render(request, "board/meeting.html", context, status=422 if bound else 200)


def row_of(item: Item, seats: list[Seat], rules: BoardRules, who: Acting) -> dict[str, Any]:
    """Return what the agenda shows of an item: where its voting stands, and whether the reader stepped aside."""
    result = count(rule_of(rules), ballot_of(item, seats))
    return {
        "item": item,
        "result": result,
        "voted": sum(result.counts.values()),
        "recused": any(conflict.user_id == who.user.pk for conflict in item.conflicts.all()),
        "aside": [conflict.user.name for conflict in item.conflicts.all()],
    }


def _told_seats(seats: Iterable[Seat]) -> list[tuple[int, str, str]]:
    return [(seat.user_id, seat.user.name, seat.attendance) for seat in seats]
