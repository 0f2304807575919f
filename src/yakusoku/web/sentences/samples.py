"""What a person reads when something about a sample is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "sample.size-rules-unreadable": gettext_lazy(
        "{line}行目「{text}」を読めません。「委託先: 中小規模 1, 大規模 101」のように、小さいほうから書いてください。"
    ),
    "sample.frame-empty": gettext_lazy("抽出できる相手が、名簿にいません。"),
    "sample.too-large": gettext_lazy("{n}件は抽出できません。名簿にいるのは{frame}件です。"),
    "sample.too-small": gettext_lazy("抽出する数が足りません（{n}件）。少なくとも{least}件にしてください。"),
    "sample.spreads-missing": gettext_lazy(
        "ネイマン配分には、層ごとのばらつきが要ります（入っていない層：{strata}）。"
    ),
    "sample.stratum-unknown": gettext_lazy(
        "「{stratum}」という層はありません。層が変わったので、開き直してください。"
    ),
    "sample.already-drawn": gettext_lazy(
        "もう標本を抽出したので、名簿も層も変えられません。送る前なら、抽出を取り消してからにしてください。"
    ),
    "sample.not-drawn": gettext_lazy("まだ標本を抽出していません。"),
    "sample.trait-unknown": gettext_lazy("「{trait}」という項目は、名簿にありません。"),
    "sample.too-many-strata": gettext_lazy("層が{most}を超えます。項目を減らすか、区分をまとめてください。"),
    "sample.in-use": gettext_lazy("もうだれかに送ったか、答えが届いているので、抽出は取り消せません。"),
    "sample.reason-missing": gettext_lazy("なぜ予備標本を加えるのかを書いてください。"),
    "sample.nothing-left": gettext_lazy(
        "「{stratum}」の層に残っているのは{left}件です。{n}件は加えられません。"
    ),
    "sample.nothing-asked": gettext_lazy("加える数を、どれかの層に入れてください。"),
    "sample.columns-missing": gettext_lazy("{fields}の列を選んでください。"),
    "sample.column-twice": gettext_lazy("一つの列を、二つの項目に選んでいます。"),
    "sample.too-many-traits": gettext_lazy("層に使えるほかの列は{most}までです。"),
    "sample.frame-wrong": gettext_lazy(
        "直すところのある行があります。表を直して読み直すか、誤りのない行だけを取り込んでください。"
    ),
    "sample.nothing-to-take": gettext_lazy("名簿に入れるもの、変えるものがありません。"),
    "sample.frame-too-long": gettext_lazy("一つの調査の名簿に入るのは{most}件までです。"),
    "sample.no-previous": gettext_lazy(
        "この調査には、前の回がありません。調査の概要で前の回を選んでください。"
    ),
    "sample.already-withdrawn": gettext_lazy("この回答者は、もう対象から外れています。"),
    "sample.not-withdrawn": gettext_lazy("この回答者は、対象から外れていません。"),
    "sample.note-missing": gettext_lazy("「そのほか対象でない」ときは、わけを書いてください。"),
    "sample.code-reason-missing": gettext_lazy("なぜコードを変えるのかを書いてください。"),
    "sample.sent-later": gettext_lazy("手紙の日付（{day}）より前に戻ることはありません。"),
    "sample.place-unknown": gettext_lazy("〔{name}〕は置き換えられません（使えることば：{known}）。"),
    "sample.place-open": gettext_lazy("「{near}」のところで、〔 か 〕の片方が足りません。"),
    "sample.text-empty": gettext_lazy("件名と本文を書いてください。"),
    "sample.nobody-to-write-to": gettext_lazy("この手紙を送る相手がいません。"),
    "sample.address-missing": gettext_lazy(
        "住所のない相手が{n}件あります（番号 {numbers}）。住所を書き足すか、メールで送ってください。"
    ),
    "sample.day-missing": gettext_lazy(
        "文に〔{place}〕がありますが、調査にその日が決まっていません。調査の概要で決めてください。"
    ),
    "sample.no-such-part": gettext_lazy("{part}つ目のファイルはありません（{parts}つまで）。"),
    "sample.not-published": gettext_lazy("調査票が公開されていません。公開してから、印刷してください。"),
    "sample.mail-not-set": gettext_lazy(
        "メールを送る設定がありません。管理者に頼むか、郵送で送ってください。"
    ),
    "sample.not-by-mail": gettext_lazy("この発送は郵送です。"),
    "sample.mail-failed": gettext_lazy(
        "メールのサーバに送れませんでした。しばらくして、もう一度送ってください。"
    ),
}
