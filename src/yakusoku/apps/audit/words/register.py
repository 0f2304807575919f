"""What the trail says about the register and its imports."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "register.view-kept": gettext_lazy("台帳の見方を保存した"),
    "register.view-removed": gettext_lazy("台帳の見方を消した"),
    "register.ledger-taken": gettext_lazy("台帳のファイルを取り込んだ"),
    "register.row-taken": gettext_lazy("台帳の行から委託業務を作った"),
    "register.row-updated": gettext_lazy("台帳の行で委託業務を直した"),
}
