"""How soon the command answers, against a bare Python."""

import subprocess
import sys
from pathlib import Path

from bench.timing import report, wall

COMMAND = Path(sys.executable).parent / "yakusoku"


def run(*words):
    """Return a function that runs a command to its end."""
    return lambda: subprocess.run(words, check=True, capture_output=True)


def main():
    bare = wall(run(sys.executable, "-c", "pass"), 9)
    ours = wall(run(COMMAND, "pack", "--help"), 9)
    report("start", help_s=ours, bare_python_s=bare, ratio=ours / bare, wanted_help_s=0.3)


if __name__ == "__main__":
    main()
