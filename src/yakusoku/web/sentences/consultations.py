"""What a person reads when something about consultations is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "consultation.text-missing": gettext_lazy("内容を書いてください。"),
    "consultation.closed": gettext_lazy(
        "この相談は終わっています。聞きたいことがあれば、新しく相談してください。"
    ),
    "consultation.too-many-files": gettext_lazy("一度に付けられるファイルは{most}個までです。"),
    "consultation.not-for-experts": gettext_lazy(
        "庁内あての相談は、外部の専門家に見せられません。「外部の専門家」あての相談を新しく作ってください。"
    ),
    "consultation.link-over": gettext_lazy(
        "このリンクは、もう使えません（回答済みか、取消しか、期限切れです）。渡した人に、新しいリンクを頼んでください。"
    ),
}
