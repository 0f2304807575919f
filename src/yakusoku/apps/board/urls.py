"""Addresses of the review board."""

from django.urls import path

from yakusoku.apps.board import condition_views, item_views, paper_views, views

ITEM = "board/<int:meeting>/items/<int:pk>/"

urlpatterns = [
    path("board/", views.meetings, name="board-meetings"),
    path("board/settings/", views.settings, name="board-settings"),
    path("board/new/", views.begin, name="board-meeting-new"),
    path("board/<int:pk>/", views.meeting, name="board-meeting"),
    path("board/<int:pk>/change/", views.change, name="board-meeting-change"),
    path("board/<int:pk>/call/", views.call, name="board-call"),
    path("board/<int:pk>/read/", views.confirm_reading, name="board-read"),
    path("board/<int:pk>/attendance/", views.attend, name="board-attendance"),
    path("board/<int:pk>/cases/<int:candidacy>/", views.add_case, name="board-add-case"),
    path("board/<int:pk>/subjects/", views.add_subject, name="board-add-subject"),
    path("board/<int:pk>/close/", views.close, name="board-close"),
    path("board/<int:pk>/cancel/", views.cancel, name="board-cancel"),
    path("board/<int:pk>/packets.pdf", paper_views.packets, name="board-packets"),
    path("board/<int:pk>/minutes/", paper_views.minutes, name="board-minutes"),
    path("board/<int:pk>/minutes/approve/", paper_views.approve_minutes, name="board-minutes-approve"),
    path("board/<int:pk>/minutes/draft.<slug:kind>", paper_views.draft, name="board-minutes-draft"),
    path(
        "board/<int:pk>/minutes/<int:version>.<slug:kind>",
        paper_views.kept_minutes,
        name="board-minutes-file",
    ),
    path(ITEM, item_views.item, name="board-item"),
    path(f"{ITEM}up/", views.move, {"way": "up"}, name="board-item-up"),
    path(f"{ITEM}down/", views.move, {"way": "down"}, name="board-item-down"),
    path(f"{ITEM}drop/", views.drop, name="board-item-drop"),
    path(f"{ITEM}conflict/", item_views.declare, name="board-conflict"),
    path(f"{ITEM}vote/", item_views.vote, name="board-vote"),
    path(f"{ITEM}room-vote/", item_views.room_vote, name="board-room-vote"),
    path(f"{ITEM}discussion/", item_views.discuss, name="board-discussion"),
    path(f"{ITEM}conditions/", item_views.propose, name="board-condition-new"),
    path(
        f"{ITEM}conditions/<int:condition>/withdraw/",
        item_views.withdraw_condition,
        name="board-condition-withdraw",
    ),
    path(f"{ITEM}close/", item_views.close, name="board-item-close"),
    path(f"{ITEM}alone/", item_views.alone, name="board-item-alone"),
    path(f"{ITEM}correct/", item_views.correct, name="board-item-correct"),
    path(f"{ITEM}packet.pdf", paper_views.packet, {"kind": "pdf"}, name="board-packet-pdf"),
    path(f"{ITEM}packet.docx", paper_views.packet, {"kind": "docx"}, name="board-packet-docx"),
    path("conditions/<int:pk>/", condition_views.condition, name="condition"),
    path("conditions/<int:pk>/report/", condition_views.report, name="condition-report"),
    path("conditions/<int:pk>/verify/", condition_views.verify, name="condition-verify"),
    path("conditions/<int:pk>/send-back/", condition_views.send_back, name="condition-send-back"),
    path("conditions/<int:pk>/file", condition_views.shown, name="condition-file"),
]
