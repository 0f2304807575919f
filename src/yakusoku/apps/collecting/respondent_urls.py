"""Addresses of the web form of a survey."""

from django.urls import path

from yakusoku.apps.collecting import respondent_views

urlpatterns = [
    path("", respondent_views.door, name="respond-door"),
    path("<str:code>/", respondent_views.start, name="respond"),
    path("<str:code>/language/", respondent_views.choose_language, name="respond-language"),
    path("<str:code>/<int:number>/", respondent_views.page, name="respond-page"),
    path("<str:code>/review/", respondent_views.review, name="respond-review"),
    path("<str:code>/all/", respondent_views.send_all, name="respond-all"),
    path("<str:code>/thanks/", respondent_views.thanks, name="respond-thanks"),
    path("<str:code>/change/", respondent_views.change, name="respond-change"),
]
