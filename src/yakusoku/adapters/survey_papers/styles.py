"""The look of a report in Word: page, fonts, styles, running head and foot."""

from datetime import UTC, datetime
from typing import Any, Final

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

GOTHIC: Final = "BIZ UDPゴシック"
MARGIN_MM: Final = 23
TEXT_WIDTH_MM: Final = 210 - 2 * MARGIN_MM
ACCENT: Final = RGBColor(0x1F, 0x3A, 0x5F)
TINT: Final = "EEF2F7"
HEADLINE, CALLOUT, CAPTION, NOTE = "見出し文", "囲み", "Caption", "注"
SMALL, FACT, RULED = "表の文字", "概要の文字", "横罫の表"
_OLD: Final = datetime(1980, 1, 1, tzinfo=UTC)


def styled_document(title: str, publisher: str) -> Document:
    """Return an empty document with our styles, the title above each page and its number below."""
    document = docx.Document()
    relations = document.part.package.rels
    for key in [key for key, rel in relations.items() if rel.reltype.endswith("/thumbnail")]:
        del relations[key]
    core = document.core_properties
    core.title, core.author, core.language, core.comments = title, publisher, "ja-JP", ""
    core.created = core.modified = _OLD
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(MARGIN_MM)
    section.top_margin, section.bottom_margin = Mm(25), Mm(22)
    _set_defaults(document)
    _set_styles(document)
    _head_and_foot(section, title)
    return document


def _set_defaults(document: Document) -> None:
    defaults = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _set_fonts(defaults)
    language = defaults.find(qn("w:lang"))
    language.set(qn("w:val"), "ja-JP")
    language.set(qn("w:eastAsia"), "ja-JP")


def _set_fonts(properties: Any) -> None:
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    fonts.attrib.clear()
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), GOTHIC)


def _set_styles(document: Document) -> None:
    styles = document.styles
    _style(styles["Normal"], 10, after=0)
    _style(styles["Body Text"], 10, after=6)
    _style(styles["Title"], 24, bold=True, accent=True, align=WD_ALIGN_PARAGRAPH.CENTER, after=16)
    _style(styles["Subtitle"], 13, align=WD_ALIGN_PARAGRAPH.CENTER, after=10)
    _style(styles["Heading 1"], 16, bold=True, accent=True, after=12)
    _style(styles["Heading 2"], 12, bold=True, before=16, after=6)
    _style(styles["TOC Heading"], 15, bold=True, accent=True, after=8)
    _style(styles["List Bullet"], 10, after=6)
    _style(styles[CAPTION], 9, bold=True, align=WD_ALIGN_PARAGRAPH.CENTER, after=4)
    for number in (1, 2):
        made = styles.add_style(f"Contents {number}", WD_STYLE_TYPE.PARAGRAPH)
        _style(made, 10.5 if number == 1 else 10, bold=number == 1, after=4)
        made.paragraph_format.left_indent = Mm(6 * (number - 1))
    headline = styles.add_style(HEADLINE, WD_STYLE_TYPE.PARAGRAPH)
    _style(headline, 11, bold=True, before=2, after=8)
    headline.paragraph_format.keep_with_next = True
    _border(headline, {"left": ("24", "8")}, "")
    callout = styles.add_style(CALLOUT, WD_STYLE_TYPE.PARAGRAPH)
    _style(callout, 10.5, bold=True, accent=True, before=6, after=8)
    callout.paragraph_format.left_indent = Mm(70)
    _border(callout, {side: ("6", "5") for side in ("top", "left", "bottom", "right")}, TINT)
    note = styles.add_style(NOTE, WD_STYLE_TYPE.PARAGRAPH)
    _style(note, 8, before=1, after=1)
    note.font.color.rgb = RGBColor(0x59, 0x59, 0x59)
    note.paragraph_format.left_indent, note.paragraph_format.first_line_indent = Mm(7), Mm(-7)
    note.paragraph_format.tab_stops.add_tab_stop(Mm(7))
    _style(styles.add_style(SMALL, WD_STYLE_TYPE.PARAGRAPH), 8.5, before=1.5, after=1.5)
    _style(styles.add_style(FACT, WD_STYLE_TYPE.PARAGRAPH), 10, before=3, after=3)
    _rule(styles.add_style(RULED, WD_STYLE_TYPE.TABLE))


def _style(
    style: Any,
    size: float,
    *,
    bold: bool = False,
    accent: bool = False,
    align: Any = None,
    before: float = 0,
    after: float = 0,
) -> None:
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    _set_fonts(style.element.get_or_add_rPr())
    style.font.color.rgb = ACCENT if accent else RGBColor(0x1A, 0x1A, 0x1C)
    layout = style.paragraph_format
    layout.space_before, layout.space_after = Pt(before), Pt(after)
    if align is not None:
        layout.alignment = align
    borders = style.element.get_or_add_pPr().find(qn("w:pBdr"))
    if borders is not None:
        borders.getparent().remove(borders)


def _rule(style: Any) -> None:
    """Draw thin lines between the rows of a table, and none between its columns."""
    properties = OxmlElement("w:tblPr")
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "9A9A9A")):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.append(borders)
    style.element.append(properties)


def _border(style: Any, sides: dict[str, tuple[str, str]], fill: str) -> None:
    properties = style.element.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    for side, (size, space) in sides.items():
        line = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", size), ("space", space), ("color", str(ACCENT))):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    parts = [borders]
    if fill:
        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
            shade.set(qn(f"w:{name}"), value)
        parts.append(shade)
    # Borders and shades stand before tabs, spacing and indents.
    before = next(
        (
            child
            for child in properties
            if child.tag in {qn("w:tabs"), qn("w:spacing"), qn("w:ind"), qn("w:jc")}
        ),
        None,
    )
    for part in parts:
        if before is None:
            properties.append(part)
        else:
            before.addprevious(part)


def _head_and_foot(section: Any, title: str) -> None:
    section.different_first_page_header_footer = True
    head = section.header.paragraphs[0]
    head.text = title
    head.runs[0].font.size = Pt(8)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, words in (("begin", ""), ("", "PAGE"), ("separate", ""), ("end", "")):
        run = foot.add_run()
        run.font.size = Pt(9)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = words
        run._r.append(part)
