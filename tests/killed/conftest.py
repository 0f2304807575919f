"""An installation that a test may kill: its own data folder and database, its commands in processes of their own."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
COMMAND = Path(sys.executable).parent / "yakusoku"
# No wait is this long; a machine that does much else besides is slow.
PREPARING = 600


class Installation:
    """A data folder and a database, SQLite or a new one on the PostgreSQL that the tests run on."""

    def __init__(self, data, database):
        self.data, self.database = data, database
        self.begun = []
        kept = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
        self.environment = {
            **kept,
            "YAKUSOKU_DATA": str(self.data),
            "YAKUSOKU_WEBHOOK_HOSTS": '["127.0.0.1"]',
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            **({"DATABASE_URL": database} if database else {}),
        }

    def prepare(self, works=0, hook=""):
        """Fill the database; return tokens and numbers."""
        words = [sys.executable, "-m", "tests.killed.prepare", str(works), hook]
        made = subprocess.run(
            words,
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PREPARING,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        return json.loads(made.stdout.splitlines()[-1])

    def call(self, *words):
        """Run a command to its end."""
        return subprocess.run(
            [COMMAND, *words],
            env=self.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=PREPARING,
            check=False,
        )

    def begin(self, *words, **options):
        """Begin a command in a process group of its own, so that it is killed with whatever it started."""
        process = subprocess.Popen(
            [COMMAND, *words], env=self.environment, cwd=ROOT, start_new_session=True, **options
        )
        self.begun.append(process)
        return process

    def end(self):
        """Kill what still runs, so that a test that fails leaves nothing behind."""
        for process in self.begun:
            if process.poll() is None:
                kill(process)

    def ask(self, query, *values):
        """Return the first column of what the database answers, past all of our own code."""
        if self.database:
            import psycopg

            with psycopg.connect(self.database) as base:
                return [row[0] for row in base.execute(query.replace("?", "%s"), values).fetchall()]
        with closing(sqlite3.connect(self.data / "yakusoku.sqlite3")) as base:
            return [row[0] for row in base.execute(query, values).fetchall()]

    def say(self, statement):
        """Write in the database, past all of our own code."""
        if self.database:
            import psycopg

            with psycopg.connect(self.database) as base:
                base.execute(statement)
            return
        with closing(sqlite3.connect(self.data / "yakusoku.sqlite3")) as base, base:
            base.execute(statement)

    def sound(self, *words):
        """Assert that nothing is half there: what `yakusoku check` looks at, the trail among it."""
        checked = self.call(*(words or ("check",)))
        assert (checked.returncode, checked.stderr) == (0, "")


def kill(process):
    """Kill a process group at once, as a machine does that has no memory left."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def free_port():
    """Return a port at which nobody listens."""
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return place.getsockname()[1]


@pytest.fixture
def installation(migrated):
    """Return an empty installation; on PostgreSQL its database is taken away afterwards."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        found = Installation(migrated, "")
        yield found
        found.end()
        return
    import psycopg

    name = f"killed_{os.getpid()}_{free_port()}"
    with psycopg.connect(server, autocommit=True) as base:
        base.execute(f'CREATE DATABASE "{name}"')
    found = Installation(migrated, urlsplit(server)._replace(path=f"/{name}").geturl())
    yield found
    found.end()
    with psycopg.connect(server, autocommit=True) as base:
        base.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
