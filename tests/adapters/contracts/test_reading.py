"""Contracts read from files of every kind, honest and hostile."""

import io
import zipfile

import docx
import pytest
import xlsxwriter
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from tests.adapters.contracts.prints import pdf
from yakusoku.adapters.contracts import printed
from yakusoku.adapters.contracts.reading import read_contract, read_pasted
from yakusoku.adapters.contracts.unreadable import Unreadable
from yakusoku.adapters.letters import letter_pdf
from yakusoku.domain.letters.model import Letter, Table, Text
from yakusoku.domain.review.structure import document_of

TEXT = "業務委託契約書\n（目的）\n第１条　甲は、検針業務を乙に委託する。\n（秘密の保持）\n第２条　乙は、秘密を漏らしてはならない。\n"


def saved(document):
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def told(content, name="契約.docx"):
    return [(line.label, line.text) for line in read_contract(name, content).lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "euc_jp", "utf-16", "iso2022_jp"])
def test_text_in_the_encodings_of_japanese_offices(encoding):
    document = document_of(read_contract("契約.txt", TEXT.encode(encoding)))
    assert [(c.no, c.heading) for c in document.clauses] == [("第１条", "目的"), ("第２条", "秘密の保持")]


def test_pasted_text():
    assert document_of(read_pasted(TEXT)).title == "業務委託契約書"


def test_lines_broken_at_a_width_are_joined():
    body = "乙は、この契約の履行に関して知り得た個人情報を第三者に漏らし、又は不当な目的に使用してはなら"
    rows = "".join(f"第{n}条　{body}\nない。\n" for n in range(1, 9))
    clauses = document_of(read_contract("契約.txt", rows.encode())).clauses
    assert len(clauses) == 8
    assert clauses[0].text == f"{body}ない。"


def test_a_page_with_its_declared_encoding():
    page = f"<html><head><meta charset='Shift_JIS'><style>p{{}}</style></head><body>{''.join(f'<p>{row}</p>' for row in TEXT.splitlines())}<script>x()</script></body></html>"
    document = document_of(read_contract("契約.html", page.encode("cp932")))
    assert [c.no for c in document.clauses] == ["第１条", "第２条"]


def test_cells_of_a_workbook():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("特記事項")
    for row, words in enumerate(
        (
            ("１", "秘密の保持", "乙は、秘密を漏らしてはならない。"),
            ("２", "複写", "乙は、複写してはならない。"),
        )
    ):
        sheet.write_row(row, 0, words)
    book.close()
    document = document_of(read_contract("特記.xlsx", out.getvalue()))
    assert [c.no for c in document.clauses] == ["１", "２"]


def test_tables_and_text_boxes_of_word_are_read_in_their_place():
    document = docx.Document()
    document.add_paragraph("第１条　甲は、乙に委託する。")
    cell = document.add_table(1, 1).cell(0, 0)
    cell.text = "第２条　表の中の条文である。"
    box = (
        f"<w:p {nsdecls('w')}><w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
        "<w:p><w:r><w:t>第３条　枠の中の条文である。</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
    )
    document.element.body.insert(-1, parse_xml(box))
    texts = [text for _, text in told(saved(document))]
    assert texts == [
        "第１条　甲は、乙に委託する。",
        "第２条　表の中の条文である。",
        "第３条　枠の中の条文である。",
    ]


@pytest.mark.parametrize(
    ("style", "pattern", "labels"),
    [
        ("decimal", "第%1条", ["第1条", "第2条"]),
        ("decimalFullWidth", "第%1条", ["第１条", "第２条"]),
        ("japaneseCounting", "第%1", ["第一", "第二"]),
        ("aiueoFullWidth", "%1", ["ア", "イ"]),
        ("decimalEnclosedCircle", "%1", ["①", "②"]),
    ],
)
def test_numbers_that_word_shows_and_does_not_keep(style, pattern, labels):
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(
        0,
        parse_xml(
            f"<w:abstractNum {nsdecls('w')} w:abstractNumId='77'><w:lvl w:ilvl='0'><w:start w:val='1'/>"
            f"<w:numFmt w:val='{style}'/><w:lvlText w:val='{pattern}'/></w:lvl></w:abstractNum>"
        ),
    )
    numbering.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='77'><w:abstractNumId w:val='77'/></w:num>"))
    for words in ("委託する。", "守る。"):
        properties = document.add_paragraph(words)._p.get_or_add_pPr()
        properties.append(
            parse_xml(f"<w:numPr {nsdecls('w')}><w:ilvl w:val='0'/><w:numId w:val='77'/></w:numPr>")
        )
    assert [label for label, _ in told(saved(document))] == labels


def test_tracked_changes_are_read_as_accepted_with_a_warning():
    document = docx.Document()
    paragraph = document.add_paragraph("乙は、秘密を")
    for kind, tag, words in (("ins", "t", "漏らしてはならない。"), ("del", "delText", "守るよう努める。")):
        change = OxmlElement(f"w:{kind}")
        change.set(qn("w:id"), "1")
        change.set(qn("w:author"), "x")
        run = OxmlElement("w:r")
        text = OxmlElement(f"w:{tag}")
        text.text = words
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    source = read_contract("契約.docx", saved(document))
    assert [line.text for line in source.lines] == ["乙は、秘密を漏らしてはならない。"]
    assert any("変更履歴" in warning for warning in source.warnings)


def test_a_pdf_gives_paragraphs_with_their_pages():
    long = "乙は、この契約の履行に関して知り得た個人情報を、みだりに他人に知らせ、又は不当な目的に使用してはならない。この契約が終了した後も、同様とする。"
    blocks = [Text(f"第{n}条　{long}") for n in range(1, 41)]
    content = letter_pdf(Letter("個人情報取扱特記事項", "", None, (), (), blocks))
    clauses = [c for c in document_of(read_contract("特記.pdf", content)).clauses if c.no]
    assert [c.no.replace(" ", "") for c in clauses] == [f"第{n}条" for n in range(1, 41)]
    assert {c.text.replace(" ", "") for c in clauses[:-1]} == {long}
    assert clauses[0].page == 1
    assert clauses[-1].page == max(c.page for c in clauses) > 1


def zipped(entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def word_with(xml):
    parts = dict(zip(("[Content_Types].xml",), (b"",), strict=True))
    with zipfile.ZipFile(io.BytesIO(saved(docx.Document()))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**parts, "word/document.xml": xml})


HOSTILE = {
    "empty": b"",
    "blank": b"  \n\n ",
    "program": b"\x7fELF" + bytes(range(256)) * 40,
    "old-word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "half-a-zip": saved(docx.Document())[:2000],
    "half-a-pdf": b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n",
    "zip-of-nothing": zipped({"a.txt": "x"}),
    "bomb": word_with(b"<w:document xmlns:w='x'>" + b" " * 200_000_000 + b"</w:document>"),
    "entities": word_with(
        b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><w:document xmlns:w='x'>&a;</w:document>"
    ),
    "picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10,
    "no-words": saved(docx.Document()),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_contract_is_refused_in_a_sentence(content):
    with pytest.raises(Unreadable) as refused:
        read_contract("契約.docx", content)
    assert refused.value.reason.endswith("。")


def test_a_file_that_lies_about_its_kind_is_read_for_what_it_is():
    assert told(TEXT.encode(), "契約.pdf")[0][1] == "業務委託契約書"


def test_more_pages_than_a_contract_has(monkeypatch):
    content = letter_pdf(Letter("業務", "", None, (), (), [Table(("条",), [("第一条",)] * 200)]))
    monkeypatch.setattr(printed, "MOST_PAGES", 1)
    with pytest.raises(Unreadable, match="頁あります"):
        read_contract("契約.pdf", content)


def test_a_scan_without_the_program_that_reads_pictures(monkeypatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(Unreadable, match="tesseract"):
        read_contract("写し.pdf", pdf([b""]))
