"""Forms of asking and advising."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.consultations.models import Addressee


class ManyFiles(forms.ClearableFileInput):
    """A control that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, or none."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("添付するファイル"))
        kwargs.setdefault("widget", ManyFiles())
        super().__init__(required=False, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Return the files; each is looked into when it is kept."""
        given = data if isinstance(data, (list, tuple)) else [data]
        return [super(FilesField, self).clean(each, initial) for each in given if each]


class PostForm(forms.Form):
    """What is said, with files."""

    text = forms.CharField(max_length=5000, label=_("内容"), widget=forms.Textarea(attrs={"rows": 5}))
    uploads = FilesField()


class AskForm(PostForm):
    """A new consultation."""

    addressee = forms.ChoiceField(
        choices=Addressee.choices, label=_("だれに聞くか"), widget=forms.RadioSelect
    )
    title = forms.CharField(max_length=200, label=_("件名"))
    about = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    field_order = ("addressee", "title", "text", "uploads", "about")


class ExpertForm(forms.Form):
    """Who outside is asked."""

    name = forms.CharField(
        max_length=100, label=_("専門家の名前"), help_text=_("助言の横に出ます。例：山田太郎（弁護士）")
    )
