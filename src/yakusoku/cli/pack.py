"""`yakusoku pack`."""

import sys
from pathlib import Path

import click

FILE = click.Path(path_type=Path)
PARTIES = ("hachu", "kou")


@click.command()
@click.argument("profiles", type=FILE, nargs=-1, required=True, metavar="PROFILE.yaml...")
@click.option("--out", type=FILE, required=True, help="書き出す先のフォルダ")
@click.option("--decisions", type=FILE, help="採否判断（DECISIONS.yaml）")
@click.option("--policy", type=FILE, help="点検の方針（YAML）")
@click.option("--overlay", type=FILE, help="団体ごとの要件の追加と変更（YAML）")
@click.option(
    "--parties", type=click.Choice(PARTIES), default=PARTIES[0], help="hachu: 発注者・受注者、kou: 甲・乙"
)
@click.option("--json", "as_json", is_flag=True, help="pack.json を標準出力にも出します。")
def command(
    profiles: tuple[Path, ...],
    out: Path,
    decisions: Path | None,
    policy: Path | None,
    overlay: Path | None,
    parties: str,
    as_json: bool,
) -> None:
    """業務実態（PROFILE.yaml）から、特記仕様書・遵守確認表・利用説明書などを作ります。

    複数の PROFILE.yaml を渡すと、--out の下に一件ずつフォルダを作ります。
    終了コード: 0 完了、1 業務で守れない条文がある、2 受け付けなかった。
    """
    from yakusoku.cli import packing  # noqa: PLC0415 (see its first line)

    maker = packing.Maker(decisions, policy, overlay, parties)
    if len(profiles) > 1:
        sys.exit(packing.make_many(maker, profiles, out))
    sys.exit(packing.make_one(maker, profiles[0], out, as_json=as_json))
