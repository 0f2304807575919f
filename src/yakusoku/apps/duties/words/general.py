"""What is due about what others owe."""

from django.utils.translation import gettext_lazy

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {
    "catalogue.review": Wording(
        gettext_lazy("目録の変更の影響を確かめる"),
        gettext_lazy("目録が変わり、発行した約束の一部が古くなりました。"),
    ),
    "duty.urge": Wording(
        gettext_lazy("委託先に催促する"),
        gettext_lazy("委託先の期限が過ぎています。電話などで、いつできるかを聞いてください。"),
    ),
}
