"""A server killed while several people act: what was acknowledged is there, and nothing is half there."""

import json
import socket
import subprocess
from http.client import HTTPConnection, HTTPException
from threading import Condition, Thread

import pytest

from tests.apps.engagements.work import PROFILE
from tests.killed.conftest import free_port, kill
from tests.killed.evening import Evening
from tests.killed.prepare import CONTRACTS
from tests.killed.stock import Stock

pytestmark = pytest.mark.xdist_group("killed")
PEOPLE = 3
# So many acts are acknowledged in a round when the server is killed: in the middle of the next ones.
# The first server answers in one process, the second in two.
KILLED_AFTER = (5, 13)
STARTING = 240
# Beside them respondents of a survey send so many answers.
ANSWERS = 20
# When a server has read so many contracts behind its pages it is killed.
CONTRACTS_READ = 3


class Server:
    """A server that runs until it is killed."""

    def __init__(self, installation, processes=1):
        self.port = free_port()
        words = ("serve", "--port", str(self.port), "--processes", str(processes))
        self.process = installation.begin(*words, stdout=subprocess.DEVNULL)
        while not self._listens():
            assert self.process.poll() is None, "the server ended by itself"

    def _listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=STARTING).close()
        except ConnectionRefusedError:
            return False
        return True

    def call(self, token, method, path, body=None):
        """Return status and answer; raise OSError or HTTPException when the server is gone."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=STARTING)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        try:
            connection.request(method, f"/api/v1/{path}", json.dumps(body or {}), headers)
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or "null")
        finally:
            connection.close()


class Acts:
    """What people do over HTTP, and what of it was acknowledged."""

    def __init__(self, known):
        self.known, self.done, self.refused = known, [], []
        self.changed = Condition()

    def note(self, *act):
        with self.changed:
            self.done.append(act)
            self.changed.notify_all()

    def wait_for(self, count):
        """Return when so many more acts are acknowledged, or something was refused."""
        wanted = len(self.done) + count
        with self.changed:
            assert self.changed.wait_for(lambda: len(self.done) >= wanted or self.refused, timeout=STARTING)

    def act(self, server):
        """Bring one work after the other from its beginning to its answers, until the server is gone."""
        try:
            while not self.refused:
                self._one(lambda *words: self._called(server, *words))
        except (OSError, HTTPException):
            return

    def _called(self, server, token, method, path, body=None):
        status, answer = server.call(self.known[token], method, path, body)
        if status not in range(200, 300):
            with self.changed:
                self.refused.append((method, path, status, answer))
                self.changed.notify_all()
            raise HTTPException
        return answer

    def _one(self, call):
        known = self.known
        begun = {"title": "水道検針", "department": known["department"]}
        work = call("clerk", "POST", "engagements", begun)["id"]
        self.note("begun", work)
        facts = {"profile": PROFILE, "department": known["department"], "contractor": known["contractor"]}
        call("clerk", "PUT", f"engagements/{work}/profile", facts)
        self.note("described", work)
        adopted = call("clerk", "POST", f"engagements/{work}/decisions")["adopted"]
        self.note("adopted", work, adopted)
        call("clerk", "POST", f"engagements/{work}/versions")
        self.note("published", work)
        asked = {"kind": "periodic", "due_on": "2099-07-09"}
        sheet = call("clerk", "POST", f"engagements/{work}/inspections", asked)["id"]
        self.note("sent", sheet)
        questions = [each["id"] for each in call("company", "GET", f"inspections/{sheet}")["checks"]]
        answers = {each: {"answer": "yes", "comment": "", "evidence": ["記録簿"]} for each in questions}
        call("company", "POST", f"inspections/{sheet}/answers", {"answers": answers})
        self.note("answered", sheet, len(answers))


COUNTED = {
    "begun": "SELECT count(*) FROM engagements_engagement WHERE id = ?",
    "described": "SELECT count(*) FROM engagements_engagement WHERE id = ? AND people = 8000",
    "adopted": "SELECT count(*) FROM engagements_decisionrecord WHERE engagement_id = ?",
    "published": "SELECT count(*) FROM specifications_version WHERE engagement_id = ?",
    "sent": "SELECT count(*) FROM inspections_inspection WHERE id = ?",
    "answered": "SELECT count(*) FROM inspections_answerrecord WHERE inspection_id = ?",
}


def test_a_server_killed_in_the_middle_loses_nothing_it_acknowledged(installation):
    acts = Acts(installation.prepare())
    evening = Evening(acts.known["survey"])
    for processes, count in enumerate(KILLED_AFTER, start=1):
        server = Server(installation, processes)
        people = [Thread(target=acts.act, args=(server,)) for _ in range(PEOPLE)]
        for person in people:
            person.start()
        people += evening.begin(server.port)
        acts.wait_for(count)
        evening.wait_for(ANSWERS)
        kill(server.process)
        for person in people:
            person.join()
        assert acts.refused == []
        evening.look(installation, kills=processes)
        installation.sound()
        for kind, key, *wanted in acts.done:
            assert installation.ask(COUNTED[kind], key) == (wanted or [1]), (kind, key)
    server = Server(installation)
    kind, work = acts.done[0]
    assert kind == "begun"
    assert server.call(acts.known["clerk"], "GET", f"engagements/{work}")[0] == 200
    if not installation.database:
        # What the dead one holds runs out only after half a minute: once is enough.
        go_on_with_contracts(installation, acts.known, server)
    installation.sound("audit", "verify")


def go_on_with_contracts(installation, known, server):
    stock = Stock(installation, known)
    stock.read_on(server, CONTRACTS_READ)
    kill(server.process)
    stock.look()
    again = Server(installation, processes=2)
    stock.read_on(again, CONTRACTS)
    stock.once()
    kill(again.process)
