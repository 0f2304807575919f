from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from tests.cast import NOW, person
from yakusoku.apps.accounts import access, services
from yakusoku.apps.accounts.models import ApiToken
from yakusoku.domain.accounts.permissions import Act, Role

TODAY = NOW.date()


@pytest.fixture
def both(cast):
    """A person of two organisations."""
    services.add_member(cast.colleague, cast.stranger_city, Role.POLICY, by=None, at=NOW)
    return cast.colleague


def token(user, organization, name="連携"):
    return services.make_api_token(user, organization, name, at=NOW)


def test_acting_tells_organization_roles_and_departments(cast):
    who = access.acting_as(cast.owner)
    assert (who.user, who.organization) == (cast.owner, cast.city)
    assert who.roles == {Role.DEPARTMENT}
    assert who.departments == {cast.water.pk}
    assert not who.sees_all
    assert access.acting_as(cast.policy).sees_all


def test_roles_of_one_organization_never_count_in_another(cast, both):
    assert access.acting_as(both, cast.city.pk).roles == {Role.DEPARTMENT}
    assert access.acting_as(both, cast.stranger_city.pk).roles == {Role.POLICY}
    assert access.acting_as(both, cast.stranger_city.pk).departments == frozenset()


def test_nobody_acts_for_an_organization_they_do_not_belong_to(cast):
    with pytest.raises(PermissionDenied):
        access.acting_as(cast.owner, cast.stranger_city.pk)
    with pytest.raises(PermissionDenied):
        access.acting_as(person("だれか", "nobody@city.example"))


def test_require_lets_through_or_refuses(cast):
    who = access.acting_as(cast.owner)
    assert access.require(who, Act.CREATE_ENGAGEMENT) is who
    with pytest.raises(PermissionDenied):
        access.require(who, Act.READ_AUDIT)


def test_an_organization_of_others_is_not_found(cast):
    assert access.organization_for(cast.owner, cast.city.pk) == cast.city
    with pytest.raises(Http404):
        access.organization_for(cast.owner, cast.stranger_city.pk)


def test_a_contractor_is_found_by_the_client_that_registered_it_only(cast):
    assert access.introduced_company(access.acting_as(cast.owner), cast.company.pk) == cast.company
    with pytest.raises(Http404):
        access.introduced_company(access.acting_as(cast.stranger), cast.company.pk)


def test_a_person_of_two_organizations_switches_between_them(cast, both):
    client = cast.client(both)
    assert "みなと市" in client.get("/organization/").content.decode()
    assert client.get("/organization/").context["acting"].organization == cast.city
    client.post("/organization/", {"organization": cast.stranger_city.pk})
    assert client.get("/organization/").context["acting"].organization == cast.stranger_city


@pytest.mark.parametrize("chosen", ["0", "", "x", "999999"])
def test_an_organization_that_is_not_ones_own_cannot_be_chosen(cast, chosen):
    assert cast.client(cast.owner).post("/organization/", {"organization": chosen}).status_code == 404


def test_a_stranger_cannot_choose_the_city(cast):
    client = cast.client(cast.stranger)
    assert client.post("/organization/", {"organization": cast.city.pk}).status_code == 404
    assert client.get("/organization/").context["acting"].organization == cast.stranger_city


def test_a_choice_that_no_longer_holds_falls_back(cast, both):
    client = cast.client(both)
    client.post("/organization/", {"organization": cast.stranger_city.pk})
    services.remove_member(both.memberships.get(role="policy"), by=cast.stranger, at=NOW)
    assert client.get("/organization/").context["acting"].organization == cast.city


def test_a_person_without_a_role_is_told_whom_to_ask(cast):
    client = cast.client(person("だれか", "nobody@city.example"))
    assert "どの組織にも属していません" in client.get("/organization/").content.decode()
    assert client.get("/account/tokens/").status_code == 403


def test_a_token_acts_as_its_person_in_its_organization(cast, both):
    _, secret = token(both, cast.stranger_city)
    who = access.acting_by_token(secret, TODAY)
    assert (who.user, who.organization, who.roles) == (both, cast.stranger_city, {Role.POLICY})


def test_a_token_notes_the_day_it_was_last_used(cast):
    made, secret = token(cast.owner, cast.city)
    for day, noted in ((TODAY, TODAY), (TODAY - timedelta(days=1), TODAY), (TODAY + timedelta(days=1),) * 2):
        access.acting_by_token(secret, day)
        made.refresh_from_db()
        assert made.last_used == noted


def test_a_token_that_is_wrong_revoked_or_whose_person_left_opens_nothing(cast, both):
    _, left = token(both, cast.stranger_city)
    services.remove_member(both.memberships.get(role="policy"), by=cast.stranger, at=NOW)
    revoked, secret = token(cast.owner, cast.city)
    services.revoke_api_token(revoked, by=cast.owner, at=NOW)
    _, sleeping = token(cast.policy, cast.city)
    cast.policy.is_active = False
    cast.policy.save()
    for word in (left, secret, sleeping, "", "yks_x", revoked.token_digest):
        assert access.acting_by_token(word, TODAY) is None


def test_a_person_makes_and_revokes_their_own_tokens_only(cast):
    client = cast.client(cast.owner)
    page = client.post("/account/tokens/", {"name": "財務システム"})
    secret = page.context["secret"]
    assert secret in page.content.decode()
    assert secret not in client.get("/account/tokens/").content.decode()
    assert access.acting_by_token(secret, TODAY).user == cast.owner
    made = ApiToken.objects.get()
    for other in (cast.colleague, cast.administrator, cast.stranger):
        assert cast.client(other).post(f"/account/tokens/{made.pk}/revoke/").status_code == 404
    assert client.post(f"/account/tokens/{made.pk}/revoke/").status_code == 302
    assert access.acting_by_token(secret, TODAY) is None
