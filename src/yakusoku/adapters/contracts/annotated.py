"""The contract as a Word document with comments at the places that the review speaks of."""

import io
from collections.abc import Iterator, Mapping, Sequence

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from yakusoku.adapters.contracts.links import loosened
from yakusoku.adapters.contracts.word import paragraphs, text_of
from yakusoku.adapters.letters import UNPRINTABLE, headed_document
from yakusoku.adapters.word_template import ARTICLE, FIRST, TITLE
from yakusoku.domain.packs.labels import STRENGTH_LABELS
from yakusoku.domain.review.judging import Judgement
from yakusoku.domain.review.reviewing import Label, Reviewed, ReviewedDocument

AUTHOR, INITIALS = "約束", "約"


def annotated(reviewed: ReviewedDocument, number: int, judgement: Judgement, original: bytes | None) -> bytes:
    """Return a document with comments: the Word file itself, or its clauses written down anew.

    number     of the document among those that were judged together
    original   the bytes of a Word file; None: the contract came in another form
    """
    titles = {each.requirement.slug: each.requirement.title for each in judgement.coverage}
    obstacles: dict[int, list[str]] = {}
    for each in judgement.impossible:
        if each.place.document == number:
            obstacles.setdefault(each.place.clause, []).append(each.reason)
    opened = _opened(original) if original is not None else None
    if opened is not None and loosened(opened):
        document, places = opened, _places(opened, reviewed)
    else:
        document, places = _written(reviewed)
    for place, clause in enumerate(reviewed.clauses):
        notes = list(_notes(clause, titles, obstacles.get(place, ())))
        if notes and place in places:
            _comment(document, places[place], "\n".join(notes))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _opened(original: bytes) -> Document | None:
    """Return a Word file that can be written to; None: it was kept in a form that can only be read."""
    try:
        return docx.Document(io.BytesIO(original))
    except (KeyError, ValueError):
        return None


def _notes(clause: Reviewed, titles: Mapping[str, str], obstacles: Sequence[str]) -> Iterator[str]:
    """Yield what a comment says about a clause."""
    for label in clause.labels:
        yield f"{titles.get(label.slug, label.slug)}: {STRENGTH_LABELS[label.strength]}{_weakness(clause, label)}"
    for hit in clause.outdated:
        yield f"「{hit.text}」: {hit.change.title}。{hit.change.advice}"
    yield from (f"この業務では守れません: {reason}" for reason in obstacles)


def _weakness(clause: Reviewed, label: Label) -> str:
    if not label.weak:
        return ""
    words = "、".join(f"「{clause.clause.text[start:end]}」" for start, end in label.weak_words)
    return f"（弱い約束です{f': {words}' if words else ''}）"


def _comment(document: Document, paragraph: etree._Element, words: str) -> None:
    """Hang a comment on all words of a paragraph, those that a tracked change or a link holds among them."""
    told = [
        each for each in paragraph if each.tag != qn("w:pPr") and next(each.iter(qn("w:t")), None) is not None
    ]
    comment = document.comments.add_comment(words, AUTHOR, INITIALS)
    number = str(comment.comment_id)
    told[0].addprevious(_mark("w:commentRangeStart", number))
    reference = OxmlElement("w:r")
    reference.append(_mark("w:commentReference", number))
    told[-1].addnext(reference)
    reference.addprevious(_mark("w:commentRangeEnd", number))


def _mark(tag: str, number: str) -> etree._Element:
    mark = OxmlElement(tag)
    mark.set(qn("w:id"), number)
    return mark


def _places(document: Document, reviewed: ReviewedDocument) -> dict[int, etree._Element]:
    """Return for each clause the paragraph that its comment hangs on: its first one with words."""
    found = list(paragraphs(document.element.body))
    starts = [clause.clause.paragraph or 0 for clause in reviewed.clauses]
    places = {}
    for place, start in enumerate(starts):
        following = next((each for each in starts[place + 1 :] if each > start), len(found) + 1)
        for paragraph in found[max(0, start - 1) : following - 1]:
            if text_of(paragraph).strip():
                places[place] = paragraph
                break
    return places


def _written(reviewed: ReviewedDocument) -> tuple[Document, dict[int, etree._Element]]:
    """Return the clauses as a new document, and for each its first paragraph with words."""
    title = reviewed.document.title or reviewed.document.path
    document = headed_document(title, "")
    places: dict[int, etree._Element] = {}
    _add(document, TITLE, title)
    for place, each in enumerate(reviewed.clauses):
        clause = each.clause
        heading = f"（{clause.heading}）" if clause.heading else ""
        if clause.no or heading:
            places[place] = _add(document, ARTICLE, f"{clause.no}{heading}")
        for line in clause.text.split("\n"):
            told = _add(document, FIRST, line)
            if line.strip():
                places.setdefault(place, told)
    return document, places


def _add(document: Document, style: str, text: str) -> etree._Element:
    names = {each.style_id: each for each in document.styles}
    paragraph = document.add_paragraph(UNPRINTABLE.sub("", text))
    paragraph.style = names[style]
    return paragraph._p
