"""The written consent to a subcontract, made from the place in the chain."""

from collections.abc import Callable, Mapping

from yakusoku.adapters.letters import letter_docx, letter_pdf
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.chain.queries import Chain, permissions_of
from yakusoku.domain.chain.consent_letter import Agreed, consent_letter
from yakusoku.domain.chain.links import way_up
from yakusoku.domain.engagements.profile import Category
from yakusoku.domain.letters.model import Letter
from yakusoku.domain.packs.labels import PLACE_LABELS, TRAVEL_LABELS, fact_label

RENDERED: Mapping[str, Callable[[Letter], bytes]] = {"docx": letter_docx, "pdf": letter_pdf}


def number_of(hop: Hop) -> str:
    """Return the client's number of a consent."""
    return f"{hop.engagement.reference}-S{hop.pk}"


def letter_of(hop: Hop, chain: Chain) -> Letter:
    """Return the consent to a place as a letter; a document is always Japanese."""
    assert hop.decided_on is not None
    engagement, by_id = hop.engagement, chain.by_id
    way = [link.name for link in reversed(way_up(by_id[hop.pk], by_id))]
    titles = {clause.slug: clause.title for clause in chain.clauses}
    reach = chain.reach.get(hop.pk)
    site = [PLACE_LABELS.get(hop.place, hop.place), hop.site]
    held = set(hop.permitted)
    return consent_letter(
        Agreed(
            number=number_of(hop),
            day=hop.decided_on,
            title=engagement.title,
            client=engagement.organization.name,
            department=engagement.department.name,
            contractor=way[0],
            way=way,
            part=hop.part,
            categories="、".join(_categories(hop)),
            place=" ".join(filter(None, site)),
            travel=TRAVEL_LABELS.get(hop.travels_by, ""),
            since=hop.since,
            until=hop.until,
            reason=hop.reason,
            conditions=[line.strip() for line in hop.words.splitlines() if line.strip()],
            permissions=[each for each in permissions_of(engagement) if each.category in held],
            unpassed=[titles[slug] for slug in reach.lost] if reach else (),
        )
    )


def _categories(hop: Hop) -> list[str]:
    held = set(hop.categories)
    return [fact_label(f"categories.{each.value}") for each in Category if each.value in held]
