"""Certificates as the catalogue describes them: who issues them, what they say, which checks they support."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Support:
    """A check that a certificate supports, and the reason in a line."""

    check: str
    why: str


@dataclass(frozen=True, slots=True)
class CertificateKind:
    """A kind of certificate, as ISMS.

    scope_must_say   what the declared scope must name, so that it proves something about a piece of work
    months           how long it usually holds; 0: it varies, the last day stands on the paper
    counted_from     the day from which the months count, in words
    voluntary        what must be said so that nobody takes it for a duty
    verified         False: not held against the issuer's own rules
    """

    id: str
    name: str
    english: str
    issuer: str
    scope_must_say: str
    months: int
    counted_from: str
    voluntary: str
    note: str
    verified: bool
    source: str
    supports: tuple[Support, ...]

    def reason(self, check: str) -> str:
        """Return why the certificate supports a check; empty: it does not."""
        return next((support.why for support in self.supports if support.check == check), "")
