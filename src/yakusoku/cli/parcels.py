"""The work behind `yakusoku package`; imported when the database is ready."""

import sys
from dataclasses import dataclass
from pathlib import Path

import click
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.inspections.imports import Preview
from yakusoku.apps.library import access
from yakusoku.apps.library.access import AtSheet
from yakusoku.apps.library.models import Parcel, Side
from yakusoku.apps.library.paper import package_of
from yakusoku.apps.library.services import parcels
from yakusoku.cli.answers import DONE, REFUSED, WITH_PROBLEMS
from yakusoku.cli.persons import doors, person
from yakusoku.web.messages import sentence


@dataclass(frozen=True, slots=True)
class Brought:
    """How a package came back, as the options tell it. `holders` None: it was not asked."""

    email: str
    organization: str = ""
    handed_over_by: str = ""
    hand_in: bool = False
    holders: str | None = None


def write_package(inspection: int, out: Path, email: str, organization: str) -> None:
    """Write the package of a sheet; ends with 2 where the page would refuse."""
    who = person(email, organization)
    with doors():
        raw = package_of(who, access.at_sheet(who, inspection).inspection)
    try:
        out.write_bytes(raw)
    except OSError as error:
        click.echo(f"{out}: 書けません（{error.strerror}）。", err=True)
        sys.exit(REFUSED)
    click.echo(f"{out}\t{len(raw)}")


def take_package(inspection: int, file: Path, brought: Brought, *, yes: bool) -> int:
    """Read a package that came back, tell what it would change, and take it if that was said; the exit code."""
    who = person(brought.email, brought.organization)
    with doors():
        found = access.acting_at(who, inspection)
        parcel = _received(found, who, file, brought)
        preview = parcels.preview(parcel)
        _tell(parcel, preview)
        if yes:
            clerk = found.side == Side.CLIENT
            count = parcels.take(
                parcel,
                hand_in=clerk and brought.hand_in,
                holders=brought.holders if clerk else None,
                by=who.user,
                at=now(),
            )
            click.echo(f"取り込みました\t回答 {count}件")
        else:
            click.echo("まだ取り込んでいません。--yes を付けるか、画面で取り込んでください。")
    return WITH_PROBLEMS if preview.intake.problems or preview.unfit else DONE


def _received(found: AtSheet, who: Acting, file: Path, brought: Brought) -> Parcel:
    upload = SimpleUploadedFile(file.name, file.read_bytes(), "application/zip")
    company = access.company_of(found.inspection)
    delivery = parcels.Delivery(found.side, brought.handed_over_by if found.side == Side.CLIENT else "")
    try:
        return parcels.receive(found.inspection, company, upload, delivery, by=who.user, at=now())
    except parcels.PackageUnusable as error:
        for refusal in error.refusals:
            click.echo(f"{file.name}: {sentence(refusal)}", err=True)
        sys.exit(REFUSED)


def _tell(parcel: Parcel, preview: Preview) -> None:
    """Print one line for each thing: what changes, what stays behind, what is wrong, which files come along."""
    if preview.earlier:
        click.echo(f"前の版\t第{preview.earlier}版の表です。質問が変わっていない回答だけを取り込めます。")
    for change in preview.changes:
        before = change.before.answer.label if change.before else "なし"
        click.echo(
            f"変わる\t{change.check.id}\t{before}\t{change.after.answer.label}\t{change.check.question}"
        )
    for each in preview.unfit:
        click.echo(f"入らない\t{each.check.id}\t{each.given.answer.label}\t{each.check.question}")
    for problem in preview.intake.problems:
        click.echo(f"問題\t{problem.cell}\t{problem.message}")
    for shown in parcels.files_to_show(parcel):
        click.echo(f"証拠\t{shown.check_id}\t{shown.stored.name}")
