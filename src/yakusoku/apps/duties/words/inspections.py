"""What is due about inspections."""

from django.utils.translation import gettext_lazy

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {
    "inspection.answer": Wording(
        gettext_lazy("遵守確認表に回答する"),
        gettext_lazy("約束が守られているかを、委託元が確かめるためのものです。"),
    ),
    "inspection.verify": Wording(
        gettext_lazy("回答を確認する"),
        gettext_lazy("見て確かめるまで、守られているとは言えません。"),
    ),
}
