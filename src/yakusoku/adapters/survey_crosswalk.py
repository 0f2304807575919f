"""The crosswalk between two waves, from a YAML file and to one."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from yakusoku.adapters.schemas import check
from yakusoku.adapters.yaml_files import read_yaml
from yakusoku.domain.survey.comparability import Altered
from yakusoku.domain.survey.crosswalk import Joined, Part

SCHEMA = "crosswalk"


def read_crosswalk(path: Path) -> list[Joined]:
    """Return the figures that a crosswalk joins, in its order. Raises UnreadableFile."""
    data = read_yaml(path)
    check(data, SCHEMA, path.name, path.read_bytes())
    return figures_of(data)


def figures_of(data: Mapping[str, Any]) -> list[Joined]:
    """Return the figures of a crosswalk that was held against its schema."""
    return [
        Joined(
            told["label"],
            _part(told["first"]),
            _part(told["second"]),
            frozenset(map(Altered, told.get("altered", ()))),
            told.get("note", ""),
            told.get("accepted", ""),
        )
        for told in data["figures"]
    ]


def told_of(figures: Iterable[Joined]) -> dict[str, Any]:
    """Return figures as the file writes them."""
    return {"figures": [_told(figure) for figure in figures]}


def yaml_of(figures: Iterable[Joined]) -> str:
    """Return a crosswalk as a person goes on writing it."""
    return yaml.safe_dump(told_of(figures), allow_unicode=True, sort_keys=False, width=110)


def _part(told: Mapping[str, Any]) -> Part:
    return Part(told["question"], tuple(told["options"]))


def _told(figure: Joined) -> dict[str, Any]:
    told: dict[str, Any] = {"label": figure.label}
    for name, part in (("first", figure.first), ("second", figure.second)):
        told[name] = {"question": part.question, "options": list(part.options)}
    told["altered"] = [each.value for each in Altered if each in figure.altered]
    return told | {
        name: text for name, text in (("note", figure.note), ("accepted", figure.accepted)) if text
    }
