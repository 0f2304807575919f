"""`yakusoku survey check-form` and `print`: a questionnaire before anybody is asked."""

import sys
from pathlib import Path

import click

FILE = click.Path(path_type=Path)


@click.command("check-form")
@click.argument("form", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def check_form(form: Path, as_json: bool) -> None:
    """調査票（FORM.xlsx、XLSForm）の、だれにも尋ねない設問、選択肢や限りの誤りを挙げます。

    終了コード: 0 直すところはない、1 ある、2 受け付けなかった。
    """
    from yakusoku.cli import checking_forms  # noqa: PLC0415 (as in cli/survey)

    sys.exit(checking_forms.check(form, as_json=as_json))


@click.command("print")
@click.argument("form", type=FILE)
@click.option("-o", "--out", type=FILE, required=True, help="書き出す先（.pdf）")
@click.option("--language", default="ja", show_default=True, help="設問の言語")
def print_form(form: Path, out: Path, language: str) -> None:
    """調査票（FORM.xlsx、XLSForm）を、紙に刷る形（PDF）にします。

    終了コード: 0 完了、2 受け付けなかった。
    """
    from yakusoku.cli import checking_forms  # noqa: PLC0415 (as in cli/survey)

    sys.exit(checking_forms.print_form(form, out, language=language))
