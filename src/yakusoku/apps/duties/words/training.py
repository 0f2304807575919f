"""What is due about training."""

from django.utils.translation import gettext_lazy

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {
    "training.list-staff": Wording(
        gettext_lazy("従事者名簿を届け出る"),
        gettext_lazy("だれが情報を扱うかが分からないと、業務を始められません。"),
    ),
    "training.complete": Wording(
        gettext_lazy("従事者の研修を済ませる"),
        gettext_lazy("求められた研修が済んでいないか、まもなく切れる人がいます。"),
    ),
    "training.own-staff": Wording(
        gettext_lazy("職員の研修を済ませる"),
        gettext_lazy("受けるはずの研修が済んでいない職員がいます。"),
    ),
    "training.take": Wording(
        gettext_lazy("研修を受ける"),
        gettext_lazy("あなたが受けることになっている研修です。受けた後、研修の担当が修了を記録します。"),
    ),
    "engagement.start": Wording(
        gettext_lazy("着手を記録する"),
        gettext_lazy("契約、名簿、研修がそろっているかを確かめてから、業務を始めます。"),
    ),
}
