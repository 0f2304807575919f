"""What the trail says about samples of surveys."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "sample.planned": gettext_lazy("調査の層を決めた"),
    "sample.frame-taken": gettext_lazy("調査の名簿を取り込んだ"),
    "sample.frame-cleared": gettext_lazy("調査の名簿を空にした"),
    "sample.unit-changed": gettext_lazy("名簿の相手の情報を変えた"),
    "sample.unit-removed": gettext_lazy("名簿から相手を消した"),
    "sample.unit-left-out": gettext_lazy("名簿の相手を抽出から除いた"),
    "sample.unit-let-in": gettext_lazy("名簿の相手を抽出の対象に戻した"),
    "sample.previous-left-out": gettext_lazy("前回尋ねた相手を抽出から除いた"),
    "sample.drawn": gettext_lazy("調査の標本を抽出した"),
    "sample.undone": gettext_lazy("調査の標本の抽出を取り消した"),
    "sample.letter-written": gettext_lazy("調査の手紙の文を書いた"),
    "sample.dispatched": gettext_lazy("調査の手紙を作った"),
    "sample.mailed": gettext_lazy("調査のメールを送った"),
    "respondent.withdrawn": gettext_lazy("回答者を対象から外した"),
    "respondent.asked-again": gettext_lazy("回答者を対象に戻した"),
    "respondent.code-changed": gettext_lazy("回答用コードを変えた"),
    "respondent.undelivered": gettext_lazy("手紙が届かなかったことを記録した"),
    "respondent.delivered": gettext_lazy("手紙が届いたことに戻した"),
}
