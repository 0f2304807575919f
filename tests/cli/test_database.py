"""Commands on a real installation: a data folder of its own, as an operator runs them."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = Path(sys.executable).parent / "yakusoku"


@pytest.fixture
def installation(tmp_path):
    """Return a function that runs `yakusoku` on a data folder, in a process of its own."""
    environment = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}}
    environment |= {"YAKUSOKU_DATA": str(tmp_path / "data")}

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


def test_an_operator_begins_without_the_demonstration(installation, tmp_path):
    unprepared = installation("audit", "verify")
    assert unprepared.returncode == 2
    assert "migrate" in unprepared.stderr
    assert installation("manage", "migrate", "--verbosity", "0").returncode == 0

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

    database = sqlite3.connect(tmp_path / "data" / "yakusoku.sqlite3")
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
