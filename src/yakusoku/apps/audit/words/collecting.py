"""What the trail says about the answers to surveys."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "answers.handed-in": gettext_lazy("調査の回答が提出された"),
    "answers.changed-by-respondent": gettext_lazy("回答者が提出した回答を直した"),
    "answers.terms-set": gettext_lazy("調査の回答の集め方を決めた"),
    "answers.corrected": gettext_lazy("調査の回答を訂正した"),
    "answers.handed-out": gettext_lazy("調査のデータを取り出した"),
    "answers.taken-in": gettext_lazy("調査の回答をまとめて取り込んだ"),
    "answers.sent-in": gettext_lazy("調査の回答を代わりに届けた"),
    "paper.arrived": gettext_lazy("調査の紙の回答を受け付けた"),
    "paper.keyed": gettext_lazy("調査の紙の入力を終えた"),
    "paper.agreed": gettext_lazy("調査の紙の回答が決まった"),
    "paper.settled": gettext_lazy("調査の紙の二度の入力の違いを決めた"),
}
