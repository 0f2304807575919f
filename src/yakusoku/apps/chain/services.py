"""Writing the chain: asking, agreeing, ending, finding. The only writer of its places."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.chain import duties
from yakusoku.apps.chain.models import Hop, Standing
from yakusoku.apps.chain.queries import (
    categories_told,
    clauses_of,
    contractor_name,
    link_of,
    links_of,
    permissions_of,
)
from yakusoku.apps.engagements.life import need_open
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.services import keep
from yakusoku.apps.specifications.queries import latest_version
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.chain.subcontracting import (
    NotWaiting,
    ReasonMissing,
    check_days,
    check_end,
    check_permission,
    check_request,
)
from yakusoku.domain.engagements.profile import Place
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import mark_of, require_unchanged
from yakusoku.web.formats import local_day


class ClauseUnknown(Refusal):
    """The published version has no such clause."""

    code: ClassVar[str] = "chain.clause-unknown"


class OtherEngagement(Refusal):
    """The place belongs to another engagement."""

    code: ClassVar[str] = "chain.other-engagement"


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of someone who is to hold data, or was found to.

    passed   clauses passed down in its contract, by slug; None: all that its giver has to keep
    """

    name: str
    place: str
    travels_by: str = ""
    categories: tuple[str, ...] = ()
    part: str = ""
    site: str = ""
    since: date | None = None
    until: date | None = None
    reason: str = ""
    passed: tuple[str, ...] | None = None
    organization: Organization | None = None


@dataclass(frozen=True, slots=True)
class Consent:
    """A written consent. `stated`: it states the first client's permission where a law asks for it."""

    decided_on: date
    conditions: str = ""
    stated: bool = False
    organization: Organization | None = None
    letter: "UploadedFile[bytes] | None" = field(default=None, compare=False)


@transaction.atomic
def root_of(engagement: Engagement) -> Hop:
    """Return the contractor's own place, made or brought up to date where needed; part of another act."""
    present = Engagement.objects.select_for_update(no_key=True).get(pk=engagement.pk)
    top = present.hops.filter(parent__isnull=True).first()
    held = categories_told(present)
    told = {"name": contractor_name(present), "organization": present.contractor}
    if top is None:
        return Hop.objects.create(
            engagement=present,
            place=Place.CONTRACTOR_PREMISES,
            standing=Standing.CONSENTED,
            categories=sorted(held),
            **told,
        )
    # Data that someone below was allowed to hold came through the contractor, whatever the facts say now.
    agreed = top.children.filter(standing__in=[Standing.REQUESTED, Standing.CONSENTED])
    below = (set(c) for c in agreed.values_list("categories", flat=True))
    top.categories = sorted(held.union(*below))
    top.name, top.organization = contractor_name(present), present.contractor
    top.save(update_fields=["categories", "name", "organization"])
    return top


@transaction.atomic
def request(engagement: Engagement, giver: Hop | None, told: Told, *, by: User, at: datetime) -> Hop:
    """Ask the client to agree that someone gets data from `giver`; None: from the contractor.

    raises   EngagementClosed, OtherEngagement, ClauseUnknown and whatever `check_request` raises
    """
    need_open(engagement.pk)
    giver = _giver(engagement, giver)
    check_request(link_of(giver), frozenset(told.categories), told.since, told.until)
    hop = Hop.objects.create(
        engagement=engagement,
        parent=giver,
        standing=Standing.REQUESTED,
        requested_by=by,
        requested_at=at,
        **_fields(engagement, giver, told),
    )
    duties.to_decide(hop, at=at, due_on=told.since)
    _log("subcontract.requested", hop, by, at, reason=told.reason, facts=_facts(hop))
    return hop


@transaction.atomic
def request_late(hop: Hop, told: Told, *, by: User, at: datetime) -> None:
    """Ask the client to agree to someone who was found; it stays undeclared until then."""
    present = _locked(hop)
    if present.standing != Standing.UNDECLARED or present.waits or present.parent is None:
        raise NotWaiting(state=Standing(present.standing).label)
    giver = _giver(present.engagement, present.parent)
    check_request(link_of(giver), frozenset(told.categories), told.since, told.until)
    fields = _fields(present.engagement, giver, told)
    fields["organization"] = told.organization or present.organization
    _write(hop, **fields, requested_by=by, requested_at=at, decided_by=None, decided_at=None, decided_on=None)
    duties.to_decide(hop, at=at)
    _log("subcontract.requested", hop, by, at, reason=told.reason, facts=_facts(hop))


@transaction.atomic
def consent(hop: Hop, given: Consent, *, by: User, at: datetime) -> None:
    """Agree in writing. Raises NotWaiting, PermissionMissing, and what the giver no longer allows."""
    present = _locked(hop)
    if not present.waits or present.parent is None:
        raise NotWaiting(state=Standing(present.standing).label)
    giver = link_of(_locked(present.parent))
    held = frozenset(present.categories)
    # Before the consent nothing may have flowed, unless it was found that it did.
    since = present.since
    if not present.found_on:
        since = max(since or given.decided_on, given.decided_on)
    check_request(giver, held, since, present.until)
    permitted = check_permission(held, permissions_of(present.engagement), given.stated)
    stored = None
    if given.letter is not None:
        stored = keep(given.letter, organization=present.engagement.organization, by=by, at=at)
    _write(
        hop,
        standing=Standing.CONSENTED,
        organization=given.organization or present.organization,
        since=since,
        permitted=sorted(permitted),
        letter=stored,
        words=given.conditions.strip(),
        **_answered(given.decided_on, by, at),
    )
    duties.decided(hop, at=at)
    facts: dict[str, JSON] = {
        "on": given.decided_on.isoformat(),
        "permitted": list(sorted(permitted)),
        "letter": stored is not None,
    }
    _log("subcontract.consented", hop, by, at, reason=given.conditions, facts=facts)


@transaction.atomic
def refuse(hop: Hop, reason: str, *, by: User, at: datetime) -> None:
    """Do not agree, and say why. Someone who was found stays undeclared. Raises NotWaiting, ReasonMissing."""
    present = _locked(hop)
    if not present.waits:
        raise NotWaiting(state=Standing(present.standing).label)
    if not reason.strip():
        raise ReasonMissing()
    after = present.standing if present.found_on else Standing.REFUSED
    _write(hop, standing=after, words=reason.strip(), **_answered(local_day(at), by, at))
    duties.decided(hop, at=at)
    _log("subcontract.refused", hop, by, at, reason=reason)


@transaction.atomic
def withdraw(hop: Hop, reason: str, *, by: User, at: datetime) -> None:
    """Take a request back before it is answered. Raises NotWaiting, ReasonMissing."""
    present = _locked(hop)
    if not present.waits:
        raise NotWaiting(state=Standing(present.standing).label)
    if not reason.strip():
        raise ReasonMissing()
    after = present.standing if present.found_on else Standing.WITHDRAWN
    _write(hop, standing=after, words=reason.strip(), **_answered(local_day(at), by, at))
    duties.decided(hop, at=at)
    _log("subcontract.withdrawn", hop, by, at, reason=reason)


@transaction.atomic
def end(hop: Hop, on: date, reason: str, *, seen: str | None = None, by: User, at: datetime) -> None:
    """Set the last day on which someone holds data.

    seen     the mark of the last day that the page showed
    raises   NotWaiting, ChangedMeanwhile, StillPassedOn, DaysInDisorder
    """
    present = _locked(hop)
    require_unchanged(seen, mark_of(present.until))
    if present.standing not in {Standing.CONSENTED, Standing.UNDECLARED}:
        raise NotWaiting(state=Standing(present.standing).label)
    links = links_of(present.engagement, present.engagement.hops.all())
    check_end(next(link for link in links if link.id == present.pk), links, on)
    _write(hop, until=on)
    _log("subcontract.ended", hop, by, at, reason=reason, facts={"on": on.isoformat()})


@transaction.atomic
def pass_down(hop: Hop, slugs: Iterable[str], *, seen: str | None = None, by: User, at: datetime) -> None:
    """Record which clauses the contract with the tier above passed down.

    seen     the mark of what was passed down on the page
    raises   ChangedMeanwhile, ClauseUnknown, NotWaiting
    """
    present = _locked(hop)
    require_unchanged(seen, mark_of(present.passed))
    if present.parent_id is None or present.standing not in {
        Standing.CONSENTED,
        Standing.UNDECLARED,
        Standing.REQUESTED,
    }:
        raise NotWaiting(state=Standing(present.standing).label)
    passed = _known_clauses(present.engagement, slugs)
    lost = sorted(set(present.passed or ()) - set(passed))
    _write(hop, passed=passed)
    _log("subcontract.passed-down", hop, by, at, facts={"clauses": len(passed), "taken_out": lost})


@transaction.atomic
def record_undeclared(
    engagement: Engagement, giver: Hop | None, told: Told, *, by: User, at: datetime, note: str = ""
) -> Hop:
    """Write down someone who holds data although nobody had asked; return the place. Nothing was passed down.

    What it really holds is written, also where the giver should not have had it.
    raises   OtherEngagement, DaysInDisorder
    """
    giver = _giver(engagement, giver)
    check_days(told.since, told.until)
    fields = _fields(engagement, giver, told)
    fields["passed"] = sorted(told.passed or ())
    hop = Hop.objects.create(
        engagement=engagement,
        parent=giver,
        standing=Standing.UNDECLARED,
        found_on=local_day(at),
        note=note.strip(),
        **fields,
    )
    _log("chain.found", hop, by, at, facts=_facts(hop))
    return hop


@transaction.atomic
def dismiss(hop: Hop, reason: str, *, by: User, at: datetime) -> None:
    """Take back the record of someone who holds nothing after all. Raises NotWaiting, ReasonMissing, StillPassedOn."""
    present = _locked(hop)
    if present.standing != Standing.UNDECLARED or present.waits:
        raise NotWaiting(state=Standing(present.standing).label)
    if not reason.strip():
        raise ReasonMissing()
    links = links_of(present.engagement, present.engagement.hops.all())
    check_end(link_of(present), links, present.since or local_day(at))
    _write(hop, standing=Standing.WITHDRAWN, words=reason.strip(), **_answered(local_day(at), by, at))
    _log("chain.dismissed", hop, by, at, reason=reason)


@transaction.atomic
def amend(hop: Hop, changes: Mapping[str, Any], *, seen: str | None = None, by: User, at: datetime) -> None:
    """Put right what is written of a place: place, site, travels_by, part, note, organization.

    seen     the mark of what was written on the page
    raises   ChangedMeanwhile
    """
    present = _locked(hop)
    require_unchanged(seen, mark_of_record(present))
    allowed = {"place", "site", "travels_by", "part", "note", "organization"}
    told = {name: value for name, value in changes.items() if name in allowed}
    if present.parent_id is None:
        told.pop("organization", None)
    changed = sorted(name for name, value in told.items() if getattr(present, name) != value)
    if not changed:
        return
    _write(hop, **told)
    _log("chain.amended", hop, by, at, facts={"changed": list(changed), "place": hop.place})


def mark_of_record(hop: Hop) -> str:
    """Return a mark of what can be put right of a place."""
    return mark_of(hop.place, hop.site, hop.travels_by, hop.part, hop.note, hop.organization_id)


def _giver(engagement: Engagement, giver: Hop | None) -> Hop:
    """Return the locked row of who passes data on."""
    if giver is None or giver.parent_id is None:
        top = root_of(engagement)
        if giver is not None and giver.pk != top.pk:
            raise OtherEngagement()
        return _locked(top)
    if giver.engagement_id != engagement.pk:
        raise OtherEngagement()
    return _locked(giver)


def _fields(engagement: Engagement, giver: Hop, told: Told) -> dict[str, Any]:
    return {
        "name": told.name.strip(),
        "organization": told.organization,
        "part": told.part.strip(),
        "categories": sorted(set(told.categories)),
        "place": told.place,
        "site": told.site.strip(),
        "travels_by": told.travels_by,
        "since": told.since,
        "until": told.until,
        "reason": told.reason.strip(),
        "passed": _passed(engagement, giver, told),
    }


def _passed(engagement: Engagement, giver: Hop, told: Told) -> list[str] | None:
    if told.passed is not None:
        return _known_clauses(engagement, told.passed)
    if giver.parent_id is not None:
        return giver.passed
    clauses = clauses_of(latest_version(engagement))
    return [clause.slug for clause in clauses] if clauses else None


def _known_clauses(engagement: Engagement, slugs: Iterable[str]) -> list[str]:
    """Return the slugs in the order of the promise. Raises ClauseUnknown."""
    wanted = set(slugs)
    known = [clause.slug for clause in clauses_of(latest_version(engagement))]
    if wanted - set(known):
        raise ClauseUnknown()
    return [slug for slug in known if slug in wanted]


def _answered(on: date, by: User, at: datetime) -> dict[str, Any]:
    return {"decided_on": on, "decided_by": by, "decided_at": at}


def _locked(hop: Hop) -> Hop:
    """Return the row as it is now; others wait until this act is over."""
    engagement = Engagement.objects.select_for_update(no_key=True).get(pk=hop.engagement_id)
    present = Hop.objects.select_for_update(no_key=True).get(pk=hop.pk)
    present.engagement = engagement
    return present


def _write(hop: Hop, **fields: Any) -> None:
    """Write fields of a locked row and bring the caller's copy up to date."""
    Hop.objects.filter(pk=hop.pk).update(**fields)
    hop.refresh_from_db()


def _facts(hop: Hop) -> dict[str, JSON]:
    facts: dict[str, JSON] = {"parent": hop.parent_id, "place": hop.place, "categories": list(hop.categories)}
    return facts


def _log(
    code: str,
    hop: Hop,
    by: User,
    at: datetime,
    *,
    reason: str = "",
    facts: Mapping[str, JSON] | None = None,
) -> None:
    """Both sides act on a chain; the trail is the client's."""
    organization = hop.engagement.organization_id
    told = {"engagement": hop.engagement_id, **(facts or {})}
    record(code, hop, by=by, at=at, organization=organization, reason=reason, facts=told)
