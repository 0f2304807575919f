"""What a person reads when something about findings and corrective instructions is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "finding.move-impossible": gettext_lazy(
        "いまは「{state}」なので、この操作はできません。画面を開き直して確かめてください。"
    ),
    "correction.nothing-chosen": gettext_lazy("指示する指摘を一つ以上選んでください。"),
    "correction.several-companies": gettext_lazy(
        "一つの指示は、一つの会社にあてます。会社ごとに分けて指示してください。"
    ),
    "correction.recipient-missing": gettext_lazy(
        "委託先が決まっていません。業務の実態で委託先を選んでください。"
    ),
    "correction.remedy-unfit": gettext_lazy(
        "その指摘には使えない改善の道です。指摘に示した道から選んでください。"
    ),
    "correction.demand-missing": gettext_lazy("選んだ指摘のすべてに、することを書いてください。"),
    "correction.reason-missing": gettext_lazy("理由を書いてください。"),
    "correction.deadline-past": gettext_lazy("期限は、明日より後の日にしてください（いまの値は{day}）。"),
    "correction.not-later": gettext_lazy("延ばす日は、いまの期限（{day}）より後の日にしてください。"),
    "correction.measures-missing": gettext_lazy(
        "まだ{count}件に、行ったことが書かれていません。すべて書いてから報告してください。"
    ),
    "reply-form.foreign": gettext_lazy(
        "改善報告書として読めません。改善指示書（Word）を保存し直し、最後の改善報告書の表に記入して、"
        "Wordの形（.docx）のまま選んでください。照合符号の欄は消さないでください。"
    ),
    "reply-form.other-instruction": gettext_lazy(
        "ほかの指示の報告書です（この報告書の照合符号は {got}、この指示は {sent}）。"
        "番号の合う指示の画面で取り込んでください。"
    ),
    "reply-form.other-contents": gettext_lazy(
        "{number}の報告書ですが、指示の内容が合いません。改善指示書を保存し直して、書き写してください。"
    ),
    "reply-form.empty": gettext_lazy(
        "報告書に何も書かれていません。「起きた原因」と「行ったこと」の欄に書いて、保存してから選んでください。"
    ),
    "reply-form.too-long": gettext_lazy(
        "一つの欄に書けるのは{most}字までです。詳しいことは、証拠のファイルとして付けてください。"
    ),
    "correction.too-many-files": gettext_lazy("一つの報告に付けられるファイルは{most}個までです。"),
    "correction.extension-waits": gettext_lazy(
        "前の期限延長の申出に、まだ返事がありません。返事をお待ちください。"
    ),
    "correction.extension-answered": gettext_lazy(
        "この申出は、もう終わっています。画面を開き直してください。"
    ),
    "correction.outcomes-missing": gettext_lazy(
        "まだ{count}件を確かめていません。「確認できた」か「まだ」を選んでください。"
    ),
    "correction.seen-missing": gettext_lazy("「まだ」では、何が足りないかを「見たこと」に書いてください。"),
    "correction.new-deadline-missing": gettext_lazy("「まだ」があるときは、次の報告の期限を入れてください。"),
    "correction.version-not-newer": gettext_lazy(
        "「仕様書を実態に合わせて直す」指摘は、指摘の後に新しい版を発行してから閉じます。先に採否を直して発行してください。"
    ),
    "correction.profile-not-anew": gettext_lazy(
        "「業務のやり方を変える」指摘は、指摘の後に業務の実態を書き直してから閉じます。先に書き直してください。"
    ),
    "correction.check-not-added": gettext_lazy(
        "足した対策を確かめる質問がありません。先に確認項目を加えてください。"
    ),
    "added-check.requirement-not-promised": gettext_lazy(
        "特記仕様書の最新の版にない要件です。ほかの要件を選んでください。"
    ),
    "added-check.question-missing": gettext_lazy("対策か運用の質問を、少なくとも一つ書いてください。"),
    "added-check.already-retired": gettext_lazy("この確認項目は、もう聞かないことになっています。"),
}
