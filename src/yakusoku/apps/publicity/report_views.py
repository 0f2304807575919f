"""Reports of surveys that an organisation lets visitors of its public page read."""

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from yakusoku.adapters.store import Damaged
from yakusoku.apps.files.answers import download
from yakusoku.apps.files.services import content_of
from yakusoku.apps.publicity import access
from yakusoku.apps.publicity.views import told_robots
from yakusoku.apps.results.report_version_views import KINDS, page_answer


@login_not_required
@require_GET
def public_report(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a report as it was released."""
    page, version = access.public_report_for(slug, pk)
    if version.html is None:
        raise Http404
    try:
        content = content_of(version.html)
    except Damaged as error:
        raise Http404 from error
    return told_robots(page_answer(content), page)


@login_not_required
@require_GET
def public_report_file(request: HttpRequest, slug: str, pk: int, kind: str) -> FileResponse:
    """Hand out a file of a report that visitors may read."""
    _page, version = access.public_report_for(slug, pk)
    stored = getattr(version, kind) if kind in KINDS else None
    if stored is None:
        raise Http404
    return download(stored)
