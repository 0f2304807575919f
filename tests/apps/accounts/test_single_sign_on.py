import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.socialaccount.helpers import complete_social_login
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.test import RequestFactory

from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.models import AuditEntry

APP = {
    "provider_id": "oidc",
    "name": "市の認証",
    "client_id": "yakusoku",
    "secret": "x",
    "settings": {"server_url": "https://id.city.example"},
}


@pytest.fixture
def come(cast, settings):
    """Come back from the provider of the city as someone with this address."""
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [APP]}}

    def come(email, verified=True):
        request = RequestFactory().get("/")
        request.user = AnonymousUser()
        SessionMiddleware(lambda _: None).process_request(request)
        MessageMiddleware(lambda _: None).process_request(request)
        account = SocialAccount(provider="oidc", uid=email, extra_data={"email": email})
        address = EmailAddress(email=email, verified=verified, primary=True)
        with context.request_context(request):
            from allauth.socialaccount.adapter import get_adapter

            provider = get_adapter().get_provider(request, "oidc")
            assert isinstance(provider, OpenIDConnectProvider)
            login = SocialLogin(
                user=User(email=email), account=account, email_addresses=[address], provider=provider
            )
            return request, complete_social_login(request, login)

    return come


def test_a_known_person_comes_in_and_keeps_their_password(cast, come):
    cast.owner.set_password("akai-kutsu-7-mori")
    cast.owner.save()
    request, answer = come("owner@city.example")
    assert answer.status_code == 302
    assert request.user == cast.owner
    cast.owner.refresh_from_db()
    assert cast.owner.has_usable_password()
    assert AuditEntry.objects.first().code == "sign-in.done"


@pytest.mark.parametrize(
    ("email", "verified"),
    [
        pytest.param("nobody@elsewhere.example", True, id="stranger"),
        pytest.param("owner@city.example", False, id="address-the-provider-did-not-verify"),
    ],
)
def test_whoever_is_not_surely_a_known_person_stays_outside(cast, come, email, verified):
    people = User.objects.count()
    request, answer = come(email, verified)
    assert answer.status_code == 403
    assert "まだ登録されていません" in answer.content.decode()
    assert not request.user.is_authenticated
    assert User.objects.count() == people
    assert AuditEntry.objects.first().code == "sign-in.failed"
