"""What a person reads when something about training is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "course.named-twice": gettext_lazy(
        "「{name}」という研修は、もうあります。別の名前にするか、そちらを直してください。"
    ),
    "course.retired": gettext_lazy("「{name}」は、もう使っていない研修です。"),
    "staff.listed-twice": gettext_lazy(
        "同じ氏名または職員番号の人が、もう名簿にいます。職員番号を付けて書き分けてください。"
    ),
    "staff.list-full": gettext_lazy("名簿に載せられるのは{most}人までです。"),
    "staff.hop-elsewhere": gettext_lazy("選んだ再委託先は、この業務の再委託先ではありません。"),
    "staff.trained": gettext_lazy(
        "研修の記録があるので消せません。従事を終えたときは、終える日を入れてください。"
    ),
    "staff.list-faulty": gettext_lazy(
        "名簿に直すところが{count}か所あります。直して読み直してください。まだ何も取り込んでいません。"
    ),
    "completion.in-future": gettext_lazy("{day}は、まだ来ていません。受け終えた日を入れてください。"),
    "completion.twice": gettext_lazy(
        "選んだ人の中に、同じ日の「{name}」がもう記録されている人がいます。選び直してください。"
    ),
    "completion.not-for-person": gettext_lazy("「{name}」は、選んだ人が受ける研修ではありません。"),
    "start.not-ready": gettext_lazy("{reasons}まだ始められません。"),
}
