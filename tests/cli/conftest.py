"""Commands run as people run them: with a folder, a file and an exit code."""

import io
import json
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter
import yaml
from click.testing import CliRunner

from tests.packs import EXAMPLES
from yakusoku.cli.main import main

CHOICES = [
    ["list_name", "name", "label::日本語 (ja)", "排他"],
    ["role", "v", "委託先", ""],
    ["role", "u", "委託元", ""],
    ["work", 1, "実施している", ""],
    ["work", 2, "過去に実施", ""],
    ["work", 3, "今後の予定あり", ""],
    ["work", 4, "予定なし", ""],
    ["issue", "cost", "費用", ""],
    ["issue", "none", "特にない", "yes"],
]
SURVEY = [
    ["type", "name", "label::日本語 (ja)", "relevant"],
    ["select_one role", "role", "立場", ""],
    ["select_one work", "Q1", "テレワーク", ""],
    ["select_multiple issue", "Q2", "課題", "${Q1} = 1"],
    ["text", "Q9", "ご意見", ""],
]
T01 = {"v": (240, 35, 3, 9), "u": (85, 25, 20, 88)}


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


@pytest.fixture
def survey(tmp_path):
    """Write the questionnaire and the responses of the published table on telework; return both files."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, rows in (("survey", SURVEY), ("choices", CHOICES)):
        sheet = book.add_worksheet(name)
        for line, cells in enumerate(rows):
            sheet.write_row(line, 0, cells)
    book.close()
    form = tmp_path / "form.xlsx"
    form.write_bytes(out.getvalue())
    lines = ["id,role,Q1,Q2,w"]
    for role, counts in T01.items():
        for code, people in enumerate(counts, 1):
            lines += [
                f"{len(lines) + n},{role},{code},{'cost' if n % 2 else 'none'},{1 + n % 3}.5"
                for n in range(people)
            ]
    responses = tmp_path / "responses.csv"
    responses.write_text("\n".join(lines), encoding="utf-8")
    return responses, form
