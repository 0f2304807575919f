"""Scenes of the start and the end: work starts, copies are accounted for, the work closes, the next begins."""

from collections.abc import Mapping

from yakusoku.apps.chain.models import Hop
from yakusoku.apps.demo.story import Act, Moment
from yakusoku.apps.erasure import services
from yakusoku.apps.erasure.models import Copy
from yakusoku.apps.flows.closing import close
from yakusoku.apps.flows.renewing import renew
from yakusoku.apps.flows.starting import start
from yakusoku.domain.erasure.ledger import Proof
from yakusoku.domain.erasure.methods import Ending, Medium, Method


def start_work(moment: Moment) -> None:
    """Record that work starts."""
    start(moment.work, moment.today, by=moment.clerk, at=moment.at)


def enter_copy(moment: Moment) -> None:
    """Enter a copy into the ledger."""
    told = moment.told
    fields = {
        "what": told["copy"],
        "categories": told["categories"],
        "medium": Medium(told["medium"]),
        "place": told["place"],
        "number": told.get("number", 1),
        "since": None,
    }
    services.enter(
        moment.work, fields, hop=_hop(moment), entered_for=moment.company, by=moment.contractor, at=moment.at
    )


def prove_copy(moment: Moment) -> None:
    """Tell what became of a copy."""
    told, ending = moment.told, Ending(moment.told["ending"])
    keeps = ending is Ending.KEEP
    proof = Proof(
        ending,
        Method(told["method"]) if "method" in told else None,
        None if keeps else moment.today,
        told.get("by_whom", ""),
        kept_reason=told.get("kept_reason", ""),
        kept_until=moment.day("kept_until") if keeps else None,
    )
    witness = told.get("witness", "")
    services.prove(_copy(moment), proof, witness=witness, by=moment.contractor, at=moment.at)


def confirm_copy(moment: Moment) -> None:
    """Let the client accept what was told."""
    services.confirm(_copy(moment), by=moment.clerk, at=moment.at)


def declare_whole(moment: Moment) -> None:
    """Let the company say that there is no other copy."""
    services.declare(moment.work, _hop(moment), by=moment.contractor, at=moment.at)


def close_work(moment: Moment) -> None:
    """Close the work: nothing is open."""
    close(moment.work, by=moment.clerk, at=moment.at)


def renew_work(moment: Moment) -> None:
    """Begin the next period; from then on the story goes on with it under the name `next`."""
    town = moment.town
    town.works[moment.told["next"]] = renew(moment.work, by=moment.clerk, at=moment.at)


def _copy(moment: Moment) -> Copy:
    return Copy.objects.get(engagement=moment.work, what=moment.told["copy"])


def _hop(moment: Moment) -> Hop | None:
    holder = moment.told.get("holder")
    return Hop.objects.get(engagement=moment.work, name=holder) if holder else None


ACTS: Mapping[str, Act] = {
    "start": start_work,
    "enter-copy": enter_copy,
    "prove-copy": prove_copy,
    "confirm-copy": confirm_copy,
    "declare-whole": declare_whole,
    "close": close_work,
    "renew": renew_work,
}
