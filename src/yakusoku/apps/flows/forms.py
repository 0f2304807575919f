"""Forms of what joins the other apps: publishing, starting, opening again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yakusoku.web.fields import DayField


class PublishForm(forms.Form):
    """Why a version follows another; empty for the first."""

    reason = forms.CharField(
        label=_("変えた理由"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class StartForm(forms.Form):
    """The day on which work starts."""

    day = DayField(label=_("着手の日"))


class ReopenForm(forms.Form):
    """Why a closed engagement is opened again."""

    reason = forms.CharField(
        max_length=2000, label=_("開き直す理由"), widget=forms.Textarea(attrs={"rows": 2})
    )
