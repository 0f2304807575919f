"""What a later round asks first: what changed, and what was weak (docs/rules/delta.md)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from yakusoku.domain.inspections.answers import Answer, AskedCheck, GivenAnswer


class Reason(StrEnum):
    """Why a question is asked first; declared from the strongest."""

    NEW = "new"
    CLAUSE_CHANGED = "clause-changed"
    OPEN_FINDING = "open-finding"
    SEEN_DIFFERENT = "seen-different"
    WEAK = "weak"
    HOLDERS_CHANGED = "holders-changed"
    PROOF_MISSING = "proof-missing"


REASON_LABELS: Final[Mapping[Reason, str]] = {
    Reason.NEW: "初めて聞くこと",
    Reason.CLAUSE_CHANGED: "条文が変わった",
    Reason.OPEN_FINDING: "指摘があった",
    Reason.SEEN_DIFFERENT: "前回、確認と違っていた",
    Reason.WEAK: "前回は「はい」ではなかった",
    Reason.HOLDERS_CHANGED: "情報を持つ者が変わった",
    Reason.PROOF_MISSING: "前回、証拠がなかった",
}


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is known from the last round of the same company.

    asked            questions of the last round by check id, in their wording then
    answers          what was answered then, by check id
    different        checks at which the client saw something else
    found            checks with a finding then, or with one that is still open
    changed          requirements whose clause was added or reworded since
    chain            requirements that speak of those who hold data
    holders_changed  whether somebody began or ceased to hold data since, or is told to
    """

    asked: Mapping[str, str]
    answers: Mapping[str, GivenAnswer]
    different: frozenset[str] = frozenset()
    found: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    chain: frozenset[str] = frozenset()
    holders_changed: bool = False


@dataclass(frozen=True, slots=True)
class First:
    """A question that is asked first, and why. `reasons` empty: the other half of its point has one."""

    check: AskedCheck
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """The questions of a round in two parts; together they are all of them, each once.

    first   changed or weak: asked anew, without the earlier answer filled in
    rest    as last time: may be confirmed with one look, article by article
    """

    first: tuple[First, ...]
    rest: tuple[AskedCheck, ...]
    confirmable: Mapping[str, tuple[AskedCheck, ...]] = field(default_factory=dict)


def delta(checks: Iterable[AskedCheck], earlier: Earlier) -> Delta:
    """Return which questions come first and which can be confirmed; both keep the order of the sheet.

    A point stays together: when one of its two questions comes first, so does the other.
    """
    asked = tuple(checks)
    reasons = {check.id: tuple(_reasons(check, earlier)) for check in asked}
    hot = {check.pair for check in asked if reasons[check.id]}
    first = tuple(First(check, reasons[check.id]) for check in asked if check.pair in hot)
    rest = tuple(check for check in asked if check.pair not in hot)
    articles: dict[str, tuple[AskedCheck, ...]] = {}
    for check in rest:
        articles[check.slug] = (*articles.get(check.slug, ()), check)
    return Delta(first, rest, articles)


def _reasons(check: AskedCheck, earlier: Earlier) -> Iterable[Reason]:
    given = earlier.answers.get(check.id)
    if given is None or earlier.asked.get(check.id) != check.question:
        yield Reason.NEW
    if check.slug in earlier.changed:
        yield Reason.CLAUSE_CHANGED
    if check.id in earlier.found:
        yield Reason.OPEN_FINDING
    if check.id in earlier.different:
        yield Reason.SEEN_DIFFERENT
    if given is not None and given.answer in {Answer.PARTIAL, Answer.NO}:
        yield Reason.WEAK
    if earlier.holders_changed and check.slug in earlier.chain:
        yield Reason.HOLDERS_CHANGED
    if given is not None and _unproven(check, given):
        yield Reason.PROOF_MISSING


def _unproven(check: AskedCheck, given: GivenAnswer) -> bool:
    needs_proof = given.answer is Answer.YES and check.evidence_required and not given.evidence
    return needs_proof or (given.answer is Answer.NOT_APPLICABLE and not given.comment.strip())


def order_of_visit(checks: Iterable[AskedCheck], earlier: Earlier | None, most: int) -> tuple[str, ...]:
    """Return up to `most` checks to look at on the spot: the weakest and riskiest first, in sheet order.

    Only what is carried out can be seen on the spot: where both halves weigh the same, 運用 goes first.
    """
    asked = tuple(checks)

    def weight(check: AskedCheck) -> tuple[int, int, int]:
        weak = len(tuple(_reasons(check, earlier))) if earlier is not None else 0
        return (-weak, -check.risk_level, 0 if check.aspect.value == "operation" else 1)

    chosen = {check.id for check in sorted(asked, key=weight)[:most]}
    return tuple(check.id for check in asked if check.id in chosen)
