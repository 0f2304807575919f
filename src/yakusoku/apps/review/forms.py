"""Forms of reviewing contracts."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.consultations.forms import FilesField
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.review.models import Action
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.packs.labels import STRENGTH_LABELS
from yakusoku.web.words import choices

MOST_LETTERS = 500_000
STRENGTHS = choices({each: STRENGTH_LABELS[each.value] for each in Strength})


class NewForm(forms.Form):
    """What is reviewed, and for which work."""

    uploads = FilesField(
        label=_("契約書のファイル"),
        help_text=_(
            "契約書、特記仕様書、約款など、一つの契約を成すものをまとめて選ぶか、ここに落とします。"
            "Word（.docx）、PDF、Excel（.xlsx）、HTML、テキストを読めます。"
        ),
    )
    text = forms.CharField(
        required=False,
        max_length=MOST_LETTERS,
        label=_("又は、文を貼り付ける"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    engagement = forms.ModelChoiceField(
        Engagement.objects.none(),
        required=False,
        label=_("どの業務の契約ですか"),
        empty_label=_("決めない（すべての要件で見る）"),
        help_text=_("選ぶと、その業務に要る約束だけを見て、実際の業務では守れない定めも調べます。"),
    )
    title = forms.CharField(
        required=False, max_length=200, label=_("件名"), help_text=_("空なら、文書の題名になります。")
    )

    def __init__(self, *args: Any, works: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["engagement"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = works


class CorrectionForm(forms.Form):
    """What is said against the machine."""

    clause = forms.IntegerField(min_value=0, max_value=1_000_000)
    slug = forms.CharField(max_length=80)
    action = forms.ChoiceField(choices=Action.choices)
    strength = forms.ChoiceField(choices=STRENGTHS, required=False)
    note = forms.CharField(max_length=500, required=False)


class OfWorkForm(forms.Form):
    """Of which work the list shows the reviews; its number."""

    engagement = forms.IntegerField(required=False, min_value=1, max_value=9_007_199_254_740_991)


class PairForm(forms.Form):
    """Which two documents are laid side by side; numbers of files."""

    one = forms.IntegerField(min_value=1, max_value=9_007_199_254_740_991)
    other = forms.IntegerField(min_value=1, max_value=9_007_199_254_740_991)
