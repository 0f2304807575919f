"""The form of a publication."""

from django import forms
from django.utils.translation import gettext_lazy as _


class PublishForm(forms.Form):
    """Why a version follows another; empty for the first."""

    reason = forms.CharField(
        label=_("変えた理由"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
