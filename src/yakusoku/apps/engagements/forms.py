"""The wizard's five forms and the form of a verdict. They check shapes; rules live in the domain."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import Department, Organization
from yakusoku.domain.engagements.profile import Category, Form, Need, Place, Procurement
from yakusoku.domain.engagements.questions import NEED_EXAMPLES, QUESTIONS, Step
from yakusoku.domain.packs.labels import (
    STRENGTH_LABELS,
    VERDICT_LABELS,
    fact_label,
)
from yakusoku.web.fields import DayField
from yakusoku.web.words import choices, say, say_later

MOST_PEOPLE = 1_000_000_000


def facts(group: str, values: type[Category | Form | Place | Need | Procurement]) -> list[tuple[str, str]]:
    """Return value and words for each member, in the fixed order of the domain."""
    return choices({value.value: fact_label(f"{group}.{value.value}") for value in values})


def need_told(need: Need) -> str:
    """Return a need with an example of it."""
    return gettext("%(need)s: %(example)s") % {
        "need": say(fact_label(f"needs.{need.value}")),
        "example": say(NEED_EXAMPLES[need.value]),
    }


class StepForm(forms.Form):
    """A step whose labels and reasons come from the domain's questions."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            question = QUESTIONS[name]
            field.label, field.help_text = say_later(question.label), say_later(question.help)
            field.why = say_later(question.why)  # type: ignore[attr-defined]


class BeginForm(StepForm):
    """The two facts with which an engagement begins."""

    title = forms.CharField(max_length=200)
    department = forms.ModelChoiceField(Department.objects.none(), empty_label=None)

    def __init__(self, *args: Any, departments: QuerySet[Department], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["department"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = departments


class WorkStep(BeginForm):
    """What the work is."""

    contract_kind = forms.CharField(max_length=200)


class InformationStep(StepForm):
    """Which personal information, of how many people, in which form."""

    categories = forms.MultipleChoiceField(
        choices=facts("categories", Category), widget=forms.CheckboxSelectMultiple, required=False
    )
    people = forms.IntegerField(min_value=0, max_value=MOST_PEOPLE)
    forms = forms.MultipleChoiceField(
        choices=facts("forms", Form), widget=forms.CheckboxSelectMultiple, required=False
    )


class PlacesStep(StepForm):
    """Where the work is done."""

    places = forms.MultipleChoiceField(
        choices=facts("places", Place),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("扱う場所を一つ以上選んでください。")},
    )


class NeedsStep(StepForm):
    """What the work cannot do without."""

    needs = forms.MultipleChoiceField(
        choices=lambda: [(need.value, need_told(need)) for need in Need],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class PeriodStep(StepForm):
    """When, with whom, and how many hours there are."""

    start = DayField()
    end = DayField()
    procurement = forms.ChoiceField(choices=facts("procurement", Procurement), widget=forms.RadioSelect)
    contractor = forms.ModelChoiceField(
        Organization.objects.none(), required=False, empty_label=_("未定、又は登録がない")
    )
    contractor_name = forms.CharField(max_length=200, required=False)
    supervision_hours_per_year = forms.FloatField(min_value=0, max_value=100_000)

    def __init__(self, *args: Any, contractors: QuerySet[Organization], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["contractor"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = contractors

    def clean(self) -> dict[str, Any]:
        """Hold the end against the start."""
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start and end and end < start:
            self.add_error("end", _("終わりの日が始まりの日より前です。どちらかを直してください。"))
        return data


STEP_FORMS: dict[Step, type[StepForm]] = {
    Step.WORK: WorkStep,
    Step.INFORMATION: InformationStep,
    Step.PLACES: PlacesStep,
    Step.NEEDS: NeedsStep,
    Step.PERIOD: PeriodStep,
}
LIST_FIELDS = frozenset({"categories", "forms", "places", "needs"})


def typed(step: Step, posted: Any) -> dict[str, Any]:
    """Return what was typed into a step, right or wrong, as it is kept in the draft."""
    names = STEP_FORMS[step].base_fields
    return {
        name: [_kept(value) for value in posted.getlist(name)[:50]]
        if name in LIST_FIELDS
        else _kept(posted.get(name, ""))
        for name in names
    }


def _kept(text: str) -> str:
    """Return a text as a draft holds it: not endless, and without NUL, which PostgreSQL refuses."""
    return text.replace("\x00", "")[:2000]


def profile_mapping(cleaned: Mapping[str, Any], client: str) -> dict[str, Any]:
    """Return the facts of all five steps in the shape of PROFILE.yaml."""
    contractor = cleaned["contractor"]
    return {
        "title": cleaned["title"],
        "client": client,
        "contractor": contractor.name if contractor else cleaned["contractor_name"] or None,
        "department": cleaned["department"].name,
        "contract_kind": cleaned["contract_kind"],
        "procurement": cleaned["procurement"],
        "period": {"start": cleaned["start"].isoformat(), "end": cleaned["end"].isoformat()},
        "personal_information": {
            "categories": cleaned["categories"],
            "people": cleaned["people"],
            "forms": cleaned["forms"],
        },
        "places": cleaned["places"],
        "needs": cleaned["needs"],
        "supervision_hours_per_year": cleaned["supervision_hours_per_year"],
    }


class DecideForm(forms.Form):
    """A verdict on one requirement."""

    verdict = forms.ChoiceField(choices=choices(VERDICT_LABELS))
    strength = forms.ChoiceField(choices=[("", ""), *choices(STRENGTH_LABELS)], required=False)
    reason = forms.CharField(max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    decider = forms.CharField(max_length=200, required=False)
    # The verdict that the page showed; a program that sends none saw no page.
    mark = forms.IntegerField(min_value=0, required=False)


class OverlayForm(forms.Form):
    """An organisation's own additions and overrides, as YAML."""

    text = forms.CharField(
        max_length=500_000, required=False, widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"})
    )
