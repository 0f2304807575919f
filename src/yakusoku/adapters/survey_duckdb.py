"""Responses that are too many for memory: DuckDB heaps up those who answered alike, from csv or parquet.

What an answer means is decided where it always is (domain/survey/answers.py): here texts are only counted.
"""

import csv
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from yakusoku.adapters.survey_responses import refuse_weights, weight_of
from yakusoku.adapters.yaml_files import refuse
from yakusoku.domain.survey.answers import Responses
from yakusoku.domain.survey.exact import Weighing, heaped

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Weights are added as whole numbers of 1/SCALE; squares of them in two halves, so that nothing overflows.
DIGITS, HALF = 18, 10**9
SCALE = 10**DIGITS
_SPACE = r"[\s\x{3000}\x{a0}]*"
_PLAIN = rf"\d{{1,7}}(\.\d{{1,{DIGITS}}})?"
_CSV = "read_csv(?, all_varchar=true, header=true, delim=?, quote='\"', escape='\"', null_padding=true, names={names})"


@dataclass(frozen=True, slots=True)
class Heaps:
    """Who answered alike: one row of responses for each heap, and how much it counts."""

    responses: Responses
    weighing: Weighing


@dataclass(frozen=True, slots=True)
class _Table:
    """What is read: the heads of the file, and the expression of SQL that reads it with columns c0, c1, …"""

    path: Path
    heads: tuple[str, ...]
    source: str
    parameters: tuple[str, ...]


class LargeResponses:
    """A file of responses that stays on the disk. Use as a context."""

    def __init__(self, path: Path) -> None:
        try:
            from duckdb import Error, connect  # noqa: PLC0415 (an extra: only who asks for it needs it)
        except ImportError as error:
            message = "--engine duckdb には DuckDB が要ります。「pip install 'yakusoku[analytics]'」で入れてください。"
            raise refuse(path, "", message) from error
        self._folder = tempfile.TemporaryDirectory(prefix="yakusoku-")
        # What does not fit into memory goes to this folder.
        self._connection = connect(config={"temp_directory": self._folder.name})
        # Its progress would stand in the middle of what the command prints.
        self._connection.execute("SET enable_progress_bar = false")
        self._wrong = Error
        self._table = _table_of(path, self._connection, self._wrong)

    def __enter__(self) -> "LargeResponses":
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()
        self._folder.cleanup()

    @property
    def heads(self) -> tuple[str, ...]:
        """Return the heads of the columns."""
        return self._table.heads

    def keep(self, columns: Sequence[int], weight: str | None) -> None:
        """Read the columns once into the database, as several tables will be made of them."""
        kept = ", ".join(
            [*(f"c{place}" for place in sorted(set(columns))), *map(_weight, self._weight_places(weight))]
        )
        table = self._table
        with self._read():
            self._connection.execute(
                f"CREATE TEMP TABLE kept AS SELECT {kept} FROM {table.source} WHERE {_filled(len(table.heads))}",  # noqa: S608 (places)
                list(table.parameters),
            )
        self._table = _Table(table.path, table.heads, "kept", ())

    def heaps(self, columns: Sequence[int], weight: str | None) -> Heaps:
        """Return who has the same texts in some columns, with the exact sums of their weights and of the squares.

        raises  UnreadableFile if the file or a weight is none
        """
        places = sorted(set(columns))
        table, name = self._table, next(iter(self._weight_places(weight)), None)
        by = [f"coalesce(c{place}, '')" for place in places]
        chosen, sums = "*", ["count(*)"]
        if name is not None:
            chosen, sums, by = f"*, {_weight(name)}", list(_SUMS), [*by, "odd"]
            # In the database the halves stand already.
            chosen = "*" if table.source == "kept" else chosen
        where = "true" if table.source == "kept" else _filled(len(table.heads))
        grouped = f"GROUP BY {', '.join(by)}" if by else ""
        # Only places of columns and fixed words are in it; the path is a parameter.
        query = f"SELECT {', '.join([*by, *sums])} FROM (SELECT {chosen} FROM {table.source} WHERE {where}) {grouped}"  # noqa: S608
        with self._read():
            rows = self._connection.execute(query, list(table.parameters)).fetchall()
        rows = [row for row in rows if row[len(by)]]
        responses = Responses(tuple(table.heads[p] for p in places), [row[: len(places)] for row in rows])
        if name is None:
            return Heaps(responses, heaped([row[-1] for row in rows]))
        return Heaps(responses, _weighing(table.path, weight or "", [row[len(places) :] for row in rows]))

    def _weight_places(self, weight: str | None) -> list[int]:
        if weight is None:
            return []
        place = Responses(self.heads, ()).column(weight)
        if place is None:
            raise refuse(self._table.path, "1行目", f"列がありません: {weight}")
        return [place]

    @contextmanager
    def _read(self) -> Iterator[None]:
        try:
            yield
        except self._wrong as error:
            lines = str(error).splitlines() or [""]
            raise refuse(self._table.path, "", f"DuckDB で読めません（{lines[0]}）。") from error


def _table_of(path: Path, connection: "DuckDBPyConnection", wrong: type[Exception]) -> _Table:
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise refuse(path, "", f"ファイルを開けません（{error.strerror}）。") from error
    if start == b"PK\x03\x04":
        raise refuse(path, "", "--engine duckdb で読めるのは csv と parquet です。")
    if start == b"PAR1":
        return _parquet(path, connection, wrong)
    heads, separator = _heads(path)
    names = "[" + ", ".join(f"'c{place}'" for place in range(len(heads))) + "]"
    return _Table(path, heads, _CSV.format(names=names), (str(path), separator))


def _parquet(path: Path, connection: "DuckDBPyConnection", wrong: type[Exception]) -> _Table:
    try:
        told = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(path)]).fetchall()
    except wrong as error:
        raise refuse(path, "", "parquet として読めません。") from error
    heads = [str(row[0]) for row in told]
    columns = ", ".join(
        f'CAST("{head.replace(chr(34), chr(34) * 2)}" AS VARCHAR) AS c{n}' for n, head in enumerate(heads)
    )
    source = f"(SELECT {columns} FROM read_parquet(?))"  # noqa: S608 (names are quoted)
    return _Table(path, _named(path, heads), source, (str(path),))


def _heads(path: Path) -> tuple[tuple[str, ...], str]:
    """Return the heads of a csv and what stands between its cells."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            first = file.readline()
            separator = "\t" if first.count("\t") > first.count(",") else ","
            file.seek(0)
            heads = next(csv.reader(file, delimiter=separator), [])
    except (UnicodeDecodeError, csv.Error) as error:
        raise refuse(path, "", "UTF-8 の csv として読めません。") from error
    if not heads:
        raise refuse(path, "", "何も書かれていません。")
    return _named(path, heads), separator


def _named(path: Path, heads: Sequence[str]) -> tuple[str, ...]:
    names = tuple(head.strip() for head in heads)
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise refuse(path, "1行目", f"同じ名前の列があります: {', '.join(twice)}")
    return names


def _filled(width: int) -> str:
    """Return the condition that a row has anything in it."""
    return (
        "("
        + " OR ".join(f"NOT regexp_full_match(coalesce(c{n}, ''), '{_SPACE}')" for n in range(width))
        + ")"
    )


def _weight(place: int) -> str:
    """Return the columns of a weight: in two halves as whole numbers where it is written plainly, else its text."""
    text = f"trim(coalesce(c{place}, ''))"
    plain = f"regexp_full_match({text}, '{_PLAIN}')"
    behind = f"rpad(split_part({text}, '.', 2), {DIGITS}, '0')"
    high = f"TRY_CAST(split_part({text}, '.', 1) || substr({behind}, 1, {DIGITS // 2}) AS BIGINT)"
    low = f"TRY_CAST(substr({behind}, {DIGITS // 2 + 1}) AS BIGINT)"
    # Nothing is as small as this and still a weight: its text is refused where all are.
    tiny = f"({high} = 0 AND {low} BETWEEN 1 AND {SCALE // 10**12})"
    odd = f"CASE WHEN NOT {plain} OR {tiny} THEN {text} END"
    return f"{high} AS high, {low} AS low, {odd} AS odd"


# How a heap of plain weights is added up: the halves, and the three parts of their squares.
_SUMS = (
    "count(*)",
    "sum(high)",
    "sum(low)",
    "sum(high::HUGEINT * high)",
    "sum(high::HUGEINT * low)",
    "sum(low::HUGEINT * low)",
)


def _weighing(path: Path, name: str, rows: Sequence[Sequence[object]]) -> Weighing:
    """Return the weighing of heaps from odd text, people, and the sums of plain weights."""
    people, weights, squares, wrong = list[int](), list[Fraction](), list[Fraction](), list[str]()
    for odd, many, *sums in rows:
        assert isinstance(many, int)
        people.append(many)
        if odd is None:
            high, low, of_high, mixed, of_low = (int(str(each)) for each in sums)
            weights.append(Fraction(high * HALF + low, SCALE))
            squares.append(Fraction(of_high * HALF**2 + 2 * mixed * HALF + of_low, SCALE**2))
            continue
        weight = weight_of(str(odd))
        if weight is None:
            wrong.append(str(odd))
        weights.append((weight or Fraction(0)) * many)
        squares.append((weight or Fraction(0)) ** 2 * many)
    if wrong:
        raise refuse_weights(path, name, wrong)
    return heaped(people, weights, squares)
