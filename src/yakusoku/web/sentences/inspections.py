"""What a person reads when something about answering and verifying is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "inspection.contractor-missing": gettext_lazy(
        "委託先が決まっていません。業務の実態で委託先を選んでください。"
    ),
    "inspection.closed": gettext_lazy("いまは「{state}」なので、この操作はできません。"),
    "inspection.check-unknown": gettext_lazy(
        "この確認表に、その質問はありません。画面を開き直してください。"
    ),
    "inspection.answers-missing": gettext_lazy(
        "まだ{count}問に回答がありません。すべて答えてから提出してください。"
    ),
    "inspection.verifications-missing": gettext_lazy(
        "まだ{count}問を確認していません。見られないものは「未確認」を選んでください。"
    ),
    "answer.comment-missing": gettext_lazy(
        "「該当なし」の理由をコメントに書いてください。書くと保存します。"
    ),
    "verification.seen-missing": gettext_lazy(
        "「相違」では、何が違ったかを「見たこと」に書いてください。書くと保存します。"
    ),
    "evidence.too-many": gettext_lazy("一つの質問に付けられるファイルは{most}個までです。"),
}
