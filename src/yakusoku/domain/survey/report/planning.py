"""From a plan and the answers to the tables of a report, and to the report itself (docs/rules/survey-report.md)."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property
from itertools import islice

from yakusoku.domain.survey.answers import Given, Responses, unknown_filters
from yakusoku.domain.survey.axes import Axis, TooManyGroups, axis_of_column, axis_of_question
from yakusoku.domain.survey.batteries import batteries_of, stem_of
from yakusoku.domain.survey.book import TableKey
from yakusoku.domain.survey.charts.spec import ChartKind, Order
from yakusoku.domain.survey.coding import TooManyValues
from yakusoku.domain.survey.form import Form, Question, QuestionKind
from yakusoku.domain.survey.moves import Released
from yakusoku.domain.survey.report.building import battery_figures, counted_figures, with_errors
from yakusoku.domain.survey.report.drafting import Survey, drafted, part_of, with_error_tables
from yakusoku.domain.survey.report.figures import FigureStore, FigureTable
from yakusoku.domain.survey.report.outline import (
    QUESTIONS,
    VALID,
    Block,
    Bullets,
    Callout,
    ChartBlock,
    Headline,
    Paragraph,
    Part,
    Report,
    Role,
    Section,
    TableBlock,
)
from yakusoku.domain.survey.report.plan import PlannedPage, PlannedTable, PlanUnusable, ReportPlan
from yakusoku.domain.survey.report.written import written_report
from yakusoku.domain.survey.suppression import Suppression, suppressions_of
from yakusoku.domain.survey.table_tests import Sample
from yakusoku.domain.survey.tabulating import Counted, count

_NOT_ASKED = {"note", "calculate", "hidden", "start", "end", "today", "deviceid", "username", "audit"}


class Counting:
    """The answers of one wave, ready to be counted by what a plan names.

    weight      the name of the weights
    sample      how those who answered were drawn; None: that is not known, for the reason `no_sample`
    """

    def __init__(
        self,
        form: Form,
        responses: Responses,
        answers: Mapping[str, Sequence[Given]],
        weights: Sequence[Fraction] | None = None,
        weight: str = "",
        sample: Sample | None = None,
        no_sample: str = "",
    ) -> None:
        self.form, self.responses, self.answers = form, responses, answers
        self.weights, self.weight = weights, weight
        self.sample, self.no_sample = sample, no_sample

    @cached_property
    def batteries(self) -> Mapping[str, tuple[str, ...]]:
        """Return the items of each battery that has one table."""
        return batteries_of(self.form, self.answers)

    def axis(self, name: str) -> Axis:
        """Return the axis of a question or a column. Raises PlanUnusable."""
        if name in self.answers:
            self._require_base(self.form.questions[name], name)
            return axis_of_question(self.form.questions[name], self.answers[name])
        column = self.responses.column(name)
        if column is None:
            raise _unusable(name, f"「{name}」という設問も列もありません。")
        rows = self.responses.rows
        return axis_of_column(name, [row[column].strip() if column < len(row) else "" for row in rows])

    def parts(self, planned: PlannedTable) -> Sequence[PlannedTable]:
        """Return what a planned table is counted from: the items of a battery, or itself."""
        items = self.batteries.get(planned.question)
        return [replace(planned, question=name, title="") for name in items] if items else [planned]

    def joined(self, planned: PlannedTable, tables: Sequence[FigureTable]) -> FigureTable:
        """Return the tables of the parts of a planned one as one."""
        items = self.batteries.get(planned.question)
        if not items:
            return tables[0]
        labels = [self.form.questions[name].label for name in items]
        title = planned.title or stem_of(self.form, planned.question)
        return battery_figures(planned.id, list(zip(labels, tables, strict=True)), title)

    def counted(self, planned: PlannedTable) -> Counted:
        """Return a table counted. Raises PlanUnusable."""
        question = self.form.questions.get(planned.question)
        if question is None or question.kind is QuestionKind.OTHER:
            raise _unusable(planned.id, f"表にできる設問「{planned.question}」がありません。")
        if question.name not in self.answers:
            raise _unusable(planned.id, f"「{question.name}」の列が、回答のファイルにありません。")
        self._require_base(question, planned.id)
        axes = [self.axis(name) for name in planned.by]
        try:
            return count(
                question, self.answers[question.name], axes, self.weights, show_blank=planned.show_blank
            )
        except TooManyGroups as error:
            raise _unusable(planned.id, f"軸の区分が多すぎます（{error}）。") from error
        except TooManyValues as error:
            raise _unusable(planned.id, f"値が{error}種類あり、表にできません。") from error

    def figures(
        self,
        planned: PlannedTable,
        counted: Counted,
        plan: ReportPlan,
        suppression: Suppression | None,
    ) -> FigureTable:
        """Return the figures of a table that was counted."""
        weight = "" if self.weights is None else self.weight
        key = TableKey(planned.question, planned.by, weight, planned.show_blank)
        meaning = (
            {category: planned.definition for category in counted.categories} if planned.definition else {}
        )
        made = counted_figures(
            planned.id,
            counted,
            title=planned.title,
            wave=plan.wave,
            series=planned.series,
            definitions=meaning,
            key=key.id,
            suppression=suppression,
            sample=self.sample,
        )
        return with_errors(made, counted, self.sample, self.no_sample) if plan.errors else made

    def facts(self, strata: Sequence[str]) -> dict[str, int]:
        """Return 有効回答数, its parts by the strata, and 設問数; a battery is one question."""
        axes = [self.axis(name) for name in strata]
        found = {VALID: len(self.responses.rows)}
        inside = Counter(
            "・".join(axis.groups[places[0]] for axis, places in zip(axes, members, strict=True))
            for members in zip(*(axis.members for axis in axes), strict=True)
            if axes and all(members)
        )
        order = [""]
        for axis in axes:
            order = [f"{before}・{group}" if before else group for before in order for group in axis.groups]
        found |= {name: inside[name] for name in order if name and inside[name]}
        asked = [q for q in self.form.questions.values() if q.type not in _NOT_ASKED]
        alone = [question for question in asked if not question.battery]
        return found | {QUESTIONS: len(alone) + len({q.battery for q in asked if q.battery})}

    def _require_base(self, question: Question, place: str) -> None:
        lacking = unknown_filters(self.form, question, self.answers)
        if lacking:
            names = "、".join(lacking)
            raise _unusable(
                place, f"だれに尋ねたかを決める設問（{names}）の列が、回答のファイルにありません。"
            )


def planned_tables(plan: ReportPlan, counting: Counting, by: Sequence[str] = ()) -> list[FigureTable]:
    """Return the tables of a plan; without any, one for each question by these axes. Raises PlanUnusable.

    They come out together: what one of them hides, no other gives away.
    """
    chosen = plan.tables or proposed_tables(counting, by)
    parts: list[tuple[PlannedTable, Counted]] = []
    problems: list[tuple[str, str]] = []
    for part in (part for planned in chosen for part in counting.parts(planned)):
        try:
            parts.append((part, counting.counted(part)))
        except PlanUnusable as error:
            problems += error.problems
    if problems:
        raise PlanUnusable(tuple(problems))
    if not parts:
        raise _unusable("", "表にできる設問がありません。")
    hidden: Sequence[Suppression | None] = [None] * len(parts)
    if plan.suppress:
        hidden = suppressions_of([Released(counted, part.by) for part, counted in parts], plan.suppress)
    figures = (
        counting.figures(*part, plan, suppression) for part, suppression in zip(parts, hidden, strict=True)
    )
    return [
        counting.joined(planned, list(islice(figures, len(counting.parts(planned))))) for planned in chosen
    ]


def hiding_of(plan: ReportPlan, counting: Counting, tables: Sequence[FigureTable]) -> frozenset[str]:
    """Return the questions of which a table of a plan hides cells."""
    chosen = plan.tables or proposed_tables(counting)
    hiding = {table.id for table in tables if table.hidden}
    return frozenset(
        part.question for planned in chosen if planned.id in hiding for part in counting.parts(planned)
    )


def proposed_tables(counting: Counting, by: Sequence[str] = ()) -> tuple[PlannedTable, ...]:
    """Return one table for each question whose answers are options, and for each battery."""
    names = proposed_questions(counting.form, counting.batteries, counting.answers)
    return tuple(PlannedTable(name, name, tuple(axis for axis in by if axis != name)) for name in names)


def proposed_questions(
    form: Form, batteries: Mapping[str, Sequence[str]], known: Collection[str]
) -> Sequence[str]:
    """Return the questions that a table is made of, a battery in the place of its items."""
    found = []
    for name, question in form.questions.items():
        if question.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE} and name in known:
            together = name in batteries.get(question.battery, ())
            found.append(question.battery if together else name)
    return list(dict.fromkeys(found))


def planned_report(plan: ReportPlan, store: FigureStore, tables: Sequence[str]) -> Report:
    """Return the report of a plan, what it leaves out drafted.

    tables   those of this wave, in the order of the report
    """
    counted = [name for name in store.facts if name != QUESTIONS]
    survey = Survey(
        plan.title or "調査報告書",
        plan.subtitle,
        plan.publisher,
        plan.issued,
        plan.overview,
        plan.terms,
        tuple(counted),
        plan.unit,
    )
    if plan.pages and all(page.blocks for page in plan.pages):
        made = written_report(plan, survey, store, tables)
    else:
        draft = replace(drafted(survey, store, tables), excuses=plan.excuses)
        made = replace(draft, sections=tuple(_written(section, plan, store) for section in draft.sections))
    return with_error_tables(made, store) if plan.errors else made


def _written(section: Section, plan: ReportPlan, store: FigureStore) -> Section:
    if section.role is Role.RESULTS and plan.pages:
        waves = tuple(part for part in section.parts if not part.title or isinstance(part.blocks[0], Bullets))
        return replace(section, parts=(*(_page(page, store) for page in plan.pages), *waves))
    if section.role is Role.SUMMARY and plan.summary:
        return replace(section, parts=(Part("", (Bullets(plan.summary),)),))
    return section


def _page(page: PlannedPage, store: FigureStore) -> Part:
    if page.blocks:
        return Part(page.title, page.blocks)
    first = store.tables.get(page.tables[0])
    draft = part_of(first, store) if first else Part(page.title, ())
    return Part(page.title or draft.title, tuple(_blocks(page, draft)))


def _blocks(page: PlannedPage, draft: Part) -> Iterator[Block]:
    for block in draft.blocks:
        match block:
            case Headline():
                yield Headline(page.headline) if page.headline else block
            case ChartBlock(table, kind, order):
                yield ChartBlock(table, page.chart or kind, page.order or order)
            case Callout() if page.callout is not None:
                continue
            case Paragraph() if page.text is not None:
                continue
            case _:
                yield block
    if page.callout:
        yield Callout(page.callout)
    yield from (Paragraph(text) for text in page.text or ())
    yield from (TableBlock(name) for name in page.tables[1:])


def chart_kind_of(word: str) -> ChartKind | None:
    """Return the chart that a plan asks for; None: what fits."""
    return ChartKind(word) if word in set(ChartKind) else None


def order_of(word: str) -> Order | None:
    """Return the order that a plan asks for; None: what fits."""
    return Order(word) if word in set(Order) else None


def _unusable(place: str, message: str) -> PlanUnusable:
    return PlanUnusable(((place, message),))
