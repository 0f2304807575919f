"""Addresses of the app."""

from django.urls import path

from yakusoku.apps.register import views

urlpatterns = [
    path("register/", views.register, name="register"),
    path("register/views/keep/", views.keep_view, name="register-view-keep"),
    path("register/views/<int:pk>/remove/", views.remove_view, name="register-view-remove"),
]
