"""`yakusoku catalogue check`."""

from pathlib import Path

import click

from yakusoku.adapters.catalogues import DEFAULT, load_catalogue, read_overlay
from yakusoku.cli.answers import refusals


@click.group()
def command() -> None:
    """要件目録を確かめます。"""


@command.command()
@click.option(
    "--folder", type=click.Path(path_type=Path), default=DEFAULT, help="目録のフォルダ（省くと同梱の目録）"
)
@click.option("--overlay", type=click.Path(path_type=Path), help="団体ごとの追加と変更（YAML）")
def check(folder: Path, overlay: Path | None) -> None:
    """目録の書き方と、互いの参照に誤りがないか確かめます。終了コード: 0 正しい、2 誤りがある。"""
    with refusals(folder.name):
        over = read_overlay(overlay.read_bytes(), overlay.name) if overlay else None
        catalogue = load_catalogue(folder, over)
    checks = sum(2 * len(r.checks) for r in catalogue.requirements)
    click.echo(
        f"{catalogue.title} {catalogue.version}: 要件 {len(catalogue.requirements)}件、確認項目 {checks}件"
    )
