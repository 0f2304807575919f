"""Every address of the site."""

from django.urls import include, path

urlpatterns = [
    path("", include("yakusoku.web.urls")),
    path("", include("yakusoku.apps.accounts.urls")),
    path("", include("yakusoku.apps.engagements.urls")),
    path("", include("yakusoku.apps.specifications.urls")),
    path("", include("yakusoku.apps.inspections.urls")),
    path("", include("yakusoku.apps.flows.urls")),
    path("account/", include("allauth.urls")),
]
