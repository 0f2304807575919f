"""Certificates that a contractor holds and the checks that they support."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from yakusoku.domain.catalogue.certificates import CertificateKind
from yakusoku.domain.dates.eras import plain_date
from yakusoku.domain.dates.spans import last_day_of_span
from yakusoku.domain.inspections.answers import Answer, GivenAnswer
from yakusoku.domain.refusal import Refusal


class ExpiryMissing(Refusal):
    """The last day is neither given nor counted."""

    code: ClassVar[str] = "certificate.expiry-missing"


class KindUnknown(Refusal):
    """The catalogue knows no such certificate."""

    code: ClassVar[str] = "certificate.kind-unknown"


class CertificateWithdrawn(Refusal):
    """The certificate was put away."""

    code: ClassVar[str] = "certificate.withdrawn"


class CertificateExpired(Refusal):
    """An expired certificate proves nothing about work of today."""

    code: ClassVar[str] = "certificate.expired"


@dataclass(frozen=True, slots=True)
class HeldCertificate:
    """A certificate of the contractor. `confirmed`: a person said that its scope covers the work in question."""

    id: int
    kind: str
    number: str
    scope: str
    until: date
    file: int | None
    confirmed: bool


def expiry_of(kind: CertificateKind, counted_from: date | None, until: date | None) -> date:
    """Return the last day: as written on the certificate, else counted. Raises ExpiryMissing."""
    if until is not None:
        return until
    if counted_from is None or not kind.months:
        raise ExpiryMissing(name=kind.name)
    return last_day_of_span(counted_from, kind.months)


def supported_by(
    held: Iterable[HeldCertificate], kinds: Mapping[str, CertificateKind]
) -> Iterator[tuple[str, HeldCertificate, str]]:
    """Yield each check id that a certificate supports, with the certificate and the reason."""
    for certificate in held:
        kind = kinds.get(certificate.kind)
        for support in kind.supports if kind else ():
            yield support.check, certificate, support.why


def as_answer(certificate: HeldCertificate, kind: CertificateKind, check: str) -> GivenAnswer:
    """Return the answer that rests on a certificate: with its number, scope and last day to be read."""
    until = plain_date(certificate.until)
    comment = (
        f"{kind.name}の認証によります（番号 {certificate.number}、{until}まで）。"
        f"対象の範囲：{certificate.scope}"
    )
    return GivenAnswer(
        check, Answer.YES, comment[:2000], (f"{kind.name} {certificate.number}（{until}まで）",)
    )
