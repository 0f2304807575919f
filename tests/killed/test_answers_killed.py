"""A server killed while the last evening of a survey comes in: every answer it acknowledged is there, whole."""

import re
from http.client import HTTPConnection, HTTPException
from threading import Condition, Thread
from urllib.parse import urlencode

import pytest

from tests.apps.collecting.collected import WHOLE
from tests.killed.conftest import kill
from tests.killed.test_server import STARTING, Server

pytestmark = pytest.mark.xdist_group("killed")
PEOPLE, KILLED_AFTER = 6, 60


class Evening:
    """People who answer at once, each sending one questionnaire after the other, until the server is gone."""

    def __init__(self, survey):
        self.numbers, self.survey = iter(range(1, 600)), survey
        self.acknowledged, self.refused = [], []
        self.changed = Condition()

    def answer(self, port):
        line = HTTPConnection("127.0.0.1", port, timeout=STARTING)
        try:
            line.request("GET", "/s/")
            page = line.getresponse()
            cookie = page.getheader("Set-Cookie").split(";")[0]
            token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page.read().decode())[1]
            while not self.refused:
                self._send(line, cookie, token)
        except (OSError, HTTPException):
            return

    def _send(self, line, cookie, token):
        with self.changed:
            number = next(self.numbers)
        told = {**WHOLE, "Q4": ["a", "c"], "Q2": str(1000 + number), "csrfmiddlewaretoken": token}
        head = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", f"/s/K{self.survey:05d}B{number:05d}/all/", urlencode(told, doseq=True), head)
        answer = line.getresponse()
        answer.read()
        done = answer.status == 302 and answer.getheader("Location").endswith("/thanks/")
        with self.changed:
            (self.acknowledged if done else self.refused).append(number)
            self.changed.notify_all()


KEPT = """
    SELECT r.number FROM collecting_record c JOIN samples_respondent r ON r.id = c.respondent_id
    WHERE c.submitted_at IS NOT NULL AND c.chosen AND c.answered = 7
"""
TOLD = "SELECT count(*) FROM audit_auditentry WHERE code = 'answers.handed-in'"


def test_every_answer_that_was_acknowledged_before_the_kill_is_there(installation):
    evening = Evening(installation.prepare()["survey"])
    server = Server(installation, processes=2)
    people = [Thread(target=evening.answer, args=(server.port,)) for _ in range(PEOPLE)]
    for person in people:
        person.start()
    with evening.changed:
        assert evening.changed.wait_for(
            lambda: len(evening.acknowledged) >= KILLED_AFTER or evening.refused, timeout=STARTING
        )
    kill(server.process)
    for person in people:
        person.join()
    assert evening.refused == []
    kept = installation.ask(KEPT)
    assert set(evening.acknowledged) <= set(kept)
    # At most what was on its way at the kill is kept without a word of it.
    assert len(kept) <= len(evening.acknowledged) + PEOPLE
    assert installation.ask(TOLD) == [len(kept)]
    installation.sound()
    installation.sound("audit", "verify")
