"""Pages of published versions."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yakusoku.apps.accounts.access import Acting, acting
from yakusoku.apps.files.answers import download
from yakusoku.apps.specifications import access
from yakusoku.apps.specifications.models import Version, VersionFile
from yakusoku.apps.specifications.papers import PAPERS, Paper
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.specifications.difference import difference
from yakusoku.web.requests import UserRequest


@dataclass(frozen=True, slots=True)
class ShownFile:
    """A paper of a version as the page lists it."""

    file: VersionFile
    paper: Paper


def files_shown(version: Version, who: Acting) -> list[ShownFile]:
    """Return the papers of a version that the person may read."""
    client = version.engagement.organization_id == who.organization.pk
    known = [ShownFile(f, PAPERS[f.name]) for f in version.files.select_related("stored") if f.name in PAPERS]
    return [shown for shown in known if client or not shown.paper.clients_only]


@require_GET
def version(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Show a version: its papers, fingerprint and articles."""
    who = acting(request)
    found = access.version_for(who, pk, number)
    context = {
        "engagement": found.engagement,
        "version": found,
        "pack": pack_of(found),
        "files": files_shown(found, who),
        "is_client": found.engagement.organization_id == who.organization.pk,
    }
    return render(request, "specifications/version.html", context)


@require_GET
def file(request: UserRequest, pk: int, number: int, name: str) -> HttpResponse:
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
    checks: dict[str, list[object]] = {}
    for check in pack.checks:
        checks.setdefault(check.slug, []).append(check)
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
