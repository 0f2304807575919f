"""What a person reads when something about the review board is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "board.meeting-stage": gettext_lazy("この会議はいま「{stage}」なので、この操作はできません。"),
    "board.item-closed": gettext_lazy(
        "この議案は決しているか、議案から外れています。画面を開き直してください。"
    ),
    "board.case-not-waiting": gettext_lazy("「{title}」は、もう議案になっているか、結論が出ています。"),
    "board.nothing-on-agenda": gettext_lazy("議案がありません。議案を加えてから招集してください。"),
    "board.no-members": gettext_lazy(
        "審査会の委員がいません。利用者の画面で「審査会」の役割を付けてください。"
    ),
    "board.chair-missing": gettext_lazy("議長が決まっていません。委員の中から議長を選んでください。"),
    "board.not-a-member": gettext_lazy("この人は、この会議の委員ではありません。"),
    "board.items-open": gettext_lazy(
        "まだ決していない議案が{count}件あります。決するか、議案から外してください。"
    ),
    "board.not-present": gettext_lazy("出席の記録がない委員は投票できません。事務局が出席を書いてください。"),
    "board.stepped-aside": gettext_lazy("利害関係を申し出た人は、この議案に加われません。"),
    "board.reason-missing": gettext_lazy("理由を書いてください。"),
    "board.changed-meanwhile": gettext_lazy(
        "ほかの人が先に書き換えました。いまの内容を見て、合わせてから保存してください。"
    ),
    "board.conditions-missing": gettext_lazy(
        "条件付承認には条件が要ります。条件を加えてから決してください。"
    ),
    "board.only-the-chair": gettext_lazy("これは、この会議の議長だけができます。"),
    "board.no-quorum": gettext_lazy("定足数に足りません。{needed}人要るところ、{present}人です。"),
    "board.votes-missing": gettext_lazy(
        "まだ投票していない委員が{count}人います。全員の投票がそろうと決せます。"
    ),
    "board.no-majority": gettext_lazy(
        "どの結論も過半数に届いていません。話し合って投票し直すか、「継続審議」にそろえてください。"
    ),
    "board.chair-may-not": gettext_lazy(
        "議長だけで決めることはできません。決まりで専決を認め、議長に利害関係がなく、理由を書いたときだけできます。"
    ),
    "board.quorum-out-of-range": gettext_lazy("定足数は1から{most}までの数にしてください。"),
    "condition.past": gettext_lazy("条件の期限は、今日か、その後の日にしてください。"),
    "condition.state": gettext_lazy("この条件はいま「{state}」なので、この操作はできません。"),
    "minutes.reason-missing": gettext_lazy("承認した議事録を直すときは、何を訂正したかを書いてください。"),
    "minutes.unchanged": gettext_lazy("議事録の内容は、承認したものから変わっていません。"),
}
