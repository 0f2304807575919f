"""Addresses of what other programs are told, and of their documents."""

from django.urls import path

from yakusoku.apps.exchange import document_views, views

urlpatterns = [
    path("oscal/", document_views.documents, name="oscal"),
    path("oscal/<int:pk>/", document_views.document, name="oscal-document"),
    path("oscal/<int:pk>/take/", document_views.take, name="oscal-take"),
    path("oscal/<int:pk>/drop/", document_views.drop, name="oscal-drop"),
    path("engagements/<int:pk>/oscal/", document_views.of_engagement, name="engagement-oscal"),
    path("inspections/<int:pk>/oscal/", document_views.of_inspection, name="inspection-oscal"),
    path("webhooks/", views.webhooks, name="webhooks"),
    path("webhooks/<int:pk>/remove/", views.webhook_remove, name="webhook-remove"),
    path("webhooks/<int:pk>/resume/", views.webhook_resume, name="webhook-resume"),
]
