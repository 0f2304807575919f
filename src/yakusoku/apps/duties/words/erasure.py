"""What is due about return, erasure and the end."""

from django.utils.translation import gettext_lazy

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {
    "ledger.declare": Wording(
        gettext_lazy("持っている個人情報をすべて台帳に書く"),
        gettext_lazy("業務の終わりに、返すもの、消すものを漏らさないためです。"),
    ),
    "copy.prove": Wording(
        gettext_lazy("返還・消去を証明する"),
        gettext_lazy("証明されるまで、情報はまだそこにあるものとして扱われます。"),
    ),
    "copy.pass-on": Wording(
        gettext_lazy("再委託先の返還・消去を確かめる"),
        gettext_lazy("再委託先の報告は、委託先が確かめてから委託元に届きます。"),
    ),
    "copy.confirm": Wording(
        gettext_lazy("返還・消去の証明を確かめる"),
        gettext_lazy("すべて確かめると、業務を閉じられます。"),
    ),
    "copy.kept": Wording(
        gettext_lazy("残していた個人情報を消す"),
        gettext_lazy("残してよい期間が終わります。消したことを証明してください。"),
    ),
    "engagement.close": Wording(
        gettext_lazy("業務を閉じる"),
        gettext_lazy("期間が終わりました。済んでいないことを片づけて閉じます。"),
    ),
}
