"""Addresses of published versions."""

from django.urls import path

from yakusoku.apps.specifications import views

urlpatterns = [
    path("engagements/<int:pk>/versions/<int:number>/", views.version, name="version"),
    path("engagements/<int:pk>/versions/<int:number>/handbook/", views.handbook, name="handbook"),
    path("engagements/<int:pk>/versions/<int:number>/changes/", views.changes, name="version-changes"),
    path("engagements/<int:pk>/versions/<int:number>/files/<str:name>", views.file, name="version-file"),
]
