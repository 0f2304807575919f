"""The words of the questions that findings are about, for lists that show many of them."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.apps.engagements.queries import overlaid, overlays_of
from yakusoku.apps.findings.models import AddedCheck, Finding
from yakusoku.domain.catalogue.english import in_english
from yakusoku.domain.inspections.added import LETTERS, PREFIX
from yakusoku.web.words import reads_english


def questions_about(findings: Iterable[Finding]) -> Mapping[int, str]:
    """Return by number what each finding's check asks, as its client words it today; two queries at most.

    A finding without a check, or whose check nobody asks any more, is left out.
    """
    rows = [row for row in findings if row.check_id]
    overlays = overlays_of({row.engagement.organization_id for row in rows}) if rows else {}
    english = reads_english()
    words = {client: _questions(text, english=english) for client, text in overlays.items()}
    added = _added(row.check_id for row in rows)
    found = {}
    for row in rows:
        asked = added.get(row.check_id) or words[row.engagement.organization_id].get(row.check_id, "")
        if asked:
            found[row.pk] = asked
    return found


@lru_cache(maxsize=128)
def _questions(overlay: str, *, english: bool) -> Mapping[str, str]:
    catalogue = overlaid(overlay)
    if english:
        catalogue = in_english(catalogue, shipped_catalogue())
    return {
        point.id + letter: getattr(point, aspect.value).text
        for requirement in catalogue.requirements
        for point in requirement.checks
        for aspect, letter in LETTERS.items()
    }


def _added(checks: Iterable[str]) -> Mapping[str, str]:
    """Return what checks ask that were agreed on after a finding, by their ids."""
    numbers = {check.removeprefix(PREFIX)[:-1] for check in checks if check.startswith(PREFIX)}
    rows = AddedCheck.objects.in_bulk([int(n) for n in numbers if n.isdigit()]) if numbers else {}
    return {
        f"{PREFIX}{row.pk}{letter}": getattr(row, aspect.value)
        for row in rows.values()
        for aspect, letter in LETTERS.items()
    }
