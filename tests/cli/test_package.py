"""`yakusoku package` and `yakusoku renew`: what the pages do, from the command line, with the same rights."""

import io
import zipfile

import openpyxl
import pytest

from tests.apps import promised
from tests.apps.inspections import renewal
from tests.cast import make_cast
from yakusoku.apps.inspections.models import EvidenceFile, State
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.library.models import Parcel
from yakusoku.apps.specifications.models import Version
from yakusoku.domain.inspections.sheet import LOCKED_COLUMNS, SHEET_TAB
from yakusoku.domain.library.packages import EVIDENCE, SHEET

pytestmark = pytest.mark.django_db
FIRST = 8
CLERK, COMPANY, STRANGER = "owner@city.example", "contractor@company.example", "stranger@other.example"


@pytest.fixture
def cast(settings, tmp_path):
    settings.STORE_ROOT = tmp_path / "store"
    return make_cast()


def filled(file, evidence=""):
    """Fill in every question of a package that was written, and put a file beside one."""
    with zipfile.ZipFile(file) as archive:
        entries = {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}
    book = openpyxl.load_workbook(io.BytesIO(entries[SHEET]))
    table = book[SHEET_TAB]
    for row in range(FIRST, table.max_row + 1):
        table.cell(row, len(LOCKED_COLUMNS) + 1).value = "はい"
    saved = io.BytesIO()
    book.save(saved)
    entries[SHEET] = saved.getvalue()
    if evidence:
        entries[f"{EVIDENCE}/{evidence}/台帳.txt"] = b"ledger"
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)


def test_a_package_goes_out_comes_back_is_shown_and_is_taken(cast, run, tmp_path):
    sheet = promised.opened(cast)
    file = tmp_path / "package.zip"
    written = run("package", "write", sheet.pk, "--out", file, "--as", COMPANY)
    assert written.code == 0, written.err
    first = checks_of(sheet)[0].id
    filled(file, evidence=first)
    shown = run("package", "take", sheet.pk, file, "--as", COMPANY)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.count("変わる\t") == len(checks_of(sheet))
    assert f"証拠\t{first}\t台帳.txt" in shown.out
    assert not sheet.answers.exists()
    assert Parcel.objects.get().taken_at is None
    taken = run("package", "take", sheet.pk, file, "--yes", "--as", COMPANY)
    assert taken.code == 0
    assert sheet.answers.count() == len(checks_of(sheet))
    assert EvidenceFile.objects.get().check_id == first
    assert Parcel.objects.get().taken_at is not None


def test_a_clerk_takes_it_for_the_contractor_and_hands_it_in(cast, run, tmp_path):
    sheet = promised.opened(cast)
    file = tmp_path / "package.zip"
    run("package", "write", sheet.pk, "--out", file, "--as", CLERK)
    filled(file)
    words = ("--yes", "--from", "工藤", "--hand-in", "--holders", "", "--as", CLERK)
    assert run("package", "take", sheet.pk, file, *words).code == 0
    sheet.refresh_from_db()
    assert sheet.state == State.SUBMITTED
    assert Parcel.objects.get().handed_over_by == "工藤"


def test_the_rights_are_those_of_the_pages(cast, run, tmp_path):
    sheet = promised.opened(cast)
    file = tmp_path / "package.zip"
    stranger = run("package", "write", sheet.pk, "--out", file, "--as", STRANGER)
    assert (stranger.code, file.exists()) == (2, False)
    assert run("package", "write", sheet.pk, "--out", file, "--as", "nobody@city.example").code == 2
    run("package", "write", sheet.pk, "--out", file, "--as", CLERK)
    assert run("package", "take", sheet.pk, file, "--yes", "--as", "auditor@city.example").code == 2
    assert not Parcel.objects.exists()


def test_what_is_no_package_is_refused_with_every_reason(cast, run, tmp_path):
    sheet = promised.opened(cast)
    file = tmp_path / "package.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("unknown/file.txt", b"x")
    refused = run("package", "take", sheet.pk, file, "--yes", "--as", COMPANY)
    assert refused.code == 2
    assert len(refused.err.strip().splitlines()) == 2


def test_a_package_of_the_old_version_takes_what_fits(cast, run, tmp_path):
    sheet = promised.opened(cast)
    file = tmp_path / "package.zip"
    run("package", "write", sheet.pk, "--out", file, "--as", COMPANY)
    filled(file, evidence=renewal.REMOVED)
    renewal.change(cast)
    done = run("renew", "--reason", "目録の変更", "--as", "policy@city.example")
    assert done.code == 0
    assert "第2版\t1" in done.out
    taken = run("package", "take", sheet.pk, file, "--yes", "--as", COMPANY)
    assert taken.code == 1
    assert f"入らない\t{renewal.REWORDED}" in taken.out
    sheet.refresh_from_db()
    left = {check.id for check in checks_of(sheet)} - set(sheet.answers.values_list("check_id", flat=True))
    assert left == {renewal.REWORDED, renewal.NEW, "copying-99o"}
    assert not EvidenceFile.objects.exists()


def test_renewing_needs_the_right_and_a_reason(cast, run):
    promised.published(cast)
    renewal.change(cast)
    assert run("renew", "--reason", "目録の変更", "--as", CLERK).code == 2
    assert run("renew", "--reason", " ", "--as", "policy@city.example").code == 2
    assert Version.objects.count() == 1
