"""Addresses of the app."""

from django.urls import path

from yakusoku.apps.register import import_views, views

urlpatterns = [
    path("register/", views.register, name="register"),
    path("register/import/", import_views.receive, name="register-import"),
    path("register/import/columns/", import_views.columns, name="register-import-columns"),
    path("register/import/preview/", import_views.show_preview, name="register-import-preview"),
    path("register/import/departments/", import_views.departments, name="register-import-departments"),
    path("register/import/take/", import_views.take, name="register-import-take"),
    path("register/import/drop/", import_views.drop, name="register-import-drop"),
    path("register/import/problems.xlsx", import_views.problems, name="register-import-problems"),
    path("register/import/left.xlsx", import_views.left, name="register-import-left"),
    path("register/views/keep/", views.keep_view, name="register-view-keep"),
    path("register/views/<int:pk>/remove/", views.remove_view, name="register-view-remove"),
]
