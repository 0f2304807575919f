"""What a person reads when the design or the weights of a survey are refused."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "survey.not-a-number": gettext_lazy(
        "列「{column}」の{row}件目の「{text}」は使える数ではありません。割合を求める列なら、割合として指定してください。"
    ),
    "survey.not-rebuilt": gettext_lazy(
        "設問「{question}」の公表された人数（n={n}）になる回答は作れません（あてられる人は{asked}人）。人数を確かめてください。"
    ),
    "survey.design-blank": gettext_lazy(
        "設計の列「{column}」が{count}件で空です（初めは{row}件目）。すべて埋めてください。"
    ),
    "survey.weight-unusable": gettext_lazy(
        "重み「{column}」の{row}件目が使えません。重みは0以上の数で、どれかは0より大きくしてください。"
    ),
    "survey.clusters-cross-strata": gettext_lazy(
        "集落「{cluster}」（列「{column}」）が二つ以上の層にあります。"
        "別の集落なら、層ごとに別の集落とすると指定してください。同じ集落なら、層の列を直してください。"
    ),
    "survey.population-mixed": gettext_lazy(
        "母集団の列「{column}」の{row}件目が使えません。すべてを単位の数（1以上）か、"
        "すべてを抽出率（0より大きく1以下）でそろえてください。"
    ),
    "survey.population-varies": gettext_lazy(
        "母集団の列「{column}」の値が、層「{stratum}」の中でそろっていません。一つの層に一つの値を書いてください。"
    ),
    "survey.population-too-small": gettext_lazy(
        "母集団の列「{column}」の値{population}が、層「{stratum}」で抽出した単位の数{drawn}より小さいです。"
    ),
    "survey.stages-differ": gettext_lazy(
        "抽出は{stages}段ですが、母集団の列は{populations}つです。段ごとに一つずつ指定してください。"
    ),
    "survey.only-unit": gettext_lazy(
        "単位が一つだけの層（「{stratum}」など{count}つ）があるので、標準誤差を求められません。"
        "近い層と合わせるか、その層の扱いを選んでください。"
    ),
    "survey.category-without-total": gettext_lazy(
        "「{column}」の{categories}は、標本にありますが、母集団の数がありません。数を書いてください。"
    ),
    "survey.category-not-in-sample": gettext_lazy(
        "「{column}」の{categories}は、母集団にありますが、標本に一人もいません。近い区分と合わせてください。"
    ),
    "survey.margins-disagree": gettext_lazy(
        "「{column}」と「{other}」の母集団の合計が違います。同じ母集団の数にそろえてください。"
    ),
    "survey.raking-unfinished": gettext_lazy(
        "{rounds}回くり返しても、重みが母集団の数に合いません（残りの差は、母集団の{worst}）。区分を合わせてください。"
    ),
    "survey.weight-negative": gettext_lazy(
        "{count}件の重みが負になります。区分を合わせるか、レイキングを使ってください。"
    ),
}
