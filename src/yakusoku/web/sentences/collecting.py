"""What a person reads when something about the answers to a survey is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "answers.not-open-yet": gettext_lazy("回答の受付は、まだ始まっていません（受付開始：{day}）。"),
    "answers.over": gettext_lazy("回答の受付は終わりました。ご協力ありがとうございました。"),
    "answers.withdrawn": gettext_lazy(
        "この回答用コードは、使えなくなりました。回答していただく必要はありません。"
    ),
    "answers.nothing-asked": gettext_lazy(
        "調査票の準備が終わっていません。受付が始まってから開いてください。"
    ),
    "answers.unknown-code": gettext_lazy(
        "このコードは見つかりません。手紙のコードを、もう一度確かめてください。"
    ),
    "answers.handed-in": gettext_lazy("回答は、もう提出されています。いま送られたものは、加えていません。"),
    "answers.not-ready": gettext_lazy("直すところが{count}か所あります。直すと、提出できます。"),
    "answers.no-change": gettext_lazy("この調査では、提出した回答を画面から直せません。"),
    "answers.still-draft": gettext_lazy(
        "この調査は、まだ始まっていません。始めると、回答を受け付けられます。"
    ),
    "answers.rule-wrong": gettext_lazy("「{name}」の決まりを読めません（{reason}）。"),
    "answers.unknown-number": gettext_lazy("{number}番の回答者はいません。紙の番号を確かめてください。"),
    "answers.already-keyed": gettext_lazy(
        "この紙の入力は、もう終わっています。直すときは、回答の画面で訂正してください。"
    ),
    "answers.same-typist": gettext_lazy("二度目の入力は、一度目と別の人がします。ほかの人に頼んでください。"),
    "answers.someone-keys": gettext_lazy("この紙は、ほかの人が入力しているところです。"),
    "answers.not-to-compare": gettext_lazy("この紙には、見比べるところがありません。"),
    "answers.unsettled": gettext_lazy(
        "食い違いが{count}か所、残っています。すべてについて、どうするかを選んでください。"
    ),
    "answers.reason-missing": gettext_lazy("理由を書いてください。"),
    "answers.unknown-question": gettext_lazy("「{name}」という設問はありません。"),
    "answers.not-handed-in": gettext_lazy("まだ提出されていない回答は、訂正できません。"),
    "answers.nothing-changed": gettext_lazy("答えが前と同じです。"),
    "answers.file-unreadable": gettext_lazy("ファイルを読めません（{reason}）。"),
    "answers.nothing-to-take": gettext_lazy("取り込めるものがありません。"),
}
