"""What a page says of the codes in a difference."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from yakusoku.domain.inspections.answers import ANSWER_LABELS, VERIFICATION_LABELS
from yakusoku.domain.packs.labels import INSPECTION_LABELS, STRENGTH_LABELS
from yakusoku.web.words import say

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FIELDS: "dict[str, StrOrPromise]" = {
    "new": gettext_lazy("新しく加わる"),
    "title": gettext_lazy("見出し"),
    "purpose": gettext_lazy("なぜ定めるか"),
    "why": gettext_lazy("要る理由"),
    "risk": gettext_lazy("ないときの危険"),
    "risk-level": gettext_lazy("危険の度合い"),
    "order": gettext_lazy("並ぶ順"),
    "parameter": gettext_lazy("条文の中の数"),
    "summary": gettext_lazy("条文の要約"),
    "clause": gettext_lazy("条文"),
    "point": gettext_lazy("確認項目"),
    "answered-by": gettext_lazy("答える人"),
    "question": gettext_lazy("質問"),
    "evidence": gettext_lazy("証拠"),
    "evidence-required": gettext_lazy("証拠が要るか"),
    "decision": gettext_lazy("採否"),
    "answer": gettext_lazy("回答"),
    "comment": gettext_lazy("補足"),
    "planned": gettext_lazy("点検の日"),
    "scope": gettext_lazy("点検する要件"),
    "verification": gettext_lazy("確認"),
    "seen": gettext_lazy("見たこと"),
    "measure": gettext_lazy("改善の報告"),
}
REASONS: "dict[str, StrOrPromise]" = {
    "twice": gettext_lazy("同じものが二度あります。先のものだけを読みました。"),
    "empty": gettext_lazy("空にはできません。"),
    "too-long": gettext_lazy("長すぎます。"),
    "too-many": gettext_lazy("一度に加えられる数を超えています。"),
    "wrong-id": gettext_lazy("名前に使えない文字があります（使えるのは英小文字、数字、ハイフン）。"),
    "wrong-value": gettext_lazy("使えない値です。"),
    "no-title": gettext_lazy("見出しがありません。"),
    "no-text": gettext_lazy("条文になる文がありません。"),
    "no-question": gettext_lazy("質問の文がそろっていません。"),
    "no-date": gettext_lazy("日付がありません。"),
    "left-out": gettext_lazy("この組織では使わないことにした要件です。"),
    "placeholder": gettext_lazy("文の中に、埋めるもののない差込みがあります。"),
    "unknown-control": gettext_lazy("この名前の要件は目録にありません。"),
    "unknown-parameter": gettext_lazy("この名前の数は、要件にありません。"),
    "unknown-strength": gettext_lazy("この強さの条文は、要件にありません。"),
    "unknown-check": gettext_lazy("この点検では聞いていない確認項目です。"),
    "reworded-check": gettext_lazy(
        "文書が書かれた後に、質問が変わりました。いまの質問を見て答えてください。"
    ),
    "unknown-answer": gettext_lazy("この道具の言葉で書いた回答がありません。推し量ることはしません。"),
    "unknown-verification": gettext_lazy("この道具の言葉で書いた確認の結果がありません。"),
    "unknown-finding": gettext_lazy("この業務の、閉じていない指摘ではありません。"),
    "comment-missing": gettext_lazy("該当なしには、理由が要ります。"),
    "seen-missing": gettext_lazy("相違には、見たことが要ります。"),
    "reason-needed": gettext_lazy("提案より弱めるには理由が要ります。採否の頁で決めてください。"),
    "pattern": gettext_lazy("名前の型による選び方は読みません。名前を一つずつ書いたものを使ってください。"),
    "parameter-of-profile": gettext_lazy("業務ごとの数の変更は、取り込めません。"),
    "answer-of-contractor": gettext_lazy("回答が違います。回答は委託先のもので、ここでは変えません。"),
    "finding-does-not-follow": gettext_lazy("この指摘は、回答と確認の結果からは出ません。"),
    "state-by-act": gettext_lazy("状態が違います。状態は、報告と確かめで変わります。"),
    "deadline-by-act": gettext_lazy("期限が違います。期限は、延長の申出で変わります。"),
    "only-planned": gettext_lazy("まだ済んでいない改善だけが書かれています。"),
    "not-asked": gettext_lazy("いま報告を待っている改善指示にありません。"),
}


def told_value(field: str, value: str) -> str:
    """Return a value of a difference in words; free text as it is."""
    if field == "decision":
        return say("採用しない") if value == "decline" else say(_label(STRENGTH_LABELS, value))
    if field == "answer":
        return say(_label(ANSWER_LABELS, value))
    if field == "verification":
        return say(_label(VERIFICATION_LABELS, value))
    if field == "planned" and value:
        day, _, kind = value.partition(" ")
        return f"{day} {say(_label(INSPECTION_LABELS, kind))}"
    if field == "evidence-required":
        return {"true": say("はい"), "false": say("いいえ")}.get(value, value)
    return value


def _label(labels: object, value: str) -> str:
    known = {str(key): str(label) for key, label in labels.items()} if isinstance(labels, dict) else {}
    return known.get(value, value)
