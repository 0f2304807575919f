"""What a person reads when something about webhooks and OSCAL is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "webhook.host-not-allowed": gettext_lazy(
        "「{host}」へは送れません。運用者に、設定で許してもらってください。"
    ),
    "oscal.unknown": gettext_lazy(
        "この文書は取り込めません。取り込めるのは、OSCALのcomponent-definitionとassessment-resultsです。"
    ),
    "oscal.version": gettext_lazy("OSCALの{version}版は読めません。1.x版で書き出してください。"),
}
