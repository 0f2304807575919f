"""Packs of the real catalogue, for tests of files and pages."""

from functools import cache
from pathlib import Path

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.adapters.holidays import is_national_holiday
from yakusoku.adapters.profiles import read_profile
from yakusoku.domain.packs.build import Publication, build_pack

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


@cache
def example_pack(name="home-visits", version=1):
    """Return the pack of examples/profiles/NAME.yaml."""
    profile = read_profile(EXAMPLES / "profiles" / f"{name}.yaml")
    return build_pack(profile, shipped_catalogue(), [], Publication("Y-000001", version), is_national_holiday)
