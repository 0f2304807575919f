"""What is brought to the pages of results: small tables and crosswalks. Nothing of it is trusted."""

from pathlib import PurePath
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings

from yakusoku.adapters.delimited import read_delimited
from yakusoku.adapters.schemas import check
from yakusoku.adapters.survey_crosswalk import SCHEMA, figures_of
from yakusoku.adapters.survey_files import sheets_in
from yakusoku.adapters.uploads import inspect
from yakusoku.adapters.yaml_files import UnreadableFile, parse_yaml
from yakusoku.domain.files.acceptance import FileTooLarge
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.crosswalk import Joined

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

Grid = list[list[str]]


class ResultsFileUnreadable(Refusal):
    """A file, or what was pasted, cannot be read as what it should be. Facts: reason."""

    code: ClassVar[str] = "results.file-unreadable"


def opened(upload: "UploadedFile[bytes]") -> tuple[str, bytes]:
    """Return the name and content of an upload that is quiet. Raises FileTooLarge and refusals of uploads."""
    if (upload.size or 0) > settings.UPLOAD_BYTES:
        raise FileTooLarge(name=upload.name, limit=settings.UPLOAD_BYTES // (1024 * 1024))
    content = upload.read()
    name = PurePath(upload.name or "").name[:200]
    if name.lower().endswith((".xlsx", ".pptx")):
        name = inspect(name, content, settings.UPLOAD_BYTES).name
    return name, content


def grid_of(name: str, content: bytes) -> Grid:
    """Return the first sheet that holds something, of a csv or workbook. Raises ResultsFileUnreadable."""
    try:
        sheets = sheets_in(content, PurePath(name))
    except UnreadableFile as error:
        raise ResultsFileUnreadable(reason=_reasons(error)) from error
    return next((rows for rows in sheets.values() if any(any(row) for row in rows)), [])


def grid_in(text: str) -> Grid:
    """Return lines of text as cells. Raises ResultsFileUnreadable."""
    try:
        return read_delimited(text.encode())
    except ValueError as error:
        raise ResultsFileUnreadable(reason=str(error)) from error


def crosswalk_in(name: str, content: bytes) -> list[Joined]:
    """Return the figures of a crosswalk in YAML. Raises ResultsFileUnreadable."""
    try:
        data = parse_yaml(content, name)
        check(data, SCHEMA, name, content)
    except UnreadableFile as error:
        raise ResultsFileUnreadable(reason=_reasons(error)) from error
    return figures_of(data)


def _reasons(error: UnreadableFile) -> str:
    return "、".join(" ".join(filter(None, (each.place, each.message))) for each in error.problems[:5])
