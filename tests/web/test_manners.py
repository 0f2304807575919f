"""What every answer has in common, and what no log tells."""

import io
import logging

import pytest
from django.test import Client

from tests.cast import NOW
from yakusoku.apps.accounts import services
from yakusoku.domain.accounts.permissions import Role
from yakusoku.web.logs import HideSecrets


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/account/login/", "/", "/nothing/here/", "/api/v1/engagements"])
def test_nothing_is_kept_and_nothing_foreign_runs(path):
    answer = Client().get(path)
    assert "no-store" in answer["Cache-Control"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_pages_of_a_person_are_not_kept_either(cast):
    assert "no-store" in cast.client(cast.owner).get("/")["Cache-Control"]


@pytest.mark.django_db
def test_a_request_without_end_is_refused_unread(settings):
    settings.UPLOAD_BYTES = 1024 * 1024
    answer = Client().post("/account/login/", {"login": "x" * 4_000_000})
    assert answer.status_code == 413
    assert answer["Connection"] == "close"
    assert "大きすぎる" in answer.content.decode()


@pytest.mark.parametrize(
    ("message", "args", "told"),
    [
        pytest.param("%s: %s", ("Gone", "/invitation/s3cret-x/"), "Gone: /invitation/…/", id="an-invitation"),
        pytest.param(
            "Forbidden: /account/password/reset/key/1-abc/",
            (),
            "Forbidden: /account/password/reset/key/…/",
            id="a-reset",
        ),
        pytest.param("refused {'a.b@city.example': (550)}", (), "refused {'…@…': (550)}", id="an-address"),
        pytest.param("Not Found: /engagements/7/", (), "Not Found: /engagements/7/", id="nothing-secret"),
    ],
)
def test_a_log_line_holds_no_secret(message, args, told):
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, message, args, None)
    assert HideSecrets().filter(record)
    assert record.getMessage() == told


def test_a_wrong_entry_on_an_invitation_leaves_the_link_out_of_the_log(cast):
    _invitation, secret = services.invite(cast.city, "new@x.example", Role.LEGAL, by=None, at=NOW)
    out = io.StringIO()
    console = next(h for h in logging.getLogger().handlers if h.get_name() == "console")
    usual = console.setStream(out)
    try:
        Client().post(f"/invitation/{secret}/", {"name": ""})
    finally:
        console.setStream(usual)
    assert "/invitation/…/" in out.getvalue()
    assert secret not in out.getvalue()
