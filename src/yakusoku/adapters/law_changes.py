"""The register of law changes that old contracts show, read from the catalogue."""

from functools import cache
from pathlib import Path

from yakusoku.adapters.catalogues import DEFAULT
from yakusoku.adapters.schemas import check
from yakusoku.adapters.yaml_files import parse_yaml
from yakusoku.domain.review.law import ChangeKind, LawChange


@cache
def shipped_changes() -> tuple[LawChange, ...]:
    """Return the changes that ship with this release; read once."""
    return load_changes(DEFAULT / "law-changes.yaml")


def load_changes(file: Path) -> tuple[LawChange, ...]:
    """Return the changes of a register. Raises UnreadableFile."""
    raw = file.read_bytes()
    data = parse_yaml(raw, file.name)
    check(data, "law-changes", file.name, raw)
    return tuple(
        LawChange(
            id=row["id"],
            kind=ChangeKind(row["kind"]),
            title=row["title"],
            changed=row["changed"].strip(),
            since=str(row["since"]),
            law=row["law"],
            advice=row["advice"].strip(),
            verified=row["verified"],
            signs=tuple(row["signs"]),
            excludes=tuple(row.get("excludes", ())),
            headings=tuple(row.get("headings", ())),
            once_named=tuple(row.get("once_named", ())),
        )
        for row in data["changes"]
    )
