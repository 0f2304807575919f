"""What whoever is asked does besides single answers: who holds data now, and what is as last time."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.inspections import access
from yakusoku.apps.inspections.again import confirm_same
from yakusoku.apps.inspections.forms import HoldersForm, NoteForm
from yakusoku.apps.inspections.holders import look_at_holders, state_holders
from yakusoku.apps.inspections.views import show_sheet
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import FIELD
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest


@require_POST
def holders(request: UserRequest, pk: int) -> HttpResponse:
    """Take what is told about who holds data now."""
    who = require(acting(request), Act.WRITE_ANSWER)
    found = access.as_contractor(who, pk)
    form = HoldersForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            state_holders(
                found,
                unchanged=data["same"] == "yes",
                told=data["told"],
                seen=request.POST.get(FIELD),
                by=request.user,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error("told", sentence(refusal))
        else:
            messages.success(request, _("いま情報を持っている者を確かめました。"))
            return redirect(reverse("inspection", args=[found.pk]) + "#holders")
    return show_sheet(request, found, holders_form=form)


@require_POST
def look(request: UserRequest, pk: int) -> HttpResponse:
    """Record that the client looked at a difference."""
    found = access.as_client(require(acting(request), Act.RECORD_CHAIN), pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return show_sheet(request, found, note_form=form)
    try:
        note, seen = form.cleaned_data["note"], request.POST.get(FIELD)
        look_at_holders(found, note=note, seen=seen, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("確かめたことを記録しました。"))
    return redirect(reverse("inspection", args=[found.pk]) + "#holders")


@require_POST
def same(request: UserRequest, pk: int, slug: str) -> HttpResponse:
    """Answer what is left of an article as last time."""
    who = require(acting(request), Act.WRITE_ANSWER)
    found = access.as_contractor(who, pk)
    try:
        count = confirm_same(found, slug, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("%d問を、前回と同じと答えました。") % count)
    return redirect(reverse("inspection", args=[found.pk]) + f"#same-{slug}")
