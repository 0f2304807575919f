"""Pages of published versions."""

from itertools import groupby

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.files.answers import download
from yakusoku.apps.specifications import access
from yakusoku.apps.specifications.papers import ShownFile, files_shown
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.packs.difference import difference
from yakusoku.web.requests import UserRequest

PURPOSES = {
    "specification": _("契約に付ける"),
    "checksheet": _("守れているかを確かめる"),
    "handbook": _("使い方を読む"),
    "decisions": _("決めたことを残す（委託先には見えません）"),
}


def papers_grouped(shown: list[ShownFile]) -> list[tuple[str, list[ShownFile]]]:
    """Return the papers under what they are for; groups without a paper are left out."""
    groups = [
        (title, [paper for paper in shown if paper.file.name.partition(".")[0] == kind])
        for kind, title in PURPOSES.items()
    ]
    return [(str(title), papers) for title, papers in groups if papers]


@require_GET
def version(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Show a version: its papers, fingerprint and articles."""
    who = acting(request)
    found = access.version_for(who, pk, number)
    context = {
        "engagement": found.engagement,
        "version": found,
        "pack": pack_of(found),
        "groups": papers_grouped(files_shown(found, who)),
        "is_client": found.engagement.organization_id == who.organization.pk,
    }
    return render(request, "specifications/version.html", context)


@require_GET
def file(request: UserRequest, pk: int, number: int, name: str) -> FileResponse:
    """Hand out a paper of a version, as it was made on the day of publication."""
    who = acting(request)
    found = access.version_for(who, pk, number)
    shown = next((s for s in files_shown(found, who) if s.file.name == name), None)
    if shown is None:
        raise Http404
    return download(shown.file.stored)


@require_GET
def handbook(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Show the handbook of a version as a page."""
    found = access.version_for(acting(request), pk, number)
    pack = pack_of(found)
    checks = {
        slug: [tuple(pair) for _pair, pair in groupby(found_here, key=lambda check: check.pair)]
        for slug, found_here in groupby(pack.checks, key=lambda check: check.slug)
    }
    rows = [(requirement, checks.get(requirement.slug, [])) for requirement in pack.requirements]
    context = {"engagement": found.engagement, "version": found, "pack": pack, "rows": rows}
    return render(request, "specifications/handbook.html", context)


@require_GET
def changes(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Show what changed from the version before, clause by clause."""
    who = acting(request)
    newer = access.version_for(who, pk, number)
    older = access.version_for(who, pk, number - 1)
    context = {
        "engagement": newer.engagement,
        "version": newer,
        "older": older,
        "difference": difference(pack_of(older), pack_of(newer)),
    }
    return render(request, "specifications/changes.html", context)
