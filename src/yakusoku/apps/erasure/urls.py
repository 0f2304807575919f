"""Addresses of the erasure ledger."""

from django.urls import path, register_converter

from yakusoku.apps.erasure import copy_views, views


class PaperConverter:
    """The two kinds of file that a letter comes as."""

    regex = "docx|pdf"

    def to_python(self, value: str) -> str:
        """Return the ending."""
        return value

    def to_url(self, value: str) -> str:
        """Return the ending."""
        return value


register_converter(PaperConverter, "paper")

urlpatterns = [
    path("engagements/<int:pk>/ledger/", views.ledger, name="ledger"),
    path("engagements/<int:pk>/ledger/new/", views.copy_new, name="copy-new"),
    path("engagements/<int:pk>/ledger/handovers/", views.take_handovers, name="ledger-handovers"),
    path("engagements/<int:pk>/ledger/declare/", views.declare, name="ledger-declare"),
    path("engagements/<int:pk>/ledger/certificate.<paper:ending>", views.ledger_paper, name="ledger-paper"),
    path("hops/<int:pk>/ledger/", views.hop_ledger, name="hop-ledger"),
    path("hops/<int:pk>/ledger/new/", views.hop_copy_new, name="hop-copy-new"),
    path("hops/<int:pk>/ledger/declare/", views.hop_declare, name="hop-declare"),
    path("hops/<int:pk>/ledger/certificate.<paper:ending>", views.hop_paper, name="hop-ledger-paper"),
    path("copies/<int:pk>/", copy_views.copy, name="copy"),
    path("copies/<int:pk>/edit/", views.copy_change, name="copy-change"),
    path("copies/<int:pk>/prove/", copy_views.prove, name="copy-prove"),
    path("copies/<int:pk>/pass-on/", copy_views.pass_on, name="copy-pass-on"),
    path("copies/<int:pk>/give-back/", copy_views.give_back, name="copy-give-back"),
    path("copies/<int:pk>/confirm/", copy_views.confirm, name="copy-confirm"),
    path("copies/<int:pk>/send-back/", copy_views.send_back, name="copy-send-back"),
    path("copies/<int:pk>/withdraw/", copy_views.withdraw, name="copy-withdraw"),
    path("copies/<int:pk>/certificate/", copy_views.certificate, name="copy-certificate"),
    path("copies/<int:pk>/certificate.<paper:ending>", copy_views.paper, name="copy-paper"),
]
