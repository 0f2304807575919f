"""Publishing. A version is written once and never changed."""

from datetime import datetime
from typing import ClassVar

from django.db import transaction

from yakusoku.adapters import snapshots
from yakusoku.adapters.pdf import press
from yakusoku.apps.accounts.models import User
from yakusoku.apps.audit.services import record
from yakusoku.apps.engagements.choice import choice_of
from yakusoku.apps.engagements.duties import published
from yakusoku.apps.engagements.life import need_open
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.services import NotDescribed
from yakusoku.apps.files.services import keep_made
from yakusoku.apps.specifications.models import PromisedRequirement, Version, VersionFile
from yakusoku.apps.specifications.papers import PAPERS
from yakusoku.apps.specifications.queries import catalogue_digests, draft_pack, is_outdated, latest_version
from yakusoku.domain.refusal import Refusal


class NothingChanged(Refusal):
    """The content would be that of the latest version."""

    code: ClassVar[str] = "publication.nothing-changed"


class Undecided(Refusal):
    """Some requirements that fit the work have no verdict yet."""

    code: ClassVar[str] = "publication.undecided"


class ChangeReasonMissing(Refusal):
    """A new version of a promise that is already out says why it changed."""

    code: ClassVar[str] = "publication.reason-missing"


class NotPublished(Refusal):
    """Nothing was published yet."""

    code: ClassVar[str] = "publication.missing"


class NotCurrent(Refusal):
    """The version does not say what would be published now."""

    code: ClassVar[str] = "publication.not-current"


@transaction.atomic
def publish(engagement: Engagement, *, reason: str, by: User, at: datetime) -> Version:
    """Publish the facts and decisions as they stand; return the new version.

    raises   EngagementClosed, NotDescribed, Undecided, NothingChanged, ChangeReasonMissing
    """
    present = need_open(engagement.pk)
    if not present.described:
        raise NotDescribed()
    # Counted behind the lock: a verdict may have been taken back since the page was shown.
    undecided = choice_of(present).undecided
    if undecided:
        raise Undecided(count=undecided)
    latest = latest_version(present)
    if latest and not is_outdated(latest, present):
        raise NothingChanged(number=latest.number)
    if latest and not reason.strip():
        raise ChangeReasonMissing(number=latest.number + 1)
    version = _write(present, latest.number + 1 if latest else 1, reason.strip(), by, at)
    published(present, at=at)
    record(
        "specification.published",
        engagement,
        by=by,
        at=at,
        organization=engagement.organization_id,
        reason=version.reason,
        facts={"number": version.number, "fingerprint": version.fingerprint},
    )
    return version


@transaction.atomic
def confirm_current(engagement: Engagement, *, by: User, at: datetime) -> Version:
    """Note that the latest version says in the catalogue of today what it said before; return it.

    What changed in the catalogue lies outside what this work promises: the version is behind no more.
    raises   EngagementClosed, NotPublished, and NotCurrent if publishing would give another content after all
    """
    present = need_open(engagement.pk)
    latest = latest_version(present)
    if latest is None:
        raise NotPublished()
    if is_outdated(latest, present):
        raise NotCurrent(number=latest.number)
    digests = catalogue_digests(present.organization_id)
    behind = [row for row in latest.promised.all() if digests.get(row.slug, row.digest) != row.digest]
    for row in behind:
        row.digest = digests[row.slug]
    if behind:
        PromisedRequirement.objects.bulk_update(behind, ["digest"])
        record(
            "specification.confirmed",
            engagement,
            by=by,
            at=at,
            organization=engagement.organization_id,
            facts={"number": latest.number, "requirements": [row.slug for row in behind]},
        )
    return latest


def _write(engagement: Engagement, number: int, reason: str, by: User, at: datetime) -> Version:
    pack = draft_pack(engagement, number)
    snapshot = snapshots.dump(pack)
    version = Version.objects.create(
        engagement=engagement,
        number=number,
        snapshot=snapshot.decode(),
        fingerprint=snapshots.fingerprint(snapshot),
        reason=reason,
        published_by=by,
        published_at=at,
    )
    digests = catalogue_digests(engagement.organization_id)
    PromisedRequirement.objects.bulk_create(
        PromisedRequirement(version=version, slug=article.slug, digest=digests[article.slug])
        for article in pack.specification.articles
        if article.slug
    )
    for name, paper in PAPERS.items():
        title = f"{engagement.reference}-{number}-{name}"
        made = keep_made(title, paper.render(pack), organization=engagement.organization, by=by, at=at)
        VersionFile.objects.create(version=version, name=name, stored=made)
    press().rest()
    return version
