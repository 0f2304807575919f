"""Packages that go out whole, and hostile ones that come back."""

import io
import zipfile

import pypdfium2 as pdfium
import pytest

from tests.packs import example_pack
from yakusoku.adapters.check_sheet_reading import read_check_sheet
from yakusoku.adapters.packages import package_zip, read_package
from yakusoku.domain.library.packages import sort_out
from yakusoku.domain.refusal import Refusal


def zipped(entries, **options):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in entries:
            archive.writestr(path, content, **options)
    return out.getvalue()


def link(path, target):
    entry = zipfile.ZipInfo(path)
    entry.external_attr = 0o120777 << 16
    return entry, target


def locked():
    raw = bytearray(zipped([("a.txt", "x")]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        raw[raw.index(mark) + offset] |= 1
    return bytes(raw)


def bomb_that_lies():
    """Return a zip whose table of contents says 100 bytes for a file of 50 MB."""
    raw = bytearray(zipped([("evidence/a.txt", b"0" * 50_000_000)]))
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = raw.index(mark) + offset
        raw[at : at + 4] = (100).to_bytes(4, "little")
    return bytes(raw)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        pytest.param(b"no zip at all", "package.broken", id="no-zip"),
        pytest.param(zipped([("a.txt", "x")])[:-20], "package.broken", id="cut-off"),
        pytest.param(locked(), "package.locked", id="a-password"),
        pytest.param(zipped([("../a.txt", "x")]), "package.path", id="a-way-out"),
        pytest.param(zipped([("/etc/a.txt", "x")]), "package.path", id="from-the-root"),
        pytest.param(zipped([("..\\..\\a.txt", "x")]), "package.path", id="a-way-out-of-windows"),
        pytest.param(zipped([link("evidence/a", "/etc/passwd")]), "package.path", id="a-symbolic-link"),
        pytest.param(zipped([(f"{n}.txt", "") for n in range(301)]), "package.too-many", id="too-many"),
        pytest.param(zipped([("a.txt", b"0" * 60_000_000)]), "package.swells", id="a-bomb"),
        pytest.param(bomb_that_lies(), "package.broken", id="a-bomb-that-lies"),
    ],
)
def test_a_hostile_package_is_refused(raw, code):
    with pytest.raises(Refusal) as caught:
        read_package(raw, "一式.zip")
    assert caught.value.code == code


def test_names_of_windows_are_read_as_they_were_meant():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("XX.txt", "x")
    name = "証拠".encode("cp932")
    raw = out.getvalue().replace(b"XX.txt", name + b"xx")
    raw = raw.replace(len(b"XX.txt").to_bytes(2, "little"), len(b"XX.txt").to_bytes(2, "little"))
    assert [entry.path for entry in read_package(raw, "一式.zip")] == ["証拠xx"]


def test_a_package_goes_out_whole_and_can_be_read_again():
    pack = example_pack()
    raw = package_zip(pack, (), "書き方\n")
    assert raw == package_zip(pack, (), "書き方\n")
    entries = {entry.path: entry.content for entry in read_package(raw, "一式.zip")}
    assert set(entries) == {"README.txt", "checksheet.xlsx", "specification.pdf", "handbook.pdf"}
    assert entries["README.txt"].decode("utf-8-sig") == "書き方\r\n"
    assert read_check_sheet(entries["checksheet.xlsx"], "表").checks == pack.checks
    assert len(pdfium.PdfDocument(entries["specification.pdf"])) > 0
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        folders = {entry.filename for entry in archive.infolist() if entry.is_dir()}
    assert folders == {f"evidence/{check.id}/" for check in pack.checks}
    layout, problems = sort_out(list(entries), [check.id for check in pack.checks])
    assert layout is not None
    assert not problems
