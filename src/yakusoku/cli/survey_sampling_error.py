"""`yakusoku survey sampling-error`."""

import json

import click

from yakusoku.cli.survey_estimate import names


def _bases(_: click.Context, __: click.Parameter, text: str) -> tuple[int, ...]:
    try:
        bases = tuple(int(base) for base in names(text))
    except ValueError:
        bases = ()
    if not bases or min(bases) < 1:
        raise click.BadParameter("n を、1以上の整数で、コンマで区切って書いてください。")
    return bases


@click.command("sampling-error")
@click.option("--n", "bases", required=True, callback=_bases, help="表に出す n。コンマで区切る。")
@click.option(
    "--population", type=click.IntRange(1), help="母集団の大きさ。省くと、十分に大きいとみなします。"
)
@click.option(
    "--times",
    type=click.FloatRange(0, min_open=True),
    default=2.0,
    show_default=True,
    help="標準誤差の何倍か（1.96 なら 95%）。",
)
@click.option(
    "--effect",
    type=click.FloatRange(0, min_open=True),
    default=1.0,
    show_default=True,
    help="設計効果（単純無作為抽出なら1）。",
)
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def sampling_error(
    bases: tuple[int, ...], population: int | None, times: float, effect: float, *, as_json: bool
) -> None:
    """標本誤差早見表を作ります。割合が何ポイントまでずれうるかを、n と割合ごとに出します。

    終了コード: 0 完了、2 受け付けなかった。
    """
    from yakusoku.domain.survey.sampling_error import PERCENTS, error_table, printed_errors  # noqa: PLC0415

    if population is not None and max(bases) > population:
        raise click.UsageError(f"n（{max(bases)}）が、母集団（{population}）より大きいです。")
    table = error_table(bases, population, times=times, effect=effect)
    if as_json:
        rows = [{"n": row.n, "errors": list(row.errors), "printed": printed_errors(row)} for row in table]
        told = {
            "population": population,
            "times": times,
            "effect": effect,
            "percents": PERCENTS,
            "rows": rows,
        }
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo("\t".join(["n", *(f"{p}%（{100 - p}%）" if p != 50 else "50%" for p in PERCENTS)]))
    for row in table:
        click.echo("\t".join([str(row.n), *(f"±{each}" for each in printed_errors(row))]))
    size = f"母集団 {population}" if population is not None else "母集団は十分に大きいとみなした"
    click.echo(f"注 標準誤差の{times:g}倍、ポイント。{size}。設計効果 {effect:g}。小数第2位を四捨五入した。")
