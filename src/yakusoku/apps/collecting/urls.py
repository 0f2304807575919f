"""Addresses of what comes in for a survey, and of the web form."""

from django.urls import path

from yakusoku.apps.collecting import paper_views, respondent_views, views

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
    path("s/", respondent_views.door, name="respond-door"),
    path("s/<str:code>/", respondent_views.start, name="respond"),
    path("s/<str:code>/language/", respondent_views.choose_language, name="respond-language"),
    path("s/<str:code>/<int:number>/", respondent_views.page, name="respond-page"),
    path("s/<str:code>/review/", respondent_views.review, name="respond-review"),
    path("s/<str:code>/all/", respondent_views.send_all, name="respond-all"),
    path("s/<str:code>/thanks/", respondent_views.thanks, name="respond-thanks"),
    path("s/<str:code>/change/", respondent_views.change, name="respond-change"),
]
