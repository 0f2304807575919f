"""The forms of people, invitations and tokens."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from yakusoku.apps.accounts.models import ROLE_CHOICES, Department, Kind, Organization, User
from yakusoku.apps.audit.labels import LABELS
from yakusoku.apps.audit.queries import Wanted
from yakusoku.domain.accounts.permissions import Role
from yakusoku.web.fields import DayField

COMPANY_ROLES = {Role.CONTRACTOR.value, Role.ADMINISTRATOR.value, Role.AUDITOR.value}


class Place(forms.Form):
    """A role in an organisation, with the department where the role has one."""

    role = forms.TypedChoiceField(label=_("役割"), coerce=Role)
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=_("課"),
        required=False,
        empty_label=_("選んでください"),
        help_text=_("役割が主管課のときだけ選びます。"),
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        company = organization.kind == Kind.COMPANY
        roles: Any = self.fields["role"]
        roles.choices = [
            (role, words)
            for role, words in ROLE_CHOICES
            if (role in COMPANY_ROLES if company else role != Role.CONTRACTOR)
        ]
        departments: Any = self.fields["department"]
        departments.queryset = organization.departments.all()

    def clean(self) -> dict[str, Any]:
        """Return the place; a department chosen for a role without one is dropped."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("role") is not Role.DEPARTMENT:
            cleaned["department"] = None
        return cleaned


class Invite(Place):
    """An invitation into the own organisation."""

    email = forms.EmailField(label=_("メールアドレス"), max_length=254)
    field_order = ["email", "role", "department"]


class InviteContractor(forms.Form):
    """The first invitation of a contractor."""

    company = forms.CharField(label=_("委託先の名称"), max_length=200)
    email = forms.EmailField(label=_("担当者のメールアドレス"), max_length=254)


class AddDepartment(forms.Form):
    """A new department."""

    name = forms.CharField(label=_("課の名前"), max_length=200)


class NameSuperior(forms.Form):
    """Who is told when something of a department is late."""

    superior = forms.ModelChoiceField(
        User.objects.none(), label=_("遅れを知らせる上司"), required=False, empty_label=_("決めない")
    )

    def __init__(self, *args: Any, organization: Organization, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        superior: Any = self.fields["superior"]
        people = User.objects.filter(memberships__organization=organization, is_active=True)
        superior.queryset = people.distinct().order_by("name")


class Accept(forms.Form):
    """Name and password of a person who takes up an invitation."""

    name = forms.CharField(label=_("氏名"), max_length=100, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(
        label=_("パスワード"),
        strip=False,
        help_text=_("10文字以上。よくあることばや、氏名・メールアドレスに似たものは使えません。"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("パスワード（もう一度）"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Return name and password, the same twice and hard to guess."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        password = cleaned.get("password")
        if password and cleaned.get("again") and password != cleaned["again"]:
            self.add_error("again", _("2つのパスワードが違います。同じものを入れてください。"))
        if password:
            try:
                validate_password(password, User(email=self.email, name=cleaned.get("name", "")))
            except forms.ValidationError as error:
                self.add_error("password", error)
        return cleaned


class NameToken(forms.Form):
    """What a token is for."""

    name = forms.CharField(label=_("使い道"), max_length=100, help_text=_("例：財務システムとの連携"))


class FindInTrail(forms.Form):
    """What to look for in the audit trail; every field may stay empty."""

    code = forms.ChoiceField(label=_("したこと"), required=False)
    actor = forms.ChoiceField(label=_("だれが"), required=False)
    subject = forms.CharField(label=_("対象"), required=False, max_length=80, help_text=_("例：engagement:7"))
    since = DayField(label=_("いつから"), required=False)
    until = DayField(label=_("いつまで"), required=False)

    def __init__(self, *args: Any, people: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("すべて"))]
        code: Any = self.fields["code"]
        code.choices = [*everything, *LABELS.items()]
        actor: Any = self.fields["actor"]
        actor.choices = [*everything, *people.items()]

    def wanted(self) -> Wanted:
        """Return what was asked for; a field that makes no sense does not narrow."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        return Wanted(**given)
