"""Addresses of the app."""

from django.urls import path

from yakusoku.apps.publicity import views

urlpatterns = [
    path("publicity/", views.publicity, name="publicity"),
    path("publicity/works/", views.works, name="publicity-works"),
    path("public/<slug:slug>/", views.public_page, name="public-page"),
]
