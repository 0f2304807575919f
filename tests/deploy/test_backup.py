"""The backup script: a copy of a data folder in use, whole and provable."""

import hashlib
import os
import runpy
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "deploy" / "backup.py"
CONTENT = b"evidence"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def data(tmp_path):
    """A data folder as the program leaves it: database, key and one stored file."""
    folder = tmp_path / "data"
    place = folder / "store" / DIGEST[:2] / DIGEST[2:4] / DIGEST
    place.parent.mkdir(parents=True)
    place.write_bytes(CONTENT)
    (folder / "secret.key").write_text("key", encoding="utf-8")
    with closing(sqlite3.connect(folder / "yakusoku.sqlite3")) as base:
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("CREATE TABLE promise (id INTEGER PRIMARY KEY)")
        base.execute("INSERT INTO promise VALUES (1)")
        base.commit()
    return folder


def run(*arguments):
    return subprocess.run(
        [sys.executable, str(SCRIPT), *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )


def rows_in(database):
    with closing(sqlite3.connect(database)) as base:
        return base.execute("SELECT count(*) FROM promise").fetchone()[0]


def finished(target):
    return sorted(target.glob("yakusoku-*"))


def test_a_copy_holds_what_was_committed_while_another_write_is_open(data, tmp_path):
    target = tmp_path / "copies"
    with closing(sqlite3.connect(data / "yakusoku.sqlite3", isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("INSERT INTO promise VALUES (2)")
        done = run(data, target)
        writer.execute("COMMIT")
    assert done.returncode == 0, done.stderr
    [copy] = finished(target)
    assert rows_in(copy / "yakusoku.sqlite3") == 1
    assert (copy / "secret.key").read_text(encoding="utf-8") == "key"
    assert (copy / "store" / DIGEST[:2] / DIGEST[2:4] / DIGEST).read_bytes() == CONTENT


def test_the_sums_tell_every_file_of_the_copy(data, tmp_path):
    target = tmp_path / "copies"
    assert run(data, target).returncode == 0
    [copy] = finished(target)
    told = dict(
        reversed(line.split("  ", 1)) for line in (copy / "SHA256SUMS").read_text("utf-8").splitlines()
    )
    files = [p for p in copy.rglob("*") if p.is_file() and p.name != "SHA256SUMS"]
    assert told == {p.relative_to(copy).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def test_a_stored_file_that_changed_is_refused_and_leaves_no_finished_copy(data, tmp_path):
    target = tmp_path / "copies"
    (data / "store" / DIGEST[:2] / DIGEST[2:4] / DIGEST).write_bytes(b"another content")
    done = run(data, target)
    assert done.returncode == 2
    assert DIGEST in done.stderr
    assert finished(target) == []


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    done = run(tmp_path / "nothing", tmp_path / "copies")
    assert done.returncode == 2
    assert "データフォルダを確かめてください" in done.stderr


@pytest.mark.parametrize(
    ("keep", "left"),
    [
        pytest.param(0, 3, id="zero-keeps-all"),
        pytest.param(2, 2, id="two-keeps-the-newest-two"),
        pytest.param(9, 3, id="more-than-there-are-keeps-all"),
    ],
)
def test_only_the_newest_copies_are_kept(tmp_path, keep, left):
    for stamp in ("20270101T000000Z", "20270102T000000Z", "20270103T000000Z"):
        (tmp_path / f"yakusoku-{stamp}").mkdir()
    runpy.run_path(str(SCRIPT))["drop_old"](tmp_path, keep)
    assert [p.name for p in finished(tmp_path)] == [
        "yakusoku-20270101T000000Z",
        "yakusoku-20270102T000000Z",
        "yakusoku-20270103T000000Z",
    ][3 - left :]
