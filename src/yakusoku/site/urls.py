"""Every address of the site."""

from django.urls import include, path
from django.views.generic import RedirectView

from yakusoku.api.main import routes

urlpatterns = [
    # Many answer in the last evening: their addresses are looked for first.
    path("s/", include("yakusoku.apps.collecting.respondent_urls")),
    path("", include("yakusoku.web.urls")),
    path("", include("yakusoku.apps.accounts.urls")),
    path("", include("yakusoku.apps.engagements.urls")),
    path("", include("yakusoku.apps.specifications.urls")),
    path("", include("yakusoku.apps.inspections.urls")),
    path("", include("yakusoku.apps.chain.urls")),
    path("", include("yakusoku.apps.findings.urls")),
    path("", include("yakusoku.apps.consultations.urls")),
    path("", include("yakusoku.apps.review.urls")),
    path("", include("yakusoku.apps.standards.urls")),
    path("", include("yakusoku.apps.results.urls")),
    path("", include("yakusoku.apps.collecting.urls")),
    path("", include("yakusoku.apps.samples.urls")),
    path("", include("yakusoku.apps.surveys.urls")),
    path("", include("yakusoku.apps.candidates.urls")),
    path("", include("yakusoku.apps.board.urls")),
    path("", include("yakusoku.apps.library.urls")),
    path("", include("yakusoku.apps.training.urls")),
    path("", include("yakusoku.apps.erasure.urls")),
    path("", include("yakusoku.apps.notices.urls")),
    path("", include("yakusoku.apps.register.urls")),
    path("", include("yakusoku.apps.publicity.urls")),
    path("", include("yakusoku.apps.exchange.urls")),
    path("", include("yakusoku.apps.flows.urls")),
    # A second address would make sign-in ambiguous: people have one, and an administrator changes it.
    path("account/email/", RedirectView.as_view(pattern_name="home"), name="account_email"),
    path("account/", include("allauth.urls")),
    path("api/v1/", include((routes(), "ninja"), namespace="api")),
]
