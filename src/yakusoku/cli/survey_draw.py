"""`yakusoku survey draw`."""

import sys
from pathlib import Path

import click

FILE = click.Path(path_type=Path)


@click.command()
@click.argument("frame", type=FILE)
@click.option(
    "--strata", default="", help="層に使う項目（role、size、industry、又は列の名前）。コンマで区切る。"
)
@click.option("--n", type=click.IntRange(0, 1_000_000), default=0, help="抽出する数（全体）")
@click.option(
    "--allocation",
    type=click.Choice(["proportional", "equal", "neyman", "fixed", "all"]),
    default="proportional",
    show_default=True,
    help="配分のしかた",
)
@click.option("--least", type=click.IntRange(0, 1_000_000), default=0, help="どの層も少なくともこの数")
@click.option("--each", multiple=True, help="「層=数」。fixed では数、neyman ではばらつき。")
@click.option("--seed", required=True, help="くじの種。同じ種からは同じ標本になります。")
@click.option("--exclude", type=FILE, help="前回の名簿又は標本。ここにいる相手は抽出しません。")
@click.option("-o", "--out", type=FILE, required=True, help="標本を書くファイル（csv）")
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def draw(
    frame: Path,
    strata: str,
    n: int,
    allocation: str,
    least: int,
    each: tuple[str, ...],
    seed: str,
    exclude: Path | None,
    out: Path,
    *,
    as_json: bool,
) -> None:
    """名簿（FRAME、csv か xlsx）から標本を抽出し、設計の重みを付けて書き出します。

    従業員数の列があり、規模の列がなければ、立場ごとの区分（委託先は101人以上、委託元は301人以上が大規模）から
    size を作ります。終了コード: 0 完了、2 受け付けなかった。
    """
    from yakusoku.cli import drawing_samples as samples  # noqa: PLC0415 (see the first line)
    from yakusoku.domain.survey.sampling.allocation import Method  # noqa: PLC0415

    names = [name.strip() for name in strata.split(",") if name.strip()]
    asked = samples.Asked(names, Method(allocation), n, least, each, seed, exclude)
    sys.exit(samples.draw_sample(frame, asked, out, as_json=as_json))
