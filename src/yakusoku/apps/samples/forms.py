"""Forms of the sample: frame, strata, draw, respondents, letters."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.samples.models import Unit, Withdrawal
from yakusoku.apps.samples.queries import trait_words
from yakusoku.apps.samples.services import MOST_SEED, new_seed
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.sampling.allocation import METHOD_LABELS, Method, Wanted
from yakusoku.domain.survey.sampling.frame import FIELD_LABELS, LONGEST_TRAIT, NEEDED, FrameField
from yakusoku.domain.survey.sampling.sizes import MOST_EMPLOYEES, SizeRules, read_size_rules
from yakusoku.web.fields import DayField
from yakusoku.web.messages import sentence
from yakusoku.web.words import choices, say_later

MOST_UNITS = 200_000


class FrameForm(forms.Form):
    """A frame to read."""

    frame = forms.FileField(
        label=_("名簿のファイル"),
        help_text=_("Excel（.xlsx）かCSV（UTF-8かシフトJIS）。一番前のシートを読みます。"),
    )


class ColumnsForm(forms.Form):
    """Which column holds which field, and which further columns may make strata."""

    traits = forms.MultipleChoiceField(
        label=_("層に使える、ほかの列"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("選んだ列は、見出しの名前で層に使えます。"),
    )

    def __init__(
        self, *args: Any, columns: Sequence[tuple[str, str]], heads: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.heads = heads
        for name, label in FIELD_LABELS.items():
            self.fields[name.value] = forms.ChoiceField(
                label=say_later(label),
                choices=[("", _("取り込まない")), *columns],
                required=name in NEEDED,
                error_messages={"required": _("この項目の列を選んでください。")},
            )
        traits = self.fields.pop("traits")
        assert isinstance(traits, forms.MultipleChoiceField)
        held = set(map(str, (kwargs.get("initial") or {}).values()))
        traits.choices = [pair for pair in columns if heads[int(pair[0])].strip() and pair[0] not in held]
        self.fields["traits"] = traits

    def columns(self) -> dict[FrameField, int]:
        """Return which column was chosen for each field."""
        return {
            name: int(self.cleaned_data[name.value]) for name in FIELD_LABELS if self.cleaned_data[name.value]
        }

    def chosen_traits(self) -> dict[str, int]:
        """Return the further columns by name; those that hold a field already make traits without being asked."""
        taken = set(self.columns().values())
        places = [int(place) for place in self.cleaned_data["traits"] if int(place) not in taken]
        return {self.heads[place].strip()[:LONGEST_TRAIT]: place for place in places}


class UnitForm(forms.Form):
    """What is told of a unit; each of its traits has a field."""

    name = forms.CharField(max_length=200, label=_("名称"))
    section = forms.CharField(max_length=200, label=_("部署"), required=False)
    person = forms.CharField(max_length=100, label=_("担当者"), required=False)
    postcode = forms.RegexField(
        r"^[0-9]{3}-[0-9]{4}$", label=_("郵便番号"), required=False, help_text=_("例：100-0001")
    )
    address = forms.CharField(max_length=300, label=_("住所"), required=False)
    mail = forms.EmailField(max_length=254, label=_("メールアドレス"), required=False)
    employees = forms.IntegerField(
        label=_("従業員数"), min_value=0, max_value=MOST_EMPLOYEES, required=False,
        help_text=_("変えると、決めた規模の区分に合わせ直します。"),
    )  # fmt: skip

    def __init__(self, *args: Any, unit: Unit, traits: Sequence[str], fixed: bool, **kwargs: Any) -> None:
        self.traits = {f"trait-{place}": name for place, name in enumerate(traits)}
        initial = {name: getattr(unit, name) for name in self.base_fields}
        initial |= {field: unit.traits.get(name, "") for field, name in self.traits.items()}
        super().__init__(*args, **{**kwargs, "initial": initial})
        for field, name in self.traits.items():
            self.fields[field] = forms.CharField(
                max_length=LONGEST_TRAIT, label=trait_words(name), required=False
            )
        for field in ("employees", *self.traits) if fixed else ():
            self.fields[field].disabled = True

    def given(self) -> dict[str, Any]:
        """Return what was typed, as the services take it."""
        told = {name: self.cleaned_data[name] for name in self.base_fields}
        told["traits"] = {
            name: " ".join(self.cleaned_data[field].split()) for field, name in self.traits.items()
        }
        return told


class ReasonForm(forms.Form):
    """Why a unit is left out."""

    reason = forms.CharField(max_length=200, label=_("理由"), help_text=_("例：調査の対象でない"))


class PlanForm(forms.Form):
    """Of what the strata are made, and how sizes are told."""

    strata = forms.MultipleChoiceField(
        label=_("層に使う項目"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("選ばないと、全体を一つの層として抽出します。"),
    )
    sizes = forms.CharField(
        label=_("規模の区分"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "1行に一つの立場。「委託先: 中小規模 1, 大規模 101」は、101人から大規模です。ほかの立場には「ほか: …」と書きます。"
        ),
    )

    def __init__(self, *args: Any, traits: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["strata"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(name, trait_words(name)) for name in traits]

    def clean_sizes(self) -> SizeRules:
        """Return the rules. Raises ValidationError with the line that cannot be read."""
        try:
            return read_size_rules(self.cleaned_data["sizes"])
        except Refusal as refusal:
            raise ValidationError(sentence(refusal)) from refusal


class DrawForm(forms.Form):
    """How the sample is shared out. Fields for strata are numbered: names may be anything."""

    method = forms.ChoiceField(
        label=_("配分のしかた"), choices=choices(METHOD_LABELS), widget=forms.RadioSelect
    )
    n = forms.IntegerField(
        label=_("抽出する数（全体）"), min_value=1, max_value=MOST_UNITS, required=False,
        help_text=_("悉皆と、層ごとに数を決めるときは要りません。"),
    )  # fmt: skip
    least = forms.IntegerField(
        label=_("どの層も少なくとも"), min_value=0, max_value=MOST_UNITS, required=False, initial=0
    )
    seed = forms.CharField(
        label=_("くじの種"), max_length=MOST_SEED, strip=True,
        help_text=_("同じ種、同じ名簿、同じ配分からは、同じ標本になります。そのままで構いません。"),
    )  # fmt: skip

    def __init__(self, *args: Any, strata: Sequence[str], **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"method": Method.PROPORTIONAL.value, "least": 0, "seed": new_seed()})
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.strata = list(strata)
        for place, name in enumerate(self.strata):
            self.fields[f"value-{place}"] = forms.DecimalField(
                label=name or _("全体"), min_value=0, max_value=10**9, max_digits=15, required=False
            )

    def clean(self) -> dict[str, Any]:
        """Return what was told. Raises ValidationError where the method needs a number that is missing."""
        told = super().clean() or {}
        method = told.get("method")
        if method in {"proportional", "equal", "neyman"} and not told.get("n") and "n" not in self.errors:
            self.add_error("n", gettext("抽出する数を入れてください。"))
        for place in range(len(self.strata)) if method == "fixed" else ():
            value = told.get(f"value-{place}")
            if value is not None and value != int(value):
                self.add_error(f"value-{place}", gettext("数は整数で入れてください。"))
        return told

    def wanted(self) -> Wanted:
        """Return what is asked of the allocation."""
        told, values = self.cleaned_data, self.values()
        return Wanted(
            Method(told["method"]),
            told["n"] or 0,
            told["least"] or 0,
            {name: Fraction(value) for name, value in values.items()},
            {name: int(value) for name, value in values.items()},
        )

    def values(self) -> dict[str, Decimal]:
        """Return what was typed for strata."""
        told = {name: self.cleaned_data[f"value-{place}"] for place, name in enumerate(self.strata)}
        return {name: value for name, value in told.items() if value is not None}

    def rows(self) -> list[tuple[str, Any]]:
        """Return the strata with their fields, as the page shows them."""
        return [(name, self[f"value-{place}"]) for place, name in enumerate(self.strata)]


class MoreForm(forms.Form):
    """How many stand in for others, by stratum."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=500,
        help_text=_("例：あて先不明の12社の代わり"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, left: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.left = list(left.items())
        for place, (name, count) in enumerate(self.left):
            self.fields[f"value-{place}"] = forms.IntegerField(
                label=name or _("全体"), min_value=0, max_value=count, required=False
            )

    def numbers(self) -> dict[str, int]:
        """Return how many are asked for by stratum."""
        told = {name: self.cleaned_data[f"value-{place}"] for place, (name, _count) in enumerate(self.left)}
        return {name: number for name, number in told.items() if number}

    def rows(self) -> list[tuple[str, int, Any]]:
        """Return the strata with how many are left and their fields."""
        return [(name, count, self[f"value-{place}"]) for place, (name, count) in enumerate(self.left)]


class WithdrawForm(forms.Form):
    """Why a respondent is no longer asked."""

    why = forms.ChoiceField(label=_("わけ"), choices=Withdrawal.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("くわしく"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


class CodeForm(forms.Form):
    """Why a respondent gets a new code."""

    reason = forms.CharField(
        label=_("わけ"), max_length=200, help_text=_("例：依頼状を紛失したと電話があった")
    )


class LetterForm(forms.Form):
    """The text of a letter."""

    title = forms.CharField(max_length=200, label=_("件名"))
    body = forms.CharField(max_length=6000, label=_("本文"), widget=forms.Textarea(attrs={"rows": 14}))


class UndeliveredForm(forms.Form):
    """A letter that came back."""

    respondent = forms.IntegerField(label=_("番号"), min_value=1, max_value=10**9)
    day = DayField(label=_("戻った日"))
    note = forms.CharField(label=_("わけ"), max_length=200, required=False, initial=_("あて先不明"))
