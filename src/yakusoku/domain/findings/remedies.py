"""What each of the three remedies needs before a finding can be closed (docs/rules/findings.md)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, Final

from yakusoku.domain.findings.kinds import Remedy
from yakusoku.domain.refusal import Refusal


class Need(StrEnum):
    """What is still to be done by the client before a finding can be closed."""

    NEWER_VERSION = "newer-version"
    PROFILE_ANEW = "profile-anew"
    ADDED_CHECK = "added-check"


class VersionNotNewer(Refusal):
    """The specification was to be amended, and no version newer than the finding is published."""

    code: ClassVar[str] = "correction.version-not-newer"


class ProfileNotAnew(Refusal):
    """The work was to change, and its facts were not described anew since the finding."""

    code: ClassVar[str] = "correction.profile-not-anew"


class CheckNotAdded(Refusal):
    """A measure was to be added, and no check asks for it."""

    code: ClassVar[str] = "correction.check-not-added"


REFUSALS: Final[dict[Need, type[Refusal]]] = {
    Need.NEWER_VERSION: VersionNotNewer,
    Need.PROFILE_ANEW: ProfileNotAnew,
    Need.ADDED_CHECK: CheckNotAdded,
}


@dataclass(frozen=True, slots=True)
class Done:
    """What happened that a remedy may need.

    published_at   when the newest version was published; None: never
    described_at   when the facts of the work were last described; None: never
    asked          a check asks for the measure: the one that was found wanting, or an added one
    """

    published_at: datetime | None
    described_at: datetime | None
    asked: bool


def still_needed(remedy: Remedy, found_at: datetime, done: Done) -> Need | None:
    """Return what is still missing for a remedy to have led where it says; None: nothing."""
    if remedy is Remedy.AMEND_SPECIFICATION:
        return None if _after(done.published_at, found_at) else Need.NEWER_VERSION
    if remedy is Remedy.CHANGE_WORK:
        return None if _after(done.described_at, found_at) else Need.PROFILE_ANEW
    return None if done.asked else Need.ADDED_CHECK


def require_done(remedy: Remedy, found_at: datetime, done: Done) -> None:
    """Raise VersionNotNewer, ProfileNotAnew or CheckNotAdded while a remedy still needs something."""
    need = still_needed(remedy, found_at, done)
    if need is not None:
        raise REFUSALS[need]()


def _after(moment: datetime | None, found_at: datetime) -> bool:
    return moment is not None and moment > found_at
