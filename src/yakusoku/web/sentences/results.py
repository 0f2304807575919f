"""What a person reads when something about the results of a survey is refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "results.table-unreadable": gettext_lazy("この表は作れません（{reason}）。選び直してください。"),
    "results.too-many-groups": gettext_lazy(
        "軸の区分が多すぎます（{groups}）。軸を減らすか、区分の少ない軸にしてください。"
    ),
    "results.no-draw": gettext_lazy(
        "標本を抽出した記録がないので、抽出率から重みを作れません。標本を抽出するか、ほかの付け方を選んでください。"
    ),
    "results.not-sampled": gettext_lazy(
        "標本を抽出した記録がないので、標本誤差はありません。無作為に選んだ標本のときだけ、示せます。"
    ),
    "results.everybody-answered": gettext_lazy(
        "名簿の全員が答えたので、標本を抽出したことによる誤差はありません。"
    ),
    "results.errors-hidden": gettext_lazy(
        "示していないセルのある表には、標本誤差を示しません。ほかのセルの誤差から、そこが分かることがあるためです。"
    ),
    "results.not-all-drawn": gettext_lazy(
        "抽出した相手でない回答が{count}件あるので、標本誤差は求められません。"
    ),
    "results.margin-unknown": gettext_lazy(
        "「{name}」という軸はありません。使える軸の名前で書いてください。"
    ),
    "results.file-unreadable": gettext_lazy("読めませんでした（{reason}）。"),
    "results.too-many-shares": gettext_lazy(
        "割合が{count}個あります。ここで一度に確かめられるのは{most}個までです。表を分けるか、"
        "数の限りのないコマンド（yakusoku survey check-table）で確かめてください。"
    ),
    "results.crosswalk-unsound": gettext_lazy(
        "対応表に直すところが{count}か所あります（「{label}」: {reason}）。"
    ),
    "results.axis-not-in-both": gettext_lazy(
        "「{name}」は、両方の回にはありません。ほかの区分を選んでください。"
    ),
    "survey.stratum-not-drawn": gettext_lazy(
        "抽出の記録にない層の回答があります（{strata}）。抽出率から重みを作れません。"
    ),
    "survey.weights-all-zero": gettext_lazy("重みが、どれも0です。だれかの重みを、0より大きくしてください。"),
    "survey.weights-lacking": gettext_lazy(
        "重みのない回答者がいます（番号 {numbers}）。全員の重みを書いてください。"
    ),
}
