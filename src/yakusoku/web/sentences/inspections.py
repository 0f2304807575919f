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
    "inspection.renewed": gettext_lazy(
        "この確認表は、新しい版に改まりました。画面を開き直して、変わったところを確かめてください。"
    ),
    "inspection.current": gettext_lazy("この確認表は、すでにいまの版です。"),
    "answer.question-changed": gettext_lazy(
        "この質問は、見ていた間に変わりました。画面を開き直し、新しい質問を読んで答えてください。"
    ),
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
    "inspection.holders-untold": gettext_lazy(
        "いま情報を持っている者を、まだ確かめていません。はじめの質問に答えてから提出してください。"
    ),
    "holders.difference-untold": gettext_lazy("違うところ（だれが、どの情報を、いつから）を書いてください。"),
    "holders.nothing-to-see": gettext_lazy("確かめを待つ違いはありません。画面を開き直してください。"),
    "answer.not-as-last-time": gettext_lazy(
        "この条に、前回と同じとして答えられる質問は残っていません。一つずつ答えてください。"
    ),
    "method.reason-missing": gettext_lazy("遠隔で確かめる理由を書いてください。"),
    "inspection.person-unfit": gettext_lazy(
        "その人は、この課の点検を確認できません。別の人を選んでください。"
    ),
    "visit.held": gettext_lazy("すでに現地で確かめた記録があるので、変えられません。"),
    "visit.missing": gettext_lazy("現地確認の予定がありません。先に予定を入れてください。"),
    "visit.ahead": gettext_lazy("行った日は、今日までの日にしてください。"),
    "import.gone": gettext_lazy(
        "確かめていた確認表は、もう取り込まれたか、差し替えられています。画面を開き直してください。"
    ),
    "onsite.item-unusable": gettext_lazy(
        "届いた内容を読めませんでした。画面を開き直して、もう一度送ってください。"
    ),
}
