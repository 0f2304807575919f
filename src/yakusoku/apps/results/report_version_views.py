"""Pages of a released report: its files, its page, and what changed in the answers since."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.http import require_GET, require_POST

from yakusoku.adapters.store import Damaged
from yakusoku.apps.accounts.access import acting
from yakusoku.apps.files.answers import download
from yakusoku.apps.files.services import content_of
from yakusoku.apps.results import report_access as access
from yakusoku.apps.results import report_services as services
from yakusoku.apps.results.report_making import WRITERS, make_behind
from yakusoku.apps.results.report_queries import changed_since
from yakusoku.apps.surveys.access import may_run
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest

KINDS = {"docx": "Word", "pptx": "PowerPoint", "pdf": "PDF", "html": "HTML"}
MOST_CHANGED = 100
# The page of a report draws and styles itself; it runs nothing and fetches nothing.
ALONE = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-same-origin"


@require_GET
def version(request: UserRequest, pk: int, number: int, version: int) -> HttpResponse:
    """Show a release: how far its files are, who released it, its excuses, and what changed since."""
    who = acting(request)
    found = access.version_for(who, pk, number, version)
    make_behind(found)
    files = [(kind, words, getattr(found, kind)) for kind, words in KINDS.items()]
    made = sum(file is not None for _kind, _words, file in files)
    context = {
        "survey": found.report.survey,
        "report": found.report,
        "version": found,
        "files": files,
        "made": made,
        "total": len(WRITERS),
        "excuses": found.outline.get("excuses", ()),
    }
    if request.htmx and not request.htmx.boosted:
        return render(request, "results/report_version.html#progress", context)
    try:
        changed, refused = changed_since(found), ""
    except Refusal as refusal:
        changed, refused = [], sentence(refusal)
    context |= {
        "changed": [each for each in changed if each.share_changed][:MOST_CHANGED],
        "only_n": sum(not each.share_changed for each in changed),
        "changes": len(changed),
        "refused": refused,
        "may_run": may_run(who, found.report.survey),
        "may_publish": who.may(Act.RELEASE_PUBLICLY),
    }
    return render(request, "results/report_version.html", context)


@require_GET
def version_file(request: UserRequest, pk: int, number: int, version: int, kind: str) -> FileResponse:
    """Hand out a file of a release."""
    found = access.version_for(acting(request), pk, number, version)
    stored = getattr(found, kind) if kind in KINDS else None
    if stored is None:
        raise Http404
    return download(stored)


@require_GET
def version_page(request: UserRequest, pk: int, number: int, version: int) -> HttpResponse:
    """Show the page of a release as it was made."""
    found = access.version_for(acting(request), pk, number, version)
    if found.html is None:
        raise Http404
    try:
        content = content_of(found.html)
    except Damaged as error:
        raise Http404 from error
    return page_answer(content)


def page_answer(content: bytes) -> HttpResponse:
    """Return the page of a report, which runs nothing and fetches nothing."""
    answer = HttpResponse(content, content_type="text/html; charset=utf-8")
    answer["Content-Security-Policy"] = ALONE
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@require_POST
def publish(request: UserRequest, pk: int, number: int, version: int) -> HttpResponse:
    """Let visitors of the public page read a release, or no longer (`public=no`)."""
    found = access.version_to_publish(acting(request), pk, number, version)
    act = services.unpublish if request.POST.get("public") == "no" else services.publish
    try:
        act(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect(found.get_absolute_url())
