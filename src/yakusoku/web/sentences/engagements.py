"""What a person reads when something about facts, decisions and publication is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "profile.end-before-start": gettext_lazy(
        "終わりの日が、始まりの日より前になっています。どちらかを直してください。"
    ),
    "profile.day-out-of-range": gettext_lazy("期間は、{earliest}から{latest}までの日で入れてください。"),
    "profile.negative-number": gettext_lazy("人数や時間は、0以上の数で入れてください。"),
    "decision.reason-missing": gettext_lazy(
        "採用しない、または弱めるときは、理由が必要です。理由を書いてください。"
    ),
    "decision.decider-missing": gettext_lazy(
        "採用しない、または弱めるときは、だれが決めたかが必要です。決めた人を書いてください。"
    ),
    "decision.strength-missing": gettext_lazy("代わりの決め方を選んでください。"),
    "decision.strength-unknown": gettext_lazy(
        "選んだ決め方の条文が、目録にありません。ほかの決め方を選んでください。"
    ),
    "decision.requirement-unknown": gettext_lazy("この要件は、使っている版の目録にありません。"),
    "decision.twice": gettext_lazy("同じ要件の判断が2つあります。1つにしてください。"),
    "engagement.not-described": gettext_lazy(
        "業務の実態がまだ書き終わっていません。先に書き終えてください。"
    ),
    "engagement.already-described": gettext_lazy(
        "業務の実態がもう書かれています。業務の画面で直してください。"
    ),
    "engagement.contractor-fixed": gettext_lazy(
        "委託先には、もう遵守確認表を送っています。別の委託先に頼むときは、新しい委託業務を作ってください。"
    ),
    "engagement.closed": gettext_lazy(
        "この業務は閉じました。直すことがあれば、情報政策部門に開き直してもらってください。"
    ),
    "engagement.already-started": gettext_lazy("着手の日は、もう記録されています。"),
    "engagement.not-closed": gettext_lazy("この業務は、まだ閉じていません。"),
    "engagement.reopening-reason-missing": gettext_lazy("開き直す理由を書いてください。"),
    "engagement.already-renewed": gettext_lazy("次の期間の業務は、もうできています。"),
    "engagement.not-renewable": gettext_lazy(
        "業務の実態が書き終わっていないので、次の期間を作れません。先に書き終えてください。"
    ),
    "specification.reference-missing": gettext_lazy(
        "条文が、採用していない条を引いています。目録を管理する人に知らせてください。"
    ),
    "specification.placeholder-unknown": gettext_lazy(
        "条文に、埋められない箇所があります。目録を管理する人に知らせてください。"
    ),
    "publication.undecided": gettext_lazy(
        "採否を決めていない要件が{count}件あります。決めてから発行してください。"
    ),
    "publication.nothing-changed": gettext_lazy(
        "第{number}版と同じ内容です。実態か採否を変えると、新しい版を発行できます。"
    ),
    "publication.missing": gettext_lazy("まだ特記仕様書を発行していません。先に発行してください。"),
    "publication.not-current": gettext_lazy(
        "第{number}版の内容は、いまの目録と違います。新しい版を発行してください。"
    ),
    "publication.law-moved": gettext_lazy(
        "根拠の法令などが、今日は有効ではありません。目録の根拠を改めてから、新しい版を発行してください。"
    ),
    "publication.reason-missing": gettext_lazy("第{number}版では、変えた理由を書いてください。"),
    "fairness.not-above": gettext_lazy("この約束は、いまは基準を超えていません。画面を開き直してください。"),
}
