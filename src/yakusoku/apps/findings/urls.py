"""Addresses of findings and corrective instructions."""

from django.urls import path

from yakusoku.apps.findings import instruction_views, reply_form_views, reply_views, views

OF_ENGAGEMENT = "engagements/<int:pk>/findings/"
OF_INSTRUCTION = "instructions/<int:pk>/"

urlpatterns = [
    path("findings/", views.all_findings, name="findings"),
    path(OF_ENGAGEMENT, views.engagement_findings, name="engagement-findings"),
    path(f"{OF_ENGAGEMENT}instruct/", instruction_views.instruct, name="instruction-new"),
    path(f"{OF_ENGAGEMENT}<int:finding>/", views.finding, name="finding"),
    path(f"{OF_ENGAGEMENT}<int:finding>/dismiss/", views.dismiss, name="finding-dismiss"),
    path(f"{OF_ENGAGEMENT}<int:finding>/check/", instruction_views.add_check, name="added-check-new"),
    path(
        f"{OF_ENGAGEMENT}checks/<int:check>/retire/",
        instruction_views.retire_check,
        name="added-check-retire",
    ),
    path(OF_INSTRUCTION, instruction_views.instruction, name="instruction"),
    path(f"{OF_INSTRUCTION}papers/<str:name>", instruction_views.paper, name="instruction-paper"),
    path(f"{OF_INSTRUCTION}verify/", instruction_views.verify, name="instruction-verify"),
    path(f"{OF_INSTRUCTION}withdraw/", instruction_views.withdraw, name="instruction-withdraw"),
    path(
        f"{OF_INSTRUCTION}extensions/<int:extension>/",
        instruction_views.answer_extension,
        name="extension-answer",
    ),
    path(f"{OF_INSTRUCTION}reply/", reply_views.reply, name="correction-reply"),
    path(f"{OF_INSTRUCTION}reply/keep/", reply_views.keep, name="correction-keep"),
    path(f"{OF_INSTRUCTION}reply/form/", reply_form_views.receive, name="reply-form"),
    path(f"{OF_INSTRUCTION}reply/form/preview/", reply_form_views.show_preview, name="reply-form-preview"),
    path(f"{OF_INSTRUCTION}reply/form/take/", reply_form_views.take, name="reply-form-take"),
    path(f"{OF_INSTRUCTION}evidence/", reply_views.show_evidence, name="correction-evidence-add"),
    path(f"{OF_INSTRUCTION}evidence/<int:file>/", reply_views.evidence, name="correction-evidence"),
    path(
        f"{OF_INSTRUCTION}evidence/<int:file>/remove/",
        reply_views.remove_evidence,
        name="correction-evidence-remove",
    ),
    path(f"{OF_INSTRUCTION}extensions/", reply_views.ask_extension, name="extension-ask"),
]
