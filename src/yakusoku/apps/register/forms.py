"""The filters of the register, and the name of a saved view."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Department, Organization
from yakusoku.apps.register.ledger import NEW
from yakusoku.apps.register.queries import Wanted
from yakusoku.domain.engagements.profile import Category, Place
from yakusoku.domain.packs.labels import fact_label
from yakusoku.domain.register.ledger import FIELD_LABELS, NEEDED, LedgerField
from yakusoku.domain.register.phase import PHASE_LABELS
from yakusoku.domain.register.risk import RISK_LABELS
from yakusoku.web.fields import DayField
from yakusoku.web.words import choices, say_later

ANY = [("", _("すべて"))]
MOST_PEOPLE = 1_000_000_000


def _facts(group: str, values: type[Category | Place]) -> list[tuple[str, str]]:
    return [*ANY, *choices({value.value: fact_label(f"{group}.{value.value}") for value in values})]  # type: ignore[list-item]


class SlugsField(forms.Field):
    """Several codes under one name of the query string; what is no code is left out."""

    widget = forms.MultipleHiddenInput

    def to_python(self, value: Any) -> tuple[str, ...]:
        """Return the codes, at most fifty."""
        return tuple(
            each for each in (value or ())[:50] if each.replace("-", "").isalnum() and len(each) <= 80
        )


class FilterForm(forms.Form):
    """What to narrow the register to. The hidden ones are set by links, as from the dashboard."""

    q = forms.CharField(label=_("ことば"), max_length=200, required=False)
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("課"), required=False, empty_label=_("すべて")
    )
    contractor = forms.CharField(label=_("委託先の名前"), max_length=200, required=False)
    phase = forms.ChoiceField(label=_("段階"), choices=[*ANY, *choices(PHASE_LABELS)], required=False)
    risk = forms.ChoiceField(label=_("危険の大きさ"), choices=[*ANY, *choices(RISK_LABELS)], required=False)
    category = forms.ChoiceField(
        label=_("扱う個人情報"), choices=_facts("categories", Category), required=False
    )
    place = forms.ChoiceField(label=_("扱う場所"), choices=_facts("places", Place), required=False)
    people_from = forms.IntegerField(
        label=_("人数（以上）"), min_value=0, max_value=MOST_PEOPLE, required=False
    )
    ends_from = DayField(label=_("終わりの日（から）"), required=False)
    ends_until = DayField(label=_("終わりの日（まで）"), required=False)
    findings = forms.ChoiceField(
        label=_("改善を待つ指摘"),
        choices=[*ANY, ("any", _("ある")), ("high", _("重大なものがある"))],
        required=False,
    )
    late = forms.BooleanField(label=_("遅れている仕事がある業務だけ"), required=False)
    current = forms.BooleanField(label=_("終了した業務を除く"), required=False)
    company = forms.ModelChoiceField(Organization.objects.all(), required=False, widget=forms.HiddenInput)
    requirement = forms.SlugField(max_length=80, required=False, widget=forms.HiddenInput)
    kept = SlugsField(required=False)

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = organization.departments.all()
        company = self.fields["company"]
        assert isinstance(company, forms.ModelChoiceField)
        company.queryset = Organization.objects.filter(works__organization=organization).distinct()

    def wanted(self) -> Wanted:
        """Return what was asked for; a value that is wrong does not narrow."""
        if not hasattr(self, "cleaned_data"):
            self.full_clean()
        told = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        for name in ("department", "company"):
            if name in told:
                told[name] = told[name].pk
        return Wanted(**told)


class OtherSideForm(forms.Form):
    """The filters of those who are entrusted."""

    q = forms.CharField(label=_("ことば"), max_length=200, required=False)
    late = forms.BooleanField(label=_("遅れている仕事がある業務だけ"), required=False)

    def wanted(self) -> Wanted:
        """Return what was asked for."""
        return Wanted(q=self.cleaned_data.get("q", ""), late=self.cleaned_data.get("late", False))


class ViewForm(forms.Form):
    """A name under which filters, columns and sort are kept."""

    name = forms.CharField(label=_("見方の名前"), max_length=60)
    shared = forms.BooleanField(label=_("組織のほかの人も使えるようにする"), required=False)
    query = forms.CharField(max_length=4000, required=False, widget=forms.HiddenInput)


class LedgerForm(forms.Form):
    """A ledger to read."""

    ledger = forms.FileField(
        label=_("台帳のファイル"), help_text=_("Excel（.xlsx）かCSV。一番前のシートを読みます。")
    )


class ColumnsForm(forms.Form):
    """Which column of the ledger holds which field; none: it is not taken."""

    def __init__(self, *args: Any, columns: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for name, label in FIELD_LABELS.items():
            self.fields[name.value] = forms.ChoiceField(
                label=say_later(label),
                choices=[("", _("取り込まない")), *columns],
                required=name in NEEDED,
                error_messages={"required": _("この項目の列を選んでください。")},
            )

    def columns(self) -> dict[LedgerField, int]:
        """Return what was chosen."""
        return {LedgerField(name): int(value) for name, value in self.cleaned_data.items() if value}


class DepartmentsForm(forms.Form):
    """What to do with names of departments that are none of ours. Fields are numbered: names may be anything."""

    def __init__(self, *args: Any, names: Sequence[str], ours: Iterable[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = list(names)
        choices = [("", _("選んでください")), (NEW, _("この名前で課を作る"))]
        departments = [(str(each.pk), each.name) for each in ours]
        for place, name in enumerate(self.names):
            self.fields[f"department-{place}"] = forms.ChoiceField(
                label=name, choices=[*choices, *departments]
            )

    def chosen(self) -> dict[str, str]:
        """Return by name the number of the department, or that it is to be made."""
        return {name: self.cleaned_data[f"department-{place}"] for place, name in enumerate(self.names)}
