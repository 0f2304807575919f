"""The answers that a table is made of: all respondents in memory, or heaps of those who answered alike."""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from yakusoku.adapters.survey_duckdb import LargeResponses
from yakusoku.adapters.survey_responses import read_form, read_responses, weights_of
from yakusoku.adapters.yaml_files import refuse
from yakusoku.cli.reading_forms import form_to_count
from yakusoku.cli.survey_asked import TablesAsked
from yakusoku.cli.telling_unread import tell_unread
from yakusoku.domain.survey.answers import Given, Responses, columns_of, read_answers, unknown_filters
from yakusoku.domain.survey.axes import Axis, axis_of_column, axis_of_question
from yakusoku.domain.survey.coded import coded, measured
from yakusoku.domain.survey.design import Design, design_of
from yakusoku.domain.survey.exact import Weighing, alike, weighed
from yakusoku.domain.survey.form import Form, Question, QuestionKind, questions_of
from yakusoku.domain.survey.stages import Lonely

# Weights that follow from numbers of units are fractions of them: the float that stands for one is turned back.
MOST_UNITS = 10**6


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers to a questionnaire, read once for all its tables."""

    file: Path
    form_file: Path
    form: Form
    responses: Responses
    answers: Mapping[str, Sequence[Given]]
    axes: Sequence[Axis]
    weights: Sequence[Fraction] | None


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a table is counted from."""

    answers: Mapping[str, Sequence[Given]]
    axes: Sequence[Axis]
    weighing: Weighing
    design: Design | None = None
    design_words: str = ""


def questions_of_form(path: Path, names: Sequence[str]) -> list[Question]:
    """Return the questions that tables are asked of. Raises UnreadableFile."""
    return questions_named(path, read_form(path), names)


def questions_named(path: Path, form: Form, names: Sequence[str]) -> list[Question]:
    """Return the questions of a questionnaire that are named, alone or as a group. Raises UnreadableFile."""
    try:
        questions = list(questions_of(form, names))
    except KeyError as error:
        raise refuse(path, "", f"「{error.args[0]}」という設問がありません。") from error
    for question in questions:
        if question.kind is QuestionKind.OTHER:
            raise refuse(path, "", f"「{question.name}」は自由記述なので、表にできません。")
    return questions


def read_all(path: Path, form_path: Path, by: Sequence[str], weight: str | None) -> Answered:
    """Return the answers to a questionnaire, read once for all its tables. Raises UnreadableFile."""
    form, given = form_to_count(form_path), read_responses(path)
    weights = weights_of(path, given, weight) if weight else None
    answers = read_answers(form, given)
    tell_unread(path, form, given, answers)
    axes = [axis_named(path, form, given, answers, name) for name in by]
    return Answered(path, form_path, form, given, answers, axes, weights)


def in_memory(
    path: Path, form_path: Path, questions: Sequence[Question], asked: TablesAsked
) -> Iterator[tuple[Question, Gathered]]:
    """Yield each question with the answers of all respondents. Raises UnreadableFile."""
    read = read_all(path, form_path, asked.by, asked.weight)
    for question in questions:
        require(form_path, read.form, question, read.answers)
    weights, design, words = read.weights, None, ""
    if asked.designed:
        design, words = _design(path, read.responses, asked, weights)
        weights = weights or [Fraction(w).limit_denominator(MOST_UNITS) for w in design.weights.tolist()]
    weighing = alike(len(read.responses.rows)) if weights is None else weighed(weights)
    gathered = Gathered(read.answers, read.axes, weighing, design, words)
    for question in questions:
        yield question, gathered


def on_disk(
    path: Path, form_path: Path, questions: Sequence[Question], asked: TablesAsked
) -> Iterator[tuple[Question, Gathered]]:
    """Yield each question with heaps of respondents whose answers to it, and on the axes, are alike."""
    form = form_to_count(form_path)
    with LargeResponses(path) as large:
        empty = Responses(large.heads, ())
        known = read_answers(form, empty)
        for question in questions:
            require(form_path, form, question, known)
        axes = [place for name in asked.by for place in _columns(path, form, empty, known, name)]
        needed = [[*axes, *_columns(path, form, empty, known, q.name)] for q in questions]
        if len(questions) > 1:
            large.keep([place for places in needed for place in places], asked.weight)
        for question, places in zip(questions, needed, strict=True):
            heaps = large.heaps(places, asked.weight)
            answers = read_answers(form, heaps.responses)
            tell_unread(path, form, heaps.responses, answers, rows=False)
            made = [axis_named(path, form, heaps.responses, answers, name) for name in asked.by]
            yield question, Gathered(answers, made, heaps.weighing)


def _columns(path: Path, form: Form, empty: Responses, known: Container[str], name: str) -> list[int]:
    """Return the columns that tell a question, and those that tell who was asked it; or of a column that is none."""
    if name not in known:
        place = empty.column(name)
        if place is None:
            raise refuse(path, "1行目", f"列がありません: {name}")
        return [place]
    require(path, form, form.questions[name], known)
    found, left = list[int](), [name]
    seen = set[str]()
    while left:
        question = form.questions[left.pop()]
        if question.name not in seen:
            seen.add(question.name)
            found += columns_of(form, question, empty)
            left += question.looks_at
    return found


def require(path: Path, form: Form, question: Question, known: Container[str]) -> None:
    """Refuse a question without a column, or whose base cannot be known. Raises UnreadableFile."""
    if question.name not in known:
        raise refuse(path, "", f"「{question.name}」の列が、回答のファイルにありません。")
    lacking = unknown_filters(form, question, known)
    if lacking:
        names = "、".join(lacking)
        message = (
            f"「{question.name}」をだれに尋ねたかを決める設問（{names}）の列が、回答のファイルにありません。"
        )
        raise refuse(path, "", message)


def axis_named(
    path: Path, form: Form, responses: Responses, answers: Mapping[str, Sequence[Given]], name: str
) -> Axis:
    """Return the axis of a question or column by its name. Raises UnreadableFile."""
    if name in answers:
        require(path, form, form.questions[name], answers)
        return axis_of_question(form.questions[name], answers[name])
    return axis_of_column(name, _texts(path, responses, name))


def _texts(path: Path, responses: Responses, name: str) -> list[str]:
    column = responses.column(name)
    if column is None:
        raise refuse(path, "1行目", f"列がありません: {name}")
    return [row[column].strip() if column < len(row) else "" for row in responses.rows]


def _design(
    path: Path, responses: Responses, asked: TablesAsked, weights: Sequence[Fraction] | None
) -> tuple[Design, str]:
    """Return the design of the sample, and its words."""

    def texts(name: str) -> list[str]:
        return _texts(path, responses, name)

    heavy = None
    if weights is not None:
        heavy = measured(asked.weight or "", [repr(float(weight)) for weight in weights])
    design = design_of(
        len(responses.rows),
        strata=coded(asked.strata, texts(asked.strata)) if asked.strata else None,
        clusters=[coded(name, texts(name)) for name in asked.clusters],
        populations=[measured(name, texts(name)) for name in asked.populations],
        weights=heavy,
        nested=asked.nested,
        lonely=Lonely(asked.lonely),
    )
    words = [
        f"層 {asked.strata}" if asked.strata else "層なし",
        f"集落 {'、'.join(asked.clusters)}" if asked.clusters else "集落なし",
        f"有限母集団修正 {'、'.join(asked.populations)}" if asked.populations else "有限母集団修正なし",
        f"重み {asked.weight}"
        if asked.weight
        else ("重みは抽出率の逆数" if asked.populations else "重みなし"),
    ]
    return design, "、".join(words)
