"""Addresses of the sample of a survey. Rates, and the making of batches, join what others know: apps/flows."""

from django.urls import path

from yakusoku.apps.samples import frame_views, letter_views, respondent_views, views

HERE = "surveys/<int:pk>/sample/"
UNIT, ONE = f"{HERE}frame/<int:unit>/", f"{HERE}respondents/<int:number>/"
BATCH = f"{HERE}dispatches/<int:number>/"

urlpatterns = [
    path(HERE, views.overview, name="survey-sample"),
    path(f"{HERE}strata/", views.strata, name="sample-strata"),
    path(f"{HERE}draw/", views.draw, name="sample-draw"),
    path(f"{HERE}draw/undo/", views.undo, name="sample-undo"),
    path(f"{HERE}replacement/", views.more, name="sample-more"),
    path(f"{HERE}frame/", frame_views.frame, name="sample-frame"),
    path(f"{HERE}frame/bring/", frame_views.bring, name="sample-bring"),
    path(f"{HERE}frame/columns/", frame_views.columns, name="sample-columns"),
    path(f"{HERE}frame/preview/", frame_views.show_preview, name="sample-preview"),
    path(f"{HERE}frame/take/", frame_views.take, name="sample-take"),
    path(f"{HERE}frame/drop/", frame_views.drop, name="sample-drop"),
    path(f"{HERE}frame/problems/", frame_views.problems, name="sample-problems"),
    path(f"{HERE}frame/contractors/", frame_views.contractors, name="sample-contractors"),
    path(f"{HERE}frame/previous/", frame_views.previous, name="sample-previous"),
    path(f"{HERE}frame/clear/", frame_views.clear, name="sample-clear"),
    path(UNIT, frame_views.unit, name="sample-unit"),
    path(f"{UNIT}remove/", frame_views.remove, name="sample-unit-remove"),
    path(f"{UNIT}leave-out/", frame_views.leave_out, name="sample-unit-leave-out"),
    path(f"{HERE}respondents/", respondent_views.listing, name="sample-respondents"),
    path(ONE, respondent_views.respondent, name="sample-respondent"),
    path(f"{ONE}withdraw/", respondent_views.withdraw, name="sample-withdraw"),
    path(f"{ONE}ask-again/", respondent_views.ask_again, name="sample-ask-again"),
    path(f"{ONE}code/", respondent_views.change_code, name="sample-code"),
    path(f"{HERE}letters/<slug:kind>/", letter_views.text, name="sample-letter"),
    path(f"{HERE}letters/<slug:kind>/specimen.pdf", letter_views.specimen_file, name="sample-specimen"),
    path(f"{HERE}dispatches/", letter_views.dispatches, name="sample-dispatches"),
    path(BATCH, letter_views.dispatch, name="sample-dispatch"),
    path(f"{BATCH}letters.<slug:kind>", letter_views.letters, name="sample-letters"),
    path(f"{BATCH}papers.pdf", letter_views.papers, name="sample-papers"),
    path(f"{BATCH}undelivered/", letter_views.undelivered, name="sample-undelivered"),
]
