"""Addresses of surveys and their questionnaires."""

from django.urls import path

from yakusoku.apps.surveys import editor_views, version_views, views

urlpatterns = [
    path("surveys/", views.surveys, name="surveys"),
    path("surveys/new/", views.new, name="survey-new"),
    path("surveys/<int:pk>/", views.survey, name="survey"),
    path("surveys/<int:pk>/change/", views.change, name="survey-change"),
    path("surveys/<int:pk>/open/", views.open_survey, name="survey-open"),
    path("surveys/<int:pk>/close/", views.close_survey, name="survey-close"),
    path("surveys/<int:pk>/questionnaire/", editor_views.questionnaire, name="questionnaire"),
    path("surveys/<int:pk>/questionnaire/new/", editor_views.new_item, name="question-new"),
    path("surveys/<int:pk>/questionnaire/about/", editor_views.about, name="questionnaire-about"),
    path("surveys/<int:pk>/questionnaire/undo/", editor_views.undo, name="questionnaire-undo"),
    path("surveys/<int:pk>/questionnaire/preview/", editor_views.preview, name="questionnaire-preview"),
    path("surveys/<int:pk>/questionnaire/bring/", version_views.bring, name="questionnaire-bring"),
    path("surveys/<int:pk>/questionnaire/brought/", version_views.brought, name="questionnaire-brought"),
    path("surveys/<int:pk>/questionnaire/brought/drop/", version_views.drop, name="questionnaire-drop"),
    path("surveys/<int:pk>/questionnaire/publish/", version_views.publish, name="questionnaire-publish"),
    path("surveys/<int:pk>/questionnaire/discard/", version_views.discard, name="questionnaire-discard"),
    path(
        "surveys/<int:pk>/questionnaire/form.<str:kind>",
        version_views.draft_file,
        name="questionnaire-draft-file",
    ),
    path("surveys/<int:pk>/questionnaire/items/<str:name>/", editor_views.item, name="question"),
    path(
        "surveys/<int:pk>/questionnaire/items/<str:name>/move/", editor_views.move_item, name="question-move"
    ),
    path(
        "surveys/<int:pk>/questionnaire/items/<str:name>/delete/",
        editor_views.delete_item,
        name="question-delete",
    ),
    path(
        "surveys/<int:pk>/questionnaire/items/<str:name>/copy/",
        editor_views.duplicate_item,
        name="question-copy",
    ),
    path(
        "surveys/<int:pk>/questionnaires/<int:number>/", version_views.version, name="questionnaire-version"
    ),
    path(
        "surveys/<int:pk>/questionnaires/<int:number>/form.<str:kind>",
        version_views.version_file,
        name="questionnaire-file",
    ),
    path(
        "surveys/<int:pk>/questionnaires/comparison/",
        version_views.comparison,
        name="questionnaire-comparison",
    ),
]
