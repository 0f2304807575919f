"""What the trail says about surveys and their questionnaires."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "survey.registered": gettext_lazy("調査を登録した"),
    "survey.changed": gettext_lazy("調査の情報を変えた"),
    "survey.opened": gettext_lazy("回答の受付を始めた"),
    "survey.closed": gettext_lazy("回答を締め切った"),
    "questionnaire.written": gettext_lazy("調査票を書いた"),
    "questionnaire.brought": gettext_lazy("調査票のファイルを預けた"),
    "questionnaire.dropped": gettext_lazy("預けた調査票を取り込まなかった"),
    "questionnaire.published": gettext_lazy("調査票を公開した"),
    "questionnaire.discarded": gettext_lazy("調査票の下書きを捨てた"),
}
