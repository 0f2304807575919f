"""Slides one after the other: title, headline with chart, table, text; nothing runs over its place."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import Any, Final

from pptx.util import Inches, Pt

from yakusoku.adapters.native_charts import LEFT_OUT_NOTE, Page, pages_of
from yakusoku.adapters.survey_slides.charts import Frame, add_native_chart
from yakusoku.adapters.survey_slides.stage import (
    BODY_HEIGHT,
    BODY_TOP,
    LEFT,
    PLAIN,
    SECTION,
    TITLE,
    WIDE,
    WIDTH,
    empty_stage,
)
from yakusoku.adapters.survey_slides.tables import plan_of, write_table
from yakusoku.adapters.survey_slides.words import Box, fill, fitted, height_of, page_number, rgb
from yakusoku.adapters.xml_text import writable
from yakusoku.domain.survey.charts.palette import QUIET
from yakusoku.domain.survey.charts.spec import Chart

HEADLINES: Final = (26, 24, 22, 20, 18, 16, 14)
TEXTS: Final = (18, 16, 14, 12, 11, 10, 9, 8)
NOTES: Final = (10, 9, 8, 7)
CALLOUT_WIDTH, BETWEEN = Inches(3.3), Inches(0.25)
NOTES_TOP, NOTES_HEIGHT = Inches(6.25), Inches(0.62)
FOOT_TOP, FOOT_HEIGHT = Inches(6.95), Inches(0.35)
CALLOUT_GROUND: Final = "EAF1F6"


class SlideDeck:
    """A presentation being made. Call what comes next, then `bytes`.

    deck = SlideDeck("委託の安全管理 調査報告")
    deck.add_title("委託の安全管理 調査報告", "2027年3月")
    deck.add_chart("委託先の8割強がテレワークを実施している", chart, callout="委託元では4割弱にとどまる。")
    file.write_bytes(deck.bytes())
    """

    def __init__(self, title: str, author: str = "", day: date | None = None) -> None:
        self._deck, self._layouts = empty_stage()
        facts = self._deck.core_properties
        facts.title, facts.author, facts.language = writable(title), writable(author), "ja-JP"
        if day:
            facts.created = facts.modified = datetime.combine(day, time())

    def add_title(self, title: str, subtitle: str = "", lines: Sequence[str] = ()) -> None:
        """Add the first slide: title, subtitle, and lines such as who made it and when."""
        self._cover(TITLE, title, [subtitle, *lines])

    def add_section(self, title: str, text: str = "") -> None:
        """Add a slide that begins a part."""
        self._cover(SECTION, title, [text])

    def add_chart(
        self, headline: str, chart: Chart, callout: str = "", notes: Sequence[str] | None = None
    ) -> None:
        """Add a chart under its headline, with a callout beside and notes below (None: those of the chart).

        What is too much for one slide goes on on the next.
        """
        width: int = WIDE - CALLOUT_WIDTH - BETWEEN if callout else WIDE
        pages = pages_of(chart, width / Pt(1), BODY_HEIGHT / Pt(1))
        for number, page in enumerate(pages, start=1):
            slide = self._slide(_part(headline, number, len(pages)), chart.source)
            if callout:
                self._callout(slide, callout)
            left_out = _charts(slide, page, Frame(LEFT, BODY_TOP, width, BODY_HEIGHT))
            told = [*(chart.notes if notes is None else notes), LEFT_OUT_NOTE if left_out else ""]
            self._notes(slide, told)

    def add_table(
        self,
        headline: str,
        head: Sequence[str],
        rows: Sequence[Sequence[str]],
        notes: Sequence[str] = (),
        source: str = "",
    ) -> None:
        """Add a table under its headline; its head stands again on each slide that it needs."""
        plan = plan_of(head, rows)
        for number, page in enumerate(plan.pages, start=1):
            slide = self._slide(_part(headline, number, len(plan.pages)), source)
            write_table(slide, plan, page)
            self._notes(slide, notes)

    def add_facts(self, headline: str, rows: Sequence[tuple[str, Sequence[str]]], before: str = "") -> None:
        """Add labels with what is told of them, as a table of words; `before`: what is said above it, on the notes."""
        plan = plan_of(("項目", "内容"), [(label, "\n".join(lines)) for label, lines in rows], words=True)
        for number, page in enumerate(plan.pages, start=1):
            slide = self._slide(_part(headline, number, len(plan.pages)), "")
            write_table(slide, plan, page)
            self._notes(slide, [before])

    def add_text(self, headline: str, paragraphs: Sequence[str], source: str = "") -> None:
        """Add paragraphs under a headline; more slides where one does not hold them."""
        pages = _paragraph_pages(paragraphs)
        for number, page in enumerate(pages, start=1):
            slide = self._slide(_part(headline, number, len(pages)), source)
            fill(slide, Box(LEFT, BODY_TOP, WIDE, BODY_HEIGHT + NOTES_HEIGHT), page, sizes=TEXTS)

    def bytes(self) -> bytes:
        """Return the presentation as pptx."""
        out = io.BytesIO()
        self._deck.save(out)
        return out.getvalue()

    def _cover(self, layout: str, title: str, lines: Sequence[str]) -> None:
        slide = self._deck.slides.add_slide(self._layouts[layout])
        head, below = slide.shapes.title, slide.placeholders[1]
        fitted(head, [title], (40, 36, 32, 28, 24, 20, 16), bold=True)
        shown = [line for line in lines if line]
        if shown:
            fitted(below, shown, (20, 18, 16, 14, 12, 10))
        else:
            below._element.getparent().remove(below._element)
        page_number(slide, Box(WIDTH - Inches(1.2), FOOT_TOP, Inches(0.65), FOOT_HEIGHT))

    def _slide(self, headline: str, source: str) -> Any:
        slide = self._deck.slides.add_slide(self._layouts[PLAIN])
        fitted(slide.shapes.title, [headline], HEADLINES, bold=True)
        if source:
            words = Box(LEFT, FOOT_TOP, WIDE - Inches(1), FOOT_HEIGHT)
            fill(slide, words, [f"出典 {source}"], sizes=NOTES, colour=QUIET)
        page_number(slide, Box(WIDTH - Inches(1.2), FOOT_TOP, Inches(0.65), FOOT_HEIGHT))
        return slide

    def _callout(self, slide: Any, words: str) -> None:
        left, lines = LEFT + WIDE - CALLOUT_WIDTH, words.splitlines() or [words]
        shape = slide.shapes.add_textbox(left, BODY_TOP, CALLOUT_WIDTH, BODY_HEIGHT)
        shape.name = "着目点"
        shape.fill.solid()
        shape.fill.fore_color.rgb = rgb(CALLOUT_GROUND)
        size = fitted(shape, lines, TEXTS)
        needed = height_of(lines, size, CALLOUT_WIDTH / Pt(1) - 20) + 16
        shape.height = min(BODY_HEIGHT, Pt(needed))

    def _notes(self, slide: Any, notes: Sequence[str]) -> None:
        told = [f"注 {note}" for note in notes if note]
        if told:
            box = Box(LEFT, NOTES_TOP, WIDE, NOTES_HEIGHT)
            # Many short notes share their lines, so that they stay legible.
            lines = told if len(told) <= 2 else ["　".join(told)]
            fill(slide, box, lines, sizes=NOTES, colour=QUIET)


def _part(headline: str, number: int, pages: int) -> str:
    return headline if pages == 1 else f"{headline}（{number}/{pages}）"


def _charts(slide: Any, page: Page, frame: Frame) -> bool:
    """Put the charts of a slide into their places; return whether numbers had no room."""
    width, height = frame.width // page.columns, frame.height // page.rows
    gap = Inches(0.1) if page.columns > 1 else 0
    left_out = False
    for place, panel in enumerate(page.panels):
        down, across = divmod(place, page.columns)
        where = Frame(frame.left + across * width, frame.top + down * height, width - gap, height)
        left_out |= add_native_chart(slide, panel, where, page.size)
    return left_out


def _paragraph_pages(paragraphs: Sequence[str]) -> list[list[str]]:
    """Return the paragraphs in heaps that fit on a slide at a comfortable size."""
    room, size = (BODY_HEIGHT + NOTES_HEIGHT) / Pt(1), TEXTS[1]
    width = WIDE / Pt(1) - 20
    starts, used = [0], 0.0
    for place, paragraph in enumerate(paragraphs):
        height = height_of([paragraph], size, width)
        if used and used + height > room:
            starts.append(place)
            used = 0
        used += height
    return [list(paragraphs[a:b]) for a, b in pairwise([*starts, len(paragraphs)])]
