"""The text of a clause with the passages marked that the judgement rests on."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

# What a passage is marked as; of two that overlap, the one that stands first here gives the look.
KINDS = ("old", "weak", "evidence", "period")


@dataclass(frozen=True, slots=True)
class Mark:
    """A passage: its characters in the text and what it is."""

    start: int
    end: int
    kind: str


def marks_of(clause: Mapping[str, Any]) -> list[Mark]:
    """Return every passage of a clause that something was read in."""
    found = [Mark(span[0], span[1], "evidence") for row in clause["requirements"] for span in row["evidence"]]
    found += [Mark(span[0], span[1], "weak") for row in clause["requirements"] for span in row["weak_words"]]
    found += [Mark(row["span"][0], row["span"][1], "old") for row in clause["outdated"]]
    found += [Mark(row["span"][0], row["span"][1], "period") for row in clause["periods"]]
    # Reviews of before know no amounts.
    found += [Mark(row["span"][0], row["span"][1], "period") for row in clause.get("amounts", ())]
    return [mark for mark in found if mark.start < mark.end]


def marked(text: str, marks: Iterable[Mark]) -> SafeString:
    """Return a text as HTML with its passages marked; everything of the text itself is escaped."""
    kept = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    edges = sorted({0, len(text), *(m.start for m in kept), *(m.end for m in kept)})
    html = SafeString("")
    for start, end in pairwise(edges):
        html += _piece(text[start:end], _kind_at(start, kept))
    return html


def words_marked(text: str, spans: Iterable[Sequence[int]]) -> list[str]:
    """Return the words of passages in the order of the text, each once; passages that touch or overlap are one."""
    joined: list[list[int]] = []
    for start, end in sorted((span[0], span[1]) for span in spans):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    return list(dict.fromkeys(words for start, end in joined if (words := text[start:end].strip())))


def _kind_at(place: int, marks: Sequence[Mark]) -> str:
    covering = {mark.kind for mark in marks if mark.start <= place < mark.end}
    return next((kind for kind in KINDS if kind in covering), "")


def _piece(text: str, kind: str) -> SafeString:
    if not kind:
        return format_html("{}", text)
    return format_html('<mark class="mark-{}">{}</mark>', kind, text)
