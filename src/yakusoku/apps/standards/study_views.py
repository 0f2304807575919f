"""Pages of study sessions."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.files.answers import download
from yakusoku.apps.standards import access, talking
from yakusoku.apps.standards.forms import StudyForm
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.web.exports import table_answer
from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest, sent

COLUMNS = Columns(
    sorts={"title": "title", "day": "held_on", "people": "people"},
    searched=("title__icontains", "learned__icontains", "people__icontains"),
    default="-day",
)


@require_GET
def studies(request: UserRequest) -> HttpResponse:
    """List the study sessions; `?format=` gives the same rows as a file."""
    who = acting(request)
    listing = listing_from(request.GET, COLUMNS)
    rows = listing.apply(access.studies_of(who))
    if "format" in request.GET:
        head = [_("開いた日"), _("テーマ"), _("参加した人"), _("学んだこと")]
        table = [(row.held_on, row.title, row.people, row.learned) for row in rows]
        return table_answer(request.GET["format"], _("勉強会"), head, table)
    context = {
        "listing": listing,
        "page": page_of(rows, request.GET),
        "may_add": who.may(Act.KEEP_STANDARDS),
    }
    return render(request, "standards/studies.html", context)


@require_http_methods(["GET", "POST"])
def study_new(request: UserRequest) -> HttpResponse:
    """Record a study session."""
    who = require(acting(request), Act.KEEP_STANDARDS)
    initial = {"standards": request.GET.getlist("standard")}
    form = StudyForm(sent(request), request.FILES or None, who=who, initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = talking.record_study(
                who.organization,
                talking.Study(given["held_on"], given["title"], given["people"], given["learned"]),
                standards=given["standards"],
                files=given["uploads"],
                by=request.user,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("勉強会を記録しました。"))
            return redirect(made)
    return render(request, "standards/study_new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def study(request: UserRequest, pk: int) -> HttpResponse:
    """Show what was learned."""
    found = access.study_for(acting(request), pk)
    context = {"study": found, "files": found.files.select_related("stored"), "about": found.standards.all()}
    return render(request, "standards/study.html", context)


@require_GET
def study_file(request: UserRequest, pk: int, file: int) -> FileResponse:
    """Hand out a file of a study session."""
    return download(access.study_file_for(acting(request), pk, file).stored)
