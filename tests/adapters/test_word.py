"""特記仕様書 as a Word document, read back."""

import io
import zipfile
from datetime import date
from xml.etree import ElementTree

import docx
import pypdfium2
import pytest

from tests.adapters.papers import HOSTILE, bare, converted, pack_of
from tests.packs import example_pack
from yakusoku.adapters.word import W, specification_docx


def read(pack):
    return docx.Document(io.BytesIO(specification_docx(pack)))


@pytest.mark.parametrize("name", ["home-visits", "data-entry"])
def test_every_article_stands_as_a_heading_followed_by_its_numbered_paragraphs(name):
    pack = example_pack(name)
    lines = [(p.style.style_id, p.text) for p in read(pack).paragraphs]
    expected = []
    for article in pack.specification.articles:
        expected.append(("Heading1", f"第{article.number}条（{article.title}）"))
        for paragraph in article.paragraphs:
            first = ("FirstParagraph", paragraph.text)
            numbered = ("NumberedParagraph", f"{paragraph.number}\t{paragraph.text}")
            expected.append(first if paragraph.number == 1 else numbered)
            expected += [("Item", f"({n})\t{item}") for n, item in enumerate(paragraph.items, start=1)]
    start = lines.index(expected[0])
    assert lines[start : start + len(expected)] == expected


def test_headings_reach_the_navigation_pane_and_indents_live_in_styles():
    document = read(example_pack())
    heading = document.styles["Heading 1"]
    assert heading.element.pPr.find(f"{W}outlineLvl").get(f"{W}val") == "0"
    assert document.styles["号"].paragraph_format.first_line_indent < 0
    assert all(p.paragraph_format.left_indent is None for p in document.paragraphs)


def test_each_reference_leads_to_the_article_that_it_names():
    root = document_xml(example_pack())
    places = {start.get(f"{W}name") for start in root.iter(f"{W}bookmarkStart")}
    links = list(root.iter(f"{W}hyperlink"))
    assert links
    for link in links:
        words = "".join(link.itertext())
        assert link.get(f"{W}anchor") in places
        assert link.get(f"{W}anchor") == f"article-{words.removeprefix('第').removesuffix('条')}"


def test_an_article_of_a_law_is_not_taken_for_one_of_ours():
    for paragraph in document_xml(example_pack("resident-records")).iter(f"{W}p"):
        links = list(paragraph.iter(f"{W}hyperlink"))
        assert not (links and "法第" in "".join(paragraph.itertext()))


def test_page_fields_and_properties():
    document = read(example_pack())
    section = document.sections[0]
    assert (section.page_width.mm, section.page_height.mm) == pytest.approx((210, 297), abs=0.1)
    fields = [f.get(f"{W}instr") for f in section.footer._element.iter(f"{W}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "高齢者世帯訪問調査業務" in section.header.paragraphs[0].text
    properties = document.core_properties
    assert properties.author == "みなと市"
    assert properties.created.date() == date(2027, 6, 1)


def test_both_parties_sign():
    lines = [p.text for p in read(example_pack()).paragraphs]
    assert "発注者　　みなと市" in lines
    assert "受注者　　株式会社しおかぜリサーチ" in lines


@pytest.mark.parametrize("title", HOSTILE)
def test_markup_in_a_title_stays_text(title):
    document = read(pack_of(title=title))
    assert any(title in p.text for p in document.paragraphs)
    assert title in document.core_properties.title
    assert bare(title)[:40] in bare(document.sections[0].header.paragraphs[0].text)


def test_what_xml_cannot_hold_is_left_out():
    document = read(pack_of(title="調査\x00\x0b\ud83d業務 🙂"))
    assert "調査業務 🙂" in document.core_properties.title


def test_the_same_pack_gives_the_same_bytes():
    once = specification_docx(example_pack())
    specification_docx(example_pack("data-entry"))
    assert specification_docx(example_pack()) == once
    with zipfile.ZipFile(io.BytesIO(once)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.libreoffice
def test_libreoffice_opens_it(tmp_path):
    pack = example_pack()
    (tmp_path / "a.docx").write_bytes(specification_docx(pack))
    pages = pypdfium2.PdfDocument(converted(tmp_path, "a.docx"))
    words = bare("".join(page.get_textpage().get_text_range() for page in pages))
    for article in pack.specification.articles:
        assert f"第{article.number}条（{article.title}）" in words
    assert f"1/{len(pages)}" in words


def document_xml(pack):
    with zipfile.ZipFile(io.BytesIO(specification_docx(pack))) as package:
        return ElementTree.fromstring(package.read("word/document.xml"))
