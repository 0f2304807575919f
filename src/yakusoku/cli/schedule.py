"""`yakusoku schedule`."""

import json
from pathlib import Path

import click

from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.adapters.profiles import period_from, read_policy
from yakusoku.cli.answers import refusals
from yakusoku.domain.dates.eras import era_date
from yakusoku.domain.inspections.policy import DEFAULT_POLICY
from yakusoku.domain.inspections.schedule import plan_inspections
from yakusoku.domain.packs.labels import INSPECTION_LABELS


@click.command()
@click.option("--start", required=True, help="始まりの日（2027-04-01 の形）")
@click.option("--end", required=True, help="終わりの日")
@click.option("--policy", type=click.Path(path_type=Path), help="点検の方針（YAML）")
@click.option("--json", "as_json", is_flag=True, help="JSONで出します。")
def command(start: str, end: str, policy: Path | None, as_json: bool) -> None:
    """期間から、点検の日程を作ります。終了コード: 0 完了、2 受け付けなかった。"""
    with refusals("schedule"):
        period = period_from({"start": start, "end": end}, "schedule")
        chosen = read_policy(policy) if policy else DEFAULT_POLICY
        planned = plan_inspections(period, chosen, is_national_holiday)
    if as_json:
        rows = [{"date": i.date.isoformat(), "kind": i.kind.value} for i in planned]
        click.echo(json.dumps({"inspections": rows}, ensure_ascii=False))
        return
    for inspection in planned:
        click.echo(f"{era_date(inspection.date)}\t{INSPECTION_LABELS[inspection.kind]}")
