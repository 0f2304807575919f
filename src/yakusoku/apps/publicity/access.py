"""The only way to a public page and to the works that may stand on it."""

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.engagements.models import Engagement, EngagementSet
from yakusoku.apps.publicity.models import PublicPage, Release
from yakusoku.apps.register.expressions import told
from yakusoku.apps.results.report_access import public_versions
from yakusoku.apps.results.report_models import ReportVersion

PERSONAL = ["personal_information"]


def open_page_for(slug: str) -> PublicPage:
    """Return the page that a visitor asks for; 404 unless it is open: a closed one tells nothing of itself."""
    return get_object_or_404(PublicPage.objects.select_related("organization"), slug=slug, opened=True)


def works_of(organization: Organization) -> EngagementSet:
    """Return the works with personal information, each with `released`."""
    rows = EngagementSet(Engagement).filter(told(PERSONAL), organization=organization)
    return rows.annotate(released=Exists(Release.objects.filter(engagement=OuterRef("pk"))))


def released_works(organization: Organization) -> EngagementSet:
    """Return the works that may stand on the public page."""
    return works_of(organization).filter(release__isnull=False)


def public_report_for(slug: str, pk: int) -> tuple[PublicPage, ReportVersion]:
    """Return an open page and a report of its organisation that visitors may read; else 404."""
    page = open_page_for(slug)
    rows = public_versions(page.organization).select_related("html", "docx", "pptx", "pdf")
    return page, get_object_or_404(rows, pk=pk)
