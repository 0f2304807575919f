"""When something applies: facts joined by any, all and not."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Joint(StrEnum):
    """How the parts of a condition are joined."""

    ALWAYS = "always"
    FACT = "fact"
    ANY = "any"
    ALL = "all"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Condition:
    """A statement about the facts of a work; `fact` is used by FACT, `parts` by ANY, ALL and NOT."""

    joint: Joint
    fact: str = ""
    parts: tuple["Condition", ...] = ()

    def holds(self, facts: frozenset[str]) -> bool:
        """Return whether the facts satisfy the condition."""
        match self.joint:
            case Joint.ALWAYS:
                return True
            case Joint.FACT:
                return self.fact in facts
            case Joint.ANY:
                return any(part.holds(facts) for part in self.parts)
            case Joint.ALL:
                return all(part.holds(facts) for part in self.parts)
            case Joint.NOT:
                return not self.parts[0].holds(facts)

    def mentions(self) -> Iterator[str]:
        """Return each fact that the condition looks at, in order of writing."""
        if self.joint is Joint.FACT:
            yield self.fact
        for part in self.parts:
            yield from part.mentions()


ALWAYS = Condition(Joint.ALWAYS)
