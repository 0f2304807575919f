"""The work behind `yakusoku survey draw`; imported when it is needed, so that help stays quick."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import click

from yakusoku.adapters.survey_files import Rows, problems_of, read_sheets
from yakusoku.adapters.yaml_files import refuse
from yakusoku.cli.answers import DONE, refusals
from yakusoku.domain.survey.rounding import half_up, in_print
from yakusoku.domain.survey.sampling.allocation import Allotted, Method, Wanted, allocate
from yakusoku.domain.survey.sampling.drawing import Drawable, draw, frame_digest
from yakusoku.domain.survey.sampling.frame import (
    NEEDED,
    TODO_LABELS,
    TRAITS,
    WRONG_LABELS,
    Entry,
    FrameReader,
    guess_columns,
    head_row,
    tidy,
)
from yakusoku.domain.survey.sampling.strata import counted, stratum_of

ADDED = ("number", "stratum", "stratum_frame", "stratum_drawn", "weight")
WEIGHT_DECIMALS = 9
# A spreadsheet would run a cell that starts with one of these.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command was told. `each`: STRATUM=VALUE, a number (fixed) or a spread (neyman)."""

    strata: Sequence[str]
    method: Method
    n: int
    least: int
    each: Sequence[str]
    seed: str
    exclude: Path | None


@dataclass(frozen=True, slots=True)
class Frame:
    """A frame that was read: the cells of its rows by line, and what they tell."""

    head: Sequence[str]
    cells: Mapping[int, Sequence[str]]
    entries: Sequence[Entry]


def draw_sample(frame: Path, asked: Asked, out: Path, *, as_json: bool) -> int:
    """Write the sample as csv and print the strata; return the exit code."""
    with refusals(frame.name):
        read = _frame(frame, asked.strata)
        left_out = _references(asked.exclude) if asked.exclude else frozenset()
        units = {
            entry.reference: Drawable(entry.reference, stratum_of(entry.traits, asked.strata))
            for entry in read.entries
            if entry.reference not in left_out
        }
        rows = allocate(counted(unit.stratum for unit in units.values()), _wanted(asked, frame))
        chosen = draw(units.values(), {row.stratum: row.drawn for row in rows}, asked.seed)
        out.write_text(_csv(read, rows, units, chosen), encoding="utf-8-sig", newline="")
    digest = frame_digest(units.values())
    if as_json:
        click.echo(json.dumps(_told(asked, rows, digest), ensure_ascii=False, indent=2))
    else:
        for row in rows:
            click.echo(f"{row.stratum or '全体'}\t{row.frame}\t{row.drawn}\t{row.percent}%")
        click.echo(f"計\t{sum(row.frame for row in rows)}\t{len(chosen)}")
        click.echo(f"種 {asked.seed}\t名簿の要約値 {digest}")
    return DONE


def _frame(path: Path, strata: Sequence[str]) -> Frame:
    rows = _first(read_sheets(path))
    if not rows:
        raise refuse(path, "", "見出しの下に行がありません。")
    head = head_row(rows)
    columns = guess_columns(rows[head])
    names = {tidy(name): place for place, name in enumerate(rows[head])}
    lacking = [name for name in strata if name not in names and name not in TRAITS.values()]
    if lacking or any(name not in columns for name in NEEDED):
        told = "、".join(lacking) or "名称"
        raise refuse(path, f"{head + 1}行目", f"列がありません: {told}")
    further = {name: names[name] for name in strata if name not in TRAITS.values()}
    below = [(line, row) for line, row in enumerate(rows, 1) if line > head + 1]
    reading = FrameReader(columns, further).read(below)
    if reading.problems:
        raise problems_of(
            path,
            [(each.row, WRONG_LABELS[each.wrong] + TODO_LABELS[each.wrong]) for each in reading.problems],
        )
    return Frame(rows[head], dict(below), reading.entries)


def _first(sheets: Mapping[str, Rows]) -> Rows:
    return next((rows for rows in sheets.values() if any(map(any, rows))), [])


def _references(path: Path) -> frozenset[str]:
    """Return who was asked before: the references of another frame or sample."""
    return frozenset(entry.reference for entry in _frame(path, ()).entries)


def _wanted(asked: Asked, path: Path) -> Wanted:
    values: dict[str, Fraction] = {}
    for told in asked.each:
        stratum, sign, value = told.rpartition("=")
        try:
            values[stratum] = Fraction(value.strip())
        except (ValueError, ZeroDivisionError):
            sign = ""
        if not sign or values[stratum] < 0:
            raise refuse(path, "", f"--each は「層=数」で書いてください: {told}")
    whole = {stratum: int(value) for stratum, value in values.items() if value.denominator == 1}
    if asked.method is Method.FIXED and len(whole) < len(values):
        raise refuse(path, "", "層ごとの数は整数で書いてください。")
    return Wanted(asked.method, asked.n, asked.least, values, whole)


def _csv(frame: Frame, rows: Sequence[Allotted], units: Mapping[str, Drawable], chosen: Sequence[str]) -> str:
    by_stratum = {row.stratum: row for row in rows}
    entries = {entry.reference: entry for entry in frame.entries}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([*frame.head, *ADDED])
    for number, reference in enumerate(chosen, start=1):
        row = by_stratum[units[reference].stratum]
        weight = in_print(half_up(Fraction(row.frame, row.drawn), WEIGHT_DECIMALS), WEIGHT_DECIMALS)
        cells = frame.cells[entries[reference].row]
        told = [str(number), row.stratum, str(row.frame), str(row.drawn), weight]
        writer.writerow([*map(_harmless, cells), *told])
    return text.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def _told(asked: Asked, rows: Sequence[Allotted], digest: str) -> dict[str, object]:
    strata = [
        {"stratum": row.stratum, "frame": row.frame, "drawn": row.drawn, "percent": float(row.percent)}
        for row in rows
    ]
    return {
        "allocation": asked.method.value,
        "seed": asked.seed,
        "frame_sha256": digest,
        "n": sum(row.drawn for row in rows),
        "strata": strata,
    }
