"""Twenty people at once in a large city: the slowest twentieth of the answers, page by page, and the clock.

    python -m bench.load [SIZE]     SIZE 1.0: 10 000 engagements and 1 000 000 answers

Uses the empty database of DATABASE_URL, or SQLite in a folder of its own.
Each person opens a page, reads for a second and opens the next. Measured at the person's side of the
loopback interface, waiting in the server's queue included, after everybody has opened each page once.
The server runs in two processes, as the operator's guide says for two cores; the people share these cores.
"""

import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

PEOPLE, SECONDS, PAUSE, PORT = 20, 40, 1.0, 8791
PROCESSES, FIRST_ROUND_SECONDS = 2, 10


def percentile(found, share):
    """Return the value that `share` of the sorted figures do not pass."""
    ordered = sorted(found)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def pages(city):
    """Return what each kind of person opens, by name."""
    work = city.real[0].engagement_id
    return {
        "policy": {
            "home": "/",
            "dashboard": "/dashboard/",
            "register": "/register/",
            "register-filtered": "/register/?q=業務&department=" + str(city.departments[3].pk),
            "engagement": f"/engagements/{work}/",
            "findings": "/findings/",
        },
        "contractor": {"contractor-home": "/", "contractor-library": "/library/"},
    }


def session_of(user):
    """Return the cookie of a session in which `user` is signed in."""
    from django.test import Client

    browser = Client()
    browser.force_login(user)
    return f"sessionid={browser.cookies['sessionid'].value}"


def open_page(cookie, path):
    """Return the seconds until a page is there. Raises OSError when the server refuses it."""
    address = f"http://127.0.0.1:{PORT}{urllib.request.quote(path, safe='/?=&')}"
    start = time.perf_counter()
    with urllib.request.urlopen(
        urllib.request.Request(address, headers={"Cookie": cookie}), timeout=60
    ) as answer:
        answer.read()
    return time.perf_counter() - start


def visit(cookie, wanted, stop, found, failed):
    """Open the pages one after the other until it is time to stop."""
    while not stop.is_set():
        for name, path in wanted.items():
            try:
                found.setdefault(name, []).append(open_page(cookie, path))
            except OSError as error:
                failed.append((name, str(error)))
            if stop.wait(PAUSE):
                return


def serve():
    """Return the running server, answering."""
    server = subprocess.Popen(
        [
            str(Path(sys.executable).with_name("yakusoku")),
            *("serve", "--port", str(PORT), "--processes", str(PROCESSES)),
        ],
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/account/login/", timeout=2).read()
            return server
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not start")


def walk(city):
    """Return the seconds of each page with twenty people at once."""
    wanted, found, failed = pages(city), {}, []
    cookies = [
        (session_of(city.contractors[n]), wanted["contractor"])
        if n % 4 == 0
        else (session_of(city.policy), wanted["policy"])
        for n in range(PEOPLE)
    ]
    server = serve()
    try:
        # The first answers of a process read templates and catalogue.
        for cookie, own in cookies[:2]:
            for path in own.values():
                open_page(cookie, path)
        stop = threading.Event()
        people = [threading.Thread(target=visit, args=(c, own, stop, found, failed)) for c, own in cookies]
        for person in people:
            person.start()
            time.sleep(PAUSE / PEOPLE)
        time.sleep(FIRST_ROUND_SECONDS)
        found.clear()
        time.sleep(SECONDS)
        stop.set()
        for person in people:
            person.join()
    finally:
        server.terminate()
        server.wait()
    return found, failed


def clock():
    """Return the seconds that the tick takes over everything, and said again."""
    from django.utils.timezone import localdate, now

    from yakusoku.apps.flows.tick import tick

    figures = {}
    for name in ("tick_s", "tick_again_s"):
        start = time.perf_counter()
        done = dict(tick(localdate(), now()))
        figures[name] = time.perf_counter() - start
        figures[name.replace("_s", "_did")] = done
    return figures


def queries(city):
    """Return how many queries each page asks."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    counted = {}
    for user, own in ((city.policy, "policy"), (city.contractors[0], "contractor")):
        browser = Client()
        browser.force_login(user)
        for name, path in pages(city)[own].items():
            with CaptureQueriesContext(connection) as asked:
                browser.get(path, headers={"host": "localhost"})
            counted[name] = len(asked)
    return counted


def main():
    from bench.answers import prepare
    from bench.city import City
    from bench.timing import report

    size = float(sys.argv[1]) if len(sys.argv) > 1 else 1.0
    with tempfile.TemporaryDirectory() as folder:
        prepare(folder)
        from django.db import connection

        start = time.perf_counter()
        city = City(size).build()
        built = time.perf_counter() - start
        found, failed = walk(city)
        p95 = {f"{name}_p95_ms": percentile(seconds, 0.95) * 1000 for name, seconds in found.items()}
        p50 = {f"{name}_p50_ms": statistics.median(seconds) * 1000 for name, seconds in found.items()}
        report(
            "load",
            database=connection.vendor,
            size=size,
            processes=PROCESSES,
            people=PEOPLE,
            answers=sum(map(len, found.values())),
            failed=len(failed),
            **{name: round(value, 1) for name, value in {**p50, **p95}.items()},
            wanted_p95_ms=150,
            queries=queries(city),
            built_s=round(built, 1),
            **clock(),
            wanted_tick_s=30,
        )


if __name__ == "__main__":
    main()
