"""The only way from a person to a published version."""

from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.engagements.access import engagements_of
from yakusoku.apps.specifications.models import Version


def version_for(acting: Acting, engagement: int, number: int) -> Version:
    """Return a version of an engagement that the person may see; else 404."""
    rows = Version.objects.select_related("engagement__organization", "published_by")
    seen = engagements_of(acting).filter(pk=engagement)
    return get_object_or_404(rows, engagement__in=seen, number=number)
