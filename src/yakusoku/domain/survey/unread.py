"""Cells of a file of responses that hold no value of their question, with where they stand (docs/rules/survey-tables.md).

What a respondent did wrong, as two marks at one question, is not among them: the table counts it as invalid.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from yakusoku.domain.survey.answers import SIGN, Fault, Given, Responses, columns_of
from yakusoku.domain.survey.form import Form

_TOLD = {Fault.NOT_A_NUMBER, Fault.NOT_WHOLE, Fault.UNREADABLE}


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell whose text is no value of its question.

    line     of the file, from 1, the head being the first
    column   as the head names it
    """

    line: int
    column: str
    text: str
    fault: Fault


def unread(form: Form, responses: Responses, answers: Mapping[str, Sequence[Given]]) -> Iterator[Unread]:
    """Yield the cells that are no numbers where one is asked for, or no value at all, question by question."""
    for name, given in answers.items():
        columns = columns_of(form, form.questions[name], responses)
        if len(columns) != 1:
            continue
        for place, each in enumerate(given):
            if each.fault not in _TOLD:
                continue
            text = responses.rows[place][columns[0]].strip()
            if not text.startswith(SIGN):
                yield Unread(responses.line(place), responses.heads[columns[0]], text, Fault(each.fault))
