"""Submissions of a survey by web: how many a second two server processes take in, with nothing lost.

    python -m bench.collect [SECONDS]

Uses the empty database of DATABASE_URL, or SQLite in a folder of its own. A questionnaire of 45 questions;
many people send at once over kept connections, each submission is one respondent's whole answer and is counted
when the server has acknowledged it: then it is on disk. The people share the two cores with the server.
`walks_…`: a respondent who goes page by page, each page opened, saved and left, then reviewed and handed in.
Afterwards the database is asked, past all of our own code, whether every acknowledged answer is there.
"""

import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlencode

from bench.load import PORT, percentile, serve

PEOPLE, QUESTIONS, PAGES = 16, 45, 5
CODES = 40_000


def sheets():
    """Return a questionnaire: five pages of nine questions, some on a scale, some with several options."""
    survey, choices = [], []
    for page in range(PAGES):
        survey.append({"type": "begin_group", "name": f"g{page}", "label": f"第{page + 1}部"})
        for place in range(QUESTIONS // PAGES):
            number = page * (QUESTIONS // PAGES) + place + 1
            kind = "select_multiple ways" if place % 3 == 2 else "select_one five"
            row = {"type": kind, "name": f"Q{number}", "label": f"設問{number}", "required": "yes"}
            survey.append(row | ({"relevant": f"${{Q{number - 1}}} != '5'"} if place == 5 else {}))
        survey.append({"type": "end_group"})
    choices += [{"list_name": "five", "name": str(n), "label": f"段階{n}"} for n in range(1, 6)]
    choices += [{"list_name": "ways", "name": f"w{n}", "label": f"対策{n}"} for n in range(1, 9)]
    return {"survey": survey, "choices": choices, "settings": [{"form_title": "速さの調査"}]}


def prepare_survey():
    """Return the number of a survey with respondents who may answer."""
    from datetime import date

    from tests.cast import NOW, make_cast

    from yakusoku.apps.samples.models import Respondent
    from yakusoku.apps.surveys.models import Questionnaire, State, Survey

    cast = make_cast()
    survey = Survey.objects.create(
        organization=cast.city,
        department=cast.water,
        title="速さの調査",
        state=State.OPEN,
        closes_on=date(2099, 3, 31),
        changed_by=cast.owner,
        changed_at=NOW,
    )
    Questionnaire.objects.create(
        survey=survey, number=1, sheets=sheets(), digest="bench", made_by=cast.owner, made_at=NOW,
        published_by=cast.owner, published_at=NOW,
    )  # fmt: skip
    Respondent.objects.bulk_create(
        (Respondent(survey=survey, number=n, code=f"B{n:011d}") for n in range(1, CODES + 1)), batch_size=1000
    )
    return survey.pk


def answers(number):
    """Return the answer of one respondent, by question."""
    return {
        f"Q{q}": [f"w{1 + (number + q + k) % 8}" for k in range(3)]
        if (q - 1) % 9 % 3 == 2
        else f"{1 + (number * q) % 4}"
        for q in range(1, QUESTIONS + 1)
    }


class Person:
    """Someone at a browser with a connection of its own."""

    def __init__(self):
        self.line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)
        first = self.get("/s/")
        self.token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', first[1])[1]
        self.cookie = first[2].split(";")[0]

    def get(self, path):
        headers = {"Cookie": getattr(self, "cookie", "")}
        self.line.request("GET", path, headers=headers)
        answer = self.line.getresponse()
        return answer.status, answer.read().decode(), answer.getheader("Set-Cookie", "")

    def post(self, path, told):
        body = urlencode({**told, "csrfmiddlewaretoken": self.token}, doseq=True)
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        self.line.request("POST", path, body, headers)
        answer = self.line.getresponse()
        answer.read()
        return answer.status, answer.getheader("Location", "")

    def submit(self, number):
        """Send a whole answer; return whether it was acknowledged."""
        status, where = self.post(f"/s/B{number:011d}/all/", answers(number))
        return status == 302 and where.endswith("/thanks/")

    def walk(self, number):
        """Go through all pages, review and hand in; return whether it was acknowledged."""
        base, told = f"/s/B{number:011d}/", answers(number)
        self.get(base)
        for page in range(PAGES):
            self.get(f"{base}{page + 1}/")
            own = {f"Q{q}": told[f"Q{q}"] for q in range(page * 9 + 1, page * 9 + 10)}
            self.post(f"{base}{page + 1}/", own)
        self.get(f"{base}review/")
        status, where = self.post(f"{base}review/", {})
        return status == 302 and where.endswith("/thanks/")


def run(act, start, seconds):
    """Let everybody act until the time is over; return the acknowledged numbers, each one's seconds, and failures."""
    done, times, failed = [], [], []
    numbers, stop = iter(range(start, CODES + 1)), time.perf_counter() + seconds
    lock = threading.Lock()

    def go_on():
        person = Person()
        while time.perf_counter() < stop:
            with lock:
                number = next(numbers)
            begun = time.perf_counter()
            kept = getattr(person, act)(number)
            times.append(time.perf_counter() - begun)
            (done if kept else failed).append(number)

    people = [threading.Thread(target=go_on) for _ in range(PEOPLE)]
    begun = time.perf_counter()
    for person in people:
        person.start()
    for person in people:
        person.join()
    return done, times, failed, time.perf_counter() - begun


def stop(server):
    """End the server; what was acknowledged is on disk however it ends."""
    server.terminate()
    try:
        server.wait(30)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def processor_seconds(parent):
    """Return the processor seconds that the server's processes have used."""
    used = 0
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = file.read_text().rsplit(")", 1)[1].split()
            used += int(fields[11]) + int(fields[12]) if int(fields[1]) == parent else 0
    return used / os.sysconf("SC_CLK_TCK")


def main():
    from bench.answers import prepare
    from bench.timing import report

    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 15.0
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        from django.db import connection

        from yakusoku.apps.collecting.models import Record

        prepare_survey()
        connection.close()
        server = serve()
        try:
            # The first answers of a process read templates and the questionnaire.
            run("submit", 1, 1.5)
            before = processor_seconds(server.pid)
            done, times, failed, took = run("submit", 2_000, seconds)
            used = processor_seconds(server.pid) - before
            walked, walk_times, walk_failed, walk_took = run("walk", 30_000, seconds / 2)
        finally:
            stop(server)
        known = set(
            Record.objects.filter(submitted_at__isnull=False).values_list("respondent__number", flat=True)
        )
        report(
            "collect",
            database=connection.vendor,
            submissions=len(done),
            submissions_per_second=round(len(done) / took, 1),
            wanted_per_second=200,
            server_cpu_ms_per_submission=round(used * 1000 / max(1, len(done)), 2),
            submission_p50_ms=round(percentile(times, 0.5) * 1000, 1),
            submission_p95_ms=round(percentile(times, 0.95) * 1000, 1),
            walks_per_second=round(len(walked) / walk_took, 1),
            walk_requests_per_second=round(len(walked) * (2 * PAGES + 3) / walk_took, 1),
            walk_p50_ms=round(percentile(walk_times, 0.5) * 1000, 1),
            failed=len(failed) + len(walk_failed),
            acknowledged_and_missing=len({*done, *walked} - known),
        )


if __name__ == "__main__":
    main()
