"""Telling another program, tried with a real one on the loopback interface."""

import json
import threading
import time
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from tests.apps import promised
from tests.cast import NOW
from tests.doors import statuses, told
from yakusoku.apps.exchange import services
from yakusoku.apps.exchange.delivery import deliver
from yakusoku.apps.exchange.models import Webhook
from yakusoku.domain.exchange.signing import is_signed
from yakusoku.domain.refusal import Refusal


@pytest.fixture
def receiver(settings):
    """A program that keeps what it is told and answers with `status`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.got.append((body, self.headers["Yakusoku-Signature"]))
            self.send_response(server.status)
            self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.got, server.status = [], 200
    settings.WEBHOOK_HOSTS = ["127.0.0.1"]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def added(cast, receiver, codes=""):
    address = f"http://127.0.0.1:{receiver.server_port}/hook"
    return services.add_webhook(cast.city, address, codes, by=cast.administrator, at=NOW)


def told_to(receiver):
    return [entry for body, _ in receiver.got for entry in json.loads(body)["entries"]]


def test_what_happens_from_now_on_is_told_once_and_signed(cast, receiver):
    promised.begun(cast, "前からの業務")
    webhook = added(cast, receiver)
    promised.opened(cast)
    assert deliver(NOW) > 0
    assert deliver(NOW) == 0
    codes = [entry["code"] for entry in told_to(receiver)]
    assert "inspection.opened" in codes
    assert codes.count("engagement.created") == 1
    body, header = receiver.got[0]
    assert is_signed(body, webhook.secret, header, int(NOW.timestamp()))
    assert not is_signed(body, "x", header, int(NOW.timestamp()))


def test_nobodys_name_is_told_and_nothing_of_other_organisations(cast, receiver):
    added(cast, receiver)
    promised.submitted(cast)
    deliver(NOW)
    raw = b"".join(body for body, _ in receiver.got).decode()
    for word in ("工藤", "青木", "@", "水道検針"):
        assert word not in raw


def test_only_what_was_asked_for_is_told(cast, receiver):
    added(cast, receiver, codes="inspection.\n\n")
    promised.opened(cast)
    assert deliver(NOW) == 1
    assert [entry["code"] for entry in told_to(receiver)] == ["inspection.opened"]


@pytest.mark.parametrize("status", [302, 404, 500])
def test_what_was_not_taken_is_sent_again_later_in_order(cast, receiver, status):
    added(cast, receiver)
    promised.begun(cast)
    receiver.status = status
    assert deliver(NOW) == 0
    assert deliver(NOW) == 0
    assert len(receiver.got) == 1
    receiver.status = 204
    assert deliver(NOW + timedelta(minutes=5)) > 0
    first, second = (json.loads(body) for body, _ in receiver.got)
    assert second["entries"][: len(first["entries"])] == first["entries"]


def test_who_never_answers_is_given_up_until_a_person_looks(cast, receiver):
    webhook = added(cast, receiver)
    promised.begun(cast)
    receiver.status = 500
    for day in range(25):
        deliver(NOW + timedelta(days=day))
    webhook.refresh_from_db()
    assert (webhook.active, webhook.failures) == (False, 20)
    receiver.status = 200
    services.resume_webhook(webhook, by=cast.administrator, at=NOW)
    assert deliver(NOW) > 0


def test_a_program_that_is_away_costs_no_more_than_a_failure(cast, receiver):
    webhook = added(cast, receiver)
    promised.begun(cast)
    receiver.server_close()
    start = time.monotonic()
    assert deliver(NOW) == 0
    assert time.monotonic() - start < 30
    webhook.refresh_from_db()
    assert (webhook.failures, webhook.last_status) == (1, 0)


def test_only_hosts_that_the_operator_allowed_are_called(cast, receiver, settings):
    with pytest.raises(Refusal) as refused:
        services.add_webhook(cast.city, "http://169.254.169.254/latest", "", by=cast.administrator, at=NOW)
    assert refused.value.code == "webhook.host-not-allowed"
    added(cast, receiver)
    promised.begun(cast)
    settings.WEBHOOK_HOSTS = []
    assert deliver(NOW) == 0
    assert receiver.got == []


def test_the_page_shows_the_secret_once(cast, receiver):
    client = cast.client(cast.administrator)
    address = f"http://127.0.0.1:{receiver.server_port}/hook"
    shown = client.post("/webhooks/", {"address": address, "codes": ""}).content.decode()
    secret = Webhook.objects.get().secret
    assert secret in shown
    assert secret not in client.get("/webhooks/").content.decode()
    refused = client.post("/webhooks/", {"address": "http://elsewhere.example/", "codes": ""})
    assert refused.status_code == 422
    assert "elsewhere.example" in refused.content.decode()


@pytest.mark.parametrize(
    ("method", "address", "row"),
    [
        #                           owner coll pol legal board audit admin contr other sub strange visitor
        ("get", "/webhooks/", "403 403 403 403 403 403 200 403 403 403 200 302"),
        ("post", "/webhooks/{pk}/resume/", "403 403 403 403 403 403 302 403 403 403 404 302"),
        ("post", "/webhooks/{pk}/remove/", "403 403 403 403 403 403 302 403 403 403 404 302"),
    ],
)
def test_doors(cast, receiver, method, address, row):
    webhook = added(cast, receiver)
    assert statuses(cast, method, address.format(pk=webhook.pk)) == told(row)
