"""`yakusoku serve` as a real process: one, or several that answer at the same port."""

import os
import select
import signal
import socket
import subprocess
import sys
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).with_name("yakusoku"))
pytestmark = pytest.mark.skipif(not Path("/proc").exists(), reason="looks for the copies under /proc")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]


@contextmanager
def serving(folder, *options):
    """Run the server on the database in a folder; yield its process and port as soon as it listens."""
    told = {**os.environ, "YAKUSOKU_DATA": str(folder), "DATABASE_URL": ""}
    port = free_port()
    server = subprocess.Popen(
        [COMMAND, "serve", "--port", str(port), *options],
        env=told,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert str(port) in server.stdout.readline()
        yield server, port
    finally:
        if server.poll() is None:
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()
        server.stdout.close()


def signed_out(port):
    """Return the status of the page for signing in."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/account/login/", timeout=60) as answer:
        return answer.status


def copies(pid):
    return {int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def gone(handles):
    """Return whether processes end; it waits for each of them."""
    return all(select.select([handle], [], [], 60)[0] for handle in handles)


def test_a_copy_that_falls_is_replaced_and_all_end_together(migrated):
    with serving(migrated, "--processes", "2") as (server, port):
        assert signed_out(port) == 200
        before = copies(server.pid)
        assert len(before) == 2
        fallen = os.pidfd_open(min(before))
        os.kill(min(before), signal.SIGKILL)
        # What it was answering falls with it; nobody after that is turned away.
        assert gone([fallen])
        for _ in range(10_000):
            assert signed_out(port) == 200
            now = copies(server.pid)
            if len(now) == 2 and now != before:
                break
        assert len(now - before) == 1
        handles = [os.pidfd_open(pid) for pid in now]
        server.terminate()
        assert server.wait(timeout=60) == 0
        assert gone(handles)


def test_copies_end_when_their_parent_is_killed(migrated):
    with serving(migrated, "--processes", "2") as (server, port):
        assert signed_out(port) == 200
        handles = [os.pidfd_open(pid) for pid in copies(server.pid)]
        server.kill()
        assert gone(handles)


def test_a_port_that_is_taken_is_told_in_a_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        told = subprocess.run(
            [COMMAND, "serve", "--port", str(port)],
            env={**os.environ, "YAKUSOKU_DATA": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert told.returncode == 1
    assert f"127.0.0.1:{port}" in told.stderr
    assert "Traceback" not in told.stderr


def test_ctrl_c_ends_one_process_in_peace(migrated):
    with serving(migrated) as (server, port):
        assert signed_out(port) == 200
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=60) == 0
        assert "止めました。" in server.stdout.read()
