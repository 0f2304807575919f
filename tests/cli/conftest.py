"""Commands run as people run them: with a folder, a file and an exit code."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from tests.packs import EXAMPLES
from yakusoku.cli.main import main


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def data(self):
        """Return the JSON that was printed."""
        return json.loads(self.out)


@pytest.fixture
def run():
    """Run `yakusoku` with words; an exception that is no refusal fails the test."""

    def call(*words):
        result = CliRunner().invoke(main, [str(word) for word in words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    return call


@pytest.fixture
def profile(tmp_path):
    """Write a profile that differs from an example in some keys; None removes a key."""

    def write(example="home-visits", name="profile.yaml", **changes):
        data = yaml.safe_load((EXAMPLES / "profiles" / f"{example}.yaml").read_text())
        data["period"] = {k: v.isoformat() for k, v in data["period"].items()}
        for key, value in changes.items():
            data[key] = value
            if value is None:
                del data[key]
        file = tmp_path / name
        file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        return file

    return write


@pytest.fixture
def decided(tmp_path):
    """Write a DECISIONS.yaml."""

    def write(*rows):
        file = Path(tmp_path / "decisions.yaml")
        file.write_text(yaml.safe_dump({"decisions": list(rows)}, allow_unicode=True), encoding="utf-8")
        return file

    return write
