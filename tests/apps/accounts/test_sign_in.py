import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from yakusoku.apps.accounts.adapter import ClosedSignup, KnownPeopleOnly
from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.models import AuditEntry

PASSWORD = "akai-kutsu-7-mori"


@pytest.fixture
def owner(cast):
    """The owner, who has a password."""
    cache.clear()
    cast.owner.set_password(PASSWORD)
    cast.owner.save()
    return cast.owner


def sign_in(email, password=PASSWORD):
    client = Client()
    return client, client.post(reverse("account_login"), {"login": email, "password": password})


def codes():
    """The codes recorded since the cast was made, the newest first, each with its actor and organisation."""
    rows = AuditEntry.objects.filter(code__startswith="sign-")
    return list(rows.values_list("code", "actor", "subject", "organization"))


@pytest.mark.parametrize("email", ["owner@city.example", "OWNER@City.Example"])
def test_a_sign_in_is_recorded_whatever_the_case_of_the_address(cast, owner, email):
    client, answer = sign_in(email)
    assert answer.status_code == 302
    assert client.session["_auth_user_id"] == str(owner.pk)
    who = f"user:{owner.pk}"
    assert codes() == [("sign-in.done", who, who, cast.city.pk)]


def test_a_wrong_password_is_recorded_for_the_person_but_not_as_their_act(cast, owner):
    sign_in(owner.email, "wrong")
    assert codes() == [("sign-in.failed", "system", f"user:{owner.pk}", cast.city.pk)]


def test_an_unknown_address_is_recorded_without_being_written_down(cast, owner):
    sign_in("nobody@elsewhere.example")
    assert codes() == [("sign-in.failed", "system", "user:unknown", None)]
    assert not any("nobody" in str(row) for row in AuditEntry.objects.values_list())


def test_a_sign_out_is_recorded(cast, owner):
    client, _ = sign_in(owner.email)
    client.post(reverse("account_logout"))
    assert [code for code, *_ in codes()] == ["sign-out.done", "sign-in.done"]


def test_a_wrong_second_factor_is_recorded_and_nobody_is_in_before_the_right_one(cast, owner):
    TOTP.activate(owner, generate_totp_secret())
    recovery = RecoveryCodes.activate(owner)
    client, _ = sign_in(owner.email)
    assert codes() == []
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert [code for code, *_ in codes()] == ["sign-in.failed"]
    assert "_auth_user_id" not in client.session
    client.post(reverse("mfa_authenticate"), {"code": recovery.get_unused_codes()[0]})
    assert [code for code, *_ in codes()] == ["sign-in.done", "sign-in.failed"]


def test_nobody_registers_themselves(cast):
    client = Client()
    given = {"email": "me@elsewhere.example", "password1": PASSWORD, "password2": PASSWORD}
    client.post(reverse("account_signup"), given)
    assert not User.objects.filter(email="me@elsewhere.example").exists()
    assert not ClosedSignup().is_open_for_signup(RequestFactory().get("/"))
    assert not KnownPeopleOnly().is_open_for_signup(RequestFactory().get("/"), None)


def test_guessing_is_slowed_down(cast, owner):
    for _ in range(6):
        sign_in(owner.email, "wrong")
    _, answer = sign_in(owner.email)
    assert answer.status_code != 302
    assert ("sign-in.done", f"user:{owner.pk}", f"user:{owner.pk}", cast.city.pk) not in codes()
