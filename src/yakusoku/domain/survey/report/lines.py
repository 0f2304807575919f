"""A text, line by line, against tables: what each number in it is, by docs/rules/survey-text.md."""

from collections.abc import Iterator, Sequence

from yakusoku.domain.survey.report.figures import FigureStore
from yakusoku.domain.survey.report.findings import NumberFinding
from yakusoku.domain.survey.report.numbers import check_numbers, tables_named

HEAD = "#"


def checked_lines(lines: Sequence[str], store: FigureStore) -> Iterator[tuple[int, NumberFinding]]:
    """Yield what was found of each number, with its line from 1; a line that begins with # names the tables."""
    about: tuple[str, ...] = ()
    for number, line in enumerate(lines, 1):
        if line.lstrip().startswith(HEAD):
            about = tables_named(line, store)
            continue
        for finding in check_numbers(line, store, about):
            yield number, finding
