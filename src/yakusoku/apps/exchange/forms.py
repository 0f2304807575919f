"""The forms of webhooks and of documents of others."""

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
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


class DocumentForm(forms.Form):
    """A document of another program."""

    document = forms.FileField(
        label=_("OSCALの文書（.json）"),
        error_messages={"required": _("取り込む文書を選んでください。")},
    )

    def clean_document(self) -> "UploadedFile[bytes]":
        """Refuse what is too large before a byte of it is read."""
        upload: UploadedFile[bytes] = self.cleaned_data["document"]
        if (upload.size or 0) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
            raise forms.ValidationError(_("大きすぎます。2MBまでの文書に分けてください。"))
        return upload


class TakeForm(forms.Form):
    """Which difference was looked at, and which inspection of a plan is chosen."""

    edition = forms.CharField(max_length=64)
    task = forms.CharField(max_length=200, required=False)
