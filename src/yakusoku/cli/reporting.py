"""The work behind `yakusoku survey report`; imported when it is needed, so that help stays quick."""

from collections.abc import Container, Sequence
from fractions import Fraction
from pathlib import Path

import click

from yakusoku.adapters.printed_tables import read_published
from yakusoku.adapters.survey_crosswalk import read_crosswalk
from yakusoku.adapters.survey_papers import report_docx, report_html, report_pdf
from yakusoku.adapters.survey_reports import PreviousFiles, read_plan
from yakusoku.adapters.survey_responses import read_responses, weights_of
from yakusoku.adapters.survey_slides import report_pptx
from yakusoku.adapters.yaml_files import Problem, UnreadableFile
from yakusoku.cli.answers import DONE, WITH_PROBLEMS, explain, refusals
from yakusoku.cli.reading_forms import form_to_count
from yakusoku.domain.survey.answers import read_answers
from yakusoku.domain.survey.comparing import Wave, compare
from yakusoku.domain.survey.crosswalk import problems_of
from yakusoku.domain.survey.form import Form
from yakusoku.domain.survey.report.building import compared_figures
from yakusoku.domain.survey.report.figures import FigureStore, FigureTable
from yakusoku.domain.survey.report.findings import KIND_LABELS, NumberFinding
from yakusoku.domain.survey.report.outline import METHOD, OBJECT, PERIOD, REFERENCE_DATE
from yakusoku.domain.survey.report.plan import NOW, PlanUnusable, ReportPlan
from yakusoku.domain.survey.report.planning import Counting, hiding_of, planned_report, planned_tables
from yakusoku.domain.survey.report.published import published_figures
from yakusoku.domain.survey.report.releasing import printed_report, release_problems

WRITERS = {
    "report.pptx": report_pptx,
    "report.docx": report_docx,
    "report.pdf": report_pdf,
    "report.html": report_html,
}

# Without a plan there is nobody to ask: what only a person knows is left to be filled in.
DRAFT = ReportPlan(
    "調査報告書（案）",
    overview=tuple((label, ("（未記入）",)) for label in (OBJECT, METHOD, PERIOD, REFERENCE_DATE)),
)


def report(
    responses: Path, form: Path, plan: Path | None, out: Path, by: Sequence[str], weight: str | None
) -> int:
    """Write the report in all its forms, or print what stops it; return the exit code."""
    name = (plan or responses).name
    with refusals(name):
        written, previous = read_plan(plan) if plan else (DRAFT, None)
        counting = _counting(responses, form, weight)
        try:
            tables = planned_tables(written, counting, by)
            facts = counting.facts(written.strata)
            hiding = hiding_of(written, counting, tables)
            earlier = _earlier(previous, counting, written, hiding) if previous else []
        except PlanUnusable as error:
            raise UnreadableFile([Problem(name, *problem) for problem in error.problems]) from error
        store = FigureStore({table.id: table for table in [*tables, *earlier]}, facts)
        made = planned_report(written, store, [table.id for table in tables])
        problems = release_problems(made, store, explain)
        if problems:
            _print(problems)
            return WITH_PROBLEMS
        printed = printed_report(made, store)
        files = {file: write(printed, store) for file, write in WRITERS.items()}
        out.mkdir(parents=True, exist_ok=True)
        for file, content in files.items():
            (out / file).write_bytes(content)
            click.echo(str(out / file))
    return DONE


def _counting(responses: Path, form: Path, weight: str | None) -> Counting:
    asked, given = form_to_count(form), read_responses(responses)
    weights: list[Fraction] | None = weights_of(responses, given, weight) if weight else None
    return Counting(asked, given, read_answers(asked, given), weights, weight or "")


def _earlier(
    previous: PreviousFiles, counting: Counting, plan: ReportPlan, hiding: Container[str]
) -> list[FigureTable]:
    """Return the figures of the wave before; from a crosswalk, with those of this wave beside them."""
    if previous.tables:
        published = read_published(previous.tables)
        waves = [wave or previous.name for wave in published.waves]
        made = published_figures(published.cells, waves, published.definitions)
        return [_renamed(table) for table in made]
    if previous.responses is None or previous.crosswalk is None:
        return []
    form = form_to_count(previous.form) if previous.form else counting.form
    figures = read_crosswalk(previous.crosswalk)
    wrong = [
        Problem(previous.crosswalk.name, each.label, each.message)
        for figure in figures
        for each in problems_of(figure, form, counting.form)
    ]
    if wrong:
        raise UnreadableFile(wrong)
    first = _wave(previous.name, form, previous)
    axis = counting.axis(previous.by) if previous.by else None
    now = plan.wave or NOW
    compared = compare(figures, first, Wave(now, counting.answers, axis))
    return compared_figures(compared, (previous.name, now), suppress=plan.suppress, hiding=hiding)


def _wave(name: str, form: Form, previous: PreviousFiles) -> Wave:
    responses = read_responses(previous.responses or Path())
    before = Counting(form, responses, read_answers(form, responses))
    return Wave(name, before.answers, before.axis(previous.by) if previous.by else None)


def _renamed(table: FigureTable) -> FigureTable:
    """Return a published table under a name of its own beside the one that is counted now."""
    if "@" in table.id:
        return table
    return FigureTable(
        f"{table.id}@{table.wave}",
        table.title,
        table.kind,
        table.groups,
        table.categories,
        table.cells,
        table.wave,
        table.series,
        table.definitions,
    )


def _print(problems: Sequence[NumberFinding]) -> None:
    for each in problems:
        label = KIND_LABELS[each.kind]
        typed = f"「{each.typed}」" if each.typed else ""
        at = f"（{each.sentence}）" if each.sentence and each.sentence != each.typed else ""
        instead = f"　書き方: {each.suggestion}" if each.suggestion else ""
        click.echo(f"{each.kind.value}\t{label}\t{typed}{each.message}{at}{instead}")
    click.echo(
        f"直すか、断り（excuses）を書くところが{len(problems)}件あります。何も書き出していません。", err=True
    )
