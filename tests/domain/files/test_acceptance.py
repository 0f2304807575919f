import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yakusoku.domain.files.acceptance import (
    KINDS,
    ContentMismatch,
    FileEmpty,
    FileLocked,
    FileTooLarge,
    KindUnknown,
    NameUnusable,
    clean_name,
    is_text,
    kind_of,
)

LIMIT = 1000
PNG = b"\x89PNG\r\n\x1a\n" + b"x"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param("記録簿.pdf", "記録簿.pdf", id="plain"),
        pytest.param("../../etc/passwd.txt", "passwd.txt", id="unix-folder"),
        pytest.param("C:\\Users\\a\\記録.pdf", "記録.pdf", id="windows-folder"),
        pytest.param("か\u3099.pdf", "が.pdf", id="decomposed"),
        pytest.param("a\r\nb\x00.pdf", "ab.pdf", id="control-characters"),
        pytest.param("写真\u202efdp.exe.pdf", "写真fdp.exe.pdf", id="turned-writing-direction"),
        pytest.param('a<b>:"|?*.pdf', "a_b______.pdf", id="not-allowed-on-windows"),
        pytest.param("CON.pdf", "_CON.pdf", id="windows-device"),
        pytest.param(" 記録 .pdf . ", "記録.pdf", id="edges"),
        pytest.param("あ" * 300 + ".xlsx", "あ" * 115 + ".xlsx", id="too-long-keeps-the-ending"),
    ],
)
def test_a_name_is_made_safe(sent, kept):
    assert clean_name(sent) == kept


@pytest.mark.parametrize("sent", ["", " ", "/", "..", "a/", ".pdf", "\u202e.pdf", "\x00"])
def test_a_name_of_which_nothing_is_left_is_refused(sent):
    with pytest.raises(NameUnusable):
        clean_name(sent)


@given(st.text(max_size=400))
def test_a_cleaned_name_is_short_normal_visible_and_stays_as_it_is(sent):
    try:
        name = clean_name(sent)
    except NameUnusable:
        return
    assert 0 < len(name) <= 120
    assert unicodedata.is_normalized("NFC", name)
    assert not set(name) & set('/\\<>:"|?*')
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs"} for c in name)
    assert clean_name(name) == name


@pytest.mark.parametrize(
    ("name", "content", "refusal"),
    [
        pytest.param("a.png", b"", FileEmpty, id="empty"),
        pytest.param("a.png", PNG + b"x" * LIMIT, FileTooLarge, id="too-large"),
        pytest.param("a.exe", b"MZ", KindUnknown, id="program"),
        pytest.param("a.zip", b"PK\x03\x04", KindUnknown, id="archive"),
        pytest.param("a.xlsm", b"PK\x03\x04", KindUnknown, id="macro-file"),
        pytest.param("a.html", b"<p>", KindUnknown, id="web-page"),
        pytest.param("a.svg", b"<svg>", KindUnknown, id="drawing-with-scripts"),
        pytest.param("pdf", b"%PDF-1.7", KindUnknown, id="no-ending"),
        pytest.param("a.png", b"MZ", ContentMismatch, id="program-named-png"),
        pytest.param("a.pdf", b"\n%PDF-1.7", ContentMismatch, id="pdf-with-something-before"),
        pytest.param("a.txt", b"MZ\x00\x01", ContentMismatch, id="program-named-txt"),
        pytest.param("a.csv", b"PK\x03\x04", ContentMismatch, id="archive-named-csv"),
        pytest.param("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileLocked, id="office-with-password"),
    ],
)
def test_a_file_is_refused(name, content, refusal):
    with pytest.raises(refusal):
        kind_of(name, content, LIMIT)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("a.pdf", b"%PDF-1.7", id="pdf"),
        pytest.param("a.PNG", PNG, id="png-in-capitals"),
        pytest.param("a.jpg", b"\xff\xd8\xff\xe0", id="jpg"),
        pytest.param("a.jpeg", b"\xff\xd8\xff\xe0", id="jpeg"),
        pytest.param("a.heic", b"\x00\x00\x00\x18ftypheic", id="heic"),
        pytest.param("a.xlsx", b"PK\x03\x04", id="xlsx"),
        pytest.param("a.csv", "名前,数\r\n".encode("cp932"), id="csv-of-windows"),
        pytest.param("a.txt", "\ufeff点検".encode(), id="text-with-mark"),
    ],
)
def test_a_file_is_taken(name, content):
    assert kind_of(name, content, LIMIT) is KINDS[name.rpartition(".")[2].lower()]


def test_the_limit_itself_is_allowed():
    assert kind_of("a.txt", b"x" * LIMIT, LIMIT)


def test_text_is_told_from_bytes():
    assert is_text("改行\r\nタブ\t".encode())
    for encoding in ("cp932", "euc_jp", "iso2022_jp", "utf-16"):
        assert is_text("第１条　乙は、秘密を漏らしてはならない。\r\n".encode(encoding)), encoding
    assert not is_text(b"\x1b[31m")
    assert not is_text(b"\xff\xfe\x00\x00")
