"""The contract as a Word document with comments at the places that the review speaks of."""

import io
from collections.abc import Collection, Iterator, Mapping, Sequence

import docx
from docx.document import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from yakusoku.adapters.contracts.links import loosened
from yakusoku.adapters.contracts.word import paragraphs, text_of
from yakusoku.adapters.letters import UNPRINTABLE, headed_document
from yakusoku.adapters.word_template import ARTICLE, FIRST, TITLE
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.packs.labels import STRENGTH_LABELS
from yakusoku.domain.review.judging import Judgement, Place
from yakusoku.domain.review.party import PARTY_LABELS
from yakusoku.domain.review.report import contradiction_words, lacking
from yakusoku.domain.review.reviewing import Label, Reviewed, ReviewedDocument

AUTHOR, INITIALS = "約束", "約"
# By so many of its first letters a line is found again among the paragraphs of the file.
MOST_KNOWN = 40
# From where in the clause a comment speaks, and what it says.
_Note = tuple[int, str]


def annotated(
    documents: Sequence[ReviewedDocument],
    number: int,
    judgement: Judgement,
    titles: Mapping[str, str],
    original: bytes | None,
) -> bytes:
    """Return a document with comments: the Word file itself, or its clauses written down anew.

    number     of the document among those that were judged together
    titles     of every requirement, by slug
    original   the bytes of a Word file; None: the contract came in another form
    """
    reviewed = documents[number]
    conflicts: dict[int, list[_Note]] = {}
    for at, words in _conflicts(documents, judgement, titles):
        if at.document == number:
            conflicts.setdefault(at.clause, []).append((_start(at.label), words))
    gaps = {each.requirement.slug for each in judgement.gaps}
    opened = _opened(original) if original is not None else None
    if opened is not None and loosened(opened):
        document, places = opened, _places(opened, reviewed)
    else:
        document, places = _written(reviewed)
    for place, clause in enumerate(reviewed.clauses):
        notes = [*_notes(clause, titles, gaps), *conflicts.get(place, ())]
        for paragraph, said in _hung(clause, notes, places.get(place, ())):
            _comment(document, paragraph, "\n".join(said))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _opened(original: bytes) -> Document | None:
    """Return a Word file that can be written to; None: it was kept in a form that can only be read."""
    try:
        return docx.Document(io.BytesIO(original))
    except (KeyError, ValueError):
        return None


def _start(label: Label) -> int:
    return label.evidence[0][0] if label.evidence else 0


def _hung(
    clause: Reviewed, notes: Sequence[_Note], told: Sequence[etree._Element]
) -> Iterator[tuple[etree._Element, list[str]]]:
    """Yield each paragraph of a clause that something is said of, in their order, with all that is said of it.

    told   the paragraphs of the clause that have words; a note that none of them is found for hangs on the first
    """
    lines = ["".join(text_of(each).split()) for each in told]
    said: dict[int, list[str]] = {}
    for start, words in notes:
        line = clause.clause.text[clause.clause.text.rfind("\n", 0, start) + 1 :].split("\n")[0]
        known = "".join(line.split())[:MOST_KNOWN]
        place = next((place for place, each in enumerate(lines) if known and known in each), 0)
        said.setdefault(place, []).append(words)
    yield from ((told[place], said[place]) for place in sorted(said) if told)


def _conflicts(
    documents: Sequence[ReviewedDocument], judgement: Judgement, titles: Mapping[str, str]
) -> Iterator[tuple[Place, str]]:
    """Yield what the work cannot keep and what contradicts another clause, with the place it is said at."""
    for each in judgement.impossible:
        yield each.place, f"この業務では守れません（{titles.get(each.slug, each.slug)}）: {each.reason}"
    for pair in judgement.contradictions:
        told = contradiction_words(documents, judgement, pair)
        for place in (pair.one, pair.other):
            yield place, f"食い違い（{titles.get(pair.slug, pair.slug)}）: {told}"


def _notes(clause: Reviewed, titles: Mapping[str, str], gaps: Collection[str]) -> Iterator[_Note]:
    """Yield what comments say about a clause. `gaps`: what the supplement promises anew."""
    for label in clause.labels:
        who = (
            f"、{PARTY_LABELS[label.binds]}" if label.binds and label.strength is not Strength.PERMIT else ""
        )
        told = f"{titles.get(label.slug, label.slug)}: {STRENGTH_LABELS[label.strength]}{who}"
        again = (
            "代わりの条文が、追加の特記仕様書にあります。"
            if label.slug in gaps and (label.weak or label.one_sided)
            else ""
        )
        yield _start(label), told + _weakness(clause, label) + again
    for hit in clause.outdated:
        yield hit.span[0], f"「{hit.text}」: {hit.change.title}。{hit.change.advice}"


def _weakness(clause: Reviewed, label: Label) -> str:
    if not label.weak:
        return ""
    words = "、".join(f"「{clause.clause.text[start:end]}」" for start, end in label.weak_words)
    why = "、".join(filter(None, (words, lacking(label))))
    return f"（弱い約束です{f': {why}' if why else ''}）"


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


def _places(document: Document, reviewed: ReviewedDocument) -> dict[int, list[etree._Element]]:
    """Return for each clause its paragraphs with words."""
    found = list(paragraphs(document.element.body))
    starts = [clause.clause.paragraph or 0 for clause in reviewed.clauses]
    places = {}
    for place, start in enumerate(starts):
        following = next((each for each in starts[place + 1 :] if each > start), len(found) + 1)
        own = found[max(0, start - 1) : following - 1]
        places[place] = [each for each in own if text_of(each).strip()]
    return places


def _written(reviewed: ReviewedDocument) -> tuple[Document, dict[int, list[etree._Element]]]:
    """Return the clauses as a new document, and for each its paragraphs with words."""
    title = reviewed.document.title or reviewed.document.path
    document = headed_document(title, "")
    places: dict[int, list[etree._Element]] = {}
    _add(document, TITLE, title)
    for place, each in enumerate(reviewed.clauses):
        clause = each.clause
        heading = f"（{clause.heading}）" if clause.heading else ""
        head = [_add(document, ARTICLE, f"{clause.no}{heading}")] if clause.no or heading else []
        told = [_add(document, FIRST, line) for line in clause.text.split("\n")]
        places[place] = [each for each in (*head, *told) if text_of(each).strip()]
    return document, places


def _add(document: Document, style: str, text: str) -> etree._Element:
    names = {each.style_id: each for each in document.styles}
    paragraph = document.add_paragraph(UNPRINTABLE.sub("", text))
    paragraph.style = names[style]
    return paragraph._p
