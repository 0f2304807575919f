"""Addresses of the results of a survey, and of the page that checks published tables."""

from django.urls import include, path

from yakusoku.apps.results import (
    book_views,
    check_views,
    data_views,
    join_views,
    views,
    wave_views,
    weight_views,
)

urlpatterns = [
    path("", include("yakusoku.apps.results.report_urls")),
    path("surveys/check/", check_views.check, name="survey-check"),
    path("surveys/<int:pk>/results/", views.overview, name="survey-results"),
    path("surveys/<int:pk>/results/tables/", views.tables, name="survey-tables"),
    path("surveys/<int:pk>/results/people/", views.people, name="survey-people"),
    path("surveys/<int:pk>/results/views/", views.keep_view, name="survey-view-keep"),
    path("surveys/<int:pk>/results/views/<int:view>/remove/", views.remove_view, name="survey-view-remove"),
    path("surveys/<int:pk>/results/book/", book_views.book, name="survey-book"),
    path("surveys/<int:pk>/results/book/make/", book_views.make, name="survey-book-make"),
    path("surveys/<int:pk>/results/book/<int:number>/", book_views.made_book, name="survey-book-made"),
    path("surveys/<int:pk>/results/book/<int:number>/file", book_views.book_file, name="survey-book-file"),
    path("surveys/<int:pk>/results/weights/", weight_views.weights, name="survey-weights"),
    path(
        "surveys/<int:pk>/results/weights/<int:number>/drop/", weight_views.drop, name="survey-weights-drop"
    ),
    path("surveys/<int:pk>/results/waves/", wave_views.waves, name="survey-waves"),
    path("surveys/<int:pk>/results/waves/crosswalk/", wave_views.crosswalk, name="survey-crosswalk"),
    path("surveys/<int:pk>/results/waves/crosswalk/join/", join_views.join, name="survey-crosswalk-join"),
    path(
        "surveys/<int:pk>/results/waves/crosswalk.yaml",
        wave_views.crosswalk_file,
        name="survey-crosswalk-file",
    ),
    path(
        "surveys/<int:pk>/results/waves/crosswalk/bring/",
        wave_views.bring_crosswalk,
        name="survey-crosswalk-bring",
    ),
    path("surveys/<int:pk>/results/data/", data_views.data, name="survey-data-out"),
    path("surveys/<int:pk>/results/data/<str:kind>", data_views.data_file, name="survey-data-file"),
]
