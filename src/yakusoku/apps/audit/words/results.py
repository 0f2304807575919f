"""What the trail says about the results of surveys."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "results.view-kept": gettext_lazy("調査の集計表の見方を保存した"),
    "results.view-removed": gettext_lazy("調査の集計表の見方を消した"),
    "results.data-handed-out": gettext_lazy("調査のデータのファイルを取り出した"),
    "results.people-handed-out": gettext_lazy("調査の集計表の数の回答者の一覧を取り出した"),
    "results.book-asked": gettext_lazy("調査の表の冊子を作らせた"),
    "weights.kept": gettext_lazy("調査の重みを保存した"),
    "weights.dropped": gettext_lazy("調査の重みを使わないことにした"),
    "crosswalk.kept": gettext_lazy("前の回との対応表を保存した"),
}
