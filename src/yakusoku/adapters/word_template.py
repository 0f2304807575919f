"""The Word template of 特記仕様書: page, styles, running head and foot, made once by python-docx.

The styles are what a clerk works with in Word: 表題 (Title), 見出し 1 (Heading 1) for each 条, so that the
navigation pane lists the articles, and 前文, 項, 項（番号）, 号, 署名 for the rest.
"""

import io
import zipfile
from collections.abc import Mapping
from functools import cache
from typing import Final

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

MINCHO: Final = "ＭＳ 明朝"
GOTHIC: Final = "ＭＳ ゴシック"
SIZE: Final = 10.5
MARGIN_MM: Final = 26
TEXT_WIDTH_MM: Final = 210 - 2 * MARGIN_MM
HEAD_LEFT: Final = "{head-left}"
HEAD_RIGHT: Final = "{head-right}"

# Style ids as they stand in document.xml.
TITLE: Final = "Title"
ARTICLE: Final = "Heading1"
OPENING: Final = "Opening"
FIRST: Final = "FirstParagraph"
NUMBERED: Final = "NumberedParagraph"
ITEM: Final = "Item"
CLOSING: Final = "Closing"
SIGNATURE: Final = "SignatureLine"
PARTY: Final = "SignatureParty"


@cache
def template_parts() -> Mapping[str, bytes]:
    """Return the parts of the template by name; the running head holds HEAD_LEFT and HEAD_RIGHT."""
    document = docx.Document()
    _drop_thumbnail(document)
    _set_page(document)
    _set_defaults(document)
    _add_styles(document)
    _add_head_and_foot(document)
    out = io.BytesIO()
    document.save(out)
    with zipfile.ZipFile(out) as package:
        return {name: package.read(name) for name in package.namelist()}


def _drop_thumbnail(document: Document) -> None:
    relations = document.part.package.rels
    for key in [key for key, rel in relations.items() if rel.reltype.endswith("/thumbnail")]:
        del relations[key]


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(28), Mm(25)
    section.header_distance, section.footer_distance = Mm(13), Mm(12)


def _set_defaults(document: Document) -> None:
    """Japanese fonts and language for all text, and the layout rules of today's Word."""
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    fonts = defaults.find(qn("w:rFonts"))
    fonts.attrib.clear()
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), MINCHO)
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:val"), "ja-JP")
    language.set(qn("w:eastAsia"), "ja-JP")
    settings = document.settings.element
    compat = settings.find(qn("w:compat"))
    if compat is None:
        compat = OxmlElement("w:compat")
        settings.append(compat)
    for old in compat.findall(qn("w:compatSetting")):
        compat.remove(old)
    mode = OxmlElement("w:compatSetting")
    mode.set(qn("w:name"), "compatibilityMode")
    mode.set(qn("w:uri"), "http://schemas.microsoft.com/office/word")
    mode.set(qn("w:val"), "15")
    compat.append(mode)


def _add_styles(document: Document) -> None:
    normal = document.styles["Normal"]
    _set_text(normal, MINCHO, SIZE)
    _set_space(normal, line=1.25)
    title = document.styles["Title"]
    _set_text(title, MINCHO, 16)
    _set_space(title, after=20)
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _drop(title, "w:pBdr")
    article = document.styles["Heading 1"]
    _set_text(article, GOTHIC, SIZE, bold=True)
    _set_space(article, before=12, after=2)
    article.paragraph_format.keep_with_next = True
    _add(document, OPENING, "前文", first=1)
    _add(document, FIRST, "項", left=2)
    _add(document, NUMBERED, "項（番号）", left=2, first=-2)
    _add(document, ITEM, "号", left=4, first=-2)
    _add(document, CLOSING, "末尾", first=1)
    signature = _add(document, SIGNATURE, "署名", left=6)
    _set_space(signature, before=4)
    signature.paragraph_format.keep_with_next = True
    signature.paragraph_format.tab_stops.add_tab_stop(Mm(TEXT_WIDTH_MM - 6), WD_TAB_ALIGNMENT.RIGHT)
    party = _add(document, PARTY, "署名（当事者）", left=4)
    _set_space(party, before=18)
    party.paragraph_format.keep_with_next = True


def _add(document: Document, id_: str, name: str, *, left: float = 0, first: float = 0) -> ParagraphStyle:
    """Return a new paragraph style; indents are counted in characters."""
    style: ParagraphStyle = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.element.set(qn("w:styleId"), id_)
    style.base_style = document.styles["Normal"]
    style.quick_style = True
    style.paragraph_format.left_indent = Pt(left * SIZE)
    style.paragraph_format.first_line_indent = Pt(first * SIZE)
    return style


def _set_text(style: ParagraphStyle, font: str, size: float, *, bold: bool = False) -> None:
    style.font.size, style.font.bold = Pt(size), bold
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), font)
    for tag in ("w:spacing", "w:kern"):
        for element in style.element.rPr.findall(qn(tag)):
            style.element.rPr.remove(element)


def _set_space(
    style: ParagraphStyle, *, before: float = 0, after: float = 0, line: float | None = None
) -> None:
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    if line:
        style.paragraph_format.line_spacing = line
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY


def _drop(style: ParagraphStyle, tag: str) -> None:
    for element in style.element.pPr.findall(qn(tag)):
        style.element.pPr.remove(element)


def _add_head_and_foot(document: Document) -> None:
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.text = f"{HEAD_LEFT}\t{HEAD_RIGHT}"
    _set_text(document.styles["Header"], GOTHIC, 8)
    tabs = document.styles["Header"].paragraph_format.tab_stops
    tabs.clear_all()
    tabs.add_tab_stop(Mm(TEXT_WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
    _set_text(document.styles["Footer"], GOTHIC, 9)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_field(foot, "PAGE")
    foot.add_run(" / ")
    _add_field(foot, "NUMPAGES")


def _add_field(paragraph: Paragraph, name: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    paragraph._p.append(field)
