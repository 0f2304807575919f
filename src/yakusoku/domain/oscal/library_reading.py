"""A component definition as entries of a contractor's own answer library."""

from collections.abc import Mapping
from dataclasses import dataclass

from yakusoku.domain.inspections.answers import Answer, GivenAnswer
from yakusoku.domain.library.wording import words_digest
from yakusoku.domain.oscal.differences import Change, Difference, Left, difference
from yakusoku.domain.oscal.documents import Document, Kind, NotOscal
from yakusoku.domain.oscal.parts import prop_of, prose_in, told
from yakusoku.domain.oscal.reading import answer_changes, given_in, statements_in

MOST_QUESTION = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """An answer to keep: the question in its words, and by what it is found again."""

    words: str
    question: str
    given: GivenAnswer


@dataclass(frozen=True, slots=True)
class LibraryRead:
    """Answers to keep, and how they differ from those that are kept."""

    difference: Difference
    entries: tuple[Entry, ...]


def read_for_library(document: Document, kept: Mapping[str, GivenAnswer]) -> LibraryRead:
    """Return the answers of a component definition that differ from those kept, by the digest of the question.

    raises   NotOscal for another kind
    """
    if document.kind is not Kind.CLAIMS:
        raise NotOscal()
    changes: list[Change] = []
    left = []
    entries: dict[str, Entry | None] = {}
    for said in statements_in(document):
        words = words_digest(said.question)
        answer, comment = prop_of(said.node, "answer"), prose_in(said.node, "remarks")
        problem = _problem(said.question, answer, comment)
        if problem or words in entries:
            left.append(Left(said.check, problem or "twice"))
            continue
        given = given_in(said)
        rows = answer_changes(said.check, said.question, kept.get(words), given)
        changes += rows
        entries[words] = Entry(words, said.question, given) if rows else None
    return LibraryRead(difference(changes, left), tuple(e for e in entries.values() if e is not None))


def _problem(question: str, answer: str, comment: str) -> str:
    if question in {"", told("")} or len(question) > MOST_QUESTION:
        return "too-long" if len(question) > MOST_QUESTION else "no-question"
    if answer not in set(Answer):
        return "unknown-answer"
    if answer == Answer.NOT_APPLICABLE and not comment:
        return "comment-missing"
    return ""
