"""How strongly a clause binds."""

from enum import StrEnum


class Strength(StrEnum):
    """How strongly a clause binds; declared from the strongest to the weakest."""

    PROHIBIT = "prohibit"
    CONSENT = "consent"
    CONTROLLED = "controlled"
    DUTY = "duty"
    EFFORT = "effort"
    PERMIT = "permit"

    @property
    def rank(self) -> int:
        """Return 0 for the strongest; a larger number binds less."""
        return list(Strength).index(self)
