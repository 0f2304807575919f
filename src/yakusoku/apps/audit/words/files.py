"""What the trail says about files that are taken in."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "file.kept": gettext_lazy("ファイルを保管した"),
}
