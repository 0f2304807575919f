"""The work behind `yakusoku pack`; imported when it is needed, so that help stays quick."""

import hashlib
import json
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from multiprocessing import get_context
from pathlib import Path

import click

from yakusoku.adapters.catalogues import DEFAULT, load_catalogue, read_overlay, shipped_catalogue
from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.adapters.pack_files import report_json, write_pack
from yakusoku.adapters.profiles import mapping_of, read_decisions, read_policy, read_profile
from yakusoku.adapters.yaml_files import Problem, UnreadableFile
from yakusoku.cli.answers import REFUSED, WITH_PROBLEMS, explain, refusals, refuse
from yakusoku.domain.catalogue.model import Catalogue
from yakusoku.domain.engagements.decisions import Decision
from yakusoku.domain.engagements.profile import WorkProfile
from yakusoku.domain.inspections.policy import DEFAULT_POLICY, InspectionPolicy
from yakusoku.domain.inspections.sheet import canonical
from yakusoku.domain.packs.build import Publication, build_pack
from yakusoku.domain.packs.labels import STRENGTH_LABELS
from yakusoku.domain.packs.model import Pack
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.specifications.articles import Parties


def make_one(maker: "Maker", profile: Path, out: Path, *, as_json: bool) -> int:
    """Write the pack of one profile and print what it holds; return the exit code."""
    with refusals((maker.decisions or profile).name):
        pack = maker.make(profile)
        write_pack(pack, out)
    if as_json:
        click.echo(report_json(pack).decode(), nl=False)
    else:
        _print(pack, out)
    return WITH_PROBLEMS if pack.conflicts else 0


class Maker:
    """Makes packs with the same options; small enough to be sent to another process."""

    def __init__(
        self, decisions: Path | None, policy: Path | None, overlay: Path | None, parties: str
    ) -> None:
        self.decisions, self.policy, self.overlay = decisions, policy, overlay
        self.parties = Parties(parties)

    def make(self, file: Path) -> Pack:
        """Return the pack of one profile. Raises UnreadableFile, Refusal."""
        profile = read_profile(file)
        decisions = _decisions(self.decisions)
        publication = Publication(reference_of(profile), parties=self.parties, policy=_policy(self.policy))
        return build_pack(profile, _catalogue(self.overlay), decisions, publication, is_national_holiday)

    def write(self, file: Path, folder: Path) -> tuple[int, list[str]]:
        """Write the pack of one profile; return its exit code and what went wrong, as lines."""
        try:
            pack = self.make(file)
            write_pack(pack, folder)
        except UnreadableFile as error:
            return REFUSED, [str(problem) for problem in error.problems]
        except Refusal as refusal:
            return REFUSED, [f"{file.name}: {explain(refusal)}"]
        except OSError as error:
            return REFUSED, [f"{file.name}: 読み書きできません（{error.strerror}）。"]
        conflicts = [f"{file.name}: {c.title}（{c.slug}）: {c.reason}" for c in pack.conflicts]
        return (WITH_PROBLEMS if conflicts else 0), conflicts


def reference_of(profile: WorkProfile) -> str:
    """Return a number for a work that no register has numbered: the same facts give the same number."""
    return "P-" + hashlib.sha256(canonical(mapping_of(profile)).encode()).hexdigest()[:10]


@cache
def _decisions(file: Path | None) -> tuple[Decision, ...]:
    return read_decisions(file) if file else ()


@cache
def _policy(file: Path | None) -> InspectionPolicy:
    return read_policy(file) if file else DEFAULT_POLICY


@cache
def _catalogue(overlay: Path | None) -> Catalogue:
    if overlay is None:
        return shipped_catalogue()
    return load_catalogue(DEFAULT, read_overlay(overlay.read_bytes(), overlay.name))


def make_many(maker: Maker, profiles: Sequence[Path], out: Path) -> int:
    """Write one folder for each profile on all cores; return the worst exit code."""
    folders = [out / file.stem for file in profiles]
    if len(set(folders)) < len(folders):
        refuse([Problem("pack", "", "同じ名前の PROFILE.yaml があります。名前を変えてください。")])
    worst, lines = 0, []
    # A forked copy of a process whose print engine has threads can stand still for ever.
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn")) as workers:
        jobs = [workers.submit(maker.write, *pair) for pair in zip(profiles, folders, strict=True)]
        with click.progressbar(as_completed(jobs), length=len(jobs), label="作成中", file=sys.stderr) as bar:
            for job in bar:
                code, problems = job.result()
                worst = max(worst, code)
                lines += problems
    for line in sorted(lines):
        click.echo(line, err=True)
    click.echo(json.dumps({"packs": len(jobs), "out": str(out)}, ensure_ascii=False))
    return worst


def _print(pack: Pack, out: Path) -> None:
    for requirement in pack.requirements:
        strength = STRENGTH_LABELS[requirement.strength]
        click.echo(f"第{requirement.article}条\t{requirement.title}\t{strength}\t{requirement.slug}")
    for declined in pack.declined:
        click.echo(f"不採用\t{declined.title}\t{declined.reason}\t{declined.slug}")
    for conflict in pack.conflicts:
        click.echo(f"守れない条文\t{conflict.title}\t{conflict.reason}\t{conflict.slug}", err=True)
    click.echo(f"確認項目 {len(pack.checks)}件、点検 {len(pack.inspections)}回。{out} に書き出しました。")
