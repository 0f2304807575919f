"""The only way to a public page and to the works that may stand on it."""

from django.db.models import Exists, OuterRef
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.engagements.models import Engagement, EngagementSet
from yakusoku.apps.publicity.models import PublicPage, Release
from yakusoku.apps.register.expressions import told

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
