"""What a person reads when something about surveys and questionnaires is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "survey.named-twice": gettext_lazy(
        "「{title}」という名前の調査は、もうあります。回や年を付けて、別の名前にしてください。"
    ),
    "survey.department-missing": gettext_lazy("調査をする課を選んでください。"),
    "survey.closes-before-it-opens": gettext_lazy(
        "締切り（{closes}）が、始まり（{opens}）より前です。どちらかの日を直してください。"
    ),
    "survey.reminders-outside": gettext_lazy(
        "督促の日は、回答の始まりより後で締切りまでの日を、{most}つまで選んでください。"
    ),
    "survey.follows-itself": gettext_lazy(
        "「{title}」が、自分より前の回になります。別の調査を選んでください。"
    ),
    "survey.nothing-published": gettext_lazy(
        "調査票がまだ公開されていません。先に調査票を公開してください。"
    ),
    "survey.days-missing": gettext_lazy("回答の始まりと締切りの日を、先に決めてください。"),
    "survey.stands-otherwise": gettext_lazy("「{title}」は、いま「{state}」です。画面を開き直してください。"),
    "questionnaire.no-such-item": gettext_lazy(
        "「{name}」は、もう調査票にありません。ほかの人が消したか、名前を変えました。"
    ),
    "questionnaire.looked-at": gettext_lazy(
        "「{name}」は、ほかの設問（{by}）の条件に使われています。先にその条件を直してください。"
    ),
    "questionnaire.name-taken": gettext_lazy("記号「{name}」は、ほかの設問が使っています。"),
    "questionnaire.name-unusable": gettext_lazy(
        "記号「{name}」は使えません。英字か _ で始め、英数字と _ . - だけにしてください。"
    ),
    "questionnaire.nothing-to-undo": gettext_lazy(
        "元に戻す変更がないか、その後にほかの人が変えました。画面を開き直してください。"
    ),
    "questionnaire.has-errors": gettext_lazy("直すところが残っているので、公開できません（{first}）。"),
    "questionnaire.nothing-new": gettext_lazy("公開していない変更がありません。"),
    "questionnaire.too-large": gettext_lazy("調査票が大きすぎます（設問と選択肢は、それぞれ{most}行まで）。"),
    "questionnaire.takes-too-long": gettext_lazy(
        "「{name}」を読むのに時間がかかりすぎたので、やめました。シートを減らして、もう一度お試しください。"
    ),
    "questionnaire.no-such-form": gettext_lazy(
        "調査票に直すところがあるので、このファイルを作れません（{reason}）。"
    ),
}
