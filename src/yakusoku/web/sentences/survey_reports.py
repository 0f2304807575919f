"""What a person reads when something about a report of a survey is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "report.no-such-place": gettext_lazy(
        "この見出しや文は、もうありません。ほかの人が消したか、動かしました。画面を開き直してください。"
    ),
    "report.full": gettext_lazy("これ以上は足せません。節を分けるか、減らしてください。"),
    "report.last-one": gettext_lazy("最後の一つは消せません。先に、ほかのものを足してください。"),
    "report.number-gone": gettext_lazy("この数は、もう文にありません。画面を開き直してください。"),
    "report.no-answers": gettext_lazy("回答がまだないので、報告書を作れません。"),
    "report.plan-broken": gettext_lazy("報告書の表を数えられません（{reason}）。"),
    "report.still-open": gettext_lazy(
        "直すところが{count}か所あるので、確定できません（{first}）。直すか、断りを書いてください。"
    ),
    "report.finding-gone": gettext_lazy(
        "この数には、断りを書けません。もう直っているか、表や構成のほうを直すところです。"
    ),
    "report.nothing-to-undo": gettext_lazy(
        "元に戻せる変更がありません。ほかの人が先に変えたときは、画面を開き直してください。"
    ),
    "report.not-made": gettext_lazy("報告書のファイルを作っているところです。できてから公開してください。"),
    "report.reason-missing": gettext_lazy("この数を載せてよい理由を書いてください。"),
    "report.table-in-use": gettext_lazy(
        "表「{name}」は、図か表に使われています。先にそちらを消すか、別の表に変えてください。"
    ),
}
