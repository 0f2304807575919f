"""What is due about the contractor's library."""

from django.utils.translation import gettext_lazy

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {
    "library.renew-certificate": Wording(
        gettext_lazy("認証の期限を更新する"),
        gettext_lazy("切れると、この認証を根拠にした回答を、委託元が認められなくなります。"),
    ),
    "library.review-answers": Wording(
        gettext_lazy("期限の近い控えを見直す"),
        gettext_lazy("古い回答をそのまま使うと、実際と違う約束になります。"),
    ),
}
