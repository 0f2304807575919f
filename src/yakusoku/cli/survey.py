"""`yakusoku survey`. Each subcommand does its work in a module that is imported when it is called."""

import sys
from pathlib import Path

import click

from yakusoku.cli.survey_chart import book, chart
from yakusoku.cli.survey_data import export, public_use
from yakusoku.cli.survey_draw import draw
from yakusoku.cli.survey_estimate import estimate
from yakusoku.cli.survey_form import check_form, print_form
from yakusoku.cli.survey_sampling_error import sampling_error
from yakusoku.cli.survey_tabulate import tabulate

FILE = click.Path(path_type=Path)


@click.group(name="survey")
def command() -> None:
    """調査票を確かめ、集計表を作り、公表された表の数字を確かめます。"""


@command.command("check-table")
@click.argument("file", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def check_table(file: Path, as_json: bool) -> None:
    """公表された表（FILE）の割合が、書いてある n から出るかを確かめます。

    FILE は、列 table,kind,group,n,category,percent の csv か xlsx です。kind は single（単一回答）、
    multiple（複数回答）、battery（項目ごとに答える組）のどれかです。見たままの表（n の列、又は「委託先(n=287)」
    のような名前のあるもの）の csv、xlsx、貼り付けた文字、スライド（.pptx）の表とグラフも読みます。
    終了コード: 0 矛盾は見つからない、1 見つかった、2 受け付けなかった。
    """
    from yakusoku.cli.checking_tables import check  # noqa: PLC0415 (see its first line)

    sys.exit(check(file, as_json=as_json))


@command.command("check-text")
@click.argument("text", type=FILE)
@click.option("--tables", type=FILE, required=True, help="文のもとになる表（check-table と同じ形）")
@click.option("--fact", "facts", multiple=True, help="表にない数。例: 有効回答数=505。いくつでも書けます。")
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def check_text(text: Path, tables: Path, facts: tuple[str, ...], *, as_json: bool) -> None:
    """文章（TEXT）の数字と、増減・高低のことばを、表と照らし合わせます。

    表に列 wave（回）と definition（定義）があれば、前の回からの増減も確かめます。「# 」で始まる行に表の名前があれば、
    次のそのような行までの文は、その表についての文とみます。
    終了コード: 0 食い違いは見つからない、1 見つかった、2 受け付けなかった。
    """
    from yakusoku.cli import checking_texts  # noqa: PLC0415 (see the first line)

    sys.exit(checking_texts.check(text, tables, facts, as_json=as_json))


@command.command()
@click.argument("first", type=FILE)
@click.argument("second", type=FILE)
@click.option("--form", type=FILE, required=True, help="前回の調査票（XLSForm、.xlsx）")
@click.option("--form2", type=FILE, help="今回の調査票。なければ、前回と同じとみます。")
@click.option("--crosswalk", type=FILE, required=True, help="対応表（YAML）")
@click.option("--by", default="", help="区分の設問又は列")
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def compare(
    first: Path, second: Path, form: Path, form2: Path | None, crosswalk: Path, by: str, *, as_json: bool
) -> None:
    """二つの回の回答（FIRST.csv と SECOND.csv）を、対応表のとおりに比べます。

    定義や回答形式が変わった数は、対応表に比べる理由が書いてなければ、比べません。
    終了コード: 0 すべて比べた、1 比べなかったものがある、2 受け付けなかった。
    """
    from yakusoku.cli import comparing_waves  # noqa: PLC0415 (see the first line)

    forms = form, form2 or form
    sys.exit(comparing_waves.compare_waves((first, second), forms, crosswalk, by, as_json=as_json))


@command.command()
@click.argument("first", type=FILE)
@click.argument("second", type=FILE)
def crosswalk(first: Path, second: Path) -> None:
    """二つの調査票（FIRST.xlsx と SECOND.xlsx）から、対応表（YAML）の案を作ります。

    名前が同じ設問の、ことばが同じ選択肢を並べ、変わったところを書きます。定義の変化は、人が書き足します。
    終了コード: 0 完了、2 受け付けなかった。
    """
    from yakusoku.cli import comparing_waves  # noqa: PLC0415 (see the first line)

    sys.exit(comparing_waves.propose(first, second))


@command.command()
@click.argument("responses", type=FILE)
@click.argument("form", type=FILE)
@click.argument("plan", type=FILE, required=False)
@click.option("--out", type=FILE, required=True, help="書き出すフォルダ")
@click.option(
    "--by", default="", help="構成に表がないとき、すべての設問を分ける軸。コンマで区切ると、入れ子にします。"
)
@click.option("--weight", help="重みの列")
def report(responses: Path, form: Path, plan: Path | None, out: Path, by: str, weight: str | None) -> None:
    """回答（RESPONSES.csv）と調査票（FORM.xlsx）から、報告書（report.pptx、.docx、.pdf、.html）を作ります。

    構成（PLAN.yaml）の文の {{表|区分|選択肢}} は、表の数になります。書いていないところは、表から案を作ります。
    文に直に書いた数が表と合わないときは、食い違いを並べて、何も書き出しません。
    終了コード: 0 書き出した、1 食い違いがある、2 受け付けなかった。
    """
    from yakusoku.cli import reporting  # noqa: PLC0415 (see the first line)

    axes = [name.strip() for name in by.split(",") if name.strip()]
    sys.exit(reporting.report(responses, form, plan, out, axes, weight))


@command.command("join")
@click.argument("web", type=FILE)
@click.argument("paper", type=FILE)
@click.option("--form", type=FILE, required=True, help="調査票（XLSForm、.xlsx）")
@click.option(
    "--rule",
    type=click.Choice(["first", "last", "web", "paper", "fuller"]),
    default="first",
    show_default=True,
    help="二つ届いた人のどちらを使うか。",
)
@click.option("--number", default="respondent", show_default=True, help="回答者の番号の列")
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def join(web: Path, paper: Path, form: Path, rule: str, number: str, as_json: bool) -> None:
    """ウェブ（WEB.csv）と紙（PAPER.csv）の回答を、一人一行にします。

    使わない回答と、そのわけは、エラー出力に一行ずつ出ます。
    終了コード: 0 完了、2 受け付けなかった。
    """
    from yakusoku.cli import joining_answers  # noqa: PLC0415 (see the first line)

    sys.exit(joining_answers.join_files(web, paper, form, rule, number=number, as_json=as_json))


@command.command("check-answers")
@click.argument("responses", type=FILE)
@click.option("--form", type=FILE, required=True, help="調査票（XLSForm、.xlsx）")
@click.option("--rules", type=FILE, help="足す決まり。列 name,condition,sentence の csv か xlsx")
@click.option("--number", default="respondent", show_default=True, help="回答者の番号の列")
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def check_answers(responses: Path, form: Path, rules: Path | None, number: str, as_json: bool) -> None:
    """回答（RESPONSES.csv）のうち、数えない答えとそのわけ、合わない決まりを出します。

    終了コード: 0 何もない、1 見つかった、2 受け付けなかった。
    """
    from yakusoku.cli import joining_answers  # noqa: PLC0415 (see the first line)

    sys.exit(joining_answers.check_answers(responses, form, rules, number=number, as_json=as_json))


command.add_command(tabulate)
command.add_command(check_form)
command.add_command(print_form)
command.add_command(draw)
command.add_command(estimate)
command.add_command(export)
command.add_command(public_use)
command.add_command(sampling_error)
command.add_command(chart)
command.add_command(book)
