"""An empty presentation: wide pages, our font, three layouts to add slides with."""

import re
from collections.abc import Mapping
from typing import Any, Final

from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from yakusoku.adapters.native_charts import FONT, SPARE_FONT

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, WIDE = Inches(0.55), Inches(12.233)
HEAD_TOP, HEAD_HEIGHT = Inches(0.35), Inches(0.95)
BODY_TOP, BODY_HEIGHT = Inches(1.45), Inches(4.75)
# Left, top, width and height of each placeholder by its number, in EMU.
Places = Mapping[int, tuple[int, int, int, int]]
TITLE, SECTION, PLAIN = "Title Slide", "Section Header", "Title Only"
_PLACES: Final[dict[str, Places]] = {
    TITLE: {0: (LEFT, Inches(2.0), WIDE, Inches(1.7)), 1: (LEFT, Inches(3.9), WIDE, Inches(1.8))},
    SECTION: {0: (LEFT, Inches(2.6), WIDE, Inches(1.4)), 1: (LEFT, Inches(4.1), WIDE, Inches(1.2))},
    PLAIN: {0: (LEFT, HEAD_TOP, WIDE, HEAD_HEIGHT)},
}
_NAMES: Final = {TITLE: "表紙", SECTION: "見出し", PLAIN: "題と中身"}


def empty_stage() -> tuple[Any, dict[str, Any]]:
    """Return a presentation without slides, and its layouts by name."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    _set_fonts(deck.slide_master)
    kept = {}
    for layout in list(deck.slide_layouts):
        if layout.name in _PLACES:
            kept[layout.name] = layout
        else:
            deck.slide_layouts.remove(layout)
    _place(deck.slide_master, {**_PLACES[PLAIN], 1: (LEFT, BODY_TOP, WIDE, BODY_HEIGHT)})
    _lead_with_the_headline(deck.slide_master)
    for name, layout in kept.items():
        _place(layout, _PLACES[name])
        layout.name = _NAMES[name]
    return deck, kept


def _set_fonts(master: Any) -> None:
    """Name our font for both scripts of the theme, and a gothic of the system for where it is missing."""
    theme = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    words = theme.blob.decode("utf-8")
    named = f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/>'
    words = re.sub(r'<a:latin typeface="Calibri[^"]*"[^>]*/>\s*<a:ea typeface=""[^>]*/>', named, words)
    words = re.sub(r'(script="Jpan" typeface=")[^"]*"', rf'\g<1>{SPARE_FONT}"', words)
    theme._blob = words.encode("utf-8")


def _place(sheet: Any, places: Places) -> None:
    for shape in list(sheet.placeholders):
        kind = shape.placeholder_format
        # Date, footer and number are written on the slides themselves.
        if kind.idx not in places:
            shape._element.getparent().remove(shape._element)
            continue
        shape.left, shape.top, shape.width, shape.height = (Emu(each) for each in places[kind.idx])
        shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM if kind.idx == 0 else MSO_ANCHOR.TOP


def _lead_with_the_headline(master: Any) -> None:
    """Headlines are sentences: from the left, bold, not large."""
    level = master._element.find(".//" + qn("p:titleStyle") + "/" + qn("a:lvl1pPr"))
    level.set("algn", "l")
    style = level.find(qn("a:defRPr"))
    style.set("sz", "2600")
    style.set("b", "1")
