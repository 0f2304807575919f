"""Forms of training."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import ROLE_CHOICES, Department, Organization, User
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.training.models import Course, Worker
from yakusoku.apps.training.queries import companies_in, in_use, members_of, of_contractors
from yakusoku.domain.training.requirements import AUDIENCE_LABELS, PART_LABELS, Audience, Part
from yakusoku.web.fields import DayField
from yakusoku.web.words import choices


class CourseForm(forms.Form):
    """What people have to learn, who, and how often."""

    name = forms.CharField(max_length=200, label=_("研修の名前"))
    about = forms.CharField(
        max_length=2000,
        required=False,
        label=_("中身と受け方"),
        help_text=_("何を学ぶか、どこで受けられるかを書きます。受ける人が読みます。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    audience = forms.ChoiceField(
        choices=choices(AUDIENCE_LABELS),
        label=_("だれが受けるか"),
        widget=forms.RadioSelect,
        initial=Audience.RESPONSIBLE,
    )
    role = forms.ChoiceField(
        required=False,
        choices=[("", _("すべての役割")), *ROLE_CHOICES],
        label=_("職員の役割"),
        help_text=_("自組織の職員が受ける研修のときだけ選びます。"),
    )
    department = forms.ModelChoiceField(
        Department.objects.none(), required=False, label=_("職員の課"), empty_label=_("すべての課")
    )
    repeat_months = forms.IntegerField(
        min_value=0,
        max_value=120,
        initial=12,
        label=_("何か月ごとに受け直すか"),
        help_text=_("一度でよいときは0にします。"),
    )
    before_start = forms.BooleanField(
        required=False, initial=True, label=_("受け終わるまで、業務を始められない")
    )
    since = DayField(required=False, label=_("求め始める日"), help_text=_("空ならすぐに求めます。"))
    until = DayField(required=False, label=_("求める最後の日"), help_text=_("空なら、ずっと求めます。"))

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        department = self.fields["department"]
        if isinstance(department, forms.ModelChoiceField):
            department.queryset = organization.departments.all()

    def clean(self) -> dict[str, Any]:
        """Refuse days the wrong way round."""
        told = super().clean() or {}
        first, last = told.get("since"), told.get("until")
        if first and last and last < first:
            self.add_error("until", _("求め始める日より後にしてください。"))
        return told


class WorkerForm(forms.Form):
    """Someone who works on the engagement. No more is asked of them than this."""

    name = forms.CharField(
        max_length=100, label=_("氏名または職員番号"), help_text=_("職員番号だけでもかまいません。")
    )
    part = forms.ChoiceField(
        choices=choices(PART_LABELS), label=_("役割"), widget=forms.RadioSelect, initial=Part.WORKER
    )
    hop = forms.ModelChoiceField(
        Hop.objects.none(), required=False, label=_("所属"), empty_label=_("委託先（自社）")
    )
    since = DayField(required=False, label=_("従事を始める日"))
    until = DayField(required=False, label=_("従事を終える日"))

    def __init__(self, *args: Any, engagement: Engagement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hop = self.fields["hop"]
        companies = companies_in(engagement)
        if isinstance(hop, forms.ModelChoiceField):
            hop.queryset = companies
        if not companies:
            del self.fields["hop"]

    def clean(self) -> dict[str, Any]:
        """Refuse days the wrong way round."""
        told = super().clean() or {}
        first, last = told.get("since"), told.get("until")
        if first and last and last < first:
            self.add_error("until", _("始める日より後にしてください。"))
        return told


class ListForm(forms.Form):
    """A staff list as a file."""

    upload = forms.FileField(label=_("従事者名簿のファイル（.xlsx または .csv）"))


class CompletionForm(forms.Form):
    """A course that people have taken on a day."""

    course = forms.ModelChoiceField(Course.objects.none(), label=_("研修"), empty_label=None)
    completed_on = DayField(label=_("受け終えた日"))
    certificate = forms.FileField(
        required=False,
        label=_("修了証など"),
        help_text=_("あれば付けます。全員に同じファイルが付きます。"),
    )

    def of(self, courses: "QuerySet[Course]") -> None:
        """Offer these courses."""
        field = self.fields["course"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = courses


class WorkersField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """People of a staff list, by name or number."""

    def label_from_instance(self, obj: Any) -> str:
        """Return how a person is shown."""
        return str(obj.name)


class StaffCompletionForm(CompletionForm):
    """A course that people on a staff list have taken."""

    people = WorkersField(
        Worker.objects.none(),
        label=_("受けた人"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("受けた人を選んでください。")},
    )

    def __init__(self, *args: Any, engagement: Engagement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of(of_contractors(engagement.organization_id))
        people = self.fields["people"]
        if isinstance(people, forms.ModelMultipleChoiceField):
            people.queryset = engagement.workers.all()


class OwnCompletionForm(CompletionForm):
    """A course that people of the own staff have taken."""

    people = forms.ModelMultipleChoiceField(
        User.objects.none(),
        label=_("受けた人"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("受けた人を選んでください。")},
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.of(in_use(organization.pk).filter(audience=Audience.OWN))
        people = self.fields["people"]
        if isinstance(people, forms.ModelMultipleChoiceField):
            people.queryset = members_of(organization)
