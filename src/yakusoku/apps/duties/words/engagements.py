"""What is due about facts, decisions and publication."""

from django.utils.translation import gettext_lazy

from yakusoku.apps.duties.words.wording import Wording

WORDS: dict[str, Wording] = {
    "profile.describe": Wording(
        gettext_lazy("業務の実態を書く"),
        gettext_lazy("実態が分かると、要る約束の案ができます。"),
    ),
    "decision.make": Wording(
        gettext_lazy("採否を決める"),
        gettext_lazy("すべて決まると、特記仕様書を発行できます。"),
    ),
    "specification.publish": Wording(
        gettext_lazy("特記仕様書を発行する"),
        gettext_lazy("発行した版が、委託先との約束になります。"),
    ),
}
