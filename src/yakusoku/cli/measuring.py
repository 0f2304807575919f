"""What contracts are held against: the facts of a work, or a level. Imported when it is needed."""

from dataclasses import dataclass
from pathlib import Path

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.adapters.profiles import read_profile
from yakusoku.adapters.yaml_files import Problem
from yakusoku.cli.answers import refuse
from yakusoku.domain.catalogue.levels import Level
from yakusoku.domain.engagements.facts import facts_of
from yakusoku.domain.engagements.profile import WorkProfile

BOTH = "--profile と --level は、どちらか一つにしてください。"


@dataclass(frozen=True, slots=True)
class Measure:
    """A work, a level, or neither: then every requirement is asked for."""

    work: WorkProfile | None
    level: Level | None

    @property
    def facts(self) -> frozenset[str] | None:
        """Return the facts of the work; None: there is none."""
        return facts_of(self.work) if self.work else None


def measure_of(profile: Path | None, level: str | None) -> Measure:
    """Return what was asked for; both at once, or a level that is not known, end with 2. Raises UnreadableFile."""
    if profile is not None and level is not None:
        refuse([Problem("--level", "", BOTH)])
    if level is None:
        return Measure(read_profile(profile) if profile else None, None)
    catalogue = shipped_catalogue()
    found = catalogue.level(level)
    if found is None:
        known = "、".join(f"{each.title}（{each.id}）" for each in catalogue.levels)
        refuse([Problem("--level", "", f"{level} という水準はありません。次から選んでください: {known}")])
    return Measure(None, found)
