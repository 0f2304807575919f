"""Addresses of what comes in for a survey, and of the web form."""

from django.urls import path

from yakusoku.apps.collecting import respondent_views

urlpatterns = [
    path("s/", respondent_views.door, name="respond-door"),
    path("s/<str:code>/", respondent_views.start, name="respond"),
    path("s/<str:code>/language/", respondent_views.choose_language, name="respond-language"),
    path("s/<str:code>/<int:number>/", respondent_views.page, name="respond-page"),
    path("s/<str:code>/review/", respondent_views.review, name="respond-review"),
    path("s/<str:code>/all/", respondent_views.send_all, name="respond-all"),
    path("s/<str:code>/thanks/", respondent_views.thanks, name="respond-thanks"),
    path("s/<str:code>/change/", respondent_views.change, name="respond-change"),
]
