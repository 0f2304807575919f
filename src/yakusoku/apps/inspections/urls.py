"""Addresses of inspections."""

from django.urls import path

from yakusoku.apps.inspections import import_views, onsite_views, respondent_views, views, visit_views

urlpatterns = [
    path("inspections/<int:pk>/", views.inspection, name="inspection"),
    path("inspections/<int:pk>/sheet.xlsx", import_views.sheet_file, name="sheet-file"),
    path("inspections/<int:pk>/import/", import_views.receive, name="import"),
    path("inspections/<int:pk>/import/preview/", import_views.show_preview, name="import-preview"),
    path("inspections/<int:pk>/import/take/", import_views.take, name="import-take"),
    path("inspections/<int:pk>/conclude/", views.conclude, name="conclude"),
    path("inspections/<int:pk>/checks/<slug:check>/answer/", views.answer, name="answer"),
    path("inspections/<int:pk>/checks/<slug:check>/evidence/", views.show_evidence, name="evidence-add"),
    path("inspections/<int:pk>/checks/<slug:check>/observe/", views.observe, name="observe"),
    path("inspections/<int:pk>/evidence/<int:file>/", views.evidence, name="evidence"),
    path("inspections/<int:pk>/evidence/<int:file>/remove/", views.remove_evidence, name="evidence-remove"),
    path("inspections/<int:pk>/holders/", respondent_views.holders, name="holders-state"),
    path("inspections/<int:pk>/holders/look/", respondent_views.look, name="holders-look"),
    path("inspections/<int:pk>/same/<slug:slug>/", respondent_views.same, name="answer-same"),
    path("inspections/<int:pk>/visit/", visit_views.plan, name="inspection-visit"),
    path("inspections/<int:pk>/visit/assign/", visit_views.assign, name="inspection-assign"),
    path("inspections/<int:pk>/visit/method/", visit_views.method, name="inspection-method"),
    path("inspections/<int:pk>/visit/plan/", visit_views.visit, name="visit-plan"),
    path("inspections/<int:pk>/visit/attend/", visit_views.attend, name="visit-attend"),
    path("inspections/<int:pk>/on-site/", onsite_views.page, name="onsite"),
    path("inspections/<int:pk>/on-site/<slug:check>/send/", onsite_views.send, name="onsite-send"),
    path("inspections/<int:pk>/on-site/<slug:check>/photo/", onsite_views.send_photo, name="onsite-photo"),
    path("inspections/<int:pk>/photos/<int:file>/", onsite_views.photo, name="photo"),
    path("inspections/<int:pk>/photos/<int:file>/remove/", onsite_views.remove_photo, name="photo-remove"),
    path("inspections/on-site-worker.js", onsite_views.worker, name="onsite-worker"),
]
