"""Forms of answering and verifying."""

from django import forms
from django.utils.translation import gettext_lazy as _

from yakusoku.domain.inspections.answers import ANSWER_LABELS, VERIFICATION_LABELS
from yakusoku.domain.packs.labels import INSPECTION_LABELS
from yakusoku.web.fields import DayField
from yakusoku.web.words import choices


class AnswerForm(forms.Form):
    """One answer."""

    answer = forms.ChoiceField(
        choices=choices(ANSWER_LABELS),
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
        choices=choices(VERIFICATION_LABELS),
        error_messages={"required": _("確認の結果を選んでください。選ぶと、書いたことも保存します。")},
    )
    seen = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))


class OpenForm(forms.Form):
    """Which inspection is sent, and by when it is to be answered."""

    # The 調査票 has its own place: before the contract.
    kind = forms.ChoiceField(
        choices=choices({k: v for k, v in INSPECTION_LABELS.items() if k != "pre-assessment"}),
        label=_("点検の種類"),
    )
    due_on = DayField(label=_("回答の期限"))


class ImportForm(forms.Form):
    """A returned check sheet."""

    sheet = forms.FileField(label=_("記入した遵守確認表（.xlsx）"))


class ReasonForm(forms.Form):
    """Why something is given back."""

    reason = forms.CharField(
        max_length=2000, label=_("直してほしいこと"), widget=forms.Textarea(attrs={"rows": 2})
    )
