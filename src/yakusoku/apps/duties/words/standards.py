"""What is due about templates."""

from django.utils.translation import gettext_lazy

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {
    "standard.review": Wording(
        gettext_lazy("ひな形を見直す"),
        gettext_lazy("決めた月がたったか、法令が変わったか、古い法令のことばが見つかりました。"),
    ),
    "standard.answer-comment": Wording(
        gettext_lazy("現場の声に答える"),
        gettext_lazy("ひな形を使う人から声が届いています。どうしたかを返します。"),
    ),
}
