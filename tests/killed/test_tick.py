"""The clock killed on its way: said again it comes to the end, and does nothing twice."""

import email
import json
import subprocess
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from tests.killed.conftest import kill

pytestmark = pytest.mark.xdist_group("killed")
WORKS = 2
# Killed when this step has told that it is done: in the middle of what follows.
KILLED_AFTER = ("recount", "escalate")
ONCE = ("inspections", "visits", "urge", "escalate", "letters", "webhooks")


class Listener:
    """Another system that is told what happens. `at_first` is called before the first message is answered."""

    def __init__(self):
        self.heard, self.at_first = [], None
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.heard.append([entry["sequence"] for entry in json.loads(body)["entries"]])
                if listener.at_first is not None:
                    first, listener.at_first = listener.at_first, None
                    first()
                    return
                self.send_response(204)
                self.end_headers()

            def log_message(self, *words):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/told"
        Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def listener():
    found = Listener()
    yield found
    found.server.shutdown()
    found.server.server_close()


def counts(ran):
    assert ran.returncode == 0, ran.stderr
    return {name: int(count) for name, count in (line.split("\t") for line in ran.stdout.splitlines())}


def letters(installation):
    """Return how many letters each person got."""
    got = Counter()
    for file in (installation.data / "outbox").glob("*"):
        for part in file.read_bytes().split(b"-" * 79 + b"\n"):
            if part.strip():
                got[email.message_from_bytes(part.lstrip())["To"]] += 1
    return got


def test_a_clock_killed_on_its_way_does_nothing_twice(installation, listener):
    installation.prepare(WORKS, listener.address)
    for step in KILLED_AFTER:
        clock = installation.begin("tick", stdout=subprocess.PIPE, text=True)
        for line in clock.stdout:
            if line.startswith(f"{step}\t"):
                break
        kill(clock)
        clock.stdout.close()
        installation.sound()
    clock = installation.begin("tick", stdout=subprocess.DEVNULL)
    listener.at_first = lambda: kill(clock)
    assert clock.wait() != 0
    counts(installation.call("tick"))
    again = counts(installation.call("tick"))
    assert {name: again[name] for name in ONCE} == dict.fromkeys(ONCE, 0)
    installation.sound()
    assert installation.ask("SELECT count(*) FROM inspections_inspection") == [WORKS]
    opened = installation.ask("SELECT count(*) FROM audit_auditentry WHERE code = 'inspection.opened'")
    assert opened == [WORKS]
    assert set(letters(installation).values()) <= {1}
    told = [number for message in listener.heard for number in message]
    # The message whose answer never came is sent again; nothing is left out and nothing else repeated.
    assert listener.heard[0] == listener.heard[1]
    assert sorted(set(told)) == sorted(told[len(listener.heard[0]) :])
