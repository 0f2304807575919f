"""Sentences of the data of a survey that leave the house."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

SENTENCES: dict[str, str | Promise] = {
    "survey.base-unknown": gettext_lazy(
        "「{question}」をだれに尋ねたかを決める設問（{filters}）の答えが、データにありません。"
    ),
    "survey.quasi-unknown": gettext_lazy("「{name}」という設問も列もありません。"),
    "survey.quasi-unusable": gettext_lazy(
        "「{name}」は準識別子にできません。単一回答か数の設問、又は区分の列を選んでください。"
    ),
    "survey.quasi-not-chosen": gettext_lazy(
        "「{name}」は準識別子に選ばれていません。順序や階級は、準識別子に選んだものに指定してください。"
    ),
    "survey.k-unusable": gettext_lazy(
        "k={k} では作れません。k は2以上、回答者の数（{respondents}人）以下にし、準識別子を一つは選んでください。"
    ),
}
