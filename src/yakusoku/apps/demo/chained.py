"""Scenes of the chain: who asks to pass data on, who was found, and what went from hand to hand."""

from collections.abc import Mapping

from yakusoku.apps.accounts.models import User
from yakusoku.apps.chain import handing, services
from yakusoku.apps.chain.handing import Sent
from yakusoku.apps.chain.models import Handover, Hop
from yakusoku.apps.chain.queries import NO_ROW, categories_told
from yakusoku.apps.chain.services import Consent, Told
from yakusoku.apps.demo.story import Act, Moment
from yakusoku.apps.flows.undeclared import report


def place(moment: Moment) -> None:
    """Say where the contractor itself works, and how data comes to it."""
    told = {name: moment.told[name] for name in ("place", "travels_by", "part") if name in moment.told}
    services.amend(services.root_of(moment.work), told, by=moment.clerk, at=moment.at)


def subcontract(moment: Moment) -> None:
    """Ask the client to agree to someone who is to get data."""
    told = _told(moment)
    services.request(moment.work, _giver(moment), told, by=moment.contractor, at=moment.at)


def consent(moment: Moment) -> None:
    """Agree to it in writing."""
    conditions = moment.told.get("conditions", "")
    given = Consent(decided_on=moment.today, conditions=conditions, stated=True)
    services.consent(_hop(moment, "holder"), given, by=moment.clerk, at=moment.at)


def refuse(moment: Moment) -> None:
    """Do not agree, and say why."""
    services.refuse(_hop(moment, "holder"), moment.told["reason"], by=moment.clerk, at=moment.at)


def find(moment: Moment) -> None:
    """Find someone who holds data although nobody had asked: a finding of the highest severity."""
    note = moment.told.get("note", "")
    report(moment.work, _giver(moment), _told(moment), by=moment.clerk, at=moment.at, note=note)


def lose(moment: Moment) -> None:
    """Record that the contract with a holder leaves clauses out."""
    hop = _hop(moment, "holder")
    kept = [slug for slug in hop.passed or () if slug not in moment.told["clauses"]]
    services.pass_down(hop, kept, by=moment.clerk, at=moment.at)


def end(moment: Moment) -> None:
    """Set the last day on which someone holds data."""
    reason = moment.told["reason"]
    services.end(_hop(moment, "holder"), moment.today, reason, by=moment.contractor, at=moment.at)


def hand_over(moment: Moment) -> None:
    """Hand something over; `giver` and `to` name places, 市 stands for the client and nothing for the company."""
    sent = Sent(
        moment.told["what"],
        moment.told["medium"],
        moment.told.get("copies", 1),
        moment.told["travels_by"],
        moment.today,
        moment.told.get("tracking", ""),
    )
    giver, to = _end(moment, "giver"), _end(moment, "to")
    by: User = moment.clerk if giver is None else moment.contractor
    handing.hand_over(moment.work, giver, to, sent, by=by, at=moment.at)


def receive(moment: Moment) -> None:
    """Confirm the latest handover of that name."""
    handover = Handover.objects.filter(engagement=moment.work, description=moment.told["what"]).latest("pk")
    by = moment.clerk if handover.receiver_id is None else moment.contractor
    handing.receive(handover, moment.today, moment.told.get("remark", ""), by=by, at=moment.at)


def _told(moment: Moment) -> Told:
    told, work = moment.told, moment.work
    return Told(
        name=told["holder"],
        place=told["place"],
        travels_by=told["travels_by"],
        part=told["part"],
        categories=tuple(told.get("categories", sorted(categories_told(work)))),
        since=moment.day("since") if "since" in told else None,
        reason=told.get("reason", ""),
        organization=moment.town.companies.get(told["holder"]),
    )


def _giver(moment: Moment) -> Hop | None:
    return _hop(moment, "under") if "under" in moment.told else None


def _hop(moment: Moment, name: str) -> Hop:
    return Hop.objects.get(engagement=moment.work, name=moment.told[name])


def _end(moment: Moment, name: str) -> int | None:
    """Return an end of a handover as the services count it: None is the client, 0 the contractor."""
    who = moment.told.get(name)
    if who is None:
        return NO_ROW
    return None if who == moment.town.city.name else _hop(moment, name).pk


ACTS: Mapping[str, Act] = {
    "place": place,
    "subcontract": subcontract,
    "consent": consent,
    "refuse": refuse,
    "find": find,
    "lose": lose,
    "end-holding": end,
    "hand-over": hand_over,
    "receive": receive,
}
