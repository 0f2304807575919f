"""Columns of a csv of answers, as texts. Nothing in it is trusted."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NoReturn

from yakusoku.adapters.yaml_files import Problem, UnreadableFile

ENCODINGS = ("utf-8-sig", "cp932")
MOST_NAMES_SHOWN = 30


def read_columns(path: Path, names: Sequence[str]) -> dict[str, list[str]]:
    """Return some columns by name, each with a text for every row; empty rows are passed over.

    raises  UnreadableFile if a column is missing or named twice, a row has another length, or there are no rows
    """
    for encoding in encodings_of(path):
        try:
            return _read(path, list(dict.fromkeys(names)), encoding)
        except UnicodeDecodeError:
            continue
    _refuse(path, "", "文字が読めません。UTF-8 の csv で保存し直してください。")


def encodings_of(path: Path) -> Sequence[str]:
    """Return the encodings to try: what Excel calls Unicode text says by its first bytes what it is."""
    with path.open("rb") as file:
        marked = file.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    return ("utf-16",) if marked else ENCODINGS


def _read(path: Path, names: list[str], encoding: str) -> dict[str, list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        rows = csv.reader(file, strict=True)
        try:
            head = [name.strip() for name in next(rows, [])]
            if not any(head):
                _refuse(path, "", "何も書かれていません。")
            _require(path, head, names)
            places = [head.index(name) for name in names]
            taken = [[row[place] for place in places] for row in _rows(path, rows, len(head))]
        except csv.Error as error:
            _refuse(path, f"{rows.line_num}行目", f"csv として読めません（{error}）。")
    if not taken:
        _refuse(path, "", "見出しの下に行がありません。")
    return dict(zip(names, map(list, zip(*taken, strict=True)), strict=True))


def _rows(path: Path, rows: Iterator[list[str]], width: int) -> Iterator[list[str]]:
    for place, row in enumerate(rows, 1):
        if len(row) == width:
            yield row
        elif row:
            _refuse(path, f"{place}件目", f"列が{len(row)}あります。見出しは{width}列です。")


def _require(path: Path, head: list[str], names: list[str]) -> None:
    shown = "、".join(head[:MOST_NAMES_SHOWN])
    problems = [
        Problem(str(path), name, f"この名前の列がありません。ある列: {shown}")
        if name not in head
        else Problem(str(path), name, "同じ名前の列が二つあります。どちらかの名前を変えてください。")
        for name in names
        if head.count(name) != 1
    ]
    if problems:
        raise UnreadableFile(problems)


def _refuse(path: Path, place: str, message: str) -> NoReturn:
    raise UnreadableFile([Problem(str(path), place, message)])
