"""The end of an engagement: it closes only when nothing is open (docs/rules/closing.md)."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.db import transaction
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from yakusoku.apps.accounts.models import User
from yakusoku.apps.board.queries import open_conditions
from yakusoku.apps.candidates.models import ItemState, Outcome, PlanItem, Ways
from yakusoku.apps.chain.queries import open_handovers
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.duties.queries import open_duties
from yakusoku.apps.duties.services import owe_many, settle_within
from yakusoku.apps.engagements.life import need_open, set_closed, set_open_again
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.erasure import duties as erasure_duties
from yakusoku.apps.erasure.queries import copies_in, holdings_of, holds_personal_data, still_open
from yakusoku.apps.findings.queries import open_findings
from yakusoku.apps.inspections.models import Inspection, State
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.inspections.schedule import InspectionKind
from yakusoku.domain.refusal import Refusal
from yakusoku.web.formats import jdate

CLOSE = "engagement.close"
CLOSE_WITHIN_DAYS = 30


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing that is still open. `kind`: a stable code; `href`: the page on which it is settled."""

    kind: str
    words: str
    href: str


class MattersOpen(Refusal):
    """Something is still open; `count` says how many things."""

    code: ClassVar[str] = "closing.matters-open"


def inspections_running(engagement: Engagement, day: date) -> Iterable[Matter]:
    """Yield each inspection that is not concluded."""
    rows = Inspection.objects.filter(version__engagement=engagement).exclude(state=State.CONCLUDED)
    for row in rows.select_related("hop").order_by("pk"):
        who = row.hop.name if row.hop else ""
        words = _("%(kind)sが終わっていません（%(state)s）") % {
            "kind": f"{who} {row.get_kind_display()}".strip(),
            "state": row.get_state_display(),
        }
        yield Matter("inspection", words, row.get_absolute_url())


def closing_check_missing(engagement: Engagement, day: date) -> Iterable[Matter]:
    """Yield that the closing check was not concluded; nothing was entrusted before a sheet or a contract."""
    entrusted = engagement.shared_at or engagement.contracted_on or engagement.started_on
    checks = Inspection.objects.filter(
        version__engagement=engagement,
        kind=InspectionKind.CLOSING,
        state=State.CONCLUDED,
        hop__isnull=True,
    )
    if entrusted and not checks.exists():
        words = _("終了時点検が済んでいません")
        yield Matter("closing-check", words, reverse("engagement", args=[engagement.pk]))


def findings_open(engagement: Engagement, day: date) -> Iterable[Matter]:
    """Yield how many findings are not closed."""
    count = open_findings(engagement).count()
    if count:
        href = _page("engagement-findings", engagement)
        yield Matter("finding", _("指摘が%d件、改善を確かめていません") % count, href)


def copies_open(engagement: Engagement, day: date) -> Iterable[Matter]:
    """Yield each copy of personal data that is neither confirmed nor agreed to stay."""
    for copy in still_open(copies_in(engagement), day):
        facts = {"what": copy.what, "state": copy.get_state_display()}
        words = _("「%(what)s」の返還・消去が済んでいません（%(state)s）") % facts
        yield Matter("copy", words, copy.get_absolute_url())


def ledgers_unspoken(engagement: Engagement, day: date) -> Iterable[Matter]:
    """Yield each holder who has not said that their part of the ledger is whole."""
    entrusted = engagement.shared_at or engagement.contracted_on or engagement.started_on
    if not (entrusted and engagement.contractor_id and holds_personal_data(engagement)):
        return
    for place in holdings_of(engagement, day):
        if not place.declared:
            words = _("%(name)sが、ほかに写しはないと申し出ていません") % {"name": place.name}
            yield Matter("ledger", words, reverse("ledger", args=[engagement.pk]))


def handovers_open(engagement: Engagement, day: date) -> Iterable[Matter]:
    """Yield each handover whose receipt is not confirmed."""
    for handover in open_handovers(engagement):
        facts = {"what": handover.description, "day": jdate(handover.sent_on)}
        words = _("%(day)sに渡した「%(what)s」の受取りを確かめていません") % facts
        yield Matter("handover", words, _page("chain", engagement))


def conditions_open(engagement: Engagement, day: date) -> Iterable[Matter]:
    """Yield each condition of the review board that is not met."""
    for condition in open_conditions(engagement):
        words = _("審査会の条件が済んでいません: %(text)s") % {"text": shortened(condition.text)}
        yield Matter("condition", words, condition.href)


def plan_items_open(engagement: Engagement, day: date) -> Iterable[Matter]:
    """Yield how many measures of the agreed security plan were not verified."""
    count = (
        PlanItem.objects.filter(
            candidacy__engagement=engagement,
            candidacy__outcome__in=(Outcome.APPROVED, Outcome.CONDITIONAL),
            way=Ways.MEASURE,
        )
        .exclude(state=ItemState.VERIFIED)
        .count()
    )
    if count:
        words = _("セキュリティ計画の対策が%d件、確かめられていません") % count
        yield Matter("plan", words, _page("candidacy", engagement))


# Each source asks a fixed number of queries. Another capability adds one function here.
Source = Callable[[Engagement, date], Iterable[Matter]]
SOURCES: tuple[Source, ...] = (
    inspections_running,
    closing_check_missing,
    findings_open,
    copies_open,
    ledgers_unspoken,
    handovers_open,
    conditions_open,
    plan_items_open,
)


def open_matters(engagement: Engagement, day: date) -> tuple[Matter, ...]:
    """Return everything that keeps an engagement from being closed on a day; empty: it can be closed."""
    return tuple(matter for source in SOURCES for matter in source(engagement, day))


@transaction.atomic
def close(engagement: Engagement, *, by: User, at: datetime) -> None:
    """Close an engagement in which nothing is open. Raises MattersOpen, EngagementClosed."""
    present = need_open(engagement.pk)
    matters = open_matters(present, localdate(at))
    if matters:
        raise MattersOpen(count=len(matters))
    settle_within(engagement.pk, at=at)
    set_closed(engagement, by=by, at=at)
    # What the client agreed to keep comes up again before its last day.
    erasure_duties.bring_up_to_date(engagement, today=localdate(at), at=at)


@transaction.atomic
def reopen(engagement: Engagement, reason: str, *, by: User, at: datetime) -> None:
    """Open a closed engagement again. Raises ReopeningReasonMissing, NotClosed."""
    set_open_again(engagement, reason, by=by, at=at)
    erasure_duties.bring_up_to_date(engagement, today=localdate(at), at=at)
    remind_of_closing(localdate(at), at)


def remind_of_closing(today: date, at: datetime) -> int:
    """Let closing be due where the last day has passed; return how many are new. For the tick."""
    waiting = open_duties().filter(kind=CLOSE).values("engagement")
    rows = Engagement.objects.filter(ends_on__lt=today, closed_at__isnull=True, shared_at__isnull=False)
    return owe_many(
        Duty(
            kind=CLOSE,
            subject=f"engagement:{row.pk}",
            organization=row.organization,
            department=row.department,
            act=Act.CLOSE_ENGAGEMENT.value,
            engagement=row.pk,
            about=row.title[:200],
            href=reverse("closing", args=[row.pk]),
            due_on=row.ends_on + timedelta(days=CLOSE_WITHIN_DAYS) if row.ends_on else None,
            since=at,
        )
        for row in rows.exclude(pk__in=waiting).select_related("organization", "department")
    )


def shortened(text: str) -> str:
    """Return the first sixty letters of a text."""
    return text if len(text) <= 60 else f"{text[:59]}…"


def _page(name: str, engagement: Engagement) -> str:
    """Return a page of the engagement; its overview where that page is not installed."""
    try:
        return reverse(name, args=[engagement.pk])
    except NoReverseMatch:
        return engagement.get_absolute_url()
