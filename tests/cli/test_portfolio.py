"""`yakusoku portfolio`: thousands of contracts, read once, in the order in which to renegotiate them."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook

from tests.cli.conftest import Ran
from tests.packs import EXAMPLES
from yakusoku.adapters import review_store
from yakusoku.cli.main import main

GOOD = """業務委託契約書
（秘密の保持）
第１条　乙は、業務上知り得た秘密を第三者に漏らしてはならない。契約終了後５年間も同様とする。
（再委託の禁止）
第２条　乙は、業務を第三者に委託してはならない。
（複写の禁止）
第３条　乙は、甲から引き渡された資料を複写し、又は複製してはならない。
"""
OLD = """覚書
第１条　成果物に隠れた瑕疵があったときは、乙は、引渡しの日から１年以内に限り、これを修補する。
第２条　乙は、個人情報の漏えい、滅失及び毀損の防止に努めるものとする。
"""


def contracts(root):
    """Write contracts, good and bad, and what lies about beside them."""
    (root / "令和５年度").mkdir(parents=True)
    (root / "良い.txt").write_text(GOOD, encoding="utf-8")
    (root / "令和５年度" / "古い.txt").write_text(OLD, encoding="cp932")
    (root / "壊れた.pdf").write_bytes(b"%PDF-1.7 nothing follows")
    (root / "空.docx").touch()
    (root / "~$良い.docx").write_bytes(b"lock")
    (root / ".DS_Store").write_bytes(b"x")
    return root


@dataclass(frozen=True)
class Taken:
    """How a run ended and what it wrote."""

    ran: object
    told: dict
    out: Path


def stock_of(root, out, *options):
    """Take stock of a folder as people do."""
    words = ["portfolio", str(root), "--out", str(out), *map(str, options)]
    result = CliRunner().invoke(main, words)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    file = out / "portfolio.json"
    ran = Ran(result.exit_code, result.stdout, result.stderr)
    return Taken(ran, json.loads(file.read_text()) if file.exists() else {}, out)


@pytest.fixture(scope="module")
def taken(tmp_path_factory):
    """One run for the tests that only look at it."""
    place = tmp_path_factory.mktemp("portfolio")
    return stock_of(contracts(place / "契約"), place / "out")


@pytest.fixture
def folder(tmp_path):
    return contracts(tmp_path / "契約")


@pytest.fixture
def take(tmp_path):
    """Run the command and return how it ended and what it wrote."""

    def call(folder, *options, out=tmp_path / "out"):
        taken = stock_of(folder, out, *options)
        return taken.ran, taken.told

    return call


def test_contracts_in_the_order_in_which_to_renegotiate_them(taken):
    ran, told = taken.ran, taken.told
    assert ran.code == 1
    assert [row["path"] for row in told["contracts"]] == ["令和５年度/古い.txt", "良い.txt"]
    old, good = told["contracts"]
    assert (old["rank"], good["rank"]) == (1, 2)
    assert old["points"] > good["points"] > 0
    assert (old["old_law"] > 0, good["old_law"]) == (True, 0)
    status = {row["slug"]: row["status"] for row in good["requirements"]}
    assert (status["confidentiality"], status["incident-response"]) == ("promised", "missing")
    assert {row["slug"]: row["where"] for row in good["requirements"]}["subcontracting"] == ["第２条"]


def test_what_is_missing_where(taken):
    items = {row["slug"]: row for row in taken.told["requirements"]}
    assert items["incident-response"]["missing_in"] == ["令和５年度/古い.txt", "良い.txt"]
    assert items["security-controls"]["weak_in"] == ["令和５年度/古い.txt"]
    assert items["confidentiality"]["promised"] == 1


def test_files_that_cannot_be_read_are_listed_with_the_reason(taken):
    ran, told = taken.ran, taken.told
    reasons = {row["path"]: row["reason"] for row in told["unreadable"]}
    assert set(reasons) == {"壊れた.pdf", "空.docx"}
    assert "中身がありません" in reasons["空.docx"]
    assert "読めない\t空.docx" in ran.out


def test_the_workbook_holds_the_same(taken):
    book = CalamineWorkbook.from_path(taken.out / "portfolio.xlsx")
    assert book.sheet_names == [
        "見直す順",
        "要件ごと",
        "古い法令・注意",
        "読めなかったファイル",
        "読むときの注意",
    ]
    note, head, *rows = book.get_sheet_by_name("見直す順").to_python()
    assert "○ 約束あり" in note[0]
    assert [row[2] for row in rows] == ["令和５年度/古い.txt", "良い.txt"]
    assert rows[0][head.index("安全管理措置")] == "弱"
    assert len(book.get_sheet_by_name("読めなかったファイル").to_python()) == 3
    assert "瑕疵" in book.get_sheet_by_name("古い法令・注意").to_python()[1][2]


def test_a_profile_asks_only_for_what_the_work_needs(take, folder):
    everything = take(folder)[1]["contracts"][0]
    ran, told = take(folder, "--profile", EXAMPLES / "profiles" / "home-visits.yaml")
    assert "0件を新しく読みます" in ran.err
    assert len(told["contracts"][0]["requirements"]) < len(everything["requirements"])
    assert {row["path"]: row["impossible"] for row in told["contracts"]}["良い.txt"] == ["copying"]


def test_only_what_is_new_or_has_changed_is_read_again(take, folder):
    assert "4件のうち4件を新しく読みます" in take(folder)[0].err
    assert "4件のうち0件を新しく読みます" in take(folder)[0].err
    shutil.copy(folder / "良い.txt", folder / "写し.txt")
    ran, told = take(folder)
    assert "5件のうち0件を新しく読みます" in ran.err
    assert len(told["contracts"]) == 3
    (folder / "良い.txt").write_text(
        GOOD + "第４条　乙は、事故があったときは、直ちに甲に報告する。\n", encoding="utf-8"
    )
    (folder / "写し.txt").unlink()
    ran, told = take(folder)
    assert "4件のうち1件を新しく読みます" in ran.err
    status = {row["slug"]: row["status"] for row in told["contracts"][-1]["requirements"]}
    assert status["incident-response"] != "missing"


def test_results_that_were_torn_or_read_with_other_knowledge_are_read_anew(take, folder, tmp_path):
    take(folder)
    torn, old, *_ = sorted((tmp_path / "out" / "results").iterdir())
    torn.write_text(torn.read_text()[:10])
    old.write_text(json.dumps(json.loads(old.read_text()) | {"read_with": "another release"}))
    ran, told = take(folder)
    assert "4件のうち2件を新しく読みます" in ran.err
    assert (len(told["contracts"]), len(told["unreadable"])) == (2, 2)


def test_no_words_of_a_contract_are_kept_but_old_law(taken):
    kept = "".join(file.read_text() for file in (taken.out / "results").iterdir())
    assert "複写し、又は複製" not in kept
    assert "瑕疵" in kept


def test_what_we_write_is_not_read_as_a_contract(take, folder):
    take(folder, out=folder / "out")
    _, told = take(folder, out=folder / "out")
    assert len(told["contracts"]) == 2


def test_a_run_that_is_broken_off_goes_on_where_it_stopped(tmp_path):
    root, out = tmp_path / "契約", tmp_path / "out"
    root.mkdir()
    for number in range(400):
        (root / f"{number:03}.txt").write_text(f"{GOOD}第４条　{number}\n", encoding="utf-8")
    program = "from yakusoku.cli.main import main; main()"
    command = [sys.executable, "-c", program, "portfolio", str(root), "--out", str(out)]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ})
    until = time.monotonic() + 120
    while (
        len(list((out / "results").glob("*.json"))) < 5
        and time.monotonic() < until
        and running.poll() is None
    ):
        os.sched_yield()
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=60)
    done = len(list((out / "results").glob("*.json")))
    assert (running.returncode, "続きから" in told.decode()) == (130, True)
    assert 5 <= done < 400
    assert not (out / "portfolio.json").exists()
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert f"400件のうち{400 - done}件を新しく読みます" in ran.stderr
    assert len(json.loads((out / "portfolio.json").read_text())["contracts"]) == 400


def test_a_folder_without_files_and_one_without_contracts_are_refused(run, tmp_path):
    empty = tmp_path / "空"
    empty.mkdir()
    assert run("portfolio", empty, "--out", tmp_path / "out").code == 2
    (empty / "x.pdf").write_bytes(b"%PDF-1.7")
    assert run("portfolio", empty, "--out", tmp_path / "out").code == 2
    assert run("portfolio", tmp_path / "ない", "--out", tmp_path / "out").code == 2


def test_a_word_file_is_kept_by_its_content_and_not_by_its_name(take, tmp_path):
    root = tmp_path / "契約"
    root.mkdir()
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("第１条　乙は、業務上知り得た秘密を漏らしてはならない。")
    document.save(out)
    (root / "a.docx").write_bytes(out.getvalue())
    take(root)
    digest = review_store.digest_of(out.getvalue())
    assert [file.stem for file in (tmp_path / "out" / "results").iterdir()] == [digest]
