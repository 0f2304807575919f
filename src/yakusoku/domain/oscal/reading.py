"""OSCAL documents of others: answers and requirements that can be taken over, and what could not be read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from yakusoku.domain.inspections.answers import Answer, GivenAnswer
from yakusoku.domain.oscal.parts import prop_of
from yakusoku.domain.refusal import Refusal

MOST_COMMENT = 2_000


class NotOscal(Refusal):
    """The document is none of the kinds that can be taken in."""

    code: ClassVar[str] = "oscal.unknown"


class OtherVersion(Refusal):
    """The document belongs to another edition of OSCAL."""

    code: ClassVar[str] = "oscal.version"


@dataclass(frozen=True, slots=True)
class Unread:
    """A statement that could not be taken: its id, and why as a code.

    why   unknown-check, unknown-answer, twice, or reworded-check: the question changed since the document
    """

    statement: str
    why: str


@dataclass(frozen=True, slots=True)
class Read:
    """What a document holds for one check sheet."""

    answers: tuple[GivenAnswer, ...]
    unread: tuple[Unread, ...]


def edition_of(document: Mapping[str, Any]) -> str:
    """Return the edition that a document names as its own; empty: none."""
    for body in document.values():
        if isinstance(body, Mapping) and isinstance(body.get("metadata"), Mapping):
            return str(body["metadata"].get("version", ""))
    return ""


def read_answers(
    document: Mapping[str, Any], checks: Iterable[str], reworded: frozenset[str] = frozenset()
) -> Read:
    """Return the answers that a component definition or assessment results give to the checks.

    checks    ids of the questions that are asked
    reworded  those of them that ask something else than when the document was written
    raises    NotOscal, OtherVersion
    An answer that is not told in our words is not guessed at: it is listed as unread.
    """
    asked = frozenset(checks)
    answers: dict[str, GivenAnswer] = {}
    unread = []
    for statement, node in _statements(document):
        problem = _problem(statement, node, asked, answers)
        if not problem and statement in reworded:
            problem = "reworded-check"
        if problem:
            unread.append(Unread(statement, problem))
        else:
            answers[statement] = _given(statement, node)
    return Read(tuple(answers.values()), tuple(unread))


def _statements(document: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield each statement with its id, wherever the kind of document has them."""
    if "component-definition" in document:
        body = _body(document, "component-definition")
        for component in _list(body, "components"):
            for implementation in _list(component, "control-implementations"):
                for requirement in _list(implementation, "implemented-requirements"):
                    for statement in _list(requirement, "statements"):
                        yield str(statement.get("statement-id", "")), statement
    elif "assessment-results" in document:
        body = _body(document, "assessment-results")
        for result in _list(body, "results"):
            for observation in _list(result, "observations"):
                if prop_of(observation, "answer"):
                    yield prop_of(observation, "check"), observation
    else:
        raise NotOscal()


def _body(document: Mapping[str, Any], kind: str) -> Mapping[str, Any]:
    body = document[kind]
    if not isinstance(body, Mapping) or not isinstance(body.get("metadata"), Mapping):
        raise NotOscal()
    version = str(body["metadata"].get("oscal-version", ""))
    if not version.startswith("1."):
        raise OtherVersion(version=version or "—")
    return body


def _list(node: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    found = node.get(name, ())
    if not isinstance(found, list):
        return
    for each in found:
        if isinstance(each, Mapping):
            yield each


def _problem(
    statement: str, node: Mapping[str, Any], asked: frozenset[str], answers: Mapping[str, GivenAnswer]
) -> str:
    if statement not in asked:
        return "unknown-check"
    if statement in answers:
        return "twice"
    if prop_of(node, "answer") not in set(Answer):
        return "unknown-answer"
    return ""


def _given(statement: str, node: Mapping[str, Any]) -> GivenAnswer:
    comment = str(node.get("remarks", "")).strip()[:MOST_COMMENT]
    evidence = tuple(
        str(each.get("value", "")) for each in _list(node, "props") if each.get("name") == "evidence"
    )
    answer = Answer(prop_of(node, "answer"))
    return GivenAnswer(statement, answer, comment, evidence)
