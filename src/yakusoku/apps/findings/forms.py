"""Forms of findings and instructions."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.findings.models import Finding, InstructedFinding, Outcome, State
from yakusoku.apps.findings.services import Demand, remedies_of
from yakusoku.apps.findings.verifying import Looked
from yakusoku.domain.findings.kinds import Remedy
from yakusoku.domain.packs.labels import REMEDY_LABELS, SEVERITY_LABELS
from yakusoku.web.fields import DayField
from yakusoku.web.words import choices

MOST_WORDS = 2000
MOST_NUMBER = 2**53


def words(label: Any = "", *, rows: int = 2, required: bool = True, **extra: Any) -> forms.CharField:
    """Return a field for some sentences."""
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": MOST_WORDS})
    return forms.CharField(max_length=MOST_WORDS, required=required, label=label, widget=widget, **extra)


class FilterForm(forms.Form):
    """What of a list is shown; empty: everything. `company` is set by links, as from the dashboard.

    A city has thousands of contractors: their names are written, not chosen.
    """

    state = forms.ChoiceField(label=_("状態"), required=False)
    severity = forms.ChoiceField(label=_("重さ"), required=False)
    department = forms.ChoiceField(label=_("課"), required=False)
    slug = forms.ChoiceField(label=_("要件"), required=False)
    contractor = forms.CharField(label=_("委託先の名前"), max_length=200, required=False)
    company = forms.IntegerField(min_value=1, max_value=MOST_NUMBER, required=False, widget=forms.HiddenInput)
    repeated = forms.BooleanField(label=_("繰返しだけ"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        departments: Iterable[tuple[str, str]] = (),
        slugs: Iterable[tuple[str, str]] = (),
        *,
        companies: bool = False,
    ) -> None:
        super().__init__(data)
        if not companies:
            del self.fields["contractor"], self.fields["company"]
        every: list[tuple[str, Any]] = [("", _("すべて"))]
        offered: dict[str, Iterable[tuple[str, Any]]] = {
            "state": [("waiting", _("終わっていないもの")), *State.choices],
            "severity": choices(SEVERITY_LABELS),
            "department": departments,
            "slug": slugs,
        }
        for name, values in offered.items():
            known = list(values)
            if not known:
                del self.fields[name]
                continue
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [*every, *known]


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = words(_("理由"))


class InstructForm(forms.Form):
    """Which findings of one company are to be put right, in which way, by when."""

    due_on = DayField(label=_("報告の期限"))
    note = words(_("あわせて伝えること"), required=False)

    def __init__(self, findings: Sequence[Finding], proposed: Mapping[int, str], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.findings = findings
        for finding in findings:
            fitting = remedies_of(finding)
            self.fields[f"chosen_{finding.pk}"] = forms.BooleanField(
                label=_("この指摘を指示する"), required=False, initial=True
            )
            self.fields[f"remedy_{finding.pk}"] = forms.ChoiceField(
                label=_("改善の道"),
                choices=choices({code: REMEDY_LABELS[code] for code in fitting}),
                initial=_usual(fitting),
                widget=forms.RadioSelect,
                required=False,
            )
            self.fields[f"demand_{finding.pk}"] = words(
                _("すること"), rows=5, required=False, initial=proposed.get(finding.pk, "")
            )

    def demands(self) -> dict[int, Demand]:
        """Return what was chosen, by number of the finding; call it after `is_valid`."""
        told = self.cleaned_data
        return {
            f.pk: Demand(
                Remedy(told[f"remedy_{f.pk}"] or _usual(remedies_of(f))), told.get(f"demand_{f.pk}", "")
            )
            for f in self.findings
            if told.get(f"chosen_{f.pk}")
        }


def _usual(remedies: Sequence[str]) -> str:
    """Return the remedy that is proposed first: to add a measure, where it fits."""
    usual = Remedy.ADDITIONAL_MEASURE.value
    return usual if usual in remedies else remedies[0]


class ReplyForm(forms.Form):
    """What caused it, and what was done about each finding."""

    text = words(_("起きた原因"), required=False)

    def __init__(self, items: Sequence[InstructedFinding], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for item in items:
            self.fields[f"measure_{item.pk}"] = words(_("行ったこと"), rows=3, required=False)
        self.items = items

    def measures(self) -> dict[int, str]:
        """Return what was done, by number of the item; call it after `is_valid`."""
        return {item.pk: self.cleaned_data[f"measure_{item.pk}"] for item in self.items}


class VerifyForm(forms.Form):
    """What was seen of each measure, and the deadline of the next round if one is needed."""

    due_on = DayField(label=_("次の報告の期限（「まだ」があるとき）"), required=False)

    def __init__(self, items: Sequence[InstructedFinding], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for item in items:
            self.fields[f"outcome_{item.pk}"] = forms.ChoiceField(
                label=_("確かめた結果"), choices=Outcome.choices, widget=forms.RadioSelect, required=False
            )
            self.fields[f"seen_{item.pk}"] = words(_("見たこと"), required=False)
        self.items = items

    def looked(self) -> dict[int, Looked]:
        """Return what was seen, by number of the item; call it after `is_valid`."""
        told = self.cleaned_data
        return {
            item.pk: Looked(Outcome(told[f"outcome_{item.pk}"]), told[f"seen_{item.pk}"])
            for item in self.items
            if told[f"outcome_{item.pk}"]
        }


class EvidenceForm(forms.Form):
    """One file shown as evidence."""

    upload = forms.FileField(label=_("証拠のファイル"))


class ReplyFileForm(forms.Form):
    """The reply form that came with the letter, filled in."""

    form = forms.FileField(label=_("記入した改善報告書（.docx）"))


class ExtensionForm(forms.Form):
    """Until when more time is needed, and why."""

    until = DayField(label=_("延ばしたい期限"))
    reason = words(_("延ばす理由"))


class ExtensionAnswerForm(forms.Form):
    """Whether there is more time."""

    granted = forms.ChoiceField(
        label=_("返事"),
        choices=[("yes", _("認める")), ("no", _("認めない"))],
        widget=forms.RadioSelect,
    )
    answer = words(_("伝えること（認めないときは理由）"), required=False)


class AddedCheckForm(forms.Form):
    """A point that inspections ask from now on."""

    slug = forms.ChoiceField(label=_("要件"))
    point = forms.CharField(max_length=60, label=_("確かめること（短く）"))
    arrangement = forms.CharField(
        max_length=400,
        required=False,
        label=_("対策の質問"),
        help_text=_("決まり、人、設備があるかを聞きます。例：持出しの記録簿がありますか。"),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 400}),
    )
    operation = forms.CharField(
        max_length=400,
        required=False,
        label=_("運用の質問"),
        help_text=_("実際に行われているかを聞きます。例：持ち出すたびに記録していますか。"),
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": 400}),
    )
    evidence = forms.CharField(max_length=200, required=False, label=_("見る証拠"))
    evidence_required = forms.BooleanField(required=False, label=_("「はい」には必ず証拠を求める"))

    def __init__(self, slugs: Iterable[tuple[str, str]], *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field = self.fields["slug"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(slugs)
