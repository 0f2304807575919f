"""The levels of a catalogue, read from levels.yaml."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from yakusoku.adapters.schemas import check
from yakusoku.adapters.yaml_files import parse_yaml
from yakusoku.domain.catalogue.levels import Level


def read_levels(file: Path) -> tuple[Level, ...]:
    """Return the levels in the order of the file; none without it. Raises UnreadableFile."""
    if not file.exists():
        return ()
    raw = file.read_bytes()
    data = parse_yaml(raw, file.name)
    check(data, "levels", file.name, raw)
    return tuple(_level(row) for row in data["levels"])


def _level(row: Mapping[str, Any]) -> Level:
    return Level(
        id=row["id"],
        title=row["title"],
        english=row["en"]["title"],
        explain=row["explain"].strip(),
        english_explain=row["en"]["explain"].strip(),
        least_risk=row["least_risk"],
        also=frozenset(row.get("also", ())),
        without=frozenset(row.get("without", ())),
    )
