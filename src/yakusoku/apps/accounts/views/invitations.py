"""Inviting people, and taking an invitation up."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from yakusoku.apps.accounts import access, forms, letters, services
from yakusoku.apps.accounts.models import Invitation, Kind, User
from yakusoku.domain.accounts.membership import (
    EmailTaken,
    InvitationExpired,
    InvitationUsed,
    InvitationWithdrawn,
    SignInFirst,
    require_open,
)
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest

OVER = (InvitationExpired, InvitationUsed, InvitationWithdrawn)


@never_cache
@require_http_methods(["GET", "POST"])
def member_invite(request: UserRequest) -> HttpResponse:
    """Invite a person into the own organisation."""
    who = access.require(access.acting(request), Act.MANAGE_MEMBERS)
    form = forms.Invite(request.POST or None, organization=who.organization)
    if request.method == "POST" and form.is_valid():
        try:
            invitation, secret = services.invite(
                who.organization, **form.cleaned_data, by=request.user, at=now()
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            return tell_link(request, invitation, secret)
    status = 422 if form.errors else 200
    return render(request, "accounts/invite.html", {"form": form, "company": False}, status=status)


@never_cache
@require_http_methods(["GET", "POST"])
def contractor_invite(request: UserRequest) -> HttpResponse:
    """Register a contractor and invite its first person."""
    who = access.require(access.acting(request), Act.SEND_INVITATION)
    form = forms.InviteContractor(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = now()
        with transaction.atomic():
            company = services.create_organization(
                form.cleaned_data["company"],
                Kind.COMPANY,
                by=request.user,
                at=at,
                introduced_by=who.organization,
            )
            invitation, secret = services.invite_first(
                company, form.cleaned_data["email"], by=request.user, at=at
            )
        return tell_link(request, invitation, secret)
    status = 422 if form.errors else 200
    return render(request, "accounts/invite.html", {"form": form, "company": True}, status=status)


@sensitive_variables("secret", "link")
def tell_link(request: HttpRequest, invitation: Invitation, secret: str) -> HttpResponse:
    """Show the link, this once, and send it by mail where mail is set up.

    It is the answer to the POST itself: a redirect would need the secret kept in the session.
    """
    link = request.build_absolute_uri(reverse("invitation", args=[secret]))
    context = {"invitation": invitation, "link": link, "mail": letters.send_invitation(invitation, link)}
    return render(request, "accounts/invited.html", context)


@require_POST
def invitation_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    found = access.invitation_for(access.acting(request), pk)
    try:
        services.withdraw_invitation(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("招待を取り消しました。"))
    return redirect("members")


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "POST"])
def invitation(request: UserRequest, secret: str) -> HttpResponse:
    """Show what the link invites to; a POST takes it up. An old link is gone (410), an unknown one 404."""
    found = access.invitation_by(secret)
    try:
        require_open(found.expires_at, found.used_at, found.withdrawn_at, now())
        if services.has_account(found):
            return join(request, found)
        return register(request, found)
    except OVER as refusal:
        return render(request, "accounts/invitation_over.html", {"words": sentence(refusal)}, status=410)


def register(request: UserRequest, found: Invitation) -> HttpResponse:
    """Ask a new person for name and password, then let them in."""
    form = forms.Accept(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.accept_invitation(found, name=given["name"], password=given["password"], at=now())
        except (SignInFirst, EmailTaken):
            # Registered by another invitation a moment ago: the page now asks to sign in.
            return redirect(request.path)
        messages.success(request, _("登録しました。メールアドレスとパスワードでサインインしてください。"))
        return redirect("account_login")
    context = {"form": form, "invitation": found}
    return render(request, "accounts/accept.html", context, status=422 if form.errors else 200)


def join(request: UserRequest, found: Invitation) -> HttpResponse:
    """Let a person who has an account confirm; only they themselves, signed in, can."""
    visitor = request.user if isinstance(request.user, User) else None
    right = visitor is not None and visitor.email == found.email
    refused = ""
    if request.method == "POST" and visitor is not None:
        try:
            services.join(found, by=visitor, at=now())
        except OVER:
            raise
        except Refusal as refusal:
            refused = sentence(refusal)
        else:
            access.choose(request, found.organization)
            messages.success(request, _("役割が加わりました。"))
            return redirect("home")
    context = {"invitation": found, "right": right, "visitor": visitor, "refused": refused}
    return render(request, "accounts/join.html", context, status=409 if refused else 200)
