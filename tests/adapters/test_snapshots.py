import os
import subprocess
import sys

PRINT = """
from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.adapters.snapshots import requirement_digest
print([requirement_digest(each) for each in shipped_catalogue().requirements])
"""


def digests(seed):
    """Return the digests that a process of its own comes to."""
    asked = {**os.environ, "PYTHONHASHSEED": seed}
    return subprocess.run(
        [sys.executable, "-c", PRINT], env=asked, capture_output=True, check=True, text=True
    ).stdout


def test_another_process_comes_to_the_same_digests():
    # Else every promise would look out of date after a restart.
    assert digests("1") == digests("2") != "[]\n"
