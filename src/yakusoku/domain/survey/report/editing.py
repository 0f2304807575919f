"""Changing what stands in a report, one place at a time; each place has a short name that an address can carry.

cover, overview, terms, summary, tables   what there is once
r2, r2b1                                  the second page of the results, and the first block on it
"""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import ClassVar, TypeVar

from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.report.outline import (
    Block,
    Bullets,
    Callout,
    ChartBlock,
    Facts,
    Headline,
    Paragraph,
    TableBlock,
)
from yakusoku.domain.survey.report.plan import PlannedPage, ReportPlan

COVER, OVERVIEW, TERMS, SUMMARY, TABLES = "cover", "overview", "terms", "summary", "tables"
ONCE = (COVER, OVERVIEW, TERMS, SUMMARY, TABLES)
_PAGE = re.compile(r"r([1-9]\d{0,3})(?:b([1-9]\d{0,3}))?")
MOST_PAGES, MOST_BLOCKS = 500, 100
Part = TypeVar("Part")


class NoSuchPlace(Refusal):
    """The report has no such place any more: somebody took it away or moved it."""

    code: ClassVar[str] = "report.no-such-place"


class ReportFull(Refusal):
    """A report holds only so many pages, and a page so many blocks."""

    code: ClassVar[str] = "report.full"


class LastOne(Refusal):
    """A report has at least one page, and a page at least one block."""

    code: ClassVar[str] = "report.last-one"


def numbers_of(place: str) -> tuple[int, int]:
    """Return the number of the page and of the block on it, from 1; 0: none. Raises NoSuchPlace."""
    if place in ONCE:
        return 0, 0
    found = _PAGE.fullmatch(place)
    if found is None:
        raise NoSuchPlace()
    return int(found[1]), int(found[2] or 0)


def is_place(text: str) -> bool:
    """Return whether a text is the name of a place, there or not."""
    return text in ONCE or _PAGE.fullmatch(text) is not None


def place_of(page: int, block: int = 0) -> str:
    """Return the name of a place."""
    return f"r{page}b{block}" if block else f"r{page}"


def page_at(plan: ReportPlan, place: str) -> PlannedPage:
    """Return the page of a place. Raises NoSuchPlace."""
    page, _ = numbers_of(place)
    if not 1 <= page <= len(plan.pages):
        raise NoSuchPlace()
    return plan.pages[page - 1]


def block_at(plan: ReportPlan, place: str) -> Block:
    """Return the block of a place. Raises NoSuchPlace."""
    blocks, (_, block) = page_at(plan, place).blocks, numbers_of(place)
    if not 1 <= block <= len(blocks):
        raise NoSuchPlace()
    return blocks[block - 1]


def standing_at(plan: ReportPlan, place: str) -> object:
    """Return what a place shows: equal where nothing changed. Raises NoSuchPlace."""
    once: dict[str, object] = {
        COVER: (
            plan.title,
            plan.subtitle,
            plan.publisher,
            plan.issued,
            plan.unit,
            plan.wave,
            plan.suppress,
            plan.errors,
        ),
        OVERVIEW: plan.overview,
        TERMS: plan.terms,
        SUMMARY: plan.summary,
        TABLES: plan.tables,
    }
    if place in once:
        return once[place]
    page, block = page_at(plan, place), numbers_of(place)[1]
    # The order of its blocks is no matter of the page's form; what it is called is.
    return block_at(plan, place) if block else page.title


def with_block(plan: ReportPlan, place: str, block: Block) -> ReportPlan:
    """Return the plan with another block in a place. Raises NoSuchPlace."""
    block_at(plan, place)
    blocks = list(page_at(plan, place).blocks)
    blocks[numbers_of(place)[1] - 1] = block
    return _with_blocks(plan, place, tuple(blocks))


def with_title(plan: ReportPlan, place: str, title: str) -> ReportPlan:
    """Return the plan with another title of a page. Raises NoSuchPlace."""
    return _with_page(plan, place, replace(page_at(plan, place), title=title))


def with_added(plan: ReportPlan, after: str, block: Block) -> tuple[ReportPlan, str]:
    """Return the plan with a block more, and where it stands: after a block, or at the head of a page."""
    page, number = numbers_of(after)
    blocks = list(page_at(plan, after).blocks)
    if number > len(blocks):
        raise NoSuchPlace()
    if len(blocks) >= MOST_BLOCKS:
        raise ReportFull()
    blocks.insert(number, block)
    return _with_blocks(plan, after, tuple(blocks)), place_of(page, number + 1)


def with_page(plan: ReportPlan, after: str, page: PlannedPage) -> tuple[ReportPlan, str]:
    """Return the plan with a page more, and where it stands: after a page, or first. Raises NoSuchPlace."""
    number = numbers_of(after)[0]
    if number > len(plan.pages):
        raise NoSuchPlace()
    if len(plan.pages) >= MOST_PAGES:
        raise ReportFull()
    pages = [*plan.pages[:number], page, *plan.pages[number:]]
    return replace(plan, pages=tuple(pages)), place_of(number + 1)


def moved(plan: ReportPlan, place: str, *, up: bool) -> tuple[ReportPlan, str]:
    """Return the plan with a page, or a block of its page, one place up or down; at the end nothing moves."""
    page, block = numbers_of(place)
    if not block:
        page_at(plan, place)
        pages, at = _moved(plan.pages, page, up=up)
        return replace(plan, pages=pages), place_of(at)
    block_at(plan, place)
    blocks, at = _moved(page_at(plan, place).blocks, block, up=up)
    return _with_blocks(plan, place, blocks), place_of(page, at)


def removed(plan: ReportPlan, place: str) -> ReportPlan:
    """Return the plan without a page or a block. Raises NoSuchPlace, LastOne."""
    page, block = numbers_of(place)
    row: tuple[object, ...] = page_at(plan, place).blocks if block else plan.pages
    if block:
        block_at(plan, place)
    if len(row) < 2:
        raise LastOne()
    if block:
        blocks = page_at(plan, place).blocks
        return _with_blocks(plan, place, blocks[: block - 1] + blocks[block:])
    return replace(plan, pages=plan.pages[: page - 1] + plan.pages[page:])


def texts_at(plan: ReportPlan, place: str) -> list[str]:
    """Return the texts of a place in which a number may stand. Raises NoSuchPlace."""
    found: list[str] = []

    def read(text: str) -> str:
        found.append(text)
        return text

    reworded(plan, place, read)
    return found


def reworded(plan: ReportPlan, place: str, change: Callable[[str], str]) -> ReportPlan:
    """Return the plan with every text of a place changed. Raises NoSuchPlace."""
    if place == COVER:
        return replace(plan, title=change(plan.title), subtitle=change(plan.subtitle))
    if place == SUMMARY:
        return replace(plan, summary=tuple(map(change, plan.summary)))
    if place == OVERVIEW:
        return replace(plan, overview=_told(plan.overview, change))
    if place == TERMS:
        return replace(plan, terms=_told(plan.terms, change))
    if place == TABLES:
        return plan
    if not numbers_of(place)[1]:
        return with_title(plan, place, change(page_at(plan, place).title))
    return with_block(plan, place, _reworded(block_at(plan, place), change))


def _reworded(block: Block, change: Callable[[str], str]) -> Block:
    match block:
        case Headline(text) | Paragraph(text) | Callout(text):
            return type(block)(change(text))
        case Bullets(items):
            return Bullets(tuple(map(change, items)))
        case Facts(rows):
            return Facts(_told(rows, change))
    return block


def places_of(plan: ReportPlan) -> list[str]:
    """Return every place, in the order of the report."""
    inside = [
        place_of(number, block)
        for number, page in enumerate(plan.pages, 1)
        for block in range(len(page.blocks) + 1)
    ]
    return [COVER, OVERVIEW, TERMS, *inside, SUMMARY, TABLES]


def _told(
    rows: tuple[tuple[str, tuple[str, ...]], ...], change: Callable[[str], str]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((label, tuple(map(change, lines))) for label, lines in rows)


def _moved(row: tuple[Part, ...], number: int, *, up: bool) -> tuple[tuple[Part, ...], int]:
    other = number - 1 if up else number + 1
    if not 1 <= other <= len(row):
        return row, number
    parts = list(row)
    parts[number - 1], parts[other - 1] = parts[other - 1], parts[number - 1]
    return tuple(parts), other


def _with_blocks(plan: ReportPlan, place: str, blocks: tuple[Block, ...]) -> ReportPlan:
    tables = tuple(
        dict.fromkeys(block.table for block in blocks if isinstance(block, ChartBlock | TableBlock))
    )
    return _with_page(plan, place, replace(page_at(plan, place), blocks=blocks, tables=tables))


def _with_page(plan: ReportPlan, place: str, page: PlannedPage) -> ReportPlan:
    number = numbers_of(place)[0]
    return replace(plan, pages=(*plan.pages[: number - 1], page, *plan.pages[number:]))
