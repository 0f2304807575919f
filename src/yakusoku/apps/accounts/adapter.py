"""How people come in: nobody registers themselves, and every coming and going is recorded."""

from typing import Any, cast

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.timezone import now

from yakusoku.apps.accounts import services
from yakusoku.apps.accounts.models import User

TOLD = {
    "password_changed": "password.changed",
    "password_reset": "password.changed",
    "password_set": "password.changed",
    "totp_activated": "second-factor.added",
    "totp_deactivated": "second-factor.removed",
    "recovery_codes_generated": "recovery-codes.made",
}


class ClosedSignup(DefaultAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Sign-in for those who were invited."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: people come by invitation."""
        return False

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in, after every step (also the second factor) was passed, and record it."""
        super().login(request, user)
        services.note_sign("sign-in.done", cast("User", user), at=now())

    def logout(self, request: HttpRequest) -> None:
        """Sign out and record it."""
        user = request.user
        super().logout(request)
        if isinstance(user, User):
            services.note_sign("sign-out.done", user, at=now())

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Record a wrong password or an unknown address; the address itself is not written down."""
        email = str(credentials.get("email", "")).strip().lower()
        services.note_sign("sign-in.failed", User.objects.filter(email=email).first(), at=now())

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Record what a person did to their way of signing in; the library tells of it here."""
        code = TOLD.get(template_prefix.rpartition("/")[2])
        if code:
            services.note_sign(code, cast("User", user), at=now())
        super().send_notification_mail(template_prefix, user, context, email)


class KnownPeopleOnly(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the library has no types
    """Single sign-on for people who are registered here already."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Return False: whoever the provider knows is not yet known here."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Turn a stranger away with a page that says whom to ask, and record it."""
        if not sociallogin.is_existing:
            services.note_sign("sign-in.failed", None, at=now())
            raise ImmediateHttpResponse(render(request, "accounts/not_invited.html", status=403))
