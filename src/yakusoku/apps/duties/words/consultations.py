"""What is due about consultations."""

from django.utils.translation import gettext_lazy

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {
    "consultation.advise": Wording(
        gettext_lazy("相談に答える"),
        gettext_lazy("主管課が、次に進むための助言を待っています。"),
    ),
    "consultation.read": Wording(
        gettext_lazy("助言を読む"),
        gettext_lazy("続けて聞くか、相談を終えるかを決めてください。"),
    ),
    "consultation.await": Wording(
        gettext_lazy("専門家の回答を確かめる"),
        gettext_lazy("リンクの期限までに届かないときは、連絡して、新しいリンクを渡してください。"),
    ),
}
