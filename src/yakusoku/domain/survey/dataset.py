"""Responses as coded data with their codebook (docs/rules/survey-codebook.md)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.answers import Given, Responses, State, columns_of, read_answers, unknown_filters
from yakusoku.domain.survey.codebook import (
    GAPS_OF_STATES,
    MARK_LABELS,
    MARKED,
    UNMARKED,
    Codebook,
    Dataset,
    Gap,
    Holds,
    Measure,
    Numbers,
    ReplySet,
    Study,
    Value,
    Variable,
    counted,
    gap_codes,
    gap_values,
)
from yakusoku.domain.survey.coded import MISSING, NotANumber, coded, measured
from yakusoku.domain.survey.form import Form, Question, QuestionKind
from yakusoku.domain.survey.questionnaire.outline import outline_of
from yakusoku.domain.survey.questionnaire.plain import read_plain
from yakusoku.domain.survey.questionnaire.saying import condition_said
from yakusoku.domain.survey.variable_names import unique_names
from yakusoku.domain.survey.wording import JAPANESE

EVERYONE = "全員"
WRITTEN, WRITTEN_LABEL = 1, "記入あり"
MOST_CATEGORIES = 60
LEAST_NUMBER = -(10.0**12)
_NOT_ANSWERED = frozenset({"note"})


class BaseUnknown(Refusal):
    """Who was asked a question cannot be known: the answers to what decides it are not in the data."""

    code = "survey.base-unknown"


@dataclass(frozen=True, slots=True)
class _Column:
    """A variable with its cells: codes and numbers, or texts. NaN stands for a gap that `states` tells."""

    variable: Variable
    numbers: Numbers | None
    texts: Sequence[str]
    states: Sequence[Gap | None]


def dataset_of(form: Form, responses: Responses, study: Study | None = None) -> Dataset:
    """Return the data of a survey: the columns beside the form, then a variable for each question or option.

    study   what is to be said of the survey; title, version and day of reference are taken from the form
    raises  BaseUnknown, NotANumber
    """
    answers = read_answers(form, responses)
    for name in answers:
        if lacking := unknown_filters(form, form.questions[name], answers):
            raise BaseUnknown(question=name, filters="、".join(lacking))
    columns = [*_asked(form, answers), *_beside(form, responses, answers)]
    names = unique_names(column.variable.name for column in columns)
    columns = [
        replace(column, variable=replace(column.variable, name=name))
        for column, name in zip(columns, names, strict=True)
    ]
    # The questions choose their names first; in the data they stand after what is known of the respondent.
    columns.sort(key=lambda column: column.variable.from_form)
    codes = gap_codes(min((_least(column) for column in columns), default=0.0))
    made = [(_closed(column, codes), column) for column in columns]
    variables = tuple(variable for (variable, _), _ in made)
    codebook = Codebook(
        _study(form, study or Study()),
        len(responses.rows),
        variables,
        tuple(_sets(form, variables)),
        tuple(
            name
            for name, question in form.questions.items()
            if name not in answers and question.type not in _NOT_ANSWERED
        ),
    )
    numbers = {variable.name: cells for (variable, cells), _ in made if cells is not None}
    texts = {variable.name: column.texts for (variable, cells), column in made if cells is None}
    return Dataset(codebook, numbers, texts)


def _study(form: Form, study: Study) -> Study:
    about = form.about
    return replace(
        study,
        title=study.title or about.title.said(JAPANESE),
        version=study.version or about.version,
        reference_on=study.reference_on or about.reference_on,
    )


def _asked(form: Form, answers: Mapping[str, Sequence[Given]]) -> Iterator[_Column]:
    marks = outline_of(form).marks()
    stems = _words_of_groups(form)
    for name, question in form.questions.items():
        if name not in answers:
            continue
        given = answers[name]
        mark = marks.get(name, "")
        label = question.label if question.label.startswith(mark) else f"{mark} {question.label}"
        stem = stems.get(question.battery, "")
        start = Variable(
            name,
            f"{label}（{stem}）" if stem else label,
            question.label,
            name,
            Holds.CODE,
            Measure.NOMINAL,
            base_of(question, form, marks),
            stem=stem,
        )
        states = [GAPS_OF_STATES.get(each.state) for each in given]
        yield from _MAKERS[question.kind](question, given, start, states)


def base_of(question: Question, form: Form, marks: Mapping[str, str]) -> str:
    """Return in words who is asked a question."""
    if not question.conditions:
        return EVERYONE
    said = []
    for condition in question.conditions:
        plain = read_plain(condition.tree, form)
        said.append(condition_said(plain, form, marks) if plain else f"条件 {condition.text} に当てはまる")
    return f"{'、かつ、'.join(said)}方"


_Maker = Callable[[Question, Sequence[Given], Variable, Sequence[Gap | None]], Iterator[_Column]]


def _single(
    question: Question, given: Sequence[Given], start: Variable, states: Sequence[Gap | None]
) -> Iterator[_Column]:
    values = _values(question)
    codes = {value.name: value.code for value in values}
    cells = [codes[each.codes[0]] if each.state is State.ANSWERED else np.nan for each in given]
    ordered = bool(question.battery)
    measure = Measure.ORDINAL if ordered else Measure.NOMINAL
    yield _Column(
        replace(start, values=values, measure=measure), np.array(cells, dtype=np.float64), (), states
    )


def _several(
    question: Question, given: Sequence[Given], start: Variable, states: Sequence[Gap | None]
) -> Iterator[_Column]:
    values = tuple(Value(code, label) for code, label in MARK_LABELS.items())
    answered = np.array([each.state is State.ANSWERED for each in given], dtype=np.bool_)
    chosen = [frozenset(each.codes) for each in given]
    for choice in question.choices:
        marks = np.array([choice.name in codes for codes in chosen], dtype=np.bool_)
        cells = np.where(marks, float(MARKED), float(UNMARKED))
        cells[~answered] = np.nan
        yield _Column(
            replace(
                start,
                name=f"{question.name}_{choice.name}",
                label=f"{choice.label}（{start.label}）",
                holds=Holds.MARK,
                values=values,
                option=choice.name,
            ),
            cells,
            (),
            states,
        )


def _number(
    question: Question, given: Sequence[Given], start: Variable, states: Sequence[Gap | None]
) -> Iterator[_Column]:
    cells = np.array([float(each.codes[0]) if each.codes else np.nan for each in given], dtype=np.float64)
    for row in np.flatnonzero(cells < LEAST_NUMBER)[:1]:
        raise NotANumber(column=question.name, row=int(row) + 1, text=given[row].codes[0])
    yield _Column(replace(start, holds=Holds.NUMBER, measure=Measure.SCALE), cells, (), states)


def _other(
    question: Question, given: Sequence[Given], start: Variable, states: Sequence[Gap | None]
) -> Iterator[_Column]:
    if question.type in _NOT_ANSWERED:
        return
    # A text has no code for what is missing: whether there is one is told by a variable of its own.
    yield _Column(
        replace(
            start,
            name=f"{question.name}_given",
            label=f"記入の有無（{start.label}）",
            values=(Value(WRITTEN, WRITTEN_LABEL),),
        ),
        np.array([WRITTEN if each.codes else np.nan for each in given], dtype=np.float64),
        (),
        states,
    )
    yield _Column(
        replace(start, holds=Holds.TEXT),
        None,
        [each.codes[0] if each.codes else "" for each in given],
        states,
    )


_MAKERS: Mapping[QuestionKind, _Maker] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _several,
    QuestionKind.NUMBER: _number,
    QuestionKind.OTHER: _other,
}


def _values(question: Question) -> tuple[Value, ...]:
    """Return the options with a number each: their own where all are whole numbers, else 1, 2, 3 in order."""
    own = [choice.name for choice in question.choices]
    whole = all(name.isascii() and name.isdigit() and len(name) <= 9 for name in own)
    numbers = [int(name) for name in own] if whole else list(range(1, len(own) + 1))
    if len(set(numbers)) < len(numbers):
        numbers = list(range(1, len(own) + 1))
    return tuple(
        Value(number, choice.label, name=choice.name)
        for number, choice in zip(numbers, question.choices, strict=True)
    )


def _beside(form: Form, responses: Responses, answers: Mapping[str, Sequence[Given]]) -> Iterator[_Column]:
    """Yield the columns that no question owns: traits of respondents, weights, numbers."""
    owned = {place for name in answers for place in columns_of(form, form.questions[name], responses)}
    for place, head in enumerate(responses.heads):
        if head and place not in owned:
            cells = [row[place].strip() if place < len(row) else "" for row in responses.rows]
            yield _column_of(head, ["" if cell in MISSING else cell for cell in cells])


def _column_of(head: str, cells: Sequence[str]) -> _Column:
    states = [None if cell else Gap.BLANK for cell in cells]
    start = Variable(head, head, head, head, Holds.TEXT, Measure.NOMINAL, EVERYONE, from_form=False)
    try:
        numbers = measured(head, cells).values
    except NotANumber:
        numbers = None
    if numbers is not None and any(cells) and not np.any(numbers < LEAST_NUMBER):
        return _Column(replace(start, holds=Holds.NUMBER, measure=Measure.SCALE), numbers, (), states)
    column = coded(head, cells)
    # Where most cells differ they are names or addresses, which have no place in a codebook.
    if len(column.labels) > min(MOST_CATEGORIES, np.count_nonzero(~column.missing) / 2):
        return _Column(start, None, cells, states)
    values = tuple(Value(place, label, name=label) for place, label in enumerate(column.labels, 1))
    codes = np.where(column.codes < 0, np.nan, column.codes + 1.0)
    return _Column(replace(start, holds=Holds.CODE, values=values), codes, (), states)


def _least(column: _Column) -> float:
    if column.numbers is None or not np.any(~np.isnan(column.numbers)):
        return 0.0
    return float(np.nanmin(column.numbers))


def _closed(column: _Column, codes: Mapping[Gap, int]) -> tuple[Variable, Numbers | None]:
    """Return the variable with its counts, and its cells with a code in every gap."""
    if column.numbers is None:
        valid = sum(state is None for state in column.states)
        asked = sum(state is not Gap.NOT_ASKED for state in column.states)
        return replace(column.variable, asked=asked, valid=valid), None
    coded_gaps = [np.nan if state is None else float(codes[state]) for state in column.states]
    cells = np.where(np.isnan(column.numbers), coded_gaps, column.numbers)
    variable = replace(column.variable, gaps=gap_values(codes)[:3])
    return counted(variable, cells), cells


def _words_of_groups(form: Form) -> dict[str, str]:
    return {step.name: step.words.said(JAPANESE) for step in form.steps if step.kind == "begin"}


def _sets(form: Form, variables: Sequence[Variable]) -> Iterator[ReplySet]:
    words = _words_of_groups(form)
    several: dict[str, list[Variable]] = {}
    batteries: dict[str, list[Variable]] = {}
    for variable in variables:
        question = form.questions.get(variable.question) if variable.from_form else None
        if question and variable.holds is Holds.MARK:
            several.setdefault(question.name, []).append(variable)
        elif question and question.battery and question.kind is QuestionKind.SINGLE:
            batteries.setdefault(question.battery, []).append(variable)
    for name, each in several.items():
        yield ReplySet(name, form.questions[name].label, tuple(v.name for v in each), marks=True)
    for name, each in batteries.items():
        scales = {tuple((value.code, value.label) for value in variable.values) for variable in each}
        if len(each) > 1 and len(scales) == 1:
            yield ReplySet(name, words.get(name) or name, tuple(v.name for v in each), marks=False)
