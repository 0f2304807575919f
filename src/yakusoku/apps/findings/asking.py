"""The words of the questions that findings are about, for lists that show many of them."""

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from django.db.models import Max

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.engagements.queries import overlaid, overlays_of
from yakusoku.apps.findings.models import AddedCheck, Finding
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.catalogue.english import in_english
from yakusoku.domain.inspections.added import LETTERS, PREFIX
from yakusoku.web.words import reads_english


def questions_about(findings: Iterable[Finding], reader: Organization) -> Mapping[int, str]:
    """Return by number what each finding's check asks; three queries at most.

    Its client reads it as the client words it today. Others read it as it was last published to the work: what a
    client is still writing is its own business. A finding without a check, or whose check nobody asks any more, is
    left out.
    """
    rows = [row for row in findings if row.check_id]
    own = {row.engagement.organization_id for row in rows} & {reader.pk}
    english = reads_english()
    words = {client: _questions(text, english=english) for client, text in overlays_of(own).items()}
    published = _published({row.engagement_id for row in rows if row.engagement.organization_id not in own})
    added = _added(row.check_id for row in rows)
    found = {}
    for row in rows:
        told = words.get(row.engagement.organization_id) or published.get(row.engagement_id, {})
        asked = added.get(row.check_id) or told.get(row.check_id, "")
        if asked:
            found[row.pk] = asked
    return found


def _published(works: Collection[int]) -> Mapping[int, Mapping[str, str]]:
    """Return by work what the newest version of it asks."""
    if not works:
        return {}
    newest = (
        Version.objects.filter(engagement__in=works).order_by().values("engagement").annotate(last=Max("pk"))
    )
    versions = Version.objects.filter(pk__in=newest.values("last"))
    return {
        row.engagement_id: {check.id: check.question for check in pack_of(row).checks} for row in versions
    }


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
