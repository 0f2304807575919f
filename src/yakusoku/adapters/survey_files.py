"""Files of a survey: published tables, responses and questionnaires, as rows of text. Nothing in them is trusted."""

import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePath
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, ZipError

from yakusoku.adapters.delimited import UnknownEncoding, read_delimited
from yakusoku.adapters.workbook_copies import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    LargeWorkbook,
    UnusableWorkbook,
    safe_copy,
)
from yakusoku.adapters.yaml_files import Problem, UnreadableFile, refuse

MOST_BYTES = 200_000_000
Rows = list[list[str]]
# A row of a table with a head: its line in the file, from 1, and its cells by the name of the column.
Record = tuple[int, dict[str, str]]


def read_sheets(path: Path) -> dict[str, Rows]:
    """Return the sheets of a workbook, or the one table of a text file under the name "". Raises UnreadableFile."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise refuse(path, "", f"ファイルが大きすぎます（{MOST_BYTES // 1_000_000}MBまで）。")
        raw = path.read_bytes()
    except OSError as error:
        raise refuse(path, "", f"ファイルを開けません（{error.strerror}）。") from error
    return sheets_in(raw, path)


def sheets_in(raw: bytes, path: PurePath) -> dict[str, Rows]:
    """Return what `read_sheets` does, of a file that is in memory; `path` names it. Raises UnreadableFile."""
    if raw[:4] == b"PK\x03\x04":
        return _workbook(raw, path)
    try:
        return {"": read_delimited(raw)}
    except UnknownEncoding as error:
        raise refuse(path, "", "文字コードが分かりません。UTF-8のCSVで保存し直してください。") from error
    except ValueError as error:
        raise refuse(path, "", "CSVとして読めません。") from error


def is_workbook(path: Path) -> bool:
    """Return whether numbers of the file come from a workbook, which keeps a printed 83.6% as 0.836."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def records(
    path: PurePath, rows: Rows, names: Mapping[str, Sequence[str]], needed: Sequence[str]
) -> Iterator[Record]:
    """Yield the rows below the head by the names we use. Raises UnreadableFile if a needed column is not there.

    names   for each name of ours, the heads that mean it
    """
    place, head = next(((n, row) for n, row in enumerate(rows) if any(row)), (0, []))
    known = {word: name for name, words in names.items() for word in (name, *words)}
    columns = {known[cell.strip().lower()]: n for n, cell in enumerate(head) if cell.strip().lower() in known}
    lacking = [name for name in needed if name not in columns]
    if lacking:
        raise refuse(path, "1行目", f"列がありません: {', '.join(lacking)}")
    for line, row in enumerate(rows[place + 1 :], place + 2):
        if any(cell.strip() for cell in row):
            yield line, {name: row[n].strip() if n < len(row) else "" for name, n in columns.items()}


def problems_of(path: PurePath, found: Sequence[tuple[int, str]]) -> UnreadableFile:
    """Return the refusal of a file for what is wrong in its lines; a hundred are told."""
    return UnreadableFile([Problem(path.name, f"{line}行目", message) for line, message in found[:100]])


def _workbook(raw: bytes, path: PurePath) -> dict[str, Rows]:
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(safe_copy(raw)))
        return {
            name: [
                [_text(cell) for cell in row]
                for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            ]
            for name in book.sheet_names
        }
    except LargeWorkbook as error:
        most = f"一つのシートに{MOST_ROWS:,}行、{MOST_COLUMNS}列、{MOST_CELLS:,}セルまで"
        raise refuse(
            path, "", f"Excelのファイルが大きすぎます（{most}）。減らすか、CSVにしてください。"
        ) from error
    except (UnusableWorkbook, CalamineError, ZipError, KeyError, OSError) as error:
        raise refuse(path, "", "Excelのファイル（.xlsx）として開けません。") from error
    except BaseException as error:
        # A panic of the reader is no Exception.
        if type(error).__name__ == "PanicException":
            raise refuse(path, "", "Excelのファイル（.xlsx）として開けません。") from error
        raise


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)
