"""Tables of the public page: what an organisation releases, and which works."""

from typing import ClassVar

from django.db import models
from django.urls import reverse

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.engagements.models import Engagement


class PublicPage(models.Model):
    """The page on which an organisation tells residents about its outsourced works. Without a row: there is none.

    slug      the last part of its address, chosen by the organisation
    opened    whether visitors get it at all
    indexed   whether search engines may list it
    words     what stands above the table
    fields    names of released fields (domain/register/public.PublicField); nothing else leaves
    """

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="public_page")
    slug = models.SlugField(max_length=60, unique=True)
    opened = models.BooleanField(default=False)
    indexed = models.BooleanField(default=False)
    words = models.TextField(blank=True)
    fields = models.JSONField(default=list)
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """Return the address for visitors."""
        return reverse("public-page", args=[self.slug])


class Release(models.Model):
    """A work that may stand on the public page. Without a row it does not."""

    engagement = models.OneToOneField(Engagement, models.CASCADE, related_name="release")
    released_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    released_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return f"release {self.engagement_id}"
