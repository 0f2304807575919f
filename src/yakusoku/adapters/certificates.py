"""The kinds of certificates, read from certificates.yaml of a catalogue."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from yakusoku.adapters.schemas import check
from yakusoku.adapters.yaml_files import parse_yaml
from yakusoku.domain.catalogue.certificates import CertificateKind, Support


def read_certificates(file: Path) -> tuple[CertificateKind, ...]:
    """Return the kinds in the order of the file; none without it. Raises UnreadableFile."""
    if not file.exists():
        return ()
    raw = file.read_bytes()
    data = parse_yaml(raw, file.name)
    check(data, "certificates", file.name, raw)
    return tuple(_kind(row) for row in data["certificates"])


def _kind(row: Mapping[str, Any]) -> CertificateKind:
    return CertificateKind(
        id=row["id"],
        name=row["name"],
        english=row["en"]["name"],
        issuer=row["issuer"],
        scope_must_say=row["scope_must_say"],
        months=row["validity"]["months"],
        counted_from=row["validity"]["counted_from"],
        voluntary=row.get("voluntary", ""),
        note=row.get("note", ""),
        verified=row["verified"],
        source=row["source"],
        supports=tuple(Support(id, part["why"]) for part in row["supports"] for id in part["checks"]),
    )
