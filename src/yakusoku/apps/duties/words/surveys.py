"""What is due about surveys."""

from django.utils.translation import gettext_lazy

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {
    "survey.key": Wording(
        gettext_lazy("紙の回答を入力する"),
        gettext_lazy("届いた紙の調査票が、入力を待っています。入力すると、集計に入ります。"),
    ),
    "survey.key-again": Wording(
        gettext_lazy("紙の回答を二度目に入力する"),
        gettext_lazy("一度目と別の人が入力します。二度が同じなら、その紙の回答が決まります。"),
    ),
    "survey.settle": Wording(
        gettext_lazy("二度の入力の違いを決める"),
        gettext_lazy("二人の入力が違う紙があります。紙を見て、どちらかを理由とともに選びます。"),
    ),
    "survey.remind": Wording(
        gettext_lazy("督促状を出す"),
        gettext_lazy(
            "依頼から日がたち、まだ回答のない相手がいます。締切りに間に合うよう、もう一度お願いします。"
        ),
    ),
}
