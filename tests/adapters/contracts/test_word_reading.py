"""Word documents as legal departments leave them: lists, boxes, notes, changes, hidden words."""

import io
import zipfile

import docx
import pytest

from tests.adapters.contracts.words import abstract, level, number, paragraph, run, word, zipped
from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.adapters.contracts.annotated import annotated
from yakusoku.adapters.contracts.reading import read_contract
from yakusoku.adapters.contracts.unreadable import Unreadable
from yakusoku.adapters.contracts.word import STRICT
from yakusoku.adapters.contracts.word_numbers import written
from yakusoku.domain.review.judging import judge
from yakusoku.domain.review.reviewing import ReviewedDocument
from yakusoku.domain.review.structure import document_of

CLAUSES = (
    level(0, "第%1条", "decimalFullWidth"),
    level(1, "%2", "decimalFullWidth", start=2),
    level(2, "(%3)"),
    level(3, "%4", "aiueoFullWidth"),
)


def read(content):
    return read_contract("契約.docx", content)


def told(content):
    return [(line.label, line.text) for line in read(content).lines]


def texts(content):
    return [line.text for line in read(content).lines]


def test_lists_of_several_levels_begin_anew_below_each_article():
    content = word(
        paragraph("（目的）")
        + paragraph("甲は、委託する。", number=1, level=0)
        + paragraph("検針", number=1, level=2)
        + paragraph("収納", number=1, level=2)
        + paragraph("（秘密）")
        + paragraph("乙は、守る。", number=1, level=0)
        + paragraph("乙は、教える。", number=1, level=1)
        + paragraph("社員", number=1, level=2)
        + paragraph("正社員", number=1, level=3)
        + paragraph("派遣", number=1, level=3),
        numbering=abstract(5, *CLAUSES) + number(1, 5),
    )
    labels = [label for label, _ in told(content) if label]
    assert labels == ["第１条", "(1)", "(2)", "第２条", "２", "(1)", "ア", "イ"]
    clauses = document_of(read(content)).clauses
    assert [(c.no, c.heading) for c in clauses] == [("第１条", "目的"), ("第２条", "秘密")]
    assert clauses[1].text.split("\n") == [
        "乙は、守る。",
        "２　乙は、教える。",
        "(1)　社員",
        "ア　正社員",
        "イ　派遣",
    ]


def test_numbers_come_from_styles_and_what_they_are_based_on():
    styles = (
        "<w:style w:type='paragraph' w:styleId='jo'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='go'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
        "<w:style w:type='paragraph' w:styleId='jo2'><w:basedOn w:val='jo'/></w:style>"
    )
    levels = (
        level(0, "第%1条", more="<w:pStyle w:val='jo'/>"),
        level(1, "(%2)", more="<w:pStyle w:val='go'/>"),
    )
    content = word(
        paragraph("一。", style="jo") + paragraph("二。", style="go") + paragraph("三。", style="jo2"),
        numbering=abstract(5, *levels) + number(1, 5),
        styles=styles,
    )
    assert [label for label, _ in told(content)] == ["第1条", "(1)", "第2条"]


def test_a_paragraph_may_take_its_number_off():
    styles = "<w:style w:type='paragraph' w:styleId='jo'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
    content = word(
        paragraph("一。", style="jo")
        + paragraph("続き。", style="jo", number=0)
        + paragraph("二。", style="jo"),
        numbering=abstract(5, level(0, "第%1条")) + number(1, 5),
        styles=styles,
    )
    assert [label for label, _ in told(content)] == ["第1条", "", "第2条"]


@pytest.mark.parametrize(
    ("second", "labels"),
    [
        pytest.param("", ["(1)", "(2)", "(3)"], id="lists-of-one-kind-go-on"),
        pytest.param(
            "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>",
            ["(1)", "(2)", "(1)"],
            id="one-that-begins-anew",
        ),
        pytest.param(
            f"<w:lvlOverride w:ilvl='0'>{level(0, '%1)', 'lowerLetter')}</w:lvlOverride>",
            ["(1)", "(2)", "c)"],
            id="one-that-looks-different",
        ),
    ],
)
def test_lists_of_one_kind(second, labels):
    content = word(
        paragraph("一", number=1) + paragraph("二", number=1) + paragraph("三", number=2),
        numbering=abstract(5, level(0, "(%1)")) + number(1, 5) + number(2, 5, second),
    )
    assert [label for label, _ in told(content)] == labels


def test_levels_that_never_begin_anew_and_numbers_of_the_law():
    levels = (
        level(0, "%1", "japaneseCounting"),
        level(1, "%1.%2", more="<w:lvlRestart w:val='0'/><w:isLgl/>"),
    )
    rows = [(0, "総則"), (1, "定義。"), (0, "義務"), (1, "秘密。")]
    content = word(
        "".join(paragraph(text, number=1, level=at) for at, text in rows),
        numbering=abstract(5, *levels) + number(1, 5),
    )
    assert [label for label, _ in told(content)] == ["一", "1.1", "二", "2.2"]


def test_a_list_style_stands_for_its_list():
    styles = "<w:style w:type='numbering' w:styleId='keiyaku'><w:pPr><w:numPr><w:numId w:val='2'/></w:numPr></w:pPr></w:style>"
    content = word(
        paragraph("一。", number=1),
        numbering=abstract(5, more="<w:numStyleLink w:val='keiyaku'/>")
        + abstract(6, level(0, "第%1条"), more="<w:styleLink w:val='keiyaku'/>")
        + number(1, 5)
        + number(2, 6),
        styles=styles,
    )
    assert told(content) == [("第1条", "一。")]


def test_a_broken_line_in_a_numbered_paragraph_is_no_second_number():
    content = word(
        paragraph("甲は、委託する。", number=1, inside="<w:r><w:br/></w:r>" + run("乙は、受託する。")),
        numbering=abstract(5, level(0, "第%1条")) + number(1, 5),
    )
    clauses = document_of(read(content)).clauses
    assert [(c.no, c.text) for c in clauses] == [("第1条", "甲は、委託する。\n乙は、受託する。")]


BOX = "<w:txbxContent>{}</w:txbxContent>"
DRAWN = (
    "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>"
    f"<wps:txbx>{BOX}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>"
    f"<mc:Fallback><w:pict><v:shape><v:textbox>{BOX}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_a_text_box_that_is_kept_twice_is_read_once():
    inside = paragraph("第２条　枠の中の条文である。")
    content = word(
        paragraph("第１条　前の条文である。", inside=DRAWN.format(inside, inside))
        + paragraph("第３条　後の条文である。")
    )
    assert texts(content) == [
        "第１条　前の条文である。",
        "第２条　枠の中の条文である。",
        "第３条　後の条文である。",
    ]


def test_a_box_that_only_older_programs_can_show_is_read():
    content = word(paragraph("前。", inside=DRAWN.format("", paragraph("枠。"))))
    assert texts(content) == ["前。", "枠。"]


def test_tables_within_tables():
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('(1)　複写')}</w:tc><w:tc>{paragraph('(2)　持出し')}</w:tc></w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr><w:tc>{paragraph('第１条　次のことを禁じる。')}{inner}{paragraph('以上のほかは、承諾による。')}</w:tc></w:tr></w:tbl>"
    content = word(outer + paragraph("第２条　守る。"))
    assert [c.no for c in document_of(read(content)).clauses] == ["第１条", "第２条"]
    assert texts(content) == [
        "第１条　次のことを禁じる。",
        "(1)　複写",
        "(2)　持出し",
        "以上のほかは、承諾による。",
        "第２条　守る。",
    ]


def test_a_table_of_number_heading_and_words():
    rows = [("１", "秘密の保持", "乙は、漏らしてはならない。"), ("２", "複写", "乙は、複写してはならない。")]
    cells = "".join(
        "<w:tr>" + "".join(f"<w:tc>{paragraph(c)}</w:tc>" for c in row) + "</w:tr>" for row in rows
    )
    clauses = document_of(read(word(f"<w:tbl>{cells}</w:tbl>"))).clauses
    assert [(c.no, c.heading, c.text) for c in clauses] == rows


MOVED = (
    "<w:moveFrom w:id='1' w:author='x'>{}</w:moveFrom>",
    "<w:moveTo w:id='2' w:author='x'>{}</w:moveTo>",
)
GONE = "<w:rPr><w:del w:id='9' w:author='x'/></w:rPr>"


def test_what_was_moved_stands_where_it_was_moved_to():
    content = word(
        paragraph("第１条　", inside=MOVED[0].format(run("前に書いた。")))
        + paragraph("第２条　", inside=MOVED[1].format(run("前に書いた。")))
    )
    assert texts(content) == ["第１条　", "第２条　前に書いた。"]
    assert any("変更履歴" in warning for warning in read(content).warnings)


def test_paragraphs_whose_end_was_deleted_flow_together_and_do_not_count():
    removed = f"<w:del w:id='3' w:author='x'>{run('消した条。', tag='delText')}</w:del>"
    content = word(
        paragraph("一。", number=1)
        + paragraph(inside=removed, number=1, properties=GONE)
        + paragraph("乙は、", number=1, properties=GONE)
        + paragraph("守る。", number=1),
        numbering=abstract(5, level(0, "第%1条")) + number(1, 5),
    )
    assert told(content) == [("第1条", "一。"), ("第2条", "乙は、守る。")]


def test_hidden_words_are_left_out_with_a_warning():
    content = word(
        paragraph(
            "乙は、守る。",
            inside=run("（社内の覚え）", "<w:vanish/>") + run("必ず。", "<w:vanish w:val='0'/>"),
        )
    )
    assert texts(content) == ["乙は、守る。必ず。"]
    assert any("隠し文字" in warning for warning in read(content).warnings)


def test_a_hidden_end_of_a_paragraph_hides_no_words():
    content = word(paragraph("乙は、守る。", properties="<w:rPr><w:vanish/></w:rPr>"))
    assert not read(content).warnings


def test_footnotes_are_words_of_their_clause():
    notes = (
        f"<w:footnote w:type='separator' w:id='0'>{paragraph('線')}</w:footnote>"
        f"<w:footnote w:id='1'>{paragraph('書面には電子メールを含む。')}</w:footnote>"
    )
    content = word(
        paragraph("第１条　書面で知らせる。", inside="<w:r><w:footnoteReference w:id='1'/></w:r>")
        + paragraph("第２条　守る。"),
        footnotes=notes,
    )
    clauses = document_of(read(content)).clauses
    assert clauses[0].text == "書面で知らせる。\n注　書面には電子メールを含む。"
    assert clauses[1].no == "第２条"
    assert any("脚注" in warning for warning in read(content).warnings)


def test_fields_show_their_result_and_ruby_its_base():
    field = (
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        + run(" REF _Ref1 ", tag="instrText")
        + "<w:r><w:fldChar w:fldCharType='separate'/></w:r>"
        + run("第３条")
        + "<w:r><w:fldChar w:fldCharType='end'/></w:r>"
    )
    ruby = f"<w:r><w:ruby><w:rubyPr/><w:rt>{run('ろうえい')}</w:rt><w:rubyBase>{run('漏洩')}</w:rubyBase></w:ruby></w:r>"
    content = word(paragraph("乙は、", inside=field + run("により、") + ruby + run("を防ぐ。")))
    assert texts(content) == ["乙は、第３条により、漏洩を防ぐ。"]


def test_content_controls_around_words_and_around_paragraphs():
    inline = f"<w:sdt><w:sdtPr><w:alias w:val='会社'/></w:sdtPr><w:sdtContent>{run('株式会社甲野')}</w:sdtContent></w:sdt>"
    block = f"<w:sdt><w:sdtContent>{paragraph('第２条　守る。')}</w:sdtContent></w:sdt>"
    content = word(paragraph("第１条　", inside=inline + run("に委託する。")) + block)
    assert texts(content) == ["第１条　株式会社甲野に委託する。", "第２条　守る。"]


def test_heads_and_feet_of_pages_are_left_out():
    document = docx.Document()
    document.add_paragraph("第１条　守る。")
    document.sections[0].header.paragraphs[0].text = "社外秘"
    document.sections[0].footer.paragraphs[0].text = "1 / 3"
    out = io.BytesIO()
    document.save(out)
    assert texts(out.getvalue()) == ["第１条　守る。"]


def test_comments_find_the_paragraph_they_speak_of():
    """Places count the paragraphs of the file, whatever was left out on the way."""
    inside = paragraph("枠。")
    content = word(
        paragraph("前。", inside=DRAWN.format(inside, inside)) + paragraph("") + paragraph("第１条　守る。")
    )
    assert [line.paragraph for line in read(content).lines] == [1, 2, 4]


LINK = (
    "<Relationship Id='rId99' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}' "
    "Target='{}' TargetMode='External'/></Relationships>"
)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        pytest.param(
            {"word/_rels/document.xml.rels": LINK.format("attachedTemplate", "file:///C:/ひな形.dotx")},
            "つながり",
            id="the-template-of-the-office",
        ),
        pytest.param({"word/embeddings/oleObject1.bin": "x"}, "埋め込まれて", id="an-embedded-file"),
        pytest.param({"word/vbaProject.bin": "x"}, "マクロ", id="macros"),
    ],
)
def test_what_a_document_holds_besides_its_words_is_left_alone(change, words):
    with zipfile.ZipFile(io.BytesIO(word(paragraph("第１条　守る。")))) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    for name, added in change.items():
        old = entries.get(name, b"").decode().removesuffix("</Relationships>")
        entries[name] = old + added if old else added
    source = read(zipped(entries))
    assert [line.text for line in source.lines] == ["第１条　守る。"]
    assert any(words in warning for warning in source.warnings)


def test_a_document_type_is_refused_even_beside_a_link():
    entities = "<!DOCTYPE w [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
    with zipfile.ZipFile(io.BytesIO(word(paragraph("&a;")))) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries["word/vbaProject.bin"] = b"x"
    entries["word/document.xml"] = entities.encode() + entries["word/document.xml"]
    with pytest.raises(Unreadable, match="安全でない"):
        read(zipped(entries))


def renamed(content, old, new):
    """Return a file with a part under another name, as some programs write it."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    return zipped(
        {name.replace(old, new): part.replace(old.encode(), new.encode()) for name, part in entries.items()}
    )


def respelled(content, old, new):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return zipped({name: archive.read(name).replace(old, new) for name in archive.namelist()})


PLAIN = word(paragraph("第１条　守る。"))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(renamed(PLAIN, "document.xml", "document2.xml"), id="another-name-of-the-main-part"),
        pytest.param(respelled(PLAIN, b"document.main+xml", b"template.main+xml"), id="a-template"),
        pytest.param(
            respelled(
                respelled(PLAIN, b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", STRICT),
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            ),
            id="the-strict-form",
        ),
    ],
)
def test_the_forms_that_word_keeps_a_document_in(content):
    assert texts(content) == ["第１条　守る。"]
    reviewed = ReviewedDocument(document_of(read(content)), ())
    assert annotated([reviewed], 0, judge([reviewed], shipped_catalogue(), None), {}, content).startswith(
        b"PK"
    )


def test_rows_that_were_deleted_and_words_that_are_struck_out():
    deleted = "<w:trPr><w:del w:id='1' w:author='x'/></w:trPr>"
    content = word(
        f"<w:tbl><w:tr><w:tc>{paragraph('第１条　守る。')}</w:tc></w:tr>"
        f"<w:tr>{deleted}<w:tc>{paragraph('第２条　消えた。')}</w:tc></w:tr></w:tbl>"
        + paragraph("第３条　", inside=run("努める", "<w:strike/>") + run("守る。", "<w:strike w:val='0'/>"))
    )
    assert texts(content) == ["第１条　守る。", "第３条　守る。"]
    assert [any(words in each for each in read(content).warnings) for words in ("変更履歴", "取消線")] == [
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("style", "start", "shown"),
    [
        ("decimalEnclosedParen", 1, "⑴"),
        ("decimalEnclosedFullstop", 2, "⒉"),
        ("ideographTraditional", 2, "乙"),
        ("lowerLetter", 27, "aa"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("upperRoman", 10**12, "1000000000000"),
    ],
)
def test_more_numbers_that_word_shows(style, start, shown):
    assert written(start, style) == shown
