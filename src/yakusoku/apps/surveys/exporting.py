"""The list of surveys as a file, asked for alike by page and interface."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy

from yakusoku.apps.surveys.models import Survey
from yakusoku.web.exports import Cell

HEAD = (
    gettext_lazy("名前"),
    gettext_lazy("状態"),
    gettext_lazy("課"),
    gettext_lazy("担当者"),
    gettext_lazy("調査票の版"),
    gettext_lazy("基準日"),
    gettext_lazy("回答の始まり"),
    gettext_lazy("回答の締切り"),
)


def exported(rows: Iterable[Survey]) -> Iterable[tuple[Cell, ...]]:
    """Yield the surveys as a file tells them."""
    for row in rows:
        yield (
            row.title,
            str(row.get_state_display()),
            row.department.name if row.department else "",
            row.owner.name if row.owner else "",
            getattr(row, "version", None),
            row.reference_on,
            row.opens_on,
            row.closes_on,
        )
