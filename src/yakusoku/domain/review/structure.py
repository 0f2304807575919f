"""From the paragraphs of a document to its clauses (docs/rules/review-structure.md).

Contracts number in many ways. What counts as a clause is decided by the shape of the document: the numbered
paragraphs make a tree, and a clause is a branch that says something of its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from yakusoku.domain.review.labels import Label, label_of, number_of
from yakusoku.domain.review.layout import (
    annex_title,
    closes,
    looks_like_heading,
    only_annex,
    parts_ways,
    prepared,
    with_marks,
)
from yakusoku.domain.review.model import Clause, Document, Line, Source

_BRACKETED = re.compile(
    r"[ \t　]*[（(【〔［\[](?P<words>[^（）()【】〔〕\[\]［］\n]{1,60})[)）】〕］\]][ \t　]*"
)
_LONE = re.compile(rf"^{_BRACKETED.pattern}$")
_TOP = frozenset({"article"})
# Kinds of numbers after which a heading may be set apart by a blank alone.
_HEADED = frozenset({"article", "section", "number", "dotted", "kanji"})


@dataclass
class _Node:
    """A numbered paragraph with what stands below it."""

    label: Label | None
    heading: str
    first: Line
    body: list[str] = field(default_factory=list)
    children: list["_Node"] = field(default_factory=list)
    part: str = ""

    @property
    def written(self) -> str:
        return self.label.written if self.label else ""


def document_of(source: Source) -> Document:
    """Return a document in clauses."""
    forest = _Forest()
    for row, heading in with_marks(list(prepared(source.lines))):
        if heading:
            forest.take_marked(heading, row.line)
        else:
            forest.take(row.line, row.text)
    forest.close()
    clauses = [clause for root in forest.roots for clause in _clauses(root, "")]
    return Document(source.path, source.title or forest.title, tuple(clauses), source.warnings)


class _Forest:
    """The numbered paragraphs of a document as trees, built line by line."""

    def __init__(self) -> None:
        self.roots: list[_Node] = []
        self.title = ""
        self._stack: list[_Node] = []
        # A heading that stands above the number it belongs to, and the annex that is read now.
        self._heading, self._part = "", ""
        # The words after the last clause: who signed, when, how many copies there are.
        self._closing: _Node | None = None

    def take(self, line: Line, text: str) -> None:
        """Take the next paragraph."""
        label, rest = _label(line, text)
        if label is not None and not label.is_bullet:
            self._take_numbered(label, rest, line)
        elif label is None and parts_ways(text):
            self.close()
        elif label is None and (annex := annex_title(text, first=not (self.roots or self.title))) is not None:
            self._open_part(annex)
        elif label is None and (self._closing or self._ends(text)):
            self._take_closing(line, text.strip())
        elif label is None and (lone := _LONE.match(text)):
            self._take_heading(lone["words"].strip())
        else:
            self._take_words(line, text.strip())

    def take_marked(self, heading: str, line: Line) -> None:
        """Take a heading that a mark sets apart: it begins a clause as a number would."""
        self._take_numbered(Label("mark", "", 0), heading, line)

    def _open_part(self, title: str) -> None:
        """Begin an annex; the first such line of a document is its title, whatever was stamped above it."""
        self.close()
        begun = any(root.label and not _says_nothing(root) for root in self.roots)
        if begun or (self.title and (self.roots or not only_annex(self.title))):
            self._part = title
        else:
            # 別記 alone says nothing; the line below it says what it is.
            self.title = f"{self.title} {title}".strip()

    def close(self) -> None:
        """End the tree that is being built."""
        self.roots += self._stack[:1]
        self._stack, self._heading, self._closing = [], "", None

    def _ends(self, text: str) -> bool:
        """Return whether a paragraph closes the contract: the last clause has said what it says."""
        numbered = bool(self._stack) or any(root.label for root in self.roots)
        return numbered and closes(text) and not (self._stack and _says_nothing(self._stack[-1]))

    def _take_closing(self, line: Line, text: str) -> None:
        if self._closing is None:
            self.close()
            self._closing = _Node(None, "", line, part=self._part)
            self.roots.append(self._closing)
        self._closing.body.append(text)

    def _take_numbered(self, label: Label, rest: str, line: Line) -> None:
        if label.kind == "part":
            self.close()
            return
        node = _node(label, rest, line, self._heading, self._part)
        self._heading, self._closing = "", None
        while self._stack and not _below(node, self._stack[-1], self._stack):
            root = self._stack.pop()
            self.roots += [] if self._stack else [root]
        if self._stack:
            self._stack[-1].children.append(node)
        self._stack.append(node)

    def _take_heading(self, words: str) -> None:
        """Take a heading that stands alone: it belongs to the number above it, if that is alone, or below."""
        if self._stack and _bare(self._stack[-1]):
            self._stack[-1].heading = words
        else:
            self._heading = words

    def _take_words(self, line: Line, text: str) -> None:
        if self._stack and _waits_for_heading(self._stack[-1], text):
            self._stack[-1].heading = text
        elif self._stack:
            self._stack[-1].body.append(text)
        else:
            self.roots.append(_Node(None, self._heading, line, [text], part=self._part))
        self._heading = ""


def _label(line: Line, text: str) -> tuple[Label | None, str]:
    if line.label:
        found = label_of(line.label) or label_of(f"{line.label} ")
        if found:
            return Label(found.kind, line.label.strip(), 0), text.strip()
    found = label_of(text)
    return found, text[found.rest :].strip() if found else text


def _bare(node: _Node) -> bool:
    return not node.heading and _says_nothing(node)


def _says_nothing(node: _Node) -> bool:
    return not node.body and not node.children


def _waits_for_heading(node: _Node, text: str) -> bool:
    """Return whether words are the heading of the number above them: cells of a table, one below the other."""
    return (
        node.label is not None
        and node.label.kind in _HEADED
        and _bare(node)
        and len(text) <= 24
        and looks_like_heading(text)
    )


def _node(label: Label, rest: str, line: Line, waiting: str, part: str) -> _Node:
    bracketed = _BRACKETED.match(rest)
    if bracketed and (label.kind != "paren" or looks_like_heading(bracketed["words"])):
        body = rest[bracketed.end() :].strip()
        return _Node(label, bracketed["words"].strip(), line, [body] if body else [], part=part)
    spaced = re.match(r"(?P<words>[^。\s　]{2,24})[ 　]+(?P<body>\S.*)$", rest)
    if spaced and _sets_apart(label, spaced["words"], spaced["body"]):
        return _Node(label, spaced["words"], line, [spaced["body"].strip()], part=part)
    if rest and looks_like_heading(rest):
        return _Node(label, rest, line, part=part)
    return _Node(label, waiting, line, [rest] if rest else [], part=part)


def _sets_apart(label: Label, words: str, body: str) -> bool:
    """Return whether a blank sets a heading apart from the sentence after it."""
    certain = label.kind in _TOP or (label.kind in _HEADED and "。" in body and "、" not in words)
    return certain and looks_like_heading(words)


def _below(node: _Node, above: _Node, stack: Sequence[_Node]) -> bool:
    """Return whether a numbered paragraph stands below another: its kind of number is new on this branch."""
    if node.label is None or above.label is None:
        return False
    if node.label.kind in _TOP:
        return False
    kinds = [each.label.kind for each in stack if each.label]
    if kinds[0] in _TOP and node.label.kind == "number" and above is not stack[0]:
        # ２ after the items of 第３条 is its second paragraph; a list within an item begins with １.
        return node.label.kind not in kinds and number_of(node.written) == 1
    if node.label.kind == "dotted":
        return _depth(node.label) > _depth(above.label) and above.label.kind in {
            "dotted",
            "number",
            "section",
        }
    return node.label.kind not in kinds


def _depth(label: Label) -> int:
    return len(re.findall(r"[0-9０-９]+", label.written)) if label.kind == "dotted" else 1


def _clauses(node: _Node, path: str) -> Iterator[Clause]:
    """Yield the clauses of a branch: the branch itself when it says something, else each of its parts."""
    number = _joined(path, node)
    if _is_container(node):
        for child in node.children:
            yield from _clauses(child, number)
        return
    text = "\n".join(_texts(node))
    if text or node.heading:
        yield Clause(number, _closed_up(node.heading), text, node.first.page, node.first.paragraph, node.part)


def _closed_up(heading: str) -> str:
    """Return a heading that was spread over its line as one word: 目　的."""
    words = heading.split()
    return "".join(words) if all(len(word) == 1 for word in words) else heading


def _joined(path: str, node: _Node) -> str:
    """Return the number with those it stands under, where its own number does not repeat them: (2)ア."""
    own = node.written.rstrip(".．、")
    if not path or node.label is None or node.label.kind in {"article", "dotted"}:
        return own
    return f"{path}{'-' if own[:1].isdigit() and path[-1:].isdigit() else ''}{own}"


def _is_container(node: _Node) -> bool:
    """Return whether a paragraph only gathers others: a title without words of its own, above titled parts."""
    if node.label is not None and node.label.kind in _TOP:
        return False
    titled = (child.heading and (child.body or child.children) for child in node.children)
    return not node.body and any(titled)


def _texts(node: _Node) -> Iterator[str]:
    """Yield the paragraphs of a branch, those below it with their numbers."""
    yield from (text for text in node.body if text)
    yield from _texts_below(node)


def _texts_below(node: _Node) -> Iterator[str]:
    for child in node.children:
        told = (
            [f"（{child.heading}）"]
            if child.heading and child.body
            else [child.heading]
            if child.heading
            else []
        )
        first = "".join([*told, *child.body[:1]])
        yield f"{child.written}　{first}".rstrip("　")
        yield from child.body[1:]
        yield from _texts_below(child)
