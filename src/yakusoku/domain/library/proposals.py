"""What the library proposes for a client's sheet (docs/rules/reuse.md). Nothing is answered here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import ClassVar

from yakusoku.domain.catalogue.certificates import CertificateKind
from yakusoku.domain.inspections.answers import AskedCheck, GivenAnswer
from yakusoku.domain.inspections.sheet import canonical
from yakusoku.domain.library.answers import (
    KeptAnswer,
    Reader,
    Validity,
    Withheld,
    as_given,
    told_to,
    validity_on,
)
from yakusoku.domain.library.certificates import HeldCertificate, as_answer, supported_by
from yakusoku.domain.library.wording import words_digest
from yakusoku.domain.refusal import Refusal


class ProposalsChanged(Refusal):
    """What was ticked is no longer what would be proposed."""

    code: ClassVar[str] = "reuse.changed"


class TwoForOneQuestion(Refusal):
    """Two proposals were ticked for one question."""

    code: ClassVar[str] = "reuse.two-for-one"


class Basis(StrEnum):
    """Why an answer is proposed.

    SAME         the same question in the same words
    SAME_WORDS   another number, the same words: an own or added question
    ALIKE        the same number in other words (似た質問): to be looked at, never ticked by itself
    CERTIFICATE  a certificate supports the question, and its scope covers this work
    """

    SAME = "same"
    SAME_WORDS = "same-words"
    ALIKE = "alike"
    CERTIFICATE = "certificate"


BASIS_LABELS = {
    Basis.SAME: "同じ質問への控え",
    Basis.SAME_WORDS: "同じ文の質問への控え",
    Basis.ALIKE: "似た質問への控え",
    Basis.CERTIFICATE: "認証による",
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """One answer that could be taken.

    source   number of the kept answer, or of the certificate
    before   the present answer; None: not answered yet
    files    numbers of the files that would be shown with it
    why      the reason why a certificate supports the question; else empty
    reworded a certificate supports the question as the catalogue words it, and it is asked in other words
    """

    check: AskedCheck
    basis: Basis
    source: int
    given: GivenAnswer
    files: tuple[int, ...]
    validity: Validity
    until: date | None
    before: GivenAnswer | None
    withheld: Withheld | None = None
    why: str = ""
    reworded: bool = False

    @property
    def ticked(self) -> bool:
        """Return whether it stands ticked: it holds, the wording is the same, and nothing would be overwritten."""
        alike = self.basis is Basis.ALIKE or self.reworded
        return self.validity.holds and not alike and self.before is None

    @property
    def key(self) -> str:
        """Return what stands for exactly this proposal: another content has another key."""
        given = self.given
        told = (
            self.check.id,
            self.check.question,
            self.basis.value,
            self.source,
            given.answer.value,
            given.comment,
            given.evidence,
            self.files,
        )
        return sha256(canonical(told).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a contractor could answer from, for one engagement.

    names   names of files by number: they are evidence and are read for foreign names
    words   digest of the wording that certificates support, by check id; a check that is missing: any wording
    """

    kept: Sequence[KeptAnswer] = ()
    held: Sequence[HeldCertificate] = ()
    kinds: Mapping[str, CertificateKind] = field(default_factory=dict)
    names: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)


def propose(
    checks: Iterable[AskedCheck],
    present: Mapping[str, GivenAnswer],
    shelf: Shelf,
    reader: Reader,
    today: date,
) -> tuple[tuple[Proposal, ...], ...]:
    """Return the proposals for each check that has any, in the order of the checks, the best first.

    present   the present answers by check id; what is answered in the same way already is left out
    """
    by_check: dict[str, list[KeptAnswer]] = {}
    by_words: dict[str, list[KeptAnswer]] = {}
    for kept in shelf.kept:
        by_words.setdefault(kept.words, []).append(kept)
        if kept.check:
            by_check.setdefault(kept.check, []).append(kept)
    certified: dict[str, list[tuple[HeldCertificate, str]]] = {}
    for check, certificate, why in supported_by(shelf.held, shelf.kinds):
        certified.setdefault(check, []).append((certificate, why))
    found = []
    for asked in checks:
        before = present.get(asked.id)
        words = by_words.get(words_digest(asked.question), [])
        alike = [kept for kept in by_check.get(asked.id, []) if kept not in words]
        rows = [_kept(asked, k, before, shelf, reader, today) for k in (*words, *alike)]
        rows += [
            _certified(asked, c, why, before, shelf, today)
            for c, why in certified.get(asked.id, [])
            if c.confirmed
        ]
        fresh = [row for row in rows if not _says_the_same(row, shelf)]
        if fresh:
            found.append(tuple(sorted(fresh, key=_order)))
    return tuple(found)


def chosen(proposals: Iterable[Sequence[Proposal]], keys: Iterable[str]) -> tuple[Proposal, ...]:
    """Return what was ticked. Raises ProposalsChanged, TwoForOneQuestion."""
    known = {row.key: row for rows in proposals for row in rows}
    wanted = list(dict.fromkeys(keys))
    if any(key not in known for key in wanted):
        raise ProposalsChanged()
    taken = tuple(known[key] for key in wanted)
    checks = [row.check.id for row in taken]
    double = next((check for check in checks if checks.count(check) > 1), None)
    if double:
        raise TwoForOneQuestion(check=double)
    return taken


def preselected(rows: Sequence[Proposal]) -> str:
    """Return the key of the proposal that stands ticked for a question; empty: none."""
    return next((row.key for row in rows if row.ticked), "")


def _kept(
    asked: AskedCheck,
    kept: KeptAnswer,
    before: GivenAnswer | None,
    shelf: Shelf,
    reader: Reader,
    today: date,
) -> Proposal:
    withheld = told_to(kept, reader, [shelf.names.get(file, "") for file in kept.files])
    same_words = kept.words == words_digest(asked.question)
    basis = Basis.ALIKE if not same_words else Basis.SAME if kept.check == asked.id else Basis.SAME_WORDS
    return Proposal(
        check=asked,
        basis=basis,
        source=kept.id,
        given=as_given(kept, asked.id, withheld),
        files=() if withheld else kept.files,
        validity=validity_on(today, kept.since, kept.until),
        until=kept.until,
        before=before,
        withheld=withheld,
    )


def _certified(
    asked: AskedCheck,
    certificate: HeldCertificate,
    why: str,
    before: GivenAnswer | None,
    shelf: Shelf,
    today: date,
) -> Proposal:
    return Proposal(
        check=asked,
        basis=Basis.CERTIFICATE,
        source=certificate.id,
        given=as_answer(certificate, shelf.kinds[certificate.kind], asked.id),
        files=(certificate.file,) if certificate.file else (),
        validity=validity_on(today, None, certificate.until),
        until=certificate.until,
        before=before,
        why=why,
        reworded=shelf.words.get(asked.id, words_digest(asked.question)) != words_digest(asked.question),
    )


def _says_the_same(row: Proposal, shelf: Shelf) -> bool:
    """Return whether taking it would change nothing that the client reads."""
    if row.before is None:
        return False
    evidence = {*row.given.evidence, *(shelf.names.get(file, "") for file in row.files)}
    same = (row.before.answer, row.before.comment) == (row.given.answer, row.given.comment)
    return same and evidence <= set(row.before.evidence)


def _order(row: Proposal) -> tuple[int, int, int]:
    """Return the place: what holds before what does not, the closest wording first, the newest first."""
    return (0 if row.validity.holds else 1, list(Basis).index(row.basis), -row.source)
