"""An organisation's additions and overrides, laid over the shipped catalogue.

Works on plain mappings as they stand in YAML, so that the result is checked like a shipped file.
"""

from collections.abc import Iterable, Mapping
from typing import Any

KEYED_LISTS = {"variants": "strength", "checks": "id"}


def lay_over(rows: Iterable[Mapping[str, Any]], overlay: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return requirement mappings with the overlay's `change`, `add` and `leave_out` applied.

    change      by slug: keys to replace; mappings are merged, variants by strength, checks by id
    add         whole requirements of the organisation's own
    leave_out   slugs that the organisation does not use
    """
    changes = overlay.get("change", {})
    left_out = set(overlay.get("leave_out", []))
    kept = [row for row in rows if row["slug"] not in left_out]
    changed = [_merge(row, changes.get(row["slug"], {})) for row in kept]
    return changed + [dict(row) for row in overlay.get("add", [])]


def _merge(row: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(row)
    for key, value in change.items():
        present = merged.get(key)
        if key in KEYED_LISTS and isinstance(present, list):
            merged[key] = _merge_list(present, value, KEYED_LISTS[key])
        elif isinstance(present, Mapping) and isinstance(value, Mapping):
            merged[key] = _merge(present, value)
        else:
            merged[key] = value
    return merged


def _merge_list(
    present: list[Mapping[str, Any]], changes: Iterable[Mapping[str, Any]], key: str
) -> list[dict[str, Any]]:
    by_key = {row[key]: dict(row) for row in present}
    for change in changes:
        by_key[change[key]] = _merge(by_key.get(change[key], {}), change)
    return list(by_key.values())


def with_changes(
    overlay: Mapping[str, Any], change: Mapping[str, Mapping[str, Any]], add: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Return an overlay with further changes and additions.

    A change to a requirement that the overlay itself adds is made there.
    """
    own = {row["slug"] for row in overlay.get("add", [])}
    added = [_merge(row, change.get(row["slug"], {})) for row in overlay.get("add", [])]
    changes = dict(overlay.get("change", {}))
    for slug, told in change.items():
        if slug not in own:
            changes[slug] = _merge(changes.get(slug, {}), told)
    found = {**overlay, "change": changes, "add": [*added, *map(dict, add)]}
    return {key: value for key, value in found.items() if value}
