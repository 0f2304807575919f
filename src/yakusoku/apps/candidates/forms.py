"""Forms on the way to the contract. They check shapes; rules live in the domain."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.candidates.models import Ways
from yakusoku.apps.candidates.planning import Written
from yakusoku.domain.candidates.plan import Way
from yakusoku.web.fields import DayField

SHORT = forms.Textarea(attrs={"rows": 2})


class AnnounceForm(forms.Form):
    """Until when the requirements are shown."""

    last_day = DayField(
        label=_("公表の最後の日"), required=False, help_text=_("空けておくと、取りやめるまで見られます。")
    )


class SelectForm(forms.Form):
    """Which company is held, and why."""

    company = forms.ModelChoiceField(
        Organization.objects.none(), label=_("委託候補"), empty_label=_("選んでください")
    )
    reason = forms.CharField(
        max_length=2000,
        label=_("選んだ理由"),
        help_text=_("入札の結果、見積り合わせ、これまでの実績など。候補の会社には見えません。"),
        widget=SHORT,
    )

    def __init__(self, *args: Any, companies: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["company"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = companies


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = forms.CharField(max_length=2000, label=_("理由"), widget=SHORT)


class DueForm(forms.Form):
    """By when the 調査票 is to be answered."""

    due_on = DayField(label=_("回答の期限"))


class ResponsibleForm(forms.Form):
    """Who the candidate's 個人情報保護責任者 is."""

    person = forms.CharField(max_length=100, label=_("氏名と役職"))
    contact = forms.CharField(
        max_length=200, label=_("連絡先"), help_text=_("電話番号やメールアドレス。事故のときにも使います。")
    )


class ItemForm(forms.Form):
    """One point of the plan. It may be saved unfinished; agreeing asks for the rest."""

    edition = forms.IntegerField(min_value=0, max_value=1_000_000, widget=forms.HiddenInput)
    way = forms.ChoiceField(choices=Ways.choices, label=_("どうするか"), widget=forms.RadioSelect)
    measure = forms.CharField(max_length=2000, required=False, label=_("何をするか"), widget=SHORT)
    by_when = DayField(required=False, label=_("いつまでに"))
    who = forms.CharField(max_length=100, required=False, label=_("だれが"))

    def written(self) -> Written:
        """Return what was typed."""
        data = self.cleaned_data
        return Written(Way(data["way"]), data["measure"], data["by_when"], data["who"])


class AddForm(forms.Form):
    """A point that no question asked for."""

    title = forms.CharField(max_length=200, label=_("気になること"))
    measure = forms.CharField(max_length=2000, required=False, label=_("何をするか"), widget=SHORT)
    by_when = DayField(required=False, label=_("いつまでに"))
    who = forms.CharField(max_length=100, required=False, label=_("だれが"))

    def written(self) -> Written:
        """Return what was typed."""
        data = self.cleaned_data
        return Written(Way.MEASURE, data["measure"], data["by_when"], data["who"])


class NoteForm(forms.Form):
    """What was done, or what was seen of it."""

    note = forms.CharField(max_length=2000, required=False)


class ContractForm(forms.Form):
    """The day of the contract."""

    signed_on = DayField(label=_("契約の日"))
    number = forms.CharField(max_length=100, required=False, label=_("契約番号"))
    override_reason = forms.CharField(
        max_length=2000,
        required=False,
        label=_("審査会の決定を待てない理由"),
        help_text=_("記録に残り、この業務のページと一覧に出続けます。"),
        widget=SHORT,
    )

    def __init__(self, *args: Any, overrides: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not overrides:
            del self.fields["override_reason"]


class CorrectForm(forms.Form):
    """The day of the contract, set right."""

    signed_on = DayField(label=_("契約の日"))
    number = forms.CharField(max_length=100, required=False, label=_("契約番号"))
    reason = forms.CharField(max_length=2000, label=_("直す理由"), widget=SHORT)
