"""The last evening of a survey: people who answer at once, each sending one questionnaire after the other."""

import re
from http.client import HTTPConnection, HTTPException
from threading import Condition, Thread
from urllib.parse import urlencode

from tests.apps.collecting.collected import WHOLE

PEOPLE = 6
PATIENCE = 240
KEPT = """
    SELECT r.number FROM collecting_record c JOIN samples_respondent r ON r.id = c.respondent_id
    WHERE c.submitted_at IS NOT NULL AND c.chosen AND c.answered = 7
"""
TOLD = "SELECT count(*) FROM audit_auditentry WHERE code = 'answers.handed-in'"


class Evening:
    """What was sent until the server was gone, and what of it was acknowledged."""

    def __init__(self, survey):
        self.numbers, self.survey = iter(range(1, 600)), survey
        self.acknowledged, self.refused = [], []
        self.changed = Condition()

    def begin(self, port):
        """Let everybody answer at a server; return them."""
        people = [Thread(target=self._answer, args=(port,)) for _ in range(PEOPLE)]
        for person in people:
            person.start()
        return people

    def wait_for(self, count):
        """Return when so many more answers are acknowledged, or one was refused."""
        wanted = len(self.acknowledged) + count
        with self.changed:
            assert self.changed.wait_for(
                lambda: len(self.acknowledged) >= wanted or self.refused, timeout=PATIENCE
            )

    def look(self, installation, kills):
        """Assert that every acknowledged answer is there, whole, and told of once."""
        assert self.refused == []
        kept = installation.ask(KEPT)
        assert set(self.acknowledged) <= set(kept)
        # At most what was on its way at a kill is kept without a word of it.
        assert len(kept) <= len(self.acknowledged) + PEOPLE * kills
        assert installation.ask(TOLD) == [len(kept)]

    def _answer(self, port):
        line = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
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
