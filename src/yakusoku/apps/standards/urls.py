"""Addresses of templates."""

from django.urls import path

from yakusoku.apps.standards import study_views, version_views, views

urlpatterns = [
    path("standards/", views.standards, name="standards"),
    path("standards/calendar/", views.calendar, name="standard-calendar"),
    path("standards/new/", views.new, name="standard-new"),
    path("standards/comments/<int:comment>/answer/", version_views.answer, name="standard-answer"),
    path("standards/<int:pk>/", views.standard, name="standard"),
    path("standards/<int:pk>/change/", views.change, name="standard-change"),
    path("standards/<int:pk>/retire/", views.retire, name="standard-retire"),
    path("standards/<int:pk>/take-up/", views.take_up, name="standard-take-up"),
    path("standards/<int:pk>/review/", views.review, name="standard-review"),
    path("standards/<int:pk>/comparison/", version_views.comparison, name="standard-comparison"),
    path("standards/<int:pk>/versions/<int:number>/", version_views.version, name="standard-version"),
    path("standards/<int:pk>/versions/<int:number>/file/", version_views.original, name="standard-file"),
    path("studies/", study_views.studies, name="studies"),
    path("studies/new/", study_views.study_new, name="study-new"),
    path("studies/<int:pk>/", study_views.study, name="study"),
    path("studies/<int:pk>/files/<int:file>/", study_views.study_file, name="study-file"),
]
