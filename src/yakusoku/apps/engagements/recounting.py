"""Counting anew, for many works at once, what a changed catalogue leaves undecided. Called by the tick."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.urls import reverse

from yakusoku.apps.audit.services import name_of
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.duties.services import owe_many
from yakusoku.apps.engagements.duties import DECIDE, DESCRIBE, PUBLISH, bring_up_to_date
from yakusoku.apps.engagements.models import DecisionRecord, Engagement, Fact, Verdicts
from yakusoku.apps.engagements.queries import catalogue_for, held_among, profile_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.engagements.facts import facts_of
from yakusoku.domain.engagements.selection import select

# As many works are locked and written together: others wait no longer than for these.
AT_ONCE = 200
KINDS = (DESCRIBE, DECIDE, PUBLISH)
KEPT_BESIDE = ("undecided", "starts_on", "ends_on", "people")


def recount(*, at: datetime) -> int:
    """Bring up to date what is kept beside the facts of works whose catalogue changed; return how many."""
    keys = list(Engagement.objects.filter(undecided__isnull=True).order_by("pk").values_list("pk", flat=True))
    return sum(_recount(keys[first : first + AT_ONCE], at) for first in range(0, len(keys), AT_ONCE))


@transaction.atomic
def _recount(keys: Sequence[int], at: datetime) -> int:
    """Count some works anew. What somebody else counted meanwhile is left as it is."""
    locked = Engagement.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk__in=keys, undecided__isnull=True
    )
    works = list(locked.select_related("organization", "department").order_by("pk"))
    facts = {work.pk: _kept_beside(work) for work in works if work.described}
    _keep_facts(facts)
    _count(works, facts)
    Engagement.objects.bulk_update(works, KEPT_BESIDE)
    _let_be_due(works, at)
    return len(works)


def _kept_beside(work: Engagement) -> frozenset[str]:
    """Set what is kept beside the profile of a work, and return its facts."""
    profile = profile_of(work)
    work.starts_on, work.ends_on, work.people = profile.period.start, profile.period.end, profile.people
    return facts_of(profile)


def _keep_facts(facts: Mapping[int, frozenset[str]]) -> None:
    """Write the facts of those works whose facts are read otherwise than before."""
    kept: dict[int, set[str]] = {key: set() for key in facts}
    for key, name in Fact.objects.filter(engagement__in=list(facts)).values_list("engagement", "name"):
        kept[key].add(name)
    changed = [key for key, names in facts.items() if kept[key] != names]
    Fact.objects.filter(engagement__in=changed).delete()
    Fact.objects.bulk_create(
        Fact(engagement_id=key, name=name) for key in changed for name in sorted(facts[key])
    )


def _count(works: Sequence[Engagement], facts: Mapping[int, frozenset[str]]) -> None:
    """Set how many requirements have no verdict: one query, and one selection for each set of facts."""
    latest = DecisionRecord.objects.filter(engagement__in=list(facts)).order_by()
    newest = latest.values("engagement", "slug").annotate(last=Max("pk")).values("last")
    records: dict[int, list[DecisionRecord]] = {key: [] for key in facts}
    for record in DecisionRecord.objects.filter(pk__in=newest).exclude(verdict=Verdicts.WITHDRAWN):
        records[record.engagement_id].append(record)
    asked: dict[tuple[int, frozenset[str]], frozenset[str]] = {}
    for work in works:
        if work.pk not in facts:
            work.undecided = 0
            continue
        catalogue, told = catalogue_for(work.organization_id), facts[work.pk]
        key = (work.organization_id, told)
        if key not in asked:
            asked[key] = frozenset(proposal.requirement.slug for proposal in select(catalogue, told))
        work.undecided = len(asked[key] - held_among(records[work.pk], catalogue, told).keys())


def _let_be_due(works: Sequence[Engagement], at: datetime) -> None:
    """Let the one next thing of each work be due. Where something is due already, it is looked at one by one."""
    names = {name_of(work): work for work in works}
    waiting = Duty.objects.filter(kind__in=KINDS, subject__in=list(names), done_at__isnull=True)
    touched = {subject for subject in waiting.values_list("subject", flat=True)}
    undescribed = {name for name, work in names.items() if not work.described}
    for name in touched | undescribed:
        bring_up_to_date(names[name], at=at)
    rest = {name: work for name, work in names.items() if name not in touched | undescribed}
    undecided = [work for work in rest.values() if work.undecided]
    settled = [name for name, work in rest.items() if not work.undecided]
    done = Duty.objects.filter(kind=PUBLISH, subject__in=settled, done_at__isnull=False).order_by()
    published = dict(done.values("subject").annotate(last=Max("done_at")).values_list("subject", "last"))
    again = [rest[name] for name in settled if _changed_since(rest[name], published.get(name))]
    owe_many([_duty(work, DECIDE, Act.MAKE_DECISION, "decisions", at) for work in undecided])
    owe_many([_duty(work, PUBLISH, Act.PUBLISH_SPECIFICATION, "publish", at) for work in again])


def _changed_since(work: Engagement, published: datetime | None) -> bool:
    """Return whether a work is to be published: never was, or not since facts or decisions changed."""
    changed = work.content_changed_at
    return published is None or (changed is not None and published < changed)


def _duty(work: Engagement, kind: str, act: Act, page: str, at: datetime) -> Duty:
    return Duty(
        kind=kind,
        subject=name_of(work),
        organization=work.organization,
        department=work.department,
        act=act.value,
        engagement=work.pk,
        about=work.title[:200],
        href=reverse(page, args=[work.pk]),
        left=work.undecided or 0 if kind == DECIDE else 0,
        since=at,
    )
