"""What a person reads when a table of a survey does not become a chart."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

SENTENCES: "dict[str, StrOrPromise]" = {
    "survey.chart-shares-overlap": gettext_lazy(
        "割合が重なるので、帯グラフと円グラフにできません（複数回答や、項目ごとの割合）。棒グラフにしてください。"
    ),
    "survey.chart-one-group": gettext_lazy(
        "円グラフは一つの区分だけです（区分が{groups}あります）。区分を一つにするか、帯グラフにしてください。"
    ),
    "survey.chart-too-many-categories": gettext_lazy(
        "選択肢が{categories}あり、見分けられません（この図では{most}まで）。選択肢をまとめるか、棒グラフにしてください。"
    ),
    "survey.chart-too-many-groups": gettext_lazy(
        "区分が{groups}あり、一つの図に入りません（この図では{most}まで）。軸を減らすか、区分をまとめてください。"
    ),
    "survey.chart-nobody": gettext_lazy("答えた人がいないので、図にできません。"),
    "survey.chart-not-a-whole": gettext_lazy(
        "「{group}」の割合の合計が{total}%で、100%になりません。棒グラフにするか、足りない選択肢を足してください。"
    ),
    "survey.chart-share-impossible": gettext_lazy(
        "「{group}」の「{category}」の割合{percent}%が、0から100の間にありません。数字を直してください。"
    ),
    "survey.chart-glyph-missing": gettext_lazy(
        "次の文字の字形がなく、図に書けません: {letters}。別の文字に置き換えてください。"
    ),
}
