"""A returned check sheet: read, shown as a difference, then taken or dropped."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.adapters.check_sheet import check_sheet_xlsx
from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.inspections import access, imports
from yakusoku.apps.inspections.forms import ImportForm
from yakusoku.apps.inspections.models import PendingImport
from yakusoku.apps.inspections.queries import answers_given, checks_of
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import PreviewChanged, Refusal
from yakusoku.web.edits import FIELD
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def sheet_file(request: UserRequest, pk: int) -> HttpResponse:
    """Hand out the check sheet as xlsx, with the answers given so far filled in."""
    who = acting(request)
    found = access.inspection_for(who, pk)
    given = answers_given(found).values() if access.takes_answers_along(who, found) else ()
    raw = check_sheet_xlsx(replace(pack_of(found.version), checks=checks_of(found)), tuple(given))
    answer = HttpResponse(raw, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="checksheet-{found.pk}.xlsx"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
def receive(request: UserRequest, pk: int) -> HttpResponse:
    """Read a returned sheet; show every problem if it cannot be used at all."""
    who = require(acting(request), Act.WRITE_ANSWER)
    found = access.as_contractor(who, pk)
    form = ImportForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            imports.receive(found, form.cleaned_data["sheet"], by=request.user, at=now())
        except UnreadableFile as error:
            for problem in error.problems:
                form.add_error("sheet", str(problem))
        except Refusal as refusal:
            form.add_error("sheet", sentence(refusal))
        else:
            return redirect("import-preview", found.pk)
    context = {
        "inspection": found,
        "engagement": found.version.engagement,
        "sees_work": access.sees_work(acting(request), found.version.engagement),
        "form": form,
    }
    return render(request, "inspections/import.html", context, status=422)


@require_GET
def show_preview(request: UserRequest, pk: int) -> HttpResponse:
    """Show what taking the waiting sheet would change, and its problems cell by cell."""
    found = access.as_contractor(require(acting(request), Act.WRITE_ANSWER), pk)
    pending = get_object_or_404(PendingImport.objects.select_related("stored"), inspection=found)
    context = {
        "inspection": found,
        "engagement": found.version.engagement,
        "sees_work": access.sees_work(acting(request), found.version.engagement),
        "form": ImportForm(),
        "pending": pending,
        "preview": imports.preview(found, pending),
    }
    return render(request, "inspections/import.html", context)


@require_POST
def take(request: UserRequest, pk: int) -> HttpResponse:
    """Take the waiting sheet, or drop it."""
    found = access.as_contractor(require(acting(request), Act.WRITE_ANSWER), pk)
    pending = get_object_or_404(PendingImport, inspection=found)
    if request.POST.get("drop"):
        imports.drop(pending)
        messages.info(request, _("取込みをやめました。回答は変わっていません。"))
        return redirect(found)
    try:
        seen, looked = request.POST.get("version", ""), request.POST.get(FIELD)
        count = imports.take(found, pending, seen=seen, looked=looked, by=request.user, at=now())
    except PreviewChanged as refusal:
        messages.error(request, sentence(refusal))
        return redirect("import-preview", found.pk)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("%d件の回答を取り込みました。") % count)
    return redirect(found)
