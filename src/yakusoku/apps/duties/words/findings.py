"""What is due about findings and corrective instructions."""

from django.utils.translation import gettext_lazy

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {
    "finding.instruct": Wording(
        gettext_lazy("指摘の改善を指示する"),
        gettext_lazy("指示が届くまで、委託先は何をいつまでに直すか分かりません。"),
    ),
    "correction.reply": Wording(
        gettext_lazy("改善して報告する"),
        gettext_lazy("守られていなかった約束を、期限までに直すためです。"),
    ),
    "correction.verify": Wording(
        gettext_lazy("改善の報告を確かめる"),
        gettext_lazy("見て確かめるまで、直ったとは言えません。"),
    ),
    "correction.prepare": Wording(
        gettext_lazy("改善のために委託元が直すことをする"),
        gettext_lazy("仕様書や業務の実態、確認項目が直るまで、指摘を閉じられません。"),
    ),
    "correction.extension": Wording(
        gettext_lazy("期限延長の申出に返事をする"),
        gettext_lazy("返事がないと、委託先はいつまでに直せばよいか分かりません。"),
    ),
}
