"""Commands on a real installation: a data folder of its own, as an operator runs them."""

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).parent / "yakusoku"


@pytest.fixture
def installation(tmp_path):
    """Return a function that runs `yakusoku` on a data folder, in a process of its own."""
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    environment |= {"YAKUSOKU_DATA": str(tmp_path / "installed")}

    def call(*words):
        return subprocess.run(
            [COMMAND, *words],
            check=False,
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
        )

    return call


FOUND = (
    "--organization",
    "みなと市",
    "--department",
    "水道課",
    "--email",
    "kanri@minato.example",
    "--name",
    "管原",
)


def described(file):
    """Return what a database is made of: of each thing its parts, in no order, and its triggers to the letter."""
    with closing(sqlite3.connect(file)) as database:
        rows = database.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {(kind, name): parts(sql) if kind == "table" else sql for kind, name, sql in rows}


def parts(sql):
    """Return the columns and constraints of a CREATE TABLE, in no order: migrations add columns at the end."""
    depth, told = 0, [""]
    for letter in sql[sql.index("(") + 1 : sql.rindex(")")]:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            told.append("")
        else:
            told[-1] += letter
    return sorted(each.strip() for each in told)


def test_an_operator_begins_without_the_demonstration(installation, tmp_path, migrated):
    unprepared = installation("audit", "verify")
    assert unprepared.returncode == 2
    assert "migrate" in unprepared.stderr
    assert installation("manage", "migrate", "--verbosity", "0").returncode == 0
    # The database that all other tests begin with was made from the models.
    if from_models := list(migrated.iterdir()):
        assert described(tmp_path / "installed" / "yakusoku.sqlite3") == described(*from_models)

    weak = installation("found", *FOUND, "--password", "12345")
    assert weak.returncode == 2
    founded = installation("found", *FOUND, "--password", "minato-no-kaze-2027")
    assert founded.returncode == 0, founded.stderr
    again = installation("found", *FOUND, "--password", "minato-no-kaze-2027")
    assert again.returncode == 2
    assert "kanri@minato.example" in again.stderr

    head = installation("audit", "head").stdout.strip().replace("\t", ":")
    assert installation("audit", "verify", "--noted", head).returncode == 0
    sound = installation("check")
    assert (sound.returncode, sound.stdout) == (0, "問題はありません。\n")

    database = sqlite3.connect(tmp_path / "installed" / "yakusoku.sqlite3")
    database.executescript(
        "DROP TRIGGER audit_no_update; UPDATE audit_auditentry SET reason = 'x' WHERE sequence = 2;"
    )
    database.close()
    changed = installation("audit", "verify")
    assert changed.returncode == 1
    assert "改変が見つかりました" in changed.stdout
    checked = installation("check")
    assert checked.returncode == 1
    assert checked.stderr.startswith("trail\t2-2 changed\t")
