"""Addresses that belong to the look itself. Included by the site at the root."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from yakusoku.web import views

urlpatterns = [
    path("language/", login_not_required(set_language), name="set_language"),
    path("components/", views.components, name="components"),
]
