"""Form fields that several forms share."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from yakusoku.domain.dates.working_days import EARLIEST, LATEST


class DayField(forms.DateField):
    """A day of the years whose working days are known; others would overflow the arithmetic of dates."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(**kwargs)

    def validate(self, value: date | None) -> None:
        """Raise ValidationError for a day of other years."""
        super().validate(value)
        if value is not None and not EARLIEST <= value <= LATEST:
            told = {"earliest": EARLIEST.year, "latest": LATEST.year}
            raise ValidationError(_("%(earliest)s年から%(latest)s年までの日にしてください。") % told)
