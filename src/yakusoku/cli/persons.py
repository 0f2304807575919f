"""Who acts by a command: a person of this installation, with the rights they have on the pages."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from yakusoku.cli.answers import REFUSED

if TYPE_CHECKING:
    from yakusoku.apps.accounts.access import Acting

WHO = click.option(
    "--as", "email", required=True, metavar="アドレス", help="だれとして行うか（その人の権限で行います）"
)
WHERE = click.option(
    "--organization", default="", metavar="名称", help="どの組織の人としてか（いくつかに属するとき）"
)


def person(email: str, organization: str = "") -> "Acting":
    """Return the person of a mail address, acting for an organisation of theirs; else end with 2."""
    from django.core.exceptions import PermissionDenied  # noqa: PLC0415 (needs Django)

    from yakusoku.apps.accounts.access import acting_as, organizations  # noqa: PLC0415
    from yakusoku.apps.accounts.queries import person_by_email  # noqa: PLC0415

    user = person_by_email(email)
    named = [o.pk for o in organizations(user) if organization in {"", o.name}] if user else []
    try:
        if user is not None and named:
            return acting_as(user, named[0])
    except PermissionDenied:
        named = []
    click.echo(f"{email}: この人は登録されていないか、その組織に属していません。", err=True)
    sys.exit(REFUSED)


@contextmanager
def doors() -> Iterator[None]:
    """Turn what the pages answer with 403, 404 or a refusal into a line of stderr and exit code 2."""
    from django.core.exceptions import PermissionDenied  # noqa: PLC0415 (needs Django)
    from django.http import Http404  # noqa: PLC0415

    from yakusoku.adapters.yaml_files import UnreadableFile  # noqa: PLC0415
    from yakusoku.domain.refusal import Refusal  # noqa: PLC0415
    from yakusoku.web.messages import sentence  # noqa: PLC0415

    try:
        yield
    except Http404:
        lines = ["見つかりません。番号と、だれとして行うかを確かめてください。"]
    except PermissionDenied:
        lines = ["この人には、その権限がありません。"]
    except UnreadableFile as error:
        lines = [str(problem) for problem in error.problems]
    except Refusal as refusal:
        lines = [sentence(refusal)]
    else:
        return
    click.echo("\n".join(lines), err=True)
    sys.exit(REFUSED)
