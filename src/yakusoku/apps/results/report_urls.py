"""Addresses of the reports of a survey."""

from django.urls import path

from yakusoku.apps.results import (
    report_act_views,
    report_counting_views,
    report_place_views,
    report_version_views,
    report_views,
)

BASE = "surveys/<int:pk>/reports/"
ONE = f"{BASE}<int:number>/"
PLACE = f"{ONE}places/<slug:place>/"
VERSION = f"{ONE}versions/<int:version>/"

urlpatterns = [
    path(BASE, report_views.reports, name="survey-reports"),
    path(f"{BASE}new/", report_views.new, name="survey-report-new"),
    path(ONE, report_views.report, name="survey-report"),
    path(f"{ONE}preview/", report_views.preview, name="survey-report-preview"),
    path(PLACE, report_place_views.place, name="survey-report-place"),
    path(f"{PLACE}keep/", report_place_views.keep, name="survey-report-keep"),
    path(f"{PLACE}add/", report_act_views.add, name="survey-report-add"),
    path(f"{PLACE}move/", report_act_views.move, name="survey-report-move"),
    path(f"{PLACE}remove/", report_act_views.remove, name="survey-report-remove"),
    path(f"{ONE}undo/", report_act_views.undo, name="survey-report-undo"),
    path(f"{ONE}counting/", report_counting_views.counting, name="survey-report-counting"),
    path(f"{ONE}tables/add/", report_act_views.add_table, name="survey-report-table-add"),
    path(f"{ONE}tables/remove/", report_act_views.remove_table, name="survey-report-table-remove"),
    path(f"{ONE}refer/", report_act_views.refer, name="survey-report-refer"),
    path(f"{ONE}excuses/", report_act_views.excuse, name="survey-report-excuse"),
    path(f"{ONE}excuses/<int:excuse>/withdraw/", report_act_views.withdraw, name="survey-report-withdraw"),
    path(f"{ONE}release/", report_act_views.release, name="survey-report-release"),
    path(VERSION, report_version_views.version, name="survey-report-version"),
    path(f"{VERSION}report.<str:kind>", report_version_views.version_file, name="survey-report-file"),
    path(f"{VERSION}publish/", report_version_views.publish, name="survey-report-publish"),
    path(f"{VERSION}page/", report_version_views.version_page, name="survey-report-page"),
]
