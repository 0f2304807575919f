"""Who holds data in the demonstration town, made through the services that the pages use."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from yakusoku.apps.accounts.models import User
from yakusoku.apps.chain import services
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.chain.queries import categories_told
from yakusoku.apps.chain.services import Consent, Told
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.flows.undeclared import report

if TYPE_CHECKING:
    from yakusoku.apps.demo.town import Town


def add_holders(town: "Town", engagement: Engagement, row: Mapping[str, Any], *, at: datetime) -> None:
    """Make the chain of an engagement: the contractor first, then who was agreed to, and who was found."""
    made: dict[str, Hop] = {}
    clerk, contractor = town.clerk(row["department"]), town.contractors.get(row.get("contractor", ""))
    for holder in row.get("holders", ()):
        if "under" not in holder:
            top = services.root_of(engagement)
            told = {name: holder[name] for name in ("place", "travels_by", "part")}
            services.amend(top, told, by=clerk, at=at)
            made[holder["name"]] = top
            continue
        assert contractor is not None
        giver = made[holder["under"]]
        made[holder["name"]] = _add(engagement, giver, holder, contractor, clerk, at)


def _add(
    engagement: Engagement, giver: Hop, row: Mapping[str, Any], contractor: User, clerk: User, at: datetime
) -> Hop:
    told = Told(
        name=row["name"],
        place=row["place"],
        travels_by=row["travels_by"],
        part=row["part"],
        categories=tuple(row.get("categories", sorted(categories_told(engagement)))),
        since=at.date() if row["declared"] else None,
        reason=row.get("reason", row["part"]),
    )
    if not row["declared"]:
        return report(engagement, giver, told, by=clerk, at=at, note=row.get("note", ""))
    hop = services.request(engagement, giver, told, by=contractor, at=at - timedelta(days=7))
    consent = Consent(decided_on=at.date(), conditions=row.get("conditions", ""), stated=True)
    services.consent(hop, consent, by=clerk, at=at)
    return hop
