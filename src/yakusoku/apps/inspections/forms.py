"""Forms of answering and verifying."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yakusoku.domain.inspections.answers import ANSWER_LABELS, VERIFICATION_LABELS
from yakusoku.domain.packs.labels import INSPECTION_LABELS


class AnswerForm(forms.Form):
    """One answer."""

    answer = forms.ChoiceField(
        choices=[(a.value, label) for a, label in ANSWER_LABELS.items()],
        error_messages={"required": _("回答を選んでください。選ぶと、書いたことも保存します。")},
    )
    comment = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    named_evidence = forms.CharField(max_length=1000, required=False)


class EvidenceForm(forms.Form):
    """One file shown as evidence."""

    upload = forms.FileField()


class ObserveForm(forms.Form):
    """What the client saw."""

    verification = forms.ChoiceField(
        choices=[(v.value, label) for v, label in VERIFICATION_LABELS.items()],
        error_messages={"required": _("確認の結果を選んでください。選ぶと、書いたことも保存します。")},
    )
    seen = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class OpenForm(forms.Form):
    """Which inspection is sent, and by when it is to be answered."""

    kind = forms.ChoiceField(choices=list(INSPECTION_LABELS.items()), label="点検の種類")
    due_on = forms.DateField(
        label="回答の期限", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class ImportForm(forms.Form):
    """A returned check sheet."""

    sheet = forms.FileField(label="記入した遵守確認表（.xlsx）")


class ReasonForm(forms.Form):
    """Why something is given back."""

    reason = forms.CharField(
        max_length=2000, label="直してほしいこと", widget=forms.Textarea(attrs={"rows": 2})
    )
