"""What a person reads when something about return, erasure and the end is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "copy.step-not-possible": gettext_lazy(
        "この行はいま「{state}」なので、この操作はできません。画面を開き直してください。"
    ),
    "copy.method-missing": gettext_lazy("どうやって消したか、方法を選んでください。"),
    "copy.method-unfit": gettext_lazy(
        "選んだ方法は、この媒体には合いません。媒体に合う方法を選んでください。"
    ),
    "copy.done-in-future": gettext_lazy(
        "{day}は、まだ来ていません。実際に返した日、消した日を入れてください。"
    ),
    "copy.done-before-held": gettext_lazy("{day}から持っているものです。それより後の日を入れてください。"),
    "copy.done-by-missing": gettext_lazy("いつ、だれがしたかを書いてください。"),
    "copy.reason-to-keep-missing": gettext_lazy("なぜ残すのか、いつまで残すのかを書いてください。"),
    "copy.kept-until-past": gettext_lazy("{day}は過ぎています。残す最後の日は、今日より後にしてください。"),
    "copy.reason-missing": gettext_lazy("理由を書いてください。"),
    "copy.hop-elsewhere": gettext_lazy("選んだ再委託先は、この業務で情報を持っていません。"),
    "copy.ledger-full": gettext_lazy(
        "台帳に載せられるのは{most}件までです。同じ媒体で同じ場所のものは、一行にまとめてください。"
    ),
    "closing.matters-open": gettext_lazy(
        "まだ済んでいないことが{count}件あるので、閉じられません。下の一覧を済ませてください。"
    ),
}
