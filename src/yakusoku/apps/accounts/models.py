"""People, the organisations they act for, and the two kinds of secret links between them."""

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from yakusoku.domain.accounts.permissions import Role


class Kind(models.TextChoices):
    """What an organisation is. Whether it is client or contractor depends on the engagement."""

    PUBLIC_BODY = "public_body", _("公的機関")
    COMPANY = "company", _("事業者")


ROLE_CHOICES = [
    (Role.DEPARTMENT.value, _("主管課")),
    (Role.POLICY.value, _("情報政策")),
    (Role.LEGAL.value, _("契約・法務")),
    (Role.BOARD.value, _("審査会")),
    (Role.CONTRACTOR.value, _("委託先")),
    (Role.AUDITOR.value, _("監査")),
    (Role.ADMINISTRATOR.value, _("管理者")),
]


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail address, whatever its case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Return a new person; without a password they can only come in by single sign-on."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the person with this e-mail address."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. The e-mail address is kept in lower case and is what they sign in with."""

    email = models.EmailField(_("メールアドレス"), unique=True)
    name = models.CharField(_("氏名"), max_length=100)
    language = models.CharField(_("表示のことば"), max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    created = models.DateTimeField(default=timezone.now)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return the name."""
        return self.name


class Organization(models.Model):
    """A client or a contractor; every record belongs to one."""

    name = models.CharField(_("名称"), max_length=200)
    kind = models.CharField(_("種類"), max_length=20, choices=Kind.choices)
    created = models.DateTimeField()
    # The client that registered this contractor; until the contractor has members, only it may invite.
    introduced_by = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="introduced")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=models.Q(kind__in=Kind.values), name="organization_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Department(models.Model):
    """A department (課) of an organisation. `superior`: who is told when something there is late."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="departments")
    name = models.CharField(_("課の名前"), max_length=200)
    superior = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="heads")

    class Meta:
        ordering: ClassVar[list[str]] = ["pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["organization", "name"], name="department_once"),
        ]

    def __str__(self) -> str:
        return self.name


def placed() -> models.CheckConstraint:
    """Return the constraint that the role 主管課, and no other, has a department."""
    name = "%(app_label)s_%(class)s_placed"
    there = models.Q(role=Role.DEPARTMENT.value, department__isnull=False)
    return models.CheckConstraint(
        condition=there | (~models.Q(role=Role.DEPARTMENT.value) & models.Q(department__isnull=True)),
        name=name,
    )


class Place(models.Model):
    """A role in an organisation, with the department when the role is 主管課."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="%(class)ss")
    role = models.CharField(_("役割"), max_length=20, choices=ROLE_CHOICES)
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [placed()]


class Membership(Place):
    """A person has a role in an organisation. One person can have several."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")

    class Meta(Place.Meta):
        constraints: ClassVar[list[models.BaseConstraint]] = [
            placed(),
            models.UniqueConstraint(
                fields=["user", "organization", "role", "department"], name="membership_in_department_once"
            ),
            models.UniqueConstraint(
                fields=["user", "organization", "role"],
                condition=models.Q(department__isnull=True),
                name="membership_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.department or ''}".strip()


class Invitation(Place):
    """A link, sent once and used once, by which a person takes up a role. Only its digest is kept."""

    email = models.EmailField(_("メールアドレス"))
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="invitations_sent")
    created = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(Place.Meta):
        ordering: ClassVar[list[str]] = ["-created"]

    def __str__(self) -> str:
        return f"{self.email} {self.get_role_display()}"

    def is_waiting(self, now: datetime) -> bool:
        """Return whether it can still be taken up."""
        return self.used_at is None and self.withdrawn_at is None and now < self.expires_at


class ApiToken(models.Model):
    """A secret by which a program acts as a person in one organisation. Only its digest is kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="api_tokens")
    name = models.CharField(_("使い道"), max_length=100)
    token_digest = models.CharField(max_length=64, unique=True)
    created = models.DateTimeField()
    last_used = models.DateField(null=True)
    revoked = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-created"]

    def __str__(self) -> str:
        return self.name
