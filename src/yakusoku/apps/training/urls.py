"""Addresses of training."""

from django.urls import path

from yakusoku.apps.training import course_views, import_views, views

urlpatterns = [
    path("courses/", course_views.courses, name="courses"),
    path("courses/new/", course_views.course_new, name="course-new"),
    path("courses/staff/", course_views.own_training, name="own-training"),
    path("courses/mine/", course_views.my_training, name="my-training"),
    path("courses/staff/complete/", course_views.own_complete, name="own-complete"),
    path("courses/<int:pk>/", course_views.course, name="course"),
    path("courses/<int:pk>/retire/", course_views.course_retire, name="course-retire"),
    path("engagements/<int:pk>/training/", views.training, name="engagement-training"),
    path("engagements/<int:pk>/training/complete/", views.complete, name="training-complete"),
    path("engagements/<int:pk>/training/workers/", views.worker_new, name="worker-new"),
    path("engagements/<int:pk>/training/list.xlsx", import_views.list_form, name="staff-form"),
    path("engagements/<int:pk>/training/import/", import_views.receive, name="staff-import"),
    path("engagements/<int:pk>/training/import/take/", import_views.take, name="staff-import-take"),
    path("workers/<int:pk>/", views.worker, name="worker"),
    path("workers/<int:pk>/strike/", views.worker_strike, name="worker-strike"),
    path("completions/<int:pk>/certificate/", views.certificate, name="completion-certificate"),
    path("completions/<int:pk>/withdraw/", views.completion_withdraw, name="completion-withdraw"),
]
