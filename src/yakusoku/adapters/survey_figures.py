"""The figures of a report as JSON values, so that what was published stays what it was."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from yakusoku.domain.survey.printed import TableKind
from yakusoku.domain.survey.report.figures import Figure, FigureError, FigureStore, FigureTable
from yakusoku.domain.survey.rounding import Printed

_PLAIN = ("id", "title", "wave", "series", "overlapping", "blank", "in_order", "weighted", "nets", "key")


def told_store(store: FigureStore) -> dict[str, Any]:
    """Return all figures of a store as JSON values; `store_of` reads them back exactly."""
    return {"facts": dict(store.facts), "tables": [_told(table) for table in store.tables.values()]}


def store_of(told: Mapping[str, Any]) -> FigureStore:
    """Return the store that JSON values tell."""
    tables = [_table(each) for each in told["tables"]]
    return FigureStore({table.id: table for table in tables}, dict(told["facts"]))


def _told(table: FigureTable) -> dict[str, Any]:
    return {
        **{name: getattr(table, name) for name in _PLAIN},
        "kind": table.kind.value,
        "groups": list(table.groups),
        "categories": list(table.categories),
        "cells": [[*place, *_figure(cell)] for place, cell in table.cells.items()],
        "definitions": dict(table.definitions),
        "last": sorted(table.last),
        "notes": list(table.notes),
        "codes": [dict(each) for each in table.codes],
        "changes": [[*place, p] for place, p in table.changes.items()],
        "accepted": sorted(table.accepted),
        "hidden": sorted(map(list, table.hidden)),
        "items": list(table.items),
        "design": table.design,
        "differences": [[*pair, p] for pair, p in table.differences.items()],
        "errors": [[*place, each.se, each.low, each.high, each.df] for place, each in table.errors.items()],
        "errors_said": table.errors_said,
    }


def _figure(cell: Figure) -> list[Any]:
    share = None if cell.share is None else str(cell.share)
    return [
        cell.n,
        cell.printed.text,
        cell.printed.units,
        cell.printed.decimals,
        share,
        cell.count,
        cell.people,
    ]


def _table(told: Mapping[str, Any]) -> FigureTable:
    groups, categories = told["codes"]
    return FigureTable(
        **{name: told[name] for name in _PLAIN},
        kind=TableKind(told["kind"]),
        groups=tuple(told["groups"]),
        categories=tuple(told["categories"]),
        cells={(row[0], row[1]): _cell(row[2:]) for row in told["cells"]},
        definitions=told["definitions"],
        last=frozenset(told["last"]),
        notes=tuple(told["notes"]),
        codes=(groups, categories),
        changes={(row[0], row[1]): row[2] for row in told["changes"]},
        accepted=frozenset(told["accepted"]),
        hidden=frozenset((row[0], row[1]) for row in told["hidden"]),
        items=tuple(told.get("items", ())),
        design=told.get("design", ""),
        differences={(row[0], row[1], row[2]): row[3] for row in told.get("differences", ())},
        errors={(row[0], row[1]): FigureError(*row[2:]) for row in told.get("errors", ())},
        errors_said=told.get("errors_said", ""),
    )


def _cell(row: list[Any]) -> Figure:
    n, text, units, decimals, share, count, people = row
    return Figure(
        n, Printed(text, units, decimals), None if share is None else Fraction(share), count, people
    )
