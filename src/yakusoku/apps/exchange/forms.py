"""The form of a webhook."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WebhookForm(forms.Form):
    """Where to, and what about."""

    address = forms.URLField(label=_("送り先のURL"), max_length=500, assume_scheme="https")
    codes = forms.CharField(
        label=_("知らせること"),
        required=False,
        max_length=2000,
        help_text=_(
            "操作の記録の記号の始まりを、一行に一つ書きます（例：inspection.）。空なら、すべてです。"
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
