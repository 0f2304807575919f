import base64
import hmac
import struct
import time

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


def test_a_new_password_is_recorded_once_and_ends_every_other_session(owner):
    client, _ = sign_in(owner.email)
    other, _ = sign_in(owner.email)
    new = "kuroi-boushi-8-umi"
    client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert AuditEntry.objects.filter(code="password.changed", actor=f"user:{owner.pk}").count() == 1
    assert client.get(reverse("home")).status_code == 200
    assert other.get(reverse("home")).status_code == 302


def test_a_second_factor_is_recorded_and_works_once_a_code(owner, django_capture_on_commit_callbacks):
    client, _ = sign_in(owner.email)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_activate_totp"))
    secret = client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)})
    assert AuditEntry.objects.filter(code="second-factor.added").count() == 1
    cache.clear()
    used = code_now(secret)
    statuses = []
    for _ in range(2):
        browser, _answer = sign_in(owner.email)
        assert browser.get(reverse("home")).status_code == 302
        browser.post(reverse("mfa_authenticate"), {"code": used})
        statuses.append(browser.get(reverse("home")).status_code)
    assert statuses == [200, 302]


def test_asking_for_a_new_password_tells_nobody_who_is_known(owner, mailoutbox):
    answers = [
        Client().post(reverse("account_reset_password"), {"email": email})
        for email in (owner.email, "nobody@elsewhere.example")
    ]
    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, reverse("account_reset_password_done"))
    ] * 2
    assert [letter.to for letter in mailoutbox] == [[owner.email]]


def code_now(secret):
    """Return the code of this half minute (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), "sha1").digest()
    place = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06}"
