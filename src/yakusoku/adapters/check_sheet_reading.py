"""A returned check sheet, read without trusting anything in it."""

import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from lxml import etree
from pydantic import TypeAdapter, ValidationError
from python_calamine import CalamineError, CalamineWorkbook, ZipError

from yakusoku.adapters.workbook_copies import UnusableWorkbook, safe_copy
from yakusoku.adapters.yaml_files import Problem, UnreadableFile
from yakusoku.domain.inspections.answers import AskedCheck
from yakusoku.domain.inspections.intake import ReturnedSheet, tidy
from yakusoku.domain.inspections.sheet import (
    COLUMNS,
    IDENTITY_TAB,
    SHEET_FORMAT,
    SHEET_TAB,
    SheetIdentity,
    sheet_digest,
    version_words,
)

ASKED = TypeAdapter(AskedCheck)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
HEAD_ROWS = 5
NOT_A_WORKBOOK = "Excelのファイル（.xlsx）として開けません。送った遵守確認表をそのまま使ってください。"


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A sheet that belongs to a publication: its identity, the checks it was sent with, and its table."""

    identity: SheetIdentity
    checks: tuple[AskedCheck, ...]
    table: ReturnedSheet


def read_check_sheet(raw: bytes, file: str) -> ReadSheet:
    """Return the table of a returned sheet. `file` stands in messages.

    raises   UnreadableFile: no workbook, renamed tab, damaged or foreign identity, other version
    """
    try:
        copy = safe_copy(raw)
        book = _open_book(copy)
        names = book.sheet_names
        for tab in (SHEET_TAB, IDENTITY_TAB):
            if tab not in names:
                raise _refuse(file, tab, _missing_tab(tab, names))
        identity, checks = _read_identity(_texts(book, IDENTITY_TAB), file)
        rows = _texts(book, SHEET_TAB)
        marks = _read_marks(copy)
    except (UnusableWorkbook, CalamineError, ZipError, KeyError, OSError) as error:
        raise _refuse(file, "", NOT_A_WORKBOOK) from error
    header = _header_row(rows, file)
    _refuse_other_version(rows, header, identity, file)
    below = {number: row for number, row in enumerate(rows, start=1) if number > header}
    return ReadSheet(identity, checks, ReturnedSheet(below, *marks))


def _missing_tab(tab: str, names: Sequence[str]) -> str:
    if tab == IDENTITY_TAB:
        return "この表の管理情報がありません。送った遵守確認表のファイルをそのまま使ってください。"
    return f"「{tab}」というシートがありません（今は {'、'.join(names)}）。シートの名前を元に戻してください。"


def _texts(book: CalamineWorkbook, tab: str) -> list[list[str]]:
    with _panics_told():
        sheet = book.get_sheet_by_name(tab)
    return [[_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


@contextmanager
def _panics_told() -> Iterator[None]:
    """Turn a panic of the reader, which is no Exception, into an error like its others."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise CalamineError(str(error)) from error
        raise


def _open_book(raw: bytes) -> CalamineWorkbook:
    with _panics_told():
        return CalamineWorkbook.from_filelike(io.BytesIO(raw))


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _read_identity(rows: list[list[str]], file: str) -> tuple[SheetIdentity, tuple[AskedCheck, ...]]:
    damaged = "この表の管理情報が書き換えられています。送った遵守確認表に書き直してください。"
    try:
        head = {row[0]: row[1] for row in rows[:HEAD_ROWS]}
        checks = tuple(ASKED.validate_json(row[1]) for row in rows[HEAD_ROWS:] if row[0])
        identity = SheetIdentity(head["reference"], head["title"], int(head["version"]), head["digest"])
    except (LookupError, ValueError, ValidationError, json.JSONDecodeError) as error:
        raise _refuse(file, IDENTITY_TAB, damaged) from error
    if head.get("format") != SHEET_FORMAT:
        raise _refuse(file, IDENTITY_TAB, "この表の形式は読めません。新しい表を受け取ってください。")
    if sheet_digest(identity.reference, identity.title, identity.version, checks) != identity.digest:
        raise _refuse(file, IDENTITY_TAB, damaged)
    return identity, checks


def _header_row(rows: list[list[str]], file: str) -> int:
    for number, row in enumerate(rows, start=1):
        if tuple(tidy(cell) for cell in row[: len(COLUMNS)]) == COLUMNS:
            return number
    message = f"見出しの行（{'、'.join(COLUMNS)}）がありません。列や見出しを元に戻してください。"
    raise _refuse(file, SHEET_TAB, message)


def _refuse_other_version(rows: list[list[str]], header: int, identity: SheetIdentity, file: str) -> None:
    """Refuse a table that was pasted into the file of another engagement or version."""
    shown = {tidy(row[0]): tidy(row[1]) for row in rows[: header - 1] if len(row) > 1}
    if shown.get("版") != version_words(identity.version):
        message = f"別の版の表です（このファイルは{version_words(identity.version)}）。受け取った版に書き直してください。"
        raise _refuse(file, "版", message)
    if shown.get("業務") != tidy(identity.title):
        raise _refuse(file, "業務", f"別の業務の表です（このファイルは「{identity.title}」）。")


def _refuse(file: str, place: str, message: str) -> UnreadableFile:
    return UnreadableFile([Problem(file, place, message)])


def _read_marks(copy: bytes) -> tuple[tuple[str, ...], frozenset[str]]:
    """Return merged ranges and cells with formulas of the table, which value readers do not tell."""
    with zipfile.ZipFile(io.BytesIO(copy)) as archive:
        table = _parse(archive, _sheet_path(archive))
    merged = tuple(merge.get("ref", "") for merge in table.iter(MAIN + "mergeCell"))
    return merged, frozenset(formula.getparent().get("r", "") for formula in table.iter(MAIN + "f"))


def _sheet_path(archive: zipfile.ZipFile) -> str:
    book = _parse(archive, "xl/workbook.xml")
    relations = {r.get("Id"): r.get("Target") for r in _parse(archive, "xl/_rels/workbook.xml.rels")}
    sheets = {s.get("name"): s.get(RELATION) for s in book.iter(MAIN + "sheet")}
    target = str(relations[sheets[SHEET_TAB]])
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _parse(archive: zipfile.ZipFile, path: str) -> Any:
    with archive.open(path) as file:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.parse(file, parser).getroot()
