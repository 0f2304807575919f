"""What is due about inspections."""

from django.utils.translation import gettext_lazy

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {
    "inspection.answer": Wording(
        gettext_lazy("遵守確認表に回答する"),
        gettext_lazy("約束が守られているかを、委託元が確かめるためのものです。"),
    ),
    "inspection.renewed": Wording(
        gettext_lazy("新しい版に改まった確認表の、新しい質問と変わった質問に答える"),
        gettext_lazy("特記仕様書が新しい版になりました。変わらない質問への回答は、そのまま残っています。"),
    ),
    "inspection.verify": Wording(
        gettext_lazy("回答を確認する"),
        gettext_lazy("見て確かめるまで、守られているとは言えません。"),
    ),
    "inspection.holders": Wording(
        gettext_lazy("情報を持っている者の違いを確かめる"),
        gettext_lazy(
            "届け出のない者が情報を持っているかもしれません。承諾するか、返してもらうかを決めてください。"
        ),
    ),
    "inspection.visit": Wording(
        gettext_lazy("現地で確かめる"),
        gettext_lazy("現地でしか見えないことがあります。見たことは、その場で書けます。"),
    ),
    "inspection.yearly": Wording(
        gettext_lazy("年に一度の現地確認の予定を入れる"),
        gettext_lazy("公的機関が個人情報を扱わせる業務は、年に一度は現地で確かめることとされています。"),
    ),
}
