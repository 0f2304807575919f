"""Addresses of what other programs are told."""

from django.urls import path

from yakusoku.apps.exchange import views

urlpatterns = [
    path("webhooks/", views.webhooks, name="webhooks"),
    path("webhooks/<int:pk>/remove/", views.webhook_remove, name="webhook-remove"),
    path("webhooks/<int:pk>/resume/", views.webhook_resume, name="webhook-resume"),
]
