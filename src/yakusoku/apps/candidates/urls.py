"""Addresses on the way to the contract."""

from django.urls import path

from yakusoku.apps.candidates import plan_views, public_views, views

WORK = "engagements/<int:pk>"
CANDIDACY = "candidacies/<int:pk>"
ITEM = f"{CANDIDACY}/plan/items/<slug:key>"

urlpatterns = [
    path("tenders/<str:secret>/", public_views.tender, name="tender"),
    path("tenders/<str:secret>/files/<str:name>", public_views.tender_file, name="tender-file"),
    path(f"{WORK}/candidacy/", views.candidacy, name="candidacy"),
    path(f"{WORK}/announcement/", views.announce, name="announce"),
    path(f"{WORK}/announcement/withdraw/", views.withdraw_announcement, name="announcement-withdraw"),
    path(f"{WORK}/candidacy/select/", views.select, name="candidate-select"),
    path(f"{WORK}/contract/correct/", views.correct_contract, name="contract-correct"),
    path(f"{CANDIDACY}/", plan_views.candidate, name="candidate"),
    path(f"{CANDIDACY}/assess/", views.assess, name="candidate-assess"),
    path(f"{CANDIDACY}/plan/", plan_views.plan, name="plan"),
    path(f"{CANDIDACY}/plan/agree/", plan_views.agree, name="plan-agree"),
    path(f"{CANDIDACY}/plan/items/", plan_views.add_item, name="plan-add"),
    path(f"{ITEM}/", plan_views.write_item, name="plan-write"),
    path(f"{ITEM}/remove/", plan_views.remove_item, name="plan-remove"),
    path(f"{ITEM}/done/", plan_views.report_done, name="plan-done"),
    path(f"{ITEM}/verify/", plan_views.verify_done, name="plan-verify"),
]
