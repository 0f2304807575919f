"""Answering by files alone: the package goes out, comes back, is shown, and is taken."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.apps.accounts.access import acting
from yakusoku.apps.inspections.access import sees_work
from yakusoku.apps.inspections.forms import HoldersForm
from yakusoku.apps.inspections.models import Inspection, State
from yakusoku.apps.inspections.queries import asks_holders
from yakusoku.apps.library import access
from yakusoku.apps.library.access import AtSheet
from yakusoku.apps.library.forms import PackageForm
from yakusoku.apps.library.models import Side
from yakusoku.apps.library.paper import package_of
from yakusoku.apps.library.services import parcels as services
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import FIELD
from yakusoku.web.exports import download
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest


@require_GET
def package_file(request: UserRequest, pk: int) -> HttpResponse:
    """Hand out everything that is needed to answer without a network."""
    who = acting(request)
    inspection = access.at_sheet(who, pk).inspection
    return download(package_of(who, inspection), "application/zip", f"yakusoku-{inspection.pk}.zip")


@require_http_methods(["GET", "POST"])
def package(request: UserRequest, pk: int) -> HttpResponse:
    """Show how to answer by file and what waits; a POST reads a package that came back."""
    who = acting(request)
    if request.method == "GET":
        found = access.at_sheet(who, pk)
        return _show(request, found, PackageForm(by_clerk=found.side == Side.CLIENT))
    found = access.acting_at(who, pk)
    form = PackageForm(request.POST, request.FILES, by_clerk=found.side == Side.CLIENT)
    if form.is_valid():
        delivery = services.Delivery(found.side, form.cleaned_data.get("handed_over_by", ""))
        company = access.company_of(found.inspection)
        try:
            services.receive(
                found.inspection, company, form.cleaned_data["package"], delivery, by=request.user, at=now()
            )
        except services.PackageUnusable as error:
            for refusal in error.refusals:
                form.add_error("package", sentence(refusal))
        except UnreadableFile as error:
            for problem in error.problems:
                form.add_error("package", str(problem))
        except Refusal as refusal:
            form.add_error("package", sentence(refusal))
        else:
            return redirect("package", found.inspection.pk)
    return _show(request, found, form)


@require_POST
def take(request: UserRequest, pk: int) -> HttpResponse:
    """Take the waiting package as a whole, or drop it."""
    found = access.acting_at(acting(request), pk)
    parcel = access.waiting_parcel(found.inspection)
    parcel.inspection = found.inspection
    by_clerk = found.side == Side.CLIENT
    hand_in = by_clerk and bool(request.POST.get("hand_in"))
    form = HoldersForm(request.POST)
    seen, looked = request.POST.get("version", ""), request.POST.get(FIELD)
    told = holders_told(form) if by_clerk and form.is_valid() else None
    try:
        if request.POST.get("drop"):
            services.drop(parcel, by=request.user, at=now())
            messages.info(request, _("取込みをやめました。回答は変わっていません。"))
            return redirect("package", pk)
        count = services.take(
            parcel, hand_in=hand_in, holders=told, seen=seen, looked=looked, by=request.user, at=now()
        )
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("package", pk)
    messages.success(request, _("%d件の回答とファイルを取り込みました。") % count)
    return redirect(found.inspection)


def holders_told(form: HoldersForm) -> str | None:
    """Return how those who hold data differ; empty when they do not, None when it is not said how."""
    if form.cleaned_data["same"] == "yes":
        return ""
    return form.cleaned_data["told"].strip() or None


def _show(request: UserRequest, found: AtSheet, form: PackageForm) -> HttpResponse:
    inspection = found.inspection
    context: dict[str, Any] = {
        "inspection": inspection,
        "engagement": inspection.version.engagement,
        "sees_work": sees_work(acting(request), inspection.version.engagement),
        "form": form,
        "may": found.may and inspection.state == State.OPEN,
        "is_client": found.side == Side.CLIENT,
        "holders_form": HoldersForm(use_required_attribute=False) if asks_holders(inspection) else None,
        "received": inspection.parcels.filter(taken_at__isnull=False).select_related("taken_by"),
        **_waiting(inspection),
    }
    return render(request, "library/package.html", context, status=422 if form.errors else 200)


def _waiting(inspection: Inspection) -> dict[str, Any]:
    parcel = inspection.parcels.filter(taken_at__isnull=True).select_related("sheet", "read_by").first()
    if parcel is None:
        return {"parcel": None}
    parcel.inspection = inspection
    return {
        "parcel": parcel,
        "preview": services.preview(parcel),
        "files": services.files_to_show(parcel),
        "all_files": parcel.files.count(),
    }
