"""Papers that were keyed elsewhere, as the rows of a table: whose each is, and how much of it counts."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from yakusoku.domain.survey.answers import Responses, State, read_one, texts_of
from yakusoku.domain.survey.collecting.dataset import NUMBER_HEADS, questions_in
from yakusoku.domain.survey.collecting.keying import keyed, shown
from yakusoku.domain.survey.form import Form

MOST_ROWS = 20_000


class TableWrong(StrEnum):
    """Why a table holds no papers."""

    ROWS = "rows"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class BroughtRow:
    """One paper.

    line       in the file, from 1
    number     of the respondent, as it stands there
    cells      {question: codes, number or text, or why it does not count as #two-marks}
    answered   how many questions have an answer that counts
    faults     why the answers to some questions do not count
    """

    line: int
    number: str
    cells: Mapping[str, str]
    answered: int
    faults: Mapping[str, str]


def brought_rows(form: Form, table: Sequence[Sequence[str]]) -> list[BroughtRow] | TableWrong:
    """Return the papers in a table with a head, empty rows left out; or why it holds none."""
    if not 2 <= len(table) <= MOST_ROWS + 1:
        return TableWrong.ROWS
    responses = Responses(tuple(head.strip() for head in table[0]), [list(row) for row in table[1:]])
    place = next((p for head in NUMBER_HEADS if (p := responses.column(head)) is not None), None)
    if place is None:
        return TableWrong.NUMBER
    return list(_rows(form, responses, place))


def _rows(form: Form, responses: Responses, place: int) -> Iterator[BroughtRow]:
    names = questions_in(form)
    texts = texts_of(form, responses)
    for line, (row, told) in enumerate(zip(responses.rows, texts, strict=True), 2):
        if not any(cell.strip() for cell in row):
            continue
        found = keyed(form, {name: shown(form.questions[name], cell) for name, cell in told.items()})
        cells = {name: cell for name in names if (cell := found.cell(name))}
        given = read_one(form, cells)
        yield BroughtRow(
            line,
            row[place].strip() if place < len(row) else "",
            cells,
            sum(given[name].state is State.ANSWERED for name in names),
            {name: given[name].fault for name in names if given[name].state is State.INVALID},
        )
