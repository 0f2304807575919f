"""What everyone with the link reads ahead of the tender."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from yakusoku.apps.candidates import access
from yakusoku.apps.candidates.models import Announcement
from yakusoku.apps.files.answers import download
from yakusoku.apps.specifications.papers import PAPERS
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.inspections.answers import AskedCheck
from yakusoku.domain.packs.model import Pack, PackedRequirement
from yakusoku.domain.packs.public import without_contractor
from yakusoku.domain.specifications.articles import Article


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise as a bidder reads it: nothing of who decided it, why it was weakened, or its risk."""

    requirement: PackedRequirement
    article: Article
    checks: tuple[AskedCheck, ...]


def promises_of(pack: Pack) -> tuple[Promise, ...]:
    """Return the promises in the order of the articles, each with its questions."""
    articles = {article.slug: article for article in pack.specification.articles}
    return tuple(
        Promise(
            requirement,
            articles[requirement.slug],
            tuple(check for check in pack.checks if check.slug == requirement.slug),
        )
        for requirement in pack.requirements
    )


@login_not_required
@require_safe
def tender(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Show what is demanded; 404 for an unknown link, 410 for one that was withdrawn or is over."""
    found = access.announcement_by(secret)
    if is_over(found):
        return _hidden(render(request, "candidates/tender_over.html", {"announcement": found}, status=410))
    pack = without_contractor(pack_of(found.version))
    context = {
        "announcement": found,
        "pack": pack,
        "promises": promises_of(pack),
        "papers": [(paper, PAPERS[paper.name]) for paper in found.papers.select_related("stored")],
    }
    return _hidden(render(request, "candidates/tender.html", context))


@login_not_required
@require_safe
def tender_file(request: HttpRequest, secret: str, name: str) -> HttpResponseBase:
    """Hand out a paper of the announcement."""
    found = access.announcement_by(secret)
    paper = found.papers.select_related("stored").filter(name=name).first() if name.isprintable() else None
    if paper is None or is_over(found):
        raise Http404
    return _hidden(download(paper.stored))


def is_over(announcement: Announcement) -> bool:
    """Return whether the link shows nothing any more."""
    last = announcement.last_day
    return announcement.withdrawn_at is not None or (last is not None and last < localdate())


def _hidden(answer: HttpResponseBase) -> HttpResponseBase:
    """Keep the page out of search engines: the link is given to bidders, not to everyone."""
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer
