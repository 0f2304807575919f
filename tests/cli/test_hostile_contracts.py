"""Files that would take a reader down: each ends in a sentence within seconds, and the honest one beside them is read.

They are read as the command reads them, each in a process apart whose memory is bounded.
"""

import io
import time
import zipfile
import zlib

import pytest

from tests.adapters.contracts.prints import pdf, written
from tests.adapters.contracts.words import SPACES, paragraph, parts, word, zipped
from yakusoku.adapters import apart as processes
from yakusoku.adapters.contracts.together import ContractFile, read_apart

HONEST = "業務委託契約書\n第１条　乙は、業務上知り得た秘密を漏らしてはならない。\n"
# All of them are read once, in one process of the test run.
pytestmark = pytest.mark.xdist_group("hostile-contracts")


def document(xml):
    entries = parts()
    entries["word/document.xml"] = xml
    return zipped(entries)


def body(inside):
    return f"<w:document {SPACES}><w:body>{inside}</w:body></w:document>".encode()


def shared_pages():
    """Return a PDF of 50 000 pages that takes a few thousand bytes: the same leaves hang on every branch."""
    kids = " ".join(["4 0 R"] * 50)
    branches = " ".join(["5 0 R"] * 50)
    top = " ".join(["6 0 R"] * 20)
    return written(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: f"<</Type/Pages/Count 50000/Kids[{top}]>>",
            6: f"<</Type/Pages/Count 2500/Kids[{branches}]>>",
            5: f"<</Type/Pages/Count 50/Kids[{kids}]>>",
            4: "<</Type/Page/MediaBox[0 0 595 842]>>",
        }
    )


def endless_pages():
    return written(
        {1: "<</Type/Catalog/Pages 2 0 R>>", 2: "<</Type/Pages/Count 3/Kids[2 0 R 2 0 R]/Parent 2 0 R>>"}
    )


def endless_drawing():
    form = "<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</Im1 10 0 R>>>>/Length 21>>\nstream\n/Im1 Do /Im1 Do /Im1 Do\nendstream"
    return pdf([b"/Im1 Do"], extra=(form,))


def huge_stream():
    """Return a page whose stream unpacks to two thousand million bytes."""
    inner = zlib.compress(b"(a) Tj " * 30_000_000, 9)
    packed = zlib.compress(inner, 9)
    stream = (
        b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>\nstream\n" % len(packed) + packed + b"\nendstream"
    )
    return written(
        {
            1: "<</Type/Catalog/Pages 2 0 R>>",
            2: "<</Type/Pages/Count 1/Kids[3 0 R]>>",
            3: "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
            4: stream,
        }
    )


def locked_pdf():
    keys = (
        "/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<"
        + "41" * 32
        + ">/U<"
        + "42" * 32
        + ">>>/ID[<00><00>]"
    )
    return written({1: "<</Type/Catalog/Pages 2 0 R>>", 2: "<</Type/Pages/Count 0/Kids[]>>"}, trailer=keys)


def locked_zip():
    raw = bytearray(word(paragraph("守る。")))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = raw.find(mark)
        while place >= 0:
            raw[place + at] |= 1
            place = raw.find(mark, place + 4)
    return bytes(raw)


def many_entries():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(100_000):
            archive.writestr(f"word/{number}", b"")
    return out.getvalue()


def old_office(stream):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + stream.encode("utf-16-le") + bytes(500)


def billion_laughs():
    entities = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 10))
    return document(f"<!DOCTYPE x [<!ENTITY a0 'ha'>{entities}]>".encode() + body("&a9;"))


HOSTILE = {
    "bomb.docx": (lambda: document(body(" " * 250_000_000)), "異常に大きく"),
    "many-paragraphs.docx": (
        lambda: document(body("".join(f"<w:p><w:r><w:t>{n}</w:t></w:r></w:p>" for n in range(1_200_000)))),
        "大きく|長すぎ",
    ),
    "five-million.docx": (lambda: document(body("<w:p/>" * 5_000_000)), "大きく|長すぎ"),
    "deep.docx": (lambda: document(body("<w:tbl>" * 5000 + "</w:tbl>" * 5000)), "壊れて"),
    "outside.docx": (
        lambda: document(b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + body("&a;")),
        "安全でない",
    ),
    "laughs.docx": (billion_laughs, "安全でない"),
    "locked.docx": (lambda: old_office("EncryptedPackage"), "パスワード"),
    "locked-zip.docx": (locked_zip, "パスワード"),
    "old.doc": (lambda: old_office("WordDocument"), "古い形式"),
    "entries.docx": (many_entries, "異常に大きく"),
    "pages.pdf": (shared_pages, "50,000頁"),
    "endless.pdf": (endless_pages, "。"),
    "drawing.pdf": (endless_drawing, "。"),
    "stream.pdf": (huge_stream, "。"),
    "locked.pdf": (locked_pdf, "パスワード|壊れて"),
    "huge.txt": (lambda: b"a" * 200_000_000, "50MB"),
    "long.txt": (lambda: "あ".encode() * 16_000_000, "長すぎ"),
    "lines.txt": (lambda: b"a\n" * 6_000_000, "長すぎ"),
    "deep.html": (lambda: b"<html>" + b"<div>" * 200_000 + "守る。".encode(), None),
    "lists.html": (lambda: b"<html>" + b"<ol><li>" * 100_000 + "守る。".encode(), None),
    "cells.html": (lambda: b"<html>" + b"<td>a" * 3_000_000, "長すぎ"),
    "liar.docx": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "形式"),
    "liar.pdf": (lambda: b"%PDF-1.7\n" + bytes(5000), "壊れて"),
    "program.txt": (lambda: b"\x7fELF" + bytes(range(256)) * 400, "形式"),
    "rich.docx": (lambda: b"{\\rtf1 abc}", "形式"),
    "empty.pdf": (lambda: b"", "中身がありません"),
}


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """Read all of them as one batch with an honest file at either end."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (make, _) in HOSTILE.items():
        (folder / name).write_bytes(make())
    for name in ("first.txt", "last.txt"):
        (folder / name).write_text(HONEST, encoding="utf-8")
    names = ["first.txt", *HOSTILE, "last.txt"]
    read = read_apart([ContractFile(str(folder / name), name) for name in names], scans=lambda count: None)
    return {
        "read": {each.document.path for each in read.documents},
        "reasons": {names[place]: reason for place, reason in read.failed.items()},
    }


def test_the_honest_ones_are_read_and_the_batch_ends(batch):
    assert {"first.txt", "last.txt"} <= batch["read"]
    assert batch["read"] | set(batch["reasons"]) == {"first.txt", "last.txt", *HOSTILE}


@pytest.mark.parametrize("name", HOSTILE)
def test_each_ends_in_a_sentence_that_tells_what_is_wrong(batch, name):
    _, words = HOSTILE[name]
    if words is None:
        assert name in batch["read"] or batch["reasons"][name].endswith("。")
    else:
        reason = batch["reasons"][name]
        assert any(word in reason for word in words.split("|")), reason
        assert reason.endswith("。")


def stubborn(path):
    """Read nothing and never end, when the name says so."""
    while "stubborn" in path:
        pass
    return path


def greedy(path):
    """Take more memory than a process may."""
    return len(bytearray(3 * processes.MOST_MEMORY)) if "greedy" in path else path


@pytest.mark.parametrize(("work", "late"), [(stubborn, True), (greedy, False)])
def test_a_job_that_never_ends_or_takes_all_memory_is_given_up_alone(work, late):
    jobs = [f"{work.__name__} first", "honest", f"{work.__name__} again", "last"]
    told = dict(processes.Apart(work, processes=2, seconds=lambda _: 1.0).run(jobs))
    assert told == {0: processes.Failed(late), 1: "honest", 2: processes.Failed(late), 3: "last"}


def slow_to_start():
    """Take longer to get ready than a job may take."""
    end = time.monotonic() + 1.5
    while time.monotonic() < end:
        pass


def test_getting_ready_is_not_counted_as_time_for_the_first_job():
    told = dict(processes.Apart(str, processes=1, seconds=lambda _: 1.0, ready=slow_to_start).run(["a", "b"]))
    assert told == {0: "a", 1: "b"}
