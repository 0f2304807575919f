"""`yakusoku survey estimate`."""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from yakusoku.cli.survey_asked import EstimatesAsked

if TYPE_CHECKING:
    from yakusoku.domain.survey.estimates import Estimate

LONELY = ("fail", "certainty", "adjust", "average")


@click.command("estimate")
@click.argument("data", type=click.Path(path_type=Path))
@click.option("--strata", help="層の列")
@click.option(
    "--cluster", "clusters", help="集落（一次抽出単位）の列。多段なら、初めに抽出した順に , で区切ります。"
)
@click.option("--fpc", "populations", help="母集団での単位の数、又は抽出率の列。多段なら , で区切ります。")
@click.option("--weight", help="重みの列")
@click.option("--mean", "means", multiple=True, help="平均を求める列")
@click.option("--total", "totals", multiple=True, help="合計を求める列")
@click.option("--prop", "shares", multiple=True, help="割合を求める列")
@click.option("--by", help="分けて求める列")
@click.option("--nest", "nested", is_flag=True, help="層が違えば、同じ名前の集落も別のものとします。")
@click.option(
    "--lonely", type=click.Choice(LONELY), default="fail", show_default=True, help="単位が一つだけの層の扱い"
)
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def estimate(
    data: Path, *, clusters: str | None, populations: str | None, as_json: bool, **asked: object
) -> None:
    """DATA.csv から、標本の設計に合った推定値と標準誤差を求めます。

    終了コード: 0 完了、1 完了したが、求められないものがある、2 受け付けなかった。
    """
    wanted = EstimatesAsked(clusters=names(clusters), populations=names(populations), **asked)  # type: ignore[arg-type]
    if not (wanted.means or wanted.totals or wanted.shares):
        raise click.UsageError("--mean、--total、--prop のどれかで、求める列を書いてください。")
    # numpy takes half a second to start: only when there is work.
    from yakusoku.cli import survey_estimating  # noqa: PLC0415

    found, notes = survey_estimating.estimate(data, wanted)
    if as_json:
        rows = [_row(each) for each in found]
        click.echo(json.dumps({"estimates": rows, "notes": notes}, ensure_ascii=False, allow_nan=False))
    else:
        click.echo("\n".join([*_lines(found), "", *notes]))
    sys.exit(int(any(each.estimate is None or each.low is None for each in found)))


def names(text: str | None) -> tuple[str, ...]:
    """Return names that stand with commas between them."""
    return tuple(name.strip() for name in text.split(",") if name.strip()) if text else ()


def _row(found: "Estimate") -> dict[str, object]:
    row = asdict(found)
    return {
        **{key: row[key] for key in ("name", "domain", "n", "estimate", "se")},
        "ci": [found.low, found.high],
        "df": found.df,
    }


def _lines(found: "list[Estimate]") -> list[str]:
    head = "列\t部分\tn\t推定値\t標準誤差\t95%下限\t95%上限\t自由度"
    lines = [
        "\t".join(
            [e.name, e.domain or "", str(e.n), *map(_number, (e.estimate, e.se, e.low, e.high)), str(e.df)]
        )
        for e in found
    ]
    return [head, *lines]


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:.10g}"
