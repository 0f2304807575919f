"""Answers and observations in OSCAL documents, and what of them could not be read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from yakusoku.domain.inspections.answers import Answer, AskedCheck, GivenAnswer, Observation, Verification
from yakusoku.domain.inspections.evaluation import evaluate
from yakusoku.domain.oscal.differences import Change, Difference, Left, difference
from yakusoku.domain.oscal.documents import Document, Kind, NotOscal
from yakusoku.domain.oscal.parts import identity, nodes_in, prop_of, prose_in, text_in, told


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said about one check: its id, the question as it stands there, and where it was read."""

    check: str
    question: str
    node: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """What a document holds for one check sheet."""

    answers: tuple[GivenAnswer, ...]
    unread: tuple[Left, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the client's side would take from results."""

    difference: Difference
    observations: tuple[Observation, ...]


def read_answers(
    document: Document,
    checks: Iterable[str],
    round_name: str = "",
    reworded: frozenset[str] = frozenset(),
) -> Read:
    """Return the answers that a component definition or assessment results give to the checks.

    checks       ids of the questions that are asked
    round_name   of the inspection: of results with several rounds only its own is read, if it is among them
    reworded     those of the checks that ask something else than when the document was written
    raises       NotOscal for another kind
    An answer that is not told in our words is not guessed at: it is listed as unread.
    """
    asked = frozenset(checks)
    answers: dict[str, GivenAnswer] = {}
    unread = []
    for said in statements_in(document, round_name):
        problem = "twice" if said.check in answers else _problem(said, asked)
        if not problem and said.check in reworded:
            problem = "reworded-check"
        if problem:
            unread.append(Left(said.check, problem))
        else:
            answers[said.check] = given_in(said)
    return Read(tuple(answers.values()), tuple(unread))


def compare_answers(
    read: Read, checks: Iterable[AskedCheck], present: Mapping[str, GivenAnswer]
) -> Difference:
    """Return what taking the answers would change."""
    given = {each.check: each for each in read.answers}
    changes: list[Change] = []
    for check in checks:
        if check.id in given:
            before, after = present.get(check.id), given[check.id]
            changes += answer_changes(check.id, check.question, before, after)
    return difference(changes, read.unread)


def answer_changes(subject: str, title: str, before: GivenAnswer | None, after: GivenAnswer) -> list[Change]:
    """Return how one answer would change, part by part."""
    parts = (
        ("answer", before.answer.value if before else "", after.answer.value),
        ("comment", before.comment if before else "", after.comment),
        ("evidence", "\n".join(before.evidence) if before else "", "\n".join(after.evidence)),
    )
    return [Change(subject, title, name, was, will) for name, was, will in parts if was != will]


def read_observations(
    document: Document,
    round_name: str,
    checks: Iterable[AskedCheck],
    answers: Mapping[str, GivenAnswer],
    present: Mapping[str, Observation],
) -> Seen:
    """Return what assessment results say that was seen, and how it differs from what is kept.

    Answers are the contractor's: those that differ are listed. Findings follow from answers and observations:
    those that would not follow are listed too.
    """
    asked = {check.id: check for check in checks}
    found, left = _observations(document, round_name, asked)
    left += _answers_that_differ(document, round_name, asked, answers)
    merged = {**present, **found}
    follow = {(f.check.id, f.kind.value) for f in evaluate(asked.values(), answers, merged)}
    for node in _inner(document, round_name, "findings"):
        key = prop_of(node, "check"), prop_of(node, "kind")
        if key not in follow:
            left.append(Left(key[0] or text_in(node, "uuid"), "finding-does-not-follow"))
    changes: list[Change] = []
    taken = []
    for id, observed in found.items():
        rows = _seen_changes(asked[id], present.get(id), observed)
        changes += rows
        taken += [observed] if rows else []
    return Seen(difference(changes, left), tuple(taken))


def statements_in(document: Document, round_name: str = "") -> Iterator[Statement]:
    """Yield everything that is answered, wherever the kind of document has it. Raises NotOscal."""
    if document.kind is Kind.RESULTS:
        for node in _inner(document, round_name, "observations"):
            if prop_of(node, "answer"):
                yield Statement(prop_of(node, "check"), prose_in(node, "description"), node)
    elif document.kind is Kind.CLAIMS:
        for component in nodes_in(document.body, "components"):
            for implementation in nodes_in(component, "control-implementations"):
                for requirement in nodes_in(implementation, "implemented-requirements"):
                    yield from _statements(requirement)
    else:
        raise NotOscal()


def given_in(said: Statement) -> GivenAnswer:
    """Return an answer that is told in our words. Raises ValueError for another."""
    rows = nodes_in(said.node, "props")
    evidence = tuple(text_in(each, "value") for each in rows if each.get("name") == "evidence")
    answer = Answer(prop_of(said.node, "answer"))
    return GivenAnswer(said.check, answer, prose_in(said.node, "remarks"), evidence)


def _statements(requirement: Mapping[str, Any]) -> Iterator[Statement]:
    """Yield the statements of a control; one that has none is itself what cannot be read."""
    none = True
    for node in nodes_in(requirement, "statements"):
        none = False
        yield Statement(text_in(node, "statement-id"), prose_in(node, "description"), node)
    if none:
        yield Statement(text_in(requirement, "control-id"), "", {})


def _problem(said: Statement, asked: frozenset[str]) -> str:
    if said.check not in asked:
        return "unknown-check"
    answer = prop_of(said.node, "answer")
    if answer not in set(Answer):
        return "unknown-answer"
    if answer == Answer.NOT_APPLICABLE and not prose_in(said.node, "remarks"):
        return "comment-missing"
    return ""


def _inner(document: Document, round_name: str, name: str) -> Iterator[Mapping[str, Any]]:
    rounds = list(nodes_in(document.body, "results"))
    own = [each for each in rounds if each.get("uuid") == identity(round_name)]
    for each in own or rounds:
        yield from nodes_in(each, name)


def _observations(
    document: Document, round_name: str, asked: Mapping[str, AskedCheck]
) -> tuple[dict[str, Observation], list[Left]]:
    found: dict[str, Observation] = {}
    left = []
    for node in _inner(document, round_name, "observations"):
        check, verification = prop_of(node, "check"), prop_of(node, "verification")
        if prop_of(node, "answer"):
            continue
        seen = prose_in(node, "description")
        if check not in asked or check in found:
            left.append(Left(check or text_in(node, "uuid"), "twice" if check in found else "unknown-check"))
        elif verification not in set(Verification):
            left.append(Left(check, "unknown-verification"))
        elif verification == Verification.DIFFERENT and seen in {"", told("")}:
            left.append(Left(check, "seen-missing"))
        else:
            found[check] = Observation(check, Verification(verification), "" if seen == told("") else seen)
    return found, left


def _answers_that_differ(
    document: Document, round_name: str, asked: Mapping[str, AskedCheck], answers: Mapping[str, GivenAnswer]
) -> list[Left]:
    read = read_answers(document, asked, round_name)
    other = [each.check for each in read.answers if answers.get(each.check) != each]
    return [*read.unread, *(Left(check, "answer-of-contractor") for check in other)]


def _seen_changes(check: AskedCheck, before: Observation | None, after: Observation) -> list[Change]:
    parts = (
        ("verification", before.verification.value if before else "", after.verification.value),
        ("seen", before.seen if before else "", after.seen),
    )
    rows = [(name, was, will) for name, was, will in parts if told(was) != told(will)]
    return [Change(check.id, check.question, name, was, will) for name, was, will in rows]
