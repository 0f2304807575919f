"""Addresses of the chain."""

from django.urls import path

from yakusoku.apps.chain import handover_views, hop_views, views

urlpatterns = [
    path("engagements/<int:pk>/chain/", views.chain, name="chain"),
    path("engagements/<int:pk>/chain/request/", views.request_first, name="subcontract-new"),
    path("engagements/<int:pk>/handovers/", handover_views.handovers, name="handovers"),
    path("engagements/<int:pk>/handovers/new/", handover_views.hand_over, name="handover-new"),
    path("subcontracts/", views.subcontracts, name="subcontracts"),
    path("hops/<int:pk>/", hop_views.hop, name="hop"),
    path("hops/<int:pk>/request/", views.request_below, name="hop-request"),
    path("hops/<int:pk>/request-late/", hop_views.request_late, name="hop-request-late"),
    path("hops/<int:pk>/consent/", hop_views.consent, name="hop-consent"),
    path("hops/<int:pk>/refuse/", hop_views.refuse, name="hop-refuse"),
    path("hops/<int:pk>/withdraw/", hop_views.withdraw, name="hop-withdraw"),
    path("hops/<int:pk>/dismiss/", hop_views.dismiss, name="hop-dismiss"),
    path("hops/<int:pk>/end/", hop_views.end, name="hop-end"),
    path("hops/<int:pk>/clauses/", hop_views.pass_down, name="hop-clauses"),
    path("hops/<int:pk>/amend/", hop_views.amend, name="hop-amend"),
    path("hops/<int:pk>/letter/", hop_views.letter, name="hop-letter"),
    path("hops/<int:pk>/consent.<slug:kind>", hop_views.paper, name="hop-paper"),
    path("hops/<int:pk>/handovers/new/", handover_views.hand_over_from, name="hop-handover-new"),
    path("handovers/<int:pk>/", handover_views.handover, name="handover"),
    path("handovers/<int:pk>/receive/", handover_views.receive, name="handover-receive"),
    path("handovers/<int:pk>/cancel/", handover_views.cancel, name="handover-cancel"),
]
