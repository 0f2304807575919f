"""Form of a batch of letters."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.samples.models import LetterKind, Way
from yakusoku.web.fields import DayField


class DispatchForm(forms.Form):
    """Which letters go out, how, and under which day."""

    kind = forms.ChoiceField(label=_("何を送るか"), choices=LetterKind.choices, widget=forms.RadioSelect)
    way = forms.ChoiceField(
        label=_("送り方"), choices=Way.choices, widget=forms.RadioSelect, initial=Way.POST
    )
    sent_on = DayField(label=_("手紙の日付"))
