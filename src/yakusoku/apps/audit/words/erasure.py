"""What the trail says about return, erasure and the end."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "copy.entered": gettext_lazy("個人情報の写しを台帳に載せた"),
    "copy.taken-over": gettext_lazy("受渡しの記録から台帳に載せた"),
    "copy.changed": gettext_lazy("台帳の行を直した"),
    "copy.withdrawn": gettext_lazy("書き誤りの行を取り下げた"),
    "copy.reported": gettext_lazy("再委託先が返還・消去を報告した"),
    "copy.proven": gettext_lazy("返還・消去を証明した"),
    "copy.passed-on": gettext_lazy("再委託先の報告を確かめて委託元に出した"),
    "copy.given-back": gettext_lazy("再委託先の報告を差し戻した"),
    "copy.confirmed": gettext_lazy("返還・消去を確かめた"),
    "copy.sent-back": gettext_lazy("返還・消去の証明を差し戻した"),
    "ledger.declared": gettext_lazy("台帳に書き漏らしがないと申し出た"),
}
