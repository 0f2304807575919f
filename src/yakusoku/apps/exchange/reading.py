"""What taking a document in would change at its place, and the act that takes it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yakusoku.adapters.catalogues import DEFAULT, load_catalogue, read_overlay, shipped_catalogue
from yakusoku.adapters.yaml_files import write_yaml
from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.engagements.models import CatalogueOverlay, Engagement
from yakusoku.apps.engagements.queries import (
    catalogue_for,
    decision_of,
    overlay_of,
    profile_of,
    records_that_hold,
)
from yakusoku.apps.exchange.access import Place
from yakusoku.apps.exchange.oscal import observations_in, reworded_since
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections.imports import without_attached
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.inspections.queries import answers_given, checks_of, sheet_of
from yakusoku.apps.library.models import KeptAnswerRecord
from yakusoku.apps.library.services import answers as shelf
from yakusoku.domain.catalogue.overlay import with_changes
from yakusoku.domain.engagements.facts import facts_of
from yakusoku.domain.inspections.answers import Answer, GivenAnswer
from yakusoku.domain.inspections.intake import split_evidence
from yakusoku.domain.oscal.catalog_reading import read_catalog
from yakusoku.domain.oscal.differences import Difference
from yakusoku.domain.oscal.documents import Document
from yakusoku.domain.oscal.library_reading import Entry, read_for_library
from yakusoku.domain.oscal.plan_reading import Task
from yakusoku.domain.oscal.profile_reading import read_profile
from yakusoku.domain.oscal.reading import Read, compare_answers, read_answers, read_observations

# Who takes it, when, and which of several things it offers; returns how many things were set.
Take = Callable[[User, datetime, str], int]


@dataclass(frozen=True, slots=True)
class Compared:
    """What taking a document would change, and the act that takes it. `tasks`: of which one is chosen."""

    difference: Difference
    take: Take
    tasks: tuple[Task, ...] = ()


def compare_catalog(place: Place, document: Document) -> Compared:
    """Return what a catalog would change in the organisation's own additions.

    raises   UnreadableFile if the whole would not hold: nobody is shown what could not be taken
    """
    organization = place.who.organization
    catalogue = catalogue_for(organization.pk)
    known = {requirement.slug for requirement in catalogue.requirements}
    hidden = frozenset(r.slug for r in shipped_catalogue().requirements if r.slug not in known)
    read = read_catalog(document.body, document.title, catalogue, hidden)
    wanted = with_changes(_own_additions(overlay_of(organization.pk)), read.change, read.add)
    load_catalogue(DEFAULT, read_overlay(write_yaml(wanted).encode(), "overlay.yaml"))

    def take(by: User, at: datetime, chosen: str) -> int:
        # Of two at once, the second lays its changes over those of the first.
        rows = CatalogueOverlay.objects.select_for_update().filter(organization=organization)
        own = _own_additions(next((row.text for row in rows), ""))
        text = write_yaml(with_changes(own, read.change, read.add))
        engagements.keep_overlay(organization, text, by=by, at=at)
        return len(read.change) + len(read.add)

    return Compared(read.difference, take)


def _own_additions(text: str) -> dict[str, Any]:
    return read_overlay(text.encode(), "overlay.yaml") if text.strip() else {}


def compare_profile(place: Place, document: Document, engagement: Engagement) -> Compared:
    """Return the decisions that a profile asks for. Raises NotDescribed."""
    if not engagement.described:
        raise engagements.NotDescribed()
    catalogue, facts = catalogue_for(engagement.organization_id), facts_of(profile_of(engagement))
    held = records_that_hold(engagement, catalogue, facts)
    decided = {slug: decision_of(record) for slug, record in held.items()}
    read = read_profile(document.body, catalogue, facts, decided)

    def take(by: User, at: datetime, chosen: str) -> int:
        for decision in read.decisions:
            engagements.decide(engagement, decision, by=by, at=at)
        return len(read.decisions)

    return Compared(read.difference, take)


def compare_sheet(place: Place, document: Document, inspection: Inspection) -> Compared:
    """Return what the document would change in an inspection: answers of one side, observations of the other."""
    if place.answers:
        name = f"inspection/{inspection.pk}"
        asked = [check.id for check in checks_of(inspection)]
        reworded = reworded_since(document, inspection)
        return _compare_answers(read_answers(document, asked, name, reworded), inspection)
    sheet = sheet_of(inspection)
    seen = read_observations(
        document,
        f"inspection/{inspection.pk}",
        checks_of(inspection),
        answers_given(inspection),
        observations_in(sheet),
    )

    def take(by: User, at: datetime, chosen: str) -> int:
        for each in seen.observations:
            inspections.observe(inspection, each.check, each.verification, each.seen, by=by, at=at)
        return len(seen.observations)

    return Compared(seen.difference, take)


def _compare_answers(read: Read, inspection: Inspection) -> Compared:
    present = answers_given(inspection)

    def take(by: User, at: datetime, chosen: str) -> int:
        files = inspection.evidence.select_related("stored")
        attached = {(file.check_id, file.stored.name) for file in files}
        new = [without_attached(each, attached) for each in read.answers if present.get(each.check) != each]
        return inspections.take_answers(inspection, new, by=by, at=at)

    return Compared(compare_answers(read, checks_of(inspection), present), take)


def compare_library(place: Place, document: Document) -> Compared:
    """Return what a component definition would change in the contractor's own library."""
    company = place.who.organization
    rows = KeptAnswerRecord.objects.filter(organization=company, retired_at__isnull=True)
    kept = {row.words: row for row in rows.order_by("pk")}
    read = read_for_library(document, {words: _given(row) for words, row in kept.items()})

    def take(by: User, at: datetime, chosen: str) -> int:
        for entry in read.entries:
            _keep(company, kept.get(entry.words), entry, by, at)
        return len(read.entries)

    return Compared(read.difference, take)


def _given(row: KeptAnswerRecord) -> GivenAnswer:
    return GivenAnswer(row.check_id, Answer(row.answer), row.comment, split_evidence(row.named_evidence))


def _keep(
    company: Organization, present: KeptAnswerRecord | None, entry: Entry, by: User, at: datetime
) -> None:
    """Keep an answer; one kept for the same wording is changed and keeps its days, words and readers."""
    given, evidence = entry.given, "\n".join(entry.given.evidence)
    if present is None:
        wanted = shelf.Wanted(entry.question, given.answer, given.comment, evidence, for_everyone=False)
        shelf.write(company, wanted, by=by, at=at)
        return
    wanted = shelf.Wanted(
        present.question,
        given.answer,
        given.comment,
        evidence,
        present.valid_from,
        present.valid_until,
        present.tags,
        present.for_everyone,
    )
    shelf.change(present, wanted, revision=present.revision, by=by, at=at)
