"""From printed lines with their places on pages to paragraphs: columns, heads and feet, broken sentences."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from unicodedata import east_asian_width

from yakusoku.domain.review.labels import label_of
from yakusoku.domain.review.layout import closes
from yakusoku.domain.review.model import Line
from yakusoku.domain.review.printing import Piece, Row, closed_up, rows_of

# A line counts as head or foot when it stands at the edge of so many pages.
MOST_EDGE_LINES, LEAST_REPEATED = 3, 3
# A text is broken at a width when so many lines reach it; the last letter may have been taken to the next line.
LEAST_WIDTH, LEAST_FULL, FULL_REACH = 40, 3, 5
_DASHES = r"[ \t　\-－‐–—―‒−ｰ・~〜～]*"
_COUNT = r"[0-9０-９]{1,4}"
_PAGE_NUMBER = re.compile(
    rf"^{_DASHES}(?:p\.?|page|頁|ページ|第)?[ 　]?{_COUNT}(?:[ 　]*(?:[/／]|of)[ 　]*{_COUNT})?[ 　]*(?:頁|ページ)?{_DASHES}$",
    re.IGNORECASE,
)
_AT_ENDS = re.compile(r"^[0-9０-９/／\-－]+|[0-9０-９/／\-－]+(?:頁|ページ)?$")
_ENDS = ("。", "：", ":", "」", "）。", "。）", ")。")
# After a number at the head of a line that goes on from the one before: 昭和／60 年法律第88号.
_COUNTED = re.compile("(?:年|月|日|時|分|名|人|件|円|個|回|部|通|条|項|号|週|か月|箇所|％|%)")
# A full stop within brackets; the sentence goes on when a particle follows: （以下「甲」という。）は、
_INSIDE, _PARTICLE = ("。）", "。)"), re.compile("[ぁ-ん、。]")
# Numbers that a heading in brackets stands above.
_ABOVE = frozenset({"article", "section"})
_LONE_HEADING = re.compile(r"^[ 　]*[（(【〔][^（）()【】]{1,40}[)）】〕][ 　]*$")


def paragraphs_of(pages: Sequence[Sequence[Piece]]) -> list[Line]:
    """Return the paragraphs of a printed document, in the order they are read."""
    ordered = [rows_of(pieces, number) for number, pieces in enumerate(pages, start=1)]
    return list(_joined(list(_without_edges(ordered))))


def _without_edges(pages: Sequence[Sequence[Row]]) -> Iterator[Row]:
    """Yield the rows without page numbers and without what stands at the edge of page after page."""
    seen: Counter[str] = Counter()
    for rows in pages:
        seen.update({_sameness(row.text) for row in (*rows[:MOST_EDGE_LINES], *rows[-MOST_EDGE_LINES:])})
    least = max(LEAST_REPEATED, len(pages) // 3)
    ends = {_sameness(row.text) for rows in pages[:1] for row in (*rows[:1], *rows[-1:])}
    for number, rows in enumerate(pages):
        for place, row in enumerate(rows):
            same, last = _sameness(row.text), len(rows) - 1
            at_edge = place < MOST_EDGE_LINES or place > last - MOST_EDGE_LINES
            repeated = len(pages) > 2 and seen[same] >= least
            # Two pages tell little: what begins or ends both of them is read once.
            repeated = repeated or bool(len(pages) == 2 and number and place in {0, last} and same in ends)
            if at_edge and (_PAGE_NUMBER.match(row.text) or (repeated and not _says_something(row.text))):
                continue
            yield row


def _says_something(text: str) -> bool:
    """Return whether a line is one of a clause: pages of a form may repeat it and yet mean it each time."""
    label = label_of(text)
    return "。" in text or (label is not None and label.kind in {"article", "section", "item-of"})


def _sameness(text: str) -> str:
    """Return a head or foot without the number of its page, which stands at one of its ends."""
    return _AT_ENDS.sub("", re.sub(r"\s", "", text))


def _joined(rows: Sequence[Row]) -> Iterator[Line]:
    """Yield paragraphs: a row goes on below when it is full and ends no sentence."""
    text, page = "", 0
    before: Row | None = None
    for row, after in zip(rows, [*rows[1:], None], strict=True):
        if before is not None and _goes_on(before, text, row, after):
            text += row.text.strip()
        else:
            if text:
                yield Line(closed_up(text), page=page)
            text, page = row.text.strip(), row.page
        before = row
    if text:
        yield Line(closed_up(text), page=page)


def _goes_on(before: Row, text: str, row: Row, after: Row | None) -> bool:
    """Return whether a row belongs to the paragraph `text`, whose last row stands before it."""
    if not before.full or _LONE_HEADING.match(before.text):
        return False
    if _LONE_HEADING.match(row.text):
        # Words in brackets that fill a line of their own are a heading only above a number.
        label = label_of(after.text) if after is not None else None
        return not text.endswith(_ENDS) and (label is None or label.kind not in _ABOVE)
    if _begins(row.text):
        return False
    if not text.endswith(_ENDS) or _leaves_open(text):
        return True
    if text.endswith(_INSIDE):
        return bool(_PARTICLE.match(row.text))
    # A sentence ends at the edge. Another one goes on below unless its first line is set in.
    return text.endswith("。") and row.left < before.left + 0.5 and "。" in row.text and not closes(row.text)


def _leaves_open(text: str) -> bool:
    """Return whether a bracket is still open: a full stop within it ends no paragraph."""
    return text.count("（") > text.count("）")


def _begins(text: str) -> bool:
    """Return whether a row begins a paragraph: with a number, a heading, or set in after the one before."""
    label = label_of(text)
    if label is not None and label.kind == "number" and _COUNTED.match(text, label.rest):
        return False
    certain = label is not None and label.kind not in {
        "kanji",
        "letter",
        "kana",
        "number",
        "bullet",
        "dotted",
        "capital",
    }
    spaced = label is not None and text[: label.rest].rstrip() != text[: label.rest]
    dotted = label is not None and label.kind == "number" and text[label.rest - 1] in ".．"
    return (
        certain
        or spaced
        or dotted
        or bool(_LONE_HEADING.match(text))
        or (label is not None and label.is_bullet)
    )


def joined_by_width(rows: Sequence[Line]) -> list[Line]:
    """Return paragraphs of a plain text whose lines were broken at a width; other texts stay as they are."""
    widths = [_width(row.text) for row in rows]
    longest = max(widths, default=0)
    full = [width >= longest - FULL_REACH for width in widths]
    # Where most of them end a sentence, they only happen to be as long.
    ended = sum(row.text.rstrip().endswith("。") for row, is_full in zip(rows, full, strict=True) if is_full)
    if longest < LEAST_WIDTH or sum(full) < max(LEAST_FULL, len(rows) // 6) or 2 * ended > sum(full):
        return [replace(row, text=row.text.strip()) for row in rows]
    indented = sum(row.text.startswith("　") for row in rows) >= len(rows) // 5
    lines: list[Line] = []
    before = ""
    for row, is_full in zip(rows, full, strict=True):
        set_in = row.text.startswith(("　", " "))
        # In a text whose paragraphs are set in, a sentence that ends at the edge ends no paragraph.
        ends = before.endswith(_ENDS) and (set_in or not indented or not before.endswith("。"))
        if lines and before and not ends and not _begins(row.text) and not _LONE_HEADING.match(before):
            lines[-1] = replace(lines[-1], text=lines[-1].text + row.text.strip())
        else:
            lines.append(replace(row, text=row.text.strip()))
        before = row.text.strip() if is_full else ""
    return lines


def _width(text: str) -> int:
    """Return how wide a line is, in halves of a Japanese letter."""
    return sum(2 if east_asian_width(each) in "FWA" else 1 for each in text.rstrip())
