"""Tables and charts of a presentation as published percentages. Nothing in the file is trusted or fetched."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar
from zipfile import BadZipFile, ZipFile

from lxml import etree
from pptx import Presentation
from pptx.exc import PythonPptxError

from yakusoku.adapters.office_uploads import MOST_ENTRIES, MOST_UNPACKED
from yakusoku.adapters.printed_grids import EVERYBODY, base_in, grid_cells, with_kind, without_base
from yakusoku.adapters.yaml_files import refuse
from yakusoku.domain.survey.printed import Cell
from yakusoku.domain.survey.rounding import Printed, half_up, in_print

MOST_BYTES = 200_000_000
Found = TypeVar("Found")
_WHOLES = ("STACKED_100", "PIE", "DOUGHNUT")
_DECIMALS = re.compile(r"0(?:\.(0+))?\s*(%)?")


def slide_cells(path: Path) -> list[Cell]:
    """Return the percentages of all tables and charts that tell their n. Raises UnreadableFile."""
    return [cell for slide in _each_slide(path, _of_slide) for cell in slide]


def slide_lines(path: Path) -> list[str]:
    """Return what is written on the slides beside tables and charts, a paragraph a line. Raises UnreadableFile."""
    return [line for slide in _each_slide(path, _lines_of) for line in slide]


def _lines_of(_number: int, slide: Any) -> list[str]:
    frames = [shape.text_frame for shape in slide.shapes if shape.has_text_frame]
    said = [_one_line(paragraph.text) for frame in frames for paragraph in frame.paragraphs]
    return [line for line in said if line]


def _each_slide(path: Path, read: Callable[[int, Any], Iterable[Found]]) -> list[list[Found]]:
    try:
        if path.stat().st_size > MOST_BYTES or not _is_small(path):
            raise refuse(path, "", "ファイルが大きすぎます。")
        slides = list(Presentation(str(path)).slides)
        return [list(read(number, slide)) for number, slide in enumerate(slides, 1)]
    except (PythonPptxError, BadZipFile, KeyError, ValueError, AttributeError, etree.LxmlError) as error:
        raise refuse(path, "", "PowerPoint のファイル（.pptx）として開けません。") from error
    except OSError as error:
        raise refuse(path, "", f"ファイルを開けません（{error.strerror}）。") from error


def _is_small(path: Path) -> bool:
    with ZipFile(path) as archive:
        entries = archive.infolist()
    return len(entries) <= MOST_ENTRIES and sum(entry.file_size for entry in entries) <= MOST_UNPACKED


def _of_slide(number: int, slide: Any) -> Iterator[Cell]:
    shapes = list(_shapes(slide.shapes))
    texts = [shape.text_frame.text for shape in shapes if shape.has_text_frame]
    title = slide.shapes.title.text_frame.text if slide.shapes.title is not None else ""
    shown = [shape for shape in shapes if _holds(shape)]
    for place, shape in enumerate(shown, 1):
        name = f"{number}枚目{f'の{place}' if len(shown) > 1 else ''} {_one_line(title)}".strip()
        whole = base_in("\n".join(texts))
        if shape.has_table:
            rows = [[cell.text for cell in row.cells] for row in shape.table.rows]
            yield from grid_cells(_with_base(name, whole), rows)
        else:
            yield from _of_chart(name, shape.chart, whole)


def _shapes(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _holds(shape: Any) -> bool:
    return bool(getattr(shape, "has_table", False) or getattr(shape, "has_chart", False))


def _with_base(name: str, n: int | None) -> str:
    return name if n is None or base_in(name) is not None else f"{name} (n={n})"


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _of_chart(name: str, chart: Any, whole: int | None) -> list[Cell]:
    """Return the numbers behind a chart: series over groups, or groups over answers; n tells which."""
    head = chart.chart_title.text_frame.text if chart.has_title and chart.chart_title.has_text_frame else ""
    n = base_in(head)
    n = whole if n is None else n
    parts = any(word in str(chart.chart_type) for word in _WHOLES)
    found: list[tuple[str, int, str, Printed]] = []
    for plot in chart.plots:
        along = [str(category) for category in plot.categories]
        series = [(each.name or "", _values(each)) for each in plot.series]
        groups_along = any(base_in(category) is not None for category in along)
        for label, values in series:
            for category, printed in zip(along, values, strict=False):
                group, answer = (category, label) if groups_along else (label, category)
                base = base_in(group)
                base = n if base is None else base
                if printed is not None and base is not None:
                    alone = not groups_along and len(series) == 1
                    named = without_base(head) or EVERYBODY if alone and base_in(group) is None else group
                    found.append((without_base(named) or EVERYBODY, base, without_base(answer), printed))
    return with_kind(name, found, whole=parts) if len(found) > 1 else []


def _values(series: Any) -> Sequence[Printed | None]:
    """Return the values of a series as they are shown: a share of 0.836 with the format 0.0% is 83.6."""
    formats = series._element.xpath(".//c:dLbls/c:numFmt/@formatCode") + series._element.xpath(
        "./c:val//c:formatCode/text()"
    )
    shown = next((m for m in (_DECIMALS.search(code) for code in formats) if m and (m[2] or m[1])), None)
    return [None if value is None else _printed(value, shown) for value in series.values]


def _printed(value: float, shown: "re.Match[str] | None") -> Printed:
    exact = Fraction(Decimal(repr(value)))
    if shown is None:
        decimals = min(max(-Decimal(repr(value)).as_tuple().exponent, 0), 9)  # type: ignore[operator]
    else:
        decimals = len(shown[1] or "")
        exact = exact * 100 if shown[2] else exact
    units = half_up(exact, decimals)
    return Printed(in_print(units, decimals), units, decimals)
