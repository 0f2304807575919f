"""What every OSCAL document shares: identities that stay the same, head, properties, texts."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

OSCAL_VERSION: Final = "1.2.1"
# Ours: names of properties that OSCAL does not know stand in this namespace.
NAMESPACE: Final = "https://yakusoku.invalid/ns/oscal"
_ROOT: Final = UUID("6f0d5c1e-8c0b-5d43-9f6e-2b1a6a1f7c55")

Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a document.

    name      what the identity is made of, as "engagement:7/version:2": the same name, the same uuid
    changed   when its content last changed, with time zone
    party     name of the organisation that is responsible; empty: none is named
    """

    name: str
    title: str
    version: str
    changed: datetime
    party: str = ""


def identity(*names: object) -> str:
    """Return the uuid (version 5) that belongs to a name: made again, it is the same."""
    return str(uuid5(_ROOT, "/".join(map(str, names))))


def metadata(head: Head) -> Node:
    """Return the head as OSCAL has it."""
    found: Node = {
        "title": head.title,
        "last-modified": head.changed.isoformat(),
        "version": head.version,
        "oscal-version": OSCAL_VERSION,
    }
    if head.party:
        key = identity("party", head.party)
        found["roles"] = [{"id": "owner", "title": "責任を持つ組織"}]
        found["parties"] = [{"uuid": key, "type": "organization", "name": head.party}]
        found["responsible-parties"] = [{"role-id": "owner", "party-uuids": [key]}]
    return found


def prop(name: str, value: object) -> Node:
    """Return one of our own properties."""
    return {"name": name, "value": str(value), "ns": NAMESPACE}


def props(values: Mapping[str, object]) -> list[Node]:
    """Return properties of those that have a value."""
    return [prop(name, value) for name, value in values.items() if str(value).strip()]


def prop_of(node: Mapping[str, Any], name: str) -> str:
    """Return the value of one of our properties; empty: it has none."""
    for each in nodes_in(node, "props"):
        if each.get("name") == name and each.get("ns") == NAMESPACE:
            return text_in(each, "value")
    return ""


def nodes_in(node: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of a list; what is no list, or no object in it, is passed over."""
    found = node.get(name)
    if isinstance(found, list):
        yield from (each for each in found if isinstance(each, Mapping))


def node_in(node: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return an object within another; empty: there is none."""
    found = node.get(name)
    return found if isinstance(found, Mapping) else {}


def text_in(node: Mapping[str, Any], name: str) -> str:
    """Return a text on one line, without blanks around it; empty: there is none."""
    found = node.get(name)
    lines = found.splitlines() if isinstance(found, str) else ()
    return " ".join(line.strip() for line in lines if line.strip())


def prose_in(node: Mapping[str, Any], name: str, most: int = 2_000) -> str:
    """Return a text as it was written, but for blanks around it; empty: there is none."""
    found = node.get(name)
    return found.strip()[:most] if isinstance(found, str) else ""


def told(text: str) -> str:
    """Return a text where OSCAL asks for one that is not empty."""
    return text.strip() or "—"


def without_empty(node: Node) -> Node:
    """Return a node without lists that would be empty: OSCAL has none."""
    return {key: value for key, value in node.items() if value != []}


def selected(controls: Iterable[str]) -> Node:
    """Return the controls that are looked at; without any: all of them."""
    ids: Sequence[Node] = [{"control-id": control} for control in dict.fromkeys(controls)]
    return {"control-selections": [{"include-controls": ids} if ids else {"include-all": {}}]}
