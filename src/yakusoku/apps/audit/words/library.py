"""What the trail says about the contractor's answer library."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "library.answer-kept": gettext_lazy("回答を控えに書いた"),
    "library.answer-changed": gettext_lazy("控えの回答を直した"),
    "library.answer-carried-over": gettext_lazy("控えの回答を、変わった質問への回答として確かめた"),
    "library.answer-retired": gettext_lazy("控えの回答をしまった"),
    "library.file-added": gettext_lazy("控えにファイルを付けた"),
    "library.file-removed": gettext_lazy("控えのファイルを外した"),
    "library.kept-from-sheet": gettext_lazy("確認表の回答を控えに残した"),
    "library.used": gettext_lazy("控えを回答に使った"),
    "certificate.recorded": gettext_lazy("認証を登録した"),
    "certificate.changed": gettext_lazy("認証を直した"),
    "certificate.withdrawn": gettext_lazy("認証をしまった"),
    "certificate.scope-confirmed": gettext_lazy("認証の範囲が業務を含むことを確かめた"),
    "certificate.scope-denied": gettext_lazy("認証の範囲の確認を取り消した"),
    "link.made": gettext_lazy("回答のリンクを作った"),
    "link.withdrawn": gettext_lazy("回答のリンクを取り消した"),
    "link.opened": gettext_lazy("回答のリンクが初めて開かれた"),
    "link.used": gettext_lazy("回答のリンクから提出した"),
    "package.read": gettext_lazy("ファイル一式を読み取った"),
    "package.taken": gettext_lazy("ファイル一式を取り込んだ"),
    "package.dropped": gettext_lazy("ファイル一式の取込みをやめた"),
}
