"""What a person reads when something about candidates, security plans and contracts is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "announcement.last-day-past": gettext_lazy(
        "公表の最後の日が過ぎています。今日か、この先の日にしてください。"
    ),
    "announcement.none": gettext_lazy("いま公表しているものはありません。画面を開き直してください。"),
    "candidate.already-held": gettext_lazy(
        "すでに委託候補がいます。別の会社にするときは、先にいまの候補を取り下げてください。"
    ),
    "candidate.contracted": gettext_lazy("契約の日が入っているので、この操作はできません。"),
    "candidate.reason-missing": gettext_lazy("理由を書いてください。後から説明するときに使います。"),
    "candidate.not-live": gettext_lazy("この候補は「{outcome}」なので、この操作はできません。"),
    "candidate.already-asked": gettext_lazy("調査票は、もう送っています。画面を開き直してください。"),
    "candidate.version-missing": gettext_lazy("特記仕様書を発行してから、もう一度お試しください。"),
    "candidate.not-ready": gettext_lazy(
        "審査会にかけるには、調査票への回答、計画の合意、個人情報保護責任者の届出が要ります。残りを済ませてください。"
    ),
    "candidate.not-before-board": gettext_lazy(
        "この候補は、審査会の順番ではありません。画面を開き直して、いまの状態を確かめてください。"
    ),
    "plan.incomplete": gettext_lazy(
        "まだ書き終えていない項目が{count}件あります。「いいえ」「一部」の質問ごとに、計画を書いてください。"
    ),
    "plan.closed": gettext_lazy("計画は合意済みか、候補が終わっているので、書き直せません。"),
    "plan.changed": gettext_lazy(
        "あなたが開いた後に、ほかの人がこの項目を書きました。両方を見比べて、保存し直してください。"
    ),
    "plan.item-state": gettext_lazy("この項目は「{state}」なので、この操作はできません。"),
    "contract.refused": gettext_lazy(
        "契約の前に要ることが残っています：{missing}。済ませてから、日を入れてください。"
    ),
    "contract.override-not-needed": gettext_lazy(
        "審査会の決定を待たずに進む理由は要りません。理由の欄を空けて、入れ直してください。"
    ),
    "contract.entered": gettext_lazy(
        "契約の日は、もう入っています。違うときは、理由を書いて直してください。"
    ),
    "contract.reason-missing": gettext_lazy("契約の日を直す理由を書いてください。"),
}
