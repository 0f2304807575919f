"""Reading published versions."""

from collections.abc import Mapping
from functools import lru_cache

from yakusoku.adapters import snapshots
from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import catalogue_for, decisions_of, overlaid, overlay_of, profile_of
from yakusoku.apps.specifications.models import Version
from yakusoku.domain.packs.build import Publication, build_pack
from yakusoku.domain.packs.model import Pack


def pack_of(version: Version) -> Pack:
    """Return what a version says."""
    return _loaded(version.fingerprint, version.snapshot)


def questions_in(version: Version) -> int:
    """Return how many questions the check sheet of a version has; quicker than reading what it says."""
    return snapshots.count_checks(version.snapshot)


@lru_cache(maxsize=128)
def _loaded(fingerprint: str, snapshot: str) -> Pack:
    return snapshots.load(snapshot.encode())


def draft_pack(engagement: Engagement, number: int) -> Pack:
    """Return the pack as it would be published now, as version `number`."""
    return build_pack(
        profile_of(engagement),
        catalogue_for(engagement.organization_id),
        decisions_of(engagement),
        Publication(engagement.reference, number),
        is_national_holiday,
    )


def latest_version(engagement: Engagement) -> Version | None:
    """Return the newest version; None before the first publication."""
    return engagement.versions.order_by("-number").first()


def is_outdated(version: Version, engagement: Engagement) -> bool:
    """Return whether publishing now would give another content than this version."""
    draft = draft_pack(engagement, version.number)
    return snapshots.fingerprint(snapshots.dump(draft)) != version.fingerprint


def catalogue_digests(organization_id: int) -> Mapping[str, str]:
    """Return the digest of each requirement as an organisation uses it today, by slug."""
    return _digests(overlay_of(organization_id))


@lru_cache(maxsize=64)
def _digests(overlay: str) -> Mapping[str, str]:
    return {r.slug: snapshots.requirement_digest(r) for r in overlaid(overlay).requirements}
