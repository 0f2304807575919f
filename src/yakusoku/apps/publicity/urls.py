"""Addresses of the app."""

from django.urls import path

from yakusoku.apps.publicity import report_views, views

urlpatterns = [
    path("publicity/", views.publicity, name="publicity"),
    path("publicity/works/", views.works, name="publicity-works"),
    path("public/<slug:slug>/", views.public_page, name="public-page"),
    path("public/<slug:slug>/reports/<int:pk>/", report_views.public_report, name="public-report"),
    path(
        "public/<slug:slug>/reports/<int:pk>/report.<str:kind>",
        report_views.public_report_file,
        name="public-report-file",
    ),
]
