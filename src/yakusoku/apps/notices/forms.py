"""How a person wants to be told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.notices.models import Rhythm


class LettersForm(forms.Form):
    """How often letters come."""

    letters = forms.ChoiceField(choices=Rhythm, label=_("お知らせのメール"), widget=forms.RadioSelect)
