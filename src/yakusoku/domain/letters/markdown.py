"""A letter as Markdown, for those who keep text beside data."""

import re
from collections.abc import Iterator, Sequence

from yakusoku.domain.letters.model import Block, Facts, Heading, Items, Letter, Signature, Table, Text

# What Markdown would read as more than a letter.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")


def markdown_of(letter: Letter) -> str:
    """Return the title and the blocks of a letter; addressee, sender and day stay on the letter."""
    lines = [f"# {_plain(letter.title)}", ""]
    for block in letter.blocks:
        lines += [*_lines(block), ""]
    return "\n".join(lines)


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield f"## {_plain(text)}"
        case Text(text):
            yield "  \n".join(_plain(line) for line in text.splitlines())
        case Items(texts):
            yield from (f"{number}. {_plain(text)}" for number, text in enumerate(texts, 1))
        case Facts(rows):
            yield from (f"- {_plain(label)}: {_plain(value)}" for label, value in rows)
        case Table(head, rows):
            yield _row(head)
            yield _row(["---"] * len(head), plain=False)
            yield from map(_row, rows)
        case Signature(lines):
            yield from (f"- {_plain(line)}: " for line in lines)


def _row(cells: Sequence[str], *, plain: bool = True) -> str:
    return f"| {' | '.join(_plain(cell) if plain else cell for cell in cells)} |"


def _plain(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
