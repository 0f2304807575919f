"""The work behind `yakusoku survey chart` and `book`; imported when it is needed, so that help stays quick."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from yakusoku.adapters.survey_books import sheet_of, tab_book, with_batteries
from yakusoku.adapters.survey_charts import chart_pdf, chart_png, chart_svg
from yakusoku.adapters.survey_slides import SlideDeck
from yakusoku.adapters.yaml_files import UnreadableFile, refuse
from yakusoku.cli.answers import DONE, refusals
from yakusoku.cli.gathering_answers import Gathered, in_memory, questions_of_form, read_all, require
from yakusoku.cli.making_tables import table_of_question, tables_of_questions
from yakusoku.cli.survey_asked import TablesAsked
from yakusoku.cli.telling_tables import Told
from yakusoku.domain.survey.batteries import batteries_of, stem_of
from yakusoku.domain.survey.charts.choosing import chart_of
from yakusoku.domain.survey.charts.spec import Chart, ChartKind, Order
from yakusoku.domain.survey.charts.table import ChartTable, table_of, table_of_items
from yakusoku.domain.survey.exact import alike, weighed
from yakusoku.domain.survey.form import QuestionKind

ENDINGS = (".svg", ".png", ".pdf", ".pptx", ".xlsx")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for on the command line."""

    responses: Path
    form: Path
    rows: Sequence[str]
    by: Sequence[str]
    weight: str | None
    no_answer: str
    out: Path
    kind: str | None = None
    order: str = "form"

    @property
    def asked(self) -> TablesAsked:
        """Return what is asked of the tables: nothing is hidden, marks are Holm's, weights are all the design."""
        rows, by = tuple(self.rows), tuple(self.by)
        marks = {"nets": {}, "marks": False, "correction": "holm", "suppress": None}
        design = {"strata": None, "clusters": (), "populations": (), "nested": False, "lonely": "fail"}
        return TablesAsked(rows, by, self.weight, self.no_answer, engine="memory", **marks, **design)  # type: ignore[arg-type]


def draw(wanted: Wanted) -> int:
    """Write the charts of questions into a file; return the exit code."""
    with refusals(wanted.responses.name):
        ending = wanted.out.suffix.lower()
        if ending not in ENDINGS:
            raise refuse(wanted.out, "", f"次のどれかの名前で書き出してください: {' '.join(ENDINGS)}")
        made = _made(wanted)
        wanted.out.write_bytes(
            _workbook(wanted, made) if ending == ".xlsx" else _pictures(wanted, made, ending)
        )
    return DONE


def bind(wanted: Wanted, title: str) -> int:
    """Write the tables of all questions into a workbook; return the exit code."""
    with refusals(wanted.responses.name):
        if wanted.out.suffix.lower() != ".xlsx":
            raise refuse(wanted.out, "", "名前の終わりを .xlsx にしてください。")
        read = read_all(wanted.responses, wanted.form, wanted.by, wanted.weight)
        weighing = alike(len(read.responses.rows)) if read.weights is None else weighed(read.weights)
        gathered = Gathered(read.answers, read.axes, weighing)
        sheets, left_out, refused = [], [], None
        for question in read.form.questions.values():
            if question.kind is QuestionKind.OTHER:
                left_out.append((question.name, question.label, "自由記述などなので、表はない。"))
                continue
            try:
                require(wanted.form, read.form, question, gathered.answers)
                made = table_of_question(wanted.responses, question, gathered, wanted.asked)
            except UnreadableFile as error:
                refused = refused or error
                left_out.append((question.name, question.label, error.problems[0].message))
            else:
                sheets.append(sheet_of(made.counted, made.rows, made.test))
        if not sheets:
            raise refused or refuse(wanted.responses, "", "表にできる設問が、一つもありません。")
        named = {name: (name, stem_of(read.form, name)) for name in batteries_of(read.form, read.answers)}
        wanted.out.write_bytes(tab_book(title, with_batteries(sheets, named), left_out))
    click.echo(f"{len(sheets)}問の表を書きました。表のない設問は{len(left_out)}問です。", err=True)
    return DONE


def _made(wanted: Wanted) -> list[Told]:
    questions = questions_of_form(wanted.form, wanted.rows)
    answered = in_memory(wanted.responses, wanted.form, questions, wanted.asked)
    return tables_of_questions(wanted.responses, answered, wanted.asked)


def _pictures(wanted: Wanted, made: Sequence[Told], ending: str) -> bytes:
    charts = [_chart(wanted, table) for table in _tables(wanted, made)]
    if ending == ".pptx":
        deck = SlideDeck(charts[0].title)
        for chart in charts:
            deck.add_chart(chart.title, chart)
        return deck.bytes()
    if len(charts) > 1:
        message = (
            "一つのファイルに一つの図を書きます。設問を一つずつ渡すか、.pptx か .xlsx に書いてください。"
        )
        raise refuse(wanted.out, "", message)
    if ending == ".svg":
        return chart_svg(charts[0]).encode()
    return chart_png(charts[0]) if ending == ".png" else chart_pdf(charts[0])


def _workbook(wanted: Wanted, made: Sequence[Told]) -> bytes:
    if wanted.order != Order.FORM:
        message = (
            "Excel の図は、隣の表の順に描きます。--order largest は、ほかの形式に書くときに使ってください。"
        )
        raise refuse(wanted.out, "", message)
    sheets = [
        replace(
            sheet_of(each.counted, each.rows, each.test),
            chart=_chart(wanted, table_of(each.counted, each.rows)),
        )
        for each in made
    ]
    return tab_book("集計表", sheets)


def _chart(wanted: Wanted, table: ChartTable) -> Chart:
    return chart_of(table, ChartKind(wanted.kind) if wanted.kind else None, Order(wanted.order))


def _tables(wanted: Wanted, made: Sequence[Told]) -> list[ChartTable]:
    """Return the tables to be drawn; the items of one battery become one."""
    tables = [table_of(each.counted, each.rows) for each in made]
    batteries = {each.counted.question.battery for each in made}
    scales = {table.categories for table in tables}
    if len(tables) > 1 and len(batteries) == 1 and "" not in batteries and len(scales) == 1 and not wanted.by:
        return [table_of_items(tables, "、".join(wanted.rows))]
    return tables
