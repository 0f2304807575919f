"""Addresses that join the other apps."""

from django.urls import path

from yakusoku.apps.flows import (
    candidate_views,
    dashboard_views,
    duty_views,
    ending_views,
    home_views,
    inspection_views,
    sample_views,
    staleness_views,
    undeclared_views,
    views,
)

urlpatterns = [
    path("", home_views.home, name="home"),
    path("dashboard/", dashboard_views.dashboard, name="dashboard"),
    path("duties/", duty_views.duties, name="duties"),
    path("catalogue-changes/", staleness_views.changes, name="catalogue-changes"),
    path("catalogue-changes/renew/", staleness_views.renew, name="catalogue-renew"),
    path("inspections/<int:pk>/renew/", staleness_views.renew_sheet, name="renew-sheet"),
    path("engagements/<int:pk>/", views.overview, name="engagement"),
    path("engagements/<int:pk>/publish/", views.publish, name="publish"),
    path("engagements/<int:pk>/decisions.pdf", views.decision_paper, name="decision-paper"),
    path("engagements/<int:pk>/start/", ending_views.start_work, name="start-work"),
    path("engagements/<int:pk>/closing/", ending_views.closing, name="closing"),
    path("engagements/<int:pk>/closing/reopen/", ending_views.reopening, name="reopen"),
    path("engagements/<int:pk>/renewal/", ending_views.renewal, name="renewal"),
    path("engagements/<int:pk>/lessons/", ending_views.lessons, name="lessons"),
    path("engagements/<int:pk>/inspections/send/", inspection_views.send_sheet, name="send-sheet"),
    path("engagements/<int:pk>/inspections/", inspection_views.inspections, name="engagement-inspections"),
    path("inspections/<int:pk>/submit/", inspection_views.submit, name="submit"),
    path("inspections/<int:pk>/send-back/", inspection_views.send_back, name="send-back"),
    path("engagements/<int:pk>/contract/", candidate_views.enter_contract, name="contract-enter"),
    path("candidacies/<int:pk>/submit/", candidate_views.submit, name="candidate-submit"),
    path("candidacies/<int:pk>/withdraw/", candidate_views.withdraw, name="candidate-withdraw"),
    path("candidacies/<int:pk>/plan/reopen/", candidate_views.reopen_plan, name="plan-reopen"),
    path("engagements/<int:pk>/chain/undeclared/", undeclared_views.report_undeclared, name="undeclared-new"),
    path("surveys/<int:pk>/sample/rates/", sample_views.rates, name="survey-rates"),
    path("surveys/<int:pk>/sample/dispatches/new/", sample_views.new_dispatch, name="sample-dispatch-new"),
    path("surveys/<int:pk>/sample/dispatches/<int:number>/mail/", sample_views.mail, name="sample-mail"),
]
