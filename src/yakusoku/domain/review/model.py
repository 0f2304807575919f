"""What is read from a contract: lines, and the clauses they make."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a document.

    label      the number a word processor shows before it and does not keep in the text: 第３条, (1)
    page       page it begins on, from 1; None: the document has no pages
    paragraph  place among the paragraphs of the document, from 1; None: the document has pages
    """

    text: str
    label: str = ""
    page: int | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A document as it was read. `warnings`: what the reader should know of it, in Japanese."""

    path: str
    title: str
    lines: Sequence[Line]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. `no`: its number as it is written, 第３条, (2)ア; empty: it has none.

    heading  without brackets; empty: none
    text     without number and heading; its paragraphs stand on lines of their own
    part     the annex or part it stands in, as 別記 個人情報取扱特記事項; empty: the main text
    """

    no: str
    heading: str
    text: str
    page: int | None
    paragraph: int | None
    part: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A contract in clauses."""

    path: str
    title: str
    clauses: tuple[Clause, ...]
    warnings: tuple[str, ...] = ()
