"""Addresses of what comes in for a survey."""

from django.urls import path

from yakusoku.apps.collecting import paper_views, views

urlpatterns = [
    path("surveys/<int:pk>/answers/", views.answers, name="survey-answers"),
    path("surveys/<int:pk>/answers/list/", views.records, name="survey-records"),
    path("surveys/<int:pk>/answers/data.csv", views.data, name="survey-data"),
    path("surveys/<int:pk>/answers/terms/", views.terms, name="survey-terms"),
    path("surveys/<int:pk>/answers/records/<int:record>/", views.record, name="survey-record"),
    path("surveys/<int:pk>/answers/records/<int:record>/correct/", views.correct, name="survey-correct"),
    path("surveys/<int:pk>/answers/papers/", paper_views.papers_page, name="survey-papers"),
    path("surveys/<int:pk>/answers/papers/<int:record>/", paper_views.key, name="survey-paper"),
    path(
        "surveys/<int:pk>/answers/papers/<int:record>/compare/",
        paper_views.compare,
        name="survey-paper-compare",
    ),
    path("surveys/<int:pk>/answers/import/", paper_views.bring, name="survey-papers-import"),
    path("surveys/<int:pk>/answers/import/take/", paper_views.take, name="survey-papers-take"),
]
