"""A drawing as SVG text: presentation attributes only, so that a strict Content-Security-Policy lets it pass."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from html import escape
from typing import Final

from yakusoku.adapters.font_measures import lines_of
from yakusoku.adapters.xml_text import writable
from yakusoku.domain.survey.charts.palette import INK, PAPER, QUIET, Look, Pattern
from yakusoku.domain.survey.charts.spec import ChartGroup, ChartMark

WIDTH: Final = 760.0
MARGIN: Final = 16.0
SIZE, SMALL, HEAD, LEADING = 12.0, 11.0, 16.0, 1.35
# A mark is told in so many lines at most.
TOLD_LINES: Final = 2
HAIRLINE: Final = "#C4C4C4"
# The bundled font first: pictures and papers are made with it, readers without it see their own gothic.
FAMILY: Final = (
    "BIZ UDPGothic, BIZ UDPゴシック, Hiragino Sans, Yu Gothic, Meiryo, Noto Sans CJK JP, sans-serif"
)
# The address behind a mark, from the names of its group and category; None: nothing behind it.
Links = Callable[[str, str], str | None]
Attributes = dict[str, str | float]
_ADDRESS = re.compile(r"(https?://|/|\?|#)")
_STROKES: Final = {
    Pattern.RISING: "M-2 2 L2 -2 M-2 10 L10 -2 M6 10 L10 6",
    Pattern.FALLING: "M-2 6 L2 10 M-2 -2 L10 10 M6 -2 L10 2",
    Pattern.LEVEL: "M0 2 H8 M0 6 H8",
    Pattern.UPRIGHT: "M2 0 V8 M6 0 V8",
    Pattern.DOTS: "M1 2 H3 M5 6 H7",
}


def plain(words: str) -> str:
    """Return words as they may stand in XML."""
    return escape(writable(words), quote=True)


def tag(name: str, attributes: Mapping[str, str | float], content: str | None = None) -> str:
    """Return an element. The content is XML already."""
    said = "".join(f' {key}="{_value(value)}"' for key, value in attributes.items())
    return f"<{name}{said}/>" if content is None else f"<{name}{said}>{content}</{name}>"


def _value(value: str | float) -> str:
    return plain(value) if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def said_of(group: ChartGroup, mark: ChartMark) -> str:
    """Return a mark in words: group with its base, answer, share, people."""
    people = "" if mark.count is None else f"（{mark.count:,}人）"
    return f"{group.label} {mark.category} {mark.percent}{people}"


class Canvas:
    """Takes what is drawn, from the top down. `name`: what its identifiers begin with, one for each on a page.

    tells   where a mark that is pointed at or focused is told in words; None: nowhere, it is a picture
    """

    def __init__(
        self, name: str, looks: Sequence[Look], links: Links | None = None, tells: float | None = None
    ) -> None:
        if not re.fullmatch(r"[A-Za-z][\w-]*", name):
            raise ValueError("the name of a chart must be usable as an identifier")
        self.name, self._looks, self._links = name, list(dict.fromkeys(looks)), links
        self._parts: list[str] = []
        self._tells, self._reached = tells, False

    def text(
        self, x: float, y: float, words: str, *, size: float = SIZE, anchor: str = "start", ink: str = INK
    ) -> None:
        """Write one line; `y` is where its letters stand."""
        attributes: Attributes = {"x": x, "y": y, "font-size": size, "fill": ink}
        if anchor != "start":
            attributes["text-anchor"] = anchor
        if size == HEAD:
            attributes["font-weight"] = "bold"
        self._parts.append(tag("text", attributes, plain(words)))

    def lines(
        self, x: float, top: float, words: Sequence[str], *, size: float = SIZE, ink: str = INK
    ) -> float:
        """Write lines one under the other from `top`; return where they end."""
        for place, line in enumerate(words):
            self.text(x, top + size * (0.95 + LEADING * place), line, size=size, ink=ink)
        return top + size * LEADING * len(words)

    def paragraph(self, top: float, words: str, *, size: float = SIZE, ink: str = QUIET) -> float:
        """Write words over the whole width; return where they end."""
        lines = lines_of(words, size, WIDTH - 2 * MARGIN, bold=size == HEAD)
        return self.lines(MARGIN, top, lines, size=size, ink=ink)

    def beside(self, right: float, middle: float, words: Sequence[str]) -> None:
        """Write lines that end at `right`, around `middle`."""
        first = middle - SIZE * LEADING * (len(words) - 1) / 2 + SIZE * 0.36
        for place, line in enumerate(words):
            self.text(right, first + SIZE * LEADING * place, line, anchor="end")

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str = HAIRLINE) -> None:
        """Draw a hairline."""
        ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
        self._parts.append(tag("line", {**ends, "stroke": colour, "stroke-width": 0.8}))

    def box(self, x: float, y: float, width: float, height: float, look: Look) -> None:
        """Draw a filled box with an outline, so that a light one is seen on paper."""
        shape = {"x": x, "y": y, "width": width, "height": height}
        self._parts.append(tag("rect", {**shape, **self._paint(look)}))

    def patch(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Draw a plain ground for words on a pattern."""
        shape: Attributes = {"x": x, "y": y, "width": width, "height": height, "fill": colour}
        self._parts.append(tag("rect", shape))

    def path(self, outline: str, look: Look) -> None:
        """Draw a filled shape with an outline."""
        self._parts.append(tag("path", {"d": outline, **self._paint(look)}))

    @contextmanager
    def mark(self, group: ChartGroup, mark: ChartMark) -> Iterator[None]:
        """Make of what is drawn inside one mark: with a tip, data for a page, and the address behind it."""
        before, self._parts = self._parts, []
        yield
        words = said_of(group, mark)
        data: Attributes = {
            "class": "chart-mark",
            "data-group": group.name,
            "data-category": mark.category,
            "data-percent": mark.percent,
        }
        if mark.count is not None:
            data["data-count"] = str(mark.count)
        address = self._links(group.name, mark.category) if self._links else None
        if self._tells is not None and address is None:
            # The first is reached with Tab, the others from there by arrows (app.js).
            data |= {"role": "img", "aria-label": words, "tabindex": "-1" if self._reached else "0"}
            self._reached = True
        drawn = tag("g", data, tag("title", {}, plain(words)) + "".join(self._parts) + self._told(words))
        if address is not None:
            if not _ADDRESS.match(address):
                raise ValueError("not an address of a page")
            drawn = tag("a", {"href": address, "aria-label": words}, drawn)
        self._parts = [*before, drawn]

    def _told(self, words: str) -> str:
        """Return what a page shows of a mark while it is pointed at or focused: always in the same place."""
        if self._tells is None:
            return ""
        lines = lines_of(words, SIZE, WIDTH - 2 * MARGIN)
        shown = (
            tag("text", {"x": MARGIN, "y": self._tells + SIZE * LEADING * place, "fill": INK}, plain(line))
            for place, line in enumerate(lines[:TOLD_LINES])
        )
        return tag("g", {"class": "chart-told", "visibility": "hidden", "font-size": SIZE}, "".join(shown))

    def svg(self, height: float, title: str, description: str) -> str:
        """Return the drawing."""
        names = {"title": f"{self.name}-title", "desc": f"{self.name}-desc"}
        told = tag("title", {"id": names["title"]}, plain(title))
        told += tag("desc", {"id": names["desc"]}, plain(description))
        ground = tag("rect", {"width": WIDTH, "height": height, "fill": PAPER})
        attributes = {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH:g} {height:.0f}",
            "width": f"{WIDTH:g}",
            "height": f"{height:.0f}",
            # A picture has no parts: with links inside, it is a group.
            "role": "group" if self._links or self._tells is not None else "img",
            "aria-labelledby": f"{names['title']} {names['desc']}",
            "font-family": FAMILY,
        }
        return tag("svg", attributes, told + self._patterns() + ground + "".join(self._parts))

    def _paint(self, look: Look) -> Attributes:
        place = self._looks.index(look)
        fill = look.fill if look.pattern is Pattern.NONE else f"url(#{self.name}-look-{place})"
        return {"fill": fill, "stroke": INK, "stroke-width": 0.8}

    def _patterns(self) -> str:
        found = []
        for place, look in enumerate(self._looks):
            if look.pattern is Pattern.NONE:
                continue
            ground = tag("rect", {"width": 8, "height": 8, "fill": look.fill})
            lines = _STROKES[look.pattern]
            stroke: Attributes = {"d": lines, "stroke": look.line, "stroke-width": 1.4, "fill": "none"}
            attributes: Attributes = {
                "id": f"{self.name}-look-{place}",
                "width": 8,
                "height": 8,
                "patternUnits": "userSpaceOnUse",
            }
            found.append(tag("pattern", attributes, ground + tag("path", stroke)))
        return tag("defs", {}, "".join(found)) if found else ""
