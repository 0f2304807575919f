"""What the trail says about findings and corrective instructions."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: "dict[str, StrOrPromise]" = {
    "finding.raised": gettext_lazy("指摘を記録した"),
}
