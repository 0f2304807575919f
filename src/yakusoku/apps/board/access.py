"""The only way from a person to the board's meetings, cases and conditions."""

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from yakusoku.apps.accounts.access import Acting, require
from yakusoku.apps.board.models import Condition, ConditionState, Item, Meeting, MinutesVersion, Side
from yakusoku.apps.candidates.models import Candidacy
from yakusoku.apps.engagements.access import engagements_of
from yakusoku.domain.accounts.permissions import Act, Role

# A condition is an obligation from the decision on; before, it is a proposal that the board talks about.
BINDING = (ConditionState.OPEN, ConditionState.REPORTED, ConditionState.MET)


def meetings_of(who: Acting) -> "QuerySet[Meeting]":
    """Return the meetings of the person's organisation. Raises PermissionDenied for a clerk or a contractor."""
    require(who, Act.VIEW_ALL_ENGAGEMENTS)
    return Meeting.objects.filter(organization=who.organization).select_related("organization", "chair")


def meeting_for(who: Acting, pk: int, act: Act | None = None) -> Meeting:
    """Return a meeting; else 404. Raises PermissionDenied unless the person may do `act`."""
    rows = meetings_of(who)
    if act is not None:
        require(who, act)
    return get_object_or_404(rows, pk=pk)


def item_for(who: Acting, meeting: int, pk: int) -> Item:
    """Return an item of an agenda; else 404.

    Whoever sees the whole organisation sees every item; a clerk the cases of the own department,
    without what the board says about them (`reads_deliberation`).
    """
    rows = Item.objects.filter(meeting=meeting, meeting__organization=who.organization).select_related(
        "meeting__organization",
        "meeting__chair",
        "candidacy__company",
        "candidacy__engagement__organization",
        "candidacy__engagement__department",
        "candidacy__engagement__contractor",
        "closed_by",
    )
    if not who.sees_all:
        rows = rows.filter(candidacy__engagement__department__in=who.departments)
    return get_object_or_404(rows, pk=pk)


def is_recused(who: Acting, item: Item) -> bool:
    """Return whether the person has declared an interest in the item."""
    return any(conflict.user_id == who.user.pk for conflict in item.conflicts.all())


def reads_deliberation(who: Acting, item: Item) -> bool:
    """Return whether the person may read what was said and voted: not a clerk, not who stepped aside."""
    return who.sees_all and not is_recused(who, item)


def item_to_run(who: Acting, meeting: int, pk: int) -> Item:
    """Return an item that the person may write about and close: the secretariat, or who presides.

    raises   PermissionDenied for others and for whoever stepped aside
    """
    found = item_for(who, meeting, pk)
    presides = who.may(Act.VOTE) and found.meeting.chair_id == who.user.pk
    if not (who.may(Act.RUN_BOARD) or presides) or is_recused(who, found):
        raise PermissionDenied
    return found


def case_for(who: Acting, pk: int) -> Candidacy:
    """Return a candidacy of the person's organisation that may be put on an agenda; else 404."""
    require(who, Act.RUN_BOARD)
    rows = Candidacy.objects.select_related("engagement__organization", "engagement__department", "company")
    return get_object_or_404(rows, pk=pk, engagement__organization=who.organization)


def conditions_of(who: Acting) -> "QuerySet[Condition]":
    """Return the binding conditions that concern the person: as client those of the works they see,

    as contractor those addressed to the own company.
    """
    seen = Q(item__candidacy__engagement__in=engagements_of(who).filter(organization=who.organization))
    if Role.CONTRACTOR in who.roles:
        seen |= Q(side=Side.CONTRACTOR, item__candidacy__company=who.organization)
    rows = Condition.objects.filter(seen, state__in=BINDING)
    return rows.select_related(
        "item__meeting",
        "item__candidacy__company",
        "item__candidacy__engagement__organization",
        "item__candidacy__engagement__department",
        "reported_by",
        "met_by",
        "shown",
    )


def condition_for(who: Acting, pk: int) -> Condition:
    """Return a condition that concerns the person; else 404."""
    return get_object_or_404(conditions_of(who), pk=pk)


def is_client(who: Acting, condition: Condition) -> bool:
    """Return whether the person looks at a condition from the side of the board."""
    return condition.item.meeting.organization_id == who.organization.pk


def may_report(who: Acting, condition: Condition) -> bool:
    """Return whether the person may say that a condition is met: only the side that has to meet it."""
    if condition.side == Side.CONTRACTOR:
        candidacy = condition.item.candidacy
        return (
            candidacy is not None and candidacy.company_id == who.organization.pk and who.may(Act.WRITE_PLAN)
        )
    department = condition.item.candidacy.engagement.department_id if condition.item.candidacy else None
    return is_client(who, condition) and who.may_in(Act.WRITE_PLAN, department)


def condition_to_report(who: Acting, pk: int) -> Condition:
    """Return a condition that the person's side has to meet; else 404. Raises PermissionDenied."""
    found = condition_for(who, pk)
    if not may_report(who, found):
        raise PermissionDenied
    return found


def condition_to_verify(who: Acting, pk: int) -> Condition:
    """Return a condition whose report the secretariat looks at; else 404. Raises PermissionDenied."""
    found = condition_for(who, pk)
    if not is_client(who, found):
        raise Http404
    require(who, Act.RUN_BOARD)
    return found


def minutes_for(who: Acting, meeting: int, version: int) -> MinutesVersion:
    """Return minutes of a meeting; else 404."""
    found = meeting_for(who, meeting)
    return get_object_or_404(found.minutes.select_related("docx", "pdf"), version=version)
