"""A staff list as a file: read, shown as a difference, then taken whole or dropped."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.adapters.staff_list import staff_list_form
from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.apps.accounts.access import acting
from yakusoku.apps.training import access, imports
from yakusoku.apps.training.forms import ListForm
from yakusoku.apps.training.models import PendingList
from yakusoku.apps.training.queries import companies_in
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import FIELD
from yakusoku.web.exports import XLSX, download
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest


@require_GET
def list_form(request: UserRequest, pk: int) -> HttpResponse:
    """Hand out the empty form of the staff list."""
    engagement = access.engagement_of_contractor(acting(request), pk)
    names = tuple(companies_in(engagement).values_list("name", flat=True))
    return download(staff_list_form(names), XLSX, f"staff-{engagement.reference}.xlsx")


@require_http_methods(["GET", "POST"])
def receive(request: UserRequest, pk: int) -> HttpResponse:
    """Show the waiting list beside the list as it stands, or read another one."""
    engagement = access.engagement_of_contractor(acting(request), pk)
    form = ListForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            imports.receive(engagement, form.cleaned_data["upload"], by=request.user, at=now())
        except UnreadableFile as error:
            for problem in error.problems:
                form.add_error("upload", str(problem))
        except Refusal as refusal:
            form.add_error("upload", sentence(refusal))
        else:
            return redirect("staff-import", engagement.pk)
    waiting = PendingList.objects.select_related("stored").filter(engagement=engagement).first()
    context = {
        "engagement": engagement,
        "form": form,
        "pending": waiting,
        "preview": imports.preview(engagement, waiting) if waiting else None,
    }
    return render(request, "training/import.html", context, status=422 if form.errors else 200)


@require_POST
def take(request: UserRequest, pk: int) -> HttpResponse:
    """Take the waiting list, or drop it."""
    engagement = access.engagement_of_contractor(acting(request), pk)
    waiting = PendingList.objects.select_related("stored").filter(engagement=engagement).first()
    if waiting is None:
        return redirect("staff-import", engagement.pk)
    if request.POST.get("drop"):
        imports.drop(waiting)
        messages.info(request, _("取込みをやめました。名簿は変わっていません。"))
        return redirect("engagement-training", engagement.pk)
    try:
        looked = request.POST.get(FIELD)
        count = imports.take(engagement, waiting, looked=looked, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("staff-import", engagement.pk)
    told = ngettext("%d人を名簿に取り込みました。", "%d人を名簿に取り込みました。", count)
    messages.success(request, told % count)
    return redirect("engagement-training", engagement.pk)
