from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core import mail
from django.db import connection
from django.utils.timezone import now

from tests.cast import NOW, make_cast, member
from yakusoku.apps.accounts import services
from yakusoku.apps.accounts.models import ApiToken, Invitation, User
from yakusoku.domain.accounts.membership import (
    CompanyHasMembers,
    EmailTaken,
    InvitationExpired,
    InvitationUsed,
    InvitationWithdrawn,
    InvitedSomeoneElse,
    SignInFirst,
)
from yakusoku.domain.accounts.permissions import Role

PASSWORD = "akai-kutsu-7-mori"
ANSWER = {"name": "新田 一郎", "password": PASSWORD, "again": PASSWORD}


def invite(cast, email="new@city.example", role=Role.LEGAL, at=None):
    return services.invite(cast.city, email, role, by=cast.administrator, at=at or now())


def everything_stored():
    """Every text in every table: what someone who reads the database reads."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            yield from (str(value) for row in cursor.fetchall() for value in row)


def test_a_new_person_takes_an_invitation_up_and_can_sign_in(cast):
    _, secret = invite(cast)
    visitor = cast.client(None)
    page = visitor.get(f"/invitation/{secret}/")
    assert page.status_code == 200
    assert "new@city.example" in page.content.decode()
    assert visitor.post(f"/invitation/{secret}/", ANSWER).status_code == 302
    person = User.objects.get(email="new@city.example")
    assert person.check_password(PASSWORD)
    assert person.memberships.get().role == Role.LEGAL
    assert visitor.login(email="new@city.example", password=PASSWORD)


def test_opening_the_link_does_not_use_it_up(cast):
    invitation, secret = invite(cast)
    for _ in range(3):
        assert cast.client(None).get(f"/invitation/{secret}/").status_code == 200
    invitation.refresh_from_db()
    assert invitation.used_at is None


def test_the_link_works_once(cast):
    _, secret = invite(cast)
    cast.client(None).post(f"/invitation/{secret}/", ANSWER)
    for answer in (
        cast.client(None).get(f"/invitation/{secret}/"),
        cast.client(None).post(f"/invitation/{secret}/", {**ANSWER, "name": "別人"}),
    ):
        assert answer.status_code == 410
    assert User.objects.filter(email="new@city.example").count() == 1


def test_a_link_out_of_date_withdrawn_or_unknown_opens_nothing(cast):
    _, old = invite(cast, "old@city.example", at=now() - timedelta(days=14))
    withdrawn, secret = invite(cast)
    services.withdraw_invitation(withdrawn, by=cast.administrator, at=now())
    visitor = cast.client(None)
    for link, status in ((old, 410), (secret, 410), ("unknown", 404), (withdrawn.token_digest, 404)):
        assert visitor.get(f"/invitation/{link}/").status_code == status
        assert visitor.post(f"/invitation/{link}/", ANSWER).status_code == status
    assert not User.objects.filter(email__in=["old@city.example", "new@city.example"]).exists()


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        pytest.param({"again": "another-word-9"}, "2つのパスワードが違います", id="not-the-same"),
        pytest.param({"password": "short", "again": "short"}, "10", id="short"),
        pytest.param(
            {"password": "new@city.example", "again": "new@city.example"}, "field-error", id="like-the-email"
        ),
        pytest.param({"name": ""}, "field-error", id="no-name"),
    ],
)
def test_a_form_that_is_wrong_leaves_the_link_usable(cast, given, wrong):
    invitation, secret = invite(cast)
    answer = cast.client(None).post(f"/invitation/{secret}/", {**ANSWER, **given})
    assert answer.status_code == 422
    assert wrong in answer.content.decode()
    invitation.refresh_from_db()
    assert invitation.used_at is None


def test_neither_link_nor_password_nor_token_is_stored(cast):
    _, secret = invite(cast)
    cast.client(None).post(f"/invitation/{secret}/", ANSWER)
    _, token = services.make_api_token(cast.owner, cast.city, "連携", at=NOW)
    page = cast.client(cast.administrator).post(
        "/members/invite/", {"email": "b@city.example", "role": "legal"}
    )
    shown = page.context["link"].rstrip("/").rpartition("/")[2]
    stored = list(everything_stored())
    assert any("new@city.example" in value for value in stored)
    for word in (secret, token, shown, PASSWORD):
        assert not any(word in value for value in stored)


def test_a_secret_has_256_bits_and_is_never_the_same(cast):
    secrets = {invite(cast, f"a{n}@city.example")[1] for n in range(20)}
    assert len(secrets) == 20
    assert min(map(len, secrets)) >= 43


def test_an_account_is_never_taken_over_by_an_invitation(cast):
    _, secret = invite(cast, cast.stranger.email)
    visitor = cast.client(None)
    assert "サインインする" in visitor.get(f"/invitation/{secret}/").content.decode()
    visitor.post(f"/invitation/{secret}/", ANSWER)
    cast.stranger.refresh_from_db()
    assert not cast.stranger.has_usable_password()
    assert cast.stranger.memberships.count() == 1


def test_a_person_with_an_account_takes_an_invitation_up_signed_in(cast):
    _, secret = invite(cast, cast.stranger.email)
    client = cast.client(cast.stranger)
    assert client.post(f"/invitation/{secret}/").status_code == 302
    assert cast.stranger.memberships.filter(organization=cast.city, role="legal").exists()


def test_someone_else_who_is_signed_in_cannot_take_it_up(cast):
    _, secret = invite(cast, cast.stranger.email)
    assert cast.client(cast.colleague).post(f"/invitation/{secret}/").status_code == 409
    assert cast.colleague.memberships.count() == 1


def test_services_refuse_by_name(cast):
    invitation, _ = invite(cast, cast.stranger.email, at=NOW)
    with pytest.raises(SignInFirst):
        services.accept_invitation(invitation, name="別人", password=PASSWORD, at=NOW)
    with pytest.raises(InvitedSomeoneElse):
        services.join(invitation, by=cast.colleague, at=NOW)
    with pytest.raises(InvitationExpired):
        services.join(invitation, by=cast.stranger, at=NOW + timedelta(days=14))
    services.join(invitation, by=cast.stranger, at=NOW)
    with pytest.raises(InvitationUsed):
        services.withdraw_invitation(invitation, by=cast.administrator, at=NOW)


def test_a_withdrawn_invitation_cannot_be_withdrawn_again(cast):
    invitation, _ = invite(cast, at=NOW)
    services.withdraw_invitation(invitation, by=cast.administrator, at=NOW)
    with pytest.raises(InvitationWithdrawn):
        services.withdraw_invitation(invitation, by=cast.administrator, at=NOW)


def test_only_an_administrator_invites(cast):
    given = {"email": "b@city.example", "role": "administrator"}
    for who, status in (
        (cast.owner, 403),
        (cast.policy, 403),
        (cast.contractor, 403),
        (cast.administrator, 200),
    ):
        assert cast.client(who).post("/members/invite/", given).status_code == status
    assert Invitation.objects.get().organization == cast.city


def test_an_administrator_withdraws_only_their_own_invitations(cast):
    invitation, _ = invite(cast)
    address = f"/members/invitations/{invitation.pk}/withdraw/"
    assert cast.client(cast.stranger).post(address).status_code == 404
    assert cast.client(cast.owner).post(address).status_code == 403
    assert cast.client(cast.administrator).post(address).status_code == 302
    invitation.refresh_from_db()
    assert invitation.withdrawn_at


def test_without_a_mail_server_no_letter_is_written_and_the_link_is_shown(cast, settings):
    settings.EMAIL_HOST = ""
    page = cast.client(cast.administrator).post(
        "/members/invite/", {"email": "b@city.example", "role": "legal"}
    )
    assert page.context["link"] in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert mail.outbox == []


def test_with_a_mail_server_the_link_is_sent(cast, settings):
    settings.EMAIL_HOST = "mail.city.example"
    page = cast.client(cast.administrator).post(
        "/members/invite/", {"email": "b@city.example", "role": "legal"}
    )
    (letter,) = mail.outbox
    assert letter.to == ["b@city.example"]
    assert page.context["link"] in letter.body


def test_a_department_registers_a_contractor_whose_first_person_runs_it(cast):
    given = {"company": "港システム株式会社", "email": "boss@system.example"}
    assert cast.client(cast.contractor).post("/contractors/invite/", given).status_code == 403
    page = cast.client(cast.owner).post("/contractors/invite/", given)
    assert page.status_code == 200
    cast.client(None).post(page.context["link"], ANSWER)
    person = User.objects.get(email="boss@system.example")
    assert {m.role for m in person.memberships.all()} == {"contractor", "administrator"}
    company = person.memberships.first().organization
    assert company.introduced_by == cast.city
    with pytest.raises(CompanyHasMembers):
        services.invite_first(company, "spy@city.example", by=cast.owner, at=NOW)


def test_a_city_employee_is_not_made_administrator_by_accepting(cast):
    _, secret = invite(cast)
    cast.client(None).post(f"/invitation/{secret}/", ANSWER)
    assert [m.role for m in User.objects.get(email="new@city.example").memberships.all()] == ["legal"]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_accept_at_the_same_time_one_succeeds():
    cast = make_cast()
    invitation, _ = invite(cast, at=NOW)
    together, results = Barrier(2), []

    def accept(name):
        mine = Invitation.objects.get(pk=invitation.pk)
        together.wait()
        try:
            services.accept_invitation(mine, name=name, password=PASSWORD, at=NOW)
            results.append("accepted")
        except (InvitationUsed, SignInFirst, EmailTaken):
            results.append("refused")
        connection.close()

    threads = [Thread(target=accept, args=(name,)) for name in ("一郎", "二郎")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["accepted", "refused"]
    assert User.objects.filter(email="new@city.example").count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_join_at_the_same_time_one_succeeds():
    cast = make_cast()
    invitation, _ = services.invite(cast.city, cast.stranger.email, Role.LEGAL, by=None, at=NOW)
    together, results = Barrier(2), []

    def join():
        mine = Invitation.objects.get(pk=invitation.pk)
        together.wait()
        try:
            services.join(mine, by=cast.stranger, at=NOW)
            results.append("accepted")
        except InvitationUsed:
            results.append("refused")
        connection.close()

    threads = [Thread(target=join) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["accepted", "refused"]
    assert cast.stranger.memberships.filter(organization=cast.city).count() == 1


def test_tokens_and_invitations_hold_digests_only(cast):
    _, secret = invite(cast)
    _, token = services.make_api_token(cast.owner, cast.city, "連携", at=NOW)
    assert Invitation.objects.get().token_digest not in secret
    assert ApiToken.objects.get().token_digest not in token


def test_a_contractor_administrator_invites_colleagues(cast):
    boss = member("社長", "boss@company.example", cast.company, Role.ADMINISTRATOR)
    given = {"email": "b@company.example", "role": "contractor"}
    assert cast.client(boss).post("/members/invite/", given).status_code == 200
    assert cast.client(boss).post("/members/invite/", {**given, "role": "policy"}).status_code == 422
