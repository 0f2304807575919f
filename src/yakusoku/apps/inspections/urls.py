"""Addresses of inspections."""

from django.urls import path

from yakusoku.apps.inspections import import_views, views

urlpatterns = [
    path("inspections/<int:pk>/", views.inspection, name="inspection"),
    path("inspections/<int:pk>/sheet.xlsx", import_views.sheet_file, name="sheet-file"),
    path("inspections/<int:pk>/import/", import_views.receive, name="import"),
    path("inspections/<int:pk>/import/preview/", import_views.show_preview, name="import-preview"),
    path("inspections/<int:pk>/import/take/", import_views.take, name="import-take"),
    path("inspections/<int:pk>/submit/", views.submit, name="submit"),
    path("inspections/<int:pk>/send-back/", views.send_back, name="send-back"),
    path("inspections/<int:pk>/conclude/", views.conclude, name="conclude"),
    path("inspections/<int:pk>/checks/<slug:check>/answer/", views.answer, name="answer"),
    path("inspections/<int:pk>/checks/<slug:check>/evidence/", views.show_evidence, name="evidence-add"),
    path("inspections/<int:pk>/checks/<slug:check>/observe/", views.observe, name="observe"),
    path("inspections/<int:pk>/evidence/<int:file>/", views.evidence, name="evidence"),
    path("inspections/<int:pk>/evidence/<int:file>/remove/", views.remove_evidence, name="evidence-remove"),
]
