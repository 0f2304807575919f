"""The only way from a person to a webhook, and to where a document may be taken in."""

from dataclasses import dataclass
from typing import ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.engagements.access import client_engagement_for, engagement_for
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.exchange.models import Received, Webhook
from yakusoku.apps.inspections import access as inspections
from yakusoku.apps.inspections.models import Inspection
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.oscal.documents import Kind
from yakusoku.domain.refusal import Refusal


class WrongPlace(Refusal):
    """A document of this kind is not taken in here."""

    code: ClassVar[str] = "oscal.wrong-place"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a document is taken in, and who stands there. Neither work nor round: in the organisation itself."""

    who: Acting
    engagement: Engagement | None = None
    inspection: Inspection | None = None

    @property
    def answers(self) -> bool:
        """Return whether the person stands on the side that answers the inspection."""
        return self.inspection is not None and inspections.answers_it(self.who, self.inspection)

    @property
    def trail(self) -> int:
        """Return the organisation in whose trail it stands: the client's, where there is one."""
        if self.inspection is not None:
            return self.inspection.version.engagement.organization_id
        return self.engagement.organization_id if self.engagement else self.who.organization.pk


def webhooks_of(who: Acting) -> "QuerySet[Webhook]":
    """Return the webhooks of the organisation that the person looks after. Raises PermissionDenied."""
    return Webhook.objects.filter(organization=require(who, Act.MANAGE_EXCHANGE).organization)


def webhook_for(who: Acting, pk: int) -> Webhook:
    """Return one of them; else 404."""
    return get_object_or_404(webhooks_of(who), pk=pk)


def received_by(who: Acting) -> "QuerySet[Received]":
    """Return the documents that the person brought for the organisation and that wait."""
    rows = Received.objects.filter(organization=who.organization, received_by=who.user)
    return rows.select_related("engagement", "inspection__version__engagement")


def received_for(who: Acting, pk: int) -> tuple[Received, Place]:
    """Return a document that the person brought, and the place where they may still take it in; else 404.

    raises   as `place_for`
    """
    found = get_object_or_404(received_by(who), pk=pk)
    return found, place_for(who, Kind(found.kind), found.engagement_id, found.inspection_id)


def visible_place(who: Acting, engagement: int | None, inspection: int | None) -> Place:
    """Return a place that the person sees, whatever may be taken in there; else 404."""
    if inspection is not None:
        return Place(who, inspection=inspections.inspection_for(who, inspection))
    return Place(who, engagement=engagement_for(who, engagement) if engagement is not None else None)


def place_for(who: Acting, kind: Kind, engagement: int | None, inspection: int | None) -> Place:
    """Return the place where the person may take in a document of this kind; else 404.

    raises   PermissionDenied, WrongPlace
    """
    place = visible_place(who, engagement, inspection)
    if place.inspection is not None:
        return _at_inspection(place, kind, place.inspection)
    if place.engagement is not None:
        return _at_engagement(place, kind, place.engagement)
    acts = {Kind.CATALOG: Act.OVERLAY_CATALOGUE, Kind.CLAIMS: Act.KEEP_LIBRARY}
    if kind not in acts:
        raise WrongPlace(kind=kind.value)
    require(who, acts[kind])
    return place


def _at_inspection(place: Place, kind: Kind, inspection: Inspection) -> Place:
    who = place.who
    if kind not in {Kind.CLAIMS, Kind.RESULTS}:
        raise WrongPlace(kind=kind.value)
    if place.answers:
        require(who, Act.WRITE_ANSWER)
        return place
    if kind is Kind.CLAIMS:
        raise PermissionDenied
    return Place(who, inspection=inspections.as_client(who, inspection.pk))


def _at_engagement(place: Place, kind: Kind, engagement: Engagement) -> Place:
    who = place.who
    acts = {Kind.PROFILE: Act.MAKE_DECISION, Kind.PLAN: Act.OPEN_INSPECTION}
    if kind is Kind.POAM:
        require(who, Act.REPLY_CORRECTION)
        return place
    if kind not in acts:
        raise WrongPlace(kind=kind.value)
    if engagement.organization_id != who.organization.pk:
        raise PermissionDenied
    return Place(who, engagement=client_engagement_for(who, engagement.pk, acts[kind]))
