"""What the trail says about webhooks and OSCAL."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "webhook.added": gettext_lazy("外部への通知の送り先を加えた"),
    "webhook.removed": gettext_lazy("外部への通知の送り先を外した"),
    "webhook.resumed": gettext_lazy("外部への通知を再び始めた"),
    "oscal.received": gettext_lazy("OSCALの文書を預かった"),
    "oscal.taken": gettext_lazy("OSCALの文書を取り込んだ"),
    "oscal.dropped": gettext_lazy("OSCALの文書を取り込まずに捨てた"),
}
