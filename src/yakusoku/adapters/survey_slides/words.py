"""Words in boxes of slides, in the largest size that fits."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Pt

from yakusoku.adapters.font_measures import lines_of
from yakusoku.adapters.xml_text import writable
from yakusoku.domain.survey.charts.palette import INK, QUIET

LEADING, BETWEEN, INSET = 1.3, 0.4, 7.2


@dataclass(frozen=True, slots=True)
class Box:
    """A place on a slide, in EMU."""

    left: int
    top: int
    width: int
    height: int


def rgb(colour: str) -> Any:
    """Return a colour such as #1A1A1C as slides take it."""
    of: Any = RGBColor.from_string
    return of(colour.lstrip("#"))


def height_of(paragraphs: Sequence[str], size: float, width: float, *, bold: bool = False) -> float:
    """Return how high paragraphs stand, in points, with the space between them."""
    lines = sum(len(lines_of(each, size, width, bold=bold)) for each in paragraphs)
    return size * (lines * LEADING + len(paragraphs) * BETWEEN)


def size_for(
    paragraphs: Sequence[str], sizes: Sequence[int], room: tuple[float, float], *, bold: bool = False
) -> int:
    """Return the largest size at which paragraphs fit into a width and height; the last one if none does."""
    width, height = room
    fits = (size for size in sizes if height_of(paragraphs, size, width, bold=bold) <= height)
    return next(fits, sizes[-1])


def fitted(shape: Any, paragraphs: Sequence[str], sizes: Sequence[int], *, bold: bool = False) -> int:
    """Write paragraphs into a shape, in the largest of the sizes that fits; return the size."""
    room = shape.width / Pt(1) - 2 * INSET, shape.height / Pt(1) - INSET
    size = size_for(paragraphs, sizes, room, bold=bold)
    frame = shape.text_frame
    frame.word_wrap = True
    for place, words in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.line_spacing, paragraph.space_after = 1.1, Pt(size * BETWEEN)
        write(paragraph, words, size, bold=bold)
    return size


def write(paragraph: Any, words: str, size: float, *, bold: bool = False, colour: str = INK) -> None:
    """Write words into a paragraph as Japanese."""
    run = paragraph.add_run()
    run.text = writable(words)
    run.font.size, run.font.bold = Pt(size), bold
    run.font.color.rgb = rgb(colour)
    run._r.get_or_add_rPr().set("lang", "ja-JP")


def fill(slide: Any, box: Box, paragraphs: Sequence[str], *, sizes: Sequence[int], colour: str = INK) -> None:
    """Put paragraphs into a new box, in the largest of the sizes that fits."""
    shape = slide.shapes.add_textbox(box.left, box.top, box.width, box.height)
    frame = shape.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.TOP
    size = size_for(paragraphs, sizes, (box.width / Pt(1) - 2 * INSET, box.height / Pt(1) - INSET))
    for place, words in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(size * BETWEEN if size >= 12 else 0)
        write(paragraph, words, size, colour=colour)


def page_number(slide: Any, box: Box) -> None:
    """Write the number of the slide, as a field that counts by itself."""
    shape = slide.shapes.add_textbox(box.left, box.top, box.width, box.height)
    shape.name = "頁番号"
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    field = etree.SubElement(
        paragraph._p, qn("a:fld"), id="{6B1B0B4E-6A3D-4C0B-9A5C-5B7E1F0C2D11}", type="slidenum"
    )
    style = etree.SubElement(field, qn("a:rPr"), lang="ja-JP", sz="1000")
    solid = etree.SubElement(style, qn("a:solidFill"))
    etree.SubElement(solid, qn("a:srgbClr"), val=QUIET[1:])
    etree.SubElement(field, qn("a:t")).text = "‹#›"
