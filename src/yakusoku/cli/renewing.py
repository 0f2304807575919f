"""The work behind `yakusoku renew`; imported when the database is ready."""

import click
from django.utils.timezone import now

from yakusoku.apps.accounts.access import require
from yakusoku.apps.flows.bringing import bring_next
from yakusoku.cli.answers import DONE, REFUSED, WITH_PROBLEMS
from yakusoku.cli.persons import doors, person
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.messages import sentence


def renew_all(reason: str, slug: str, email: str, organization: str) -> int:
    """Bring everything of an organisation up to date, work by work; return the exit code."""
    who = person(email, organization)
    with doors():
        require(who, Act.OVERLAY_CATALOGUE)
    if not reason.strip():
        click.echo("理由を書いてください。", err=True)
        return REFUSED
    left, after, behind = 1, 0, 0
    while left:
        batch = bring_next(
            who.organization, reason.strip(), slug=slug, after=after, most=1, by=who.user, at=now()
        )
        left, after = batch.left, batch.last
        for done in batch.done:
            told = sentence(done.refusal) if done.refusal else f"第{done.number}版"
            behind += 1 if done.refusal else 0
            click.echo(f"{done.engagement.reference}\t{done.engagement.title}\t{told}\t{len(done.sheets)}")
    return WITH_PROBLEMS if behind else DONE
