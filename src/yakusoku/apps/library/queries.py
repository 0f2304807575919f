"""Reading the contractor's side: open sheets, the library, and what it proposes for a sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from yakusoku.adapters.catalogues import shipped_catalogue
from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.inspections.models import AnswerRecord, Inspection, State
from yakusoku.apps.inspections.queries import answers_given, checks_of
from yakusoku.apps.library.models import Certificate, KeptAnswerRecord, KeptFile, Reuse, ScopeConfirmation
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.queries import pack_of
from yakusoku.domain.catalogue.certificates import CertificateKind
from yakusoku.domain.inspections.answers import Answer, GivenAnswer
from yakusoku.domain.inspections.intake import split_evidence
from yakusoku.domain.library.answers import KeptAnswer, Reader, Validity, validity_on
from yakusoku.domain.library.certificates import HeldCertificate
from yakusoku.domain.library.changed import Asked, Held, moved_questions, questions_of
from yakusoku.domain.library.proposals import Proposal, Shelf, propose
from yakusoku.domain.library.wording import words_digest

# A sheet asks some two hundred questions; an answer to each, kept in a few wordings, is far below this.
MOST_KEPT = 5000


def kinds() -> dict[str, CertificateKind]:
    """Return the kinds of certificates by id, in the order of the catalogue."""
    return {kind.id: kind for kind in shipped_catalogue().certificates}


def kind_name(kind: str) -> str:
    """Return the name of a kind in the reader's language; the id when the catalogue knows it no more."""
    found = kinds().get(kind)
    if found is None:
        return kind
    return found.english if (get_language() or "").startswith("en") else found.name


def with_progress(rows: "QuerySet[Inspection]") -> "QuerySet[Inspection]":
    """Return sheets with what a list shows, in one query; `answered` counts the answers given."""
    shown = rows.select_related(
        "version__engagement__organization", "version__engagement__department", "hop"
    ).defer("version__snapshot")
    return shown.annotate(answered=Count("answers", distinct=True))


def as_kept(record: KeptAnswerRecord) -> KeptAnswer:
    """Return a record as the rules know it; its source and files were fetched with it."""
    source = record.source
    return KeptAnswer(
        id=record.pk,
        check=record.check_id,
        words=record.words,
        answer=Answer(record.answer),
        comment=record.comment,
        evidence=split_evidence(record.named_evidence),
        files=tuple(file.stored_id for file in record.files.all()),
        since=record.valid_from,
        until=record.valid_until,
        client=source.version.engagement.organization_id if source else None,
        for_everyone=record.for_everyone,
    )


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, Asked]:
    return questions_of(shipped_catalogue())


def moved_for(company: Organization, kept: int | None = None) -> Mapping[int, Asked]:
    """Return the kept answers of a company whose question moved, by number, with the question of today.

    Two queries. kept: look at the answers to the question of this one only. A question is worded by the
    client whose sheet the answer was kept from, as it was published to the company: what a client is still
    writing is its own business.
    """
    rows = KeptAnswerRecord.objects.filter(organization=company, retired_at__isnull=True).order_by("-pk")
    if kept is not None:
        rows = rows.filter(check_id__in=KeptAnswerRecord.objects.filter(pk=kept).values("check_id"))
    client, version = "source__version__engagement__organization", "source__version"
    found = list(rows.values_list("pk", "check_id", "words", client, version)[:MOST_KEPT])
    held = [Held(*row) for *row, _version in found]
    clients = {row.client for row in held if row.client is not None}
    asked: dict[int | None, Mapping[str, Asked]] = {None: _shipped()}
    if clients:
        asked |= _published(company, clients, {version for *_row, version in found})
    return moved_questions(held, asked)


def _published(
    company: Organization, clients: Iterable[int], sources: Iterable[int | None]
) -> dict[int | None, Mapping[str, Asked]]:
    """Return by client what it asks the company: in the newest versions of the works that the company does, and
    in the versions behind the sheets that it got in other works (`sources` among them). One query.

    What none of them asks is asked as in the shipped catalogue, which is open to all.
    """
    versions = Version.objects.filter(engagement__organization__in=clients)
    own = versions.filter(engagement__contractor=company).order_by()
    newest = own.values("engagement").annotate(last=Max("pk")).values("last")
    sent = Q(inspections__hop__organization=company) | Q(pk__in={each for each in sources if each})
    others = versions.exclude(engagement__contractor=company).filter(sent).order_by()
    shown = Version.objects.filter(Q(pk__in=newest) | Q(pk__in=others.values("pk")))
    asked: dict[int | None, dict[str, Asked]] = {}
    for version in shown.select_related("engagement").order_by("pk"):
        words = asked.setdefault(version.engagement.organization_id, {**_shipped()})
        for check in pack_of(version).checks:
            words[check.id] = Asked(check.question, words_digest(check.question))
    return dict(asked)


def shelf_for(inspection: Inspection, company: Organization) -> Shelf:
    """Return what the company could answer the sheet from, in four queries whatever the library holds."""
    checks = checks_of(inspection)
    ids = [check.id for check in checks]
    words = [words_digest(check.question) for check in checks]
    rows = (
        KeptAnswerRecord.objects.filter(organization=company, retired_at__isnull=True)
        .filter(Q(check_id__in=ids) | Q(words__in=words))
        .select_related("source__version__engagement")
        .defer("source__version__snapshot")
        .prefetch_related("files__stored")
        .order_by("-pk")[:MOST_KEPT]
    )
    records = list(rows)
    names = {file.stored_id: file.stored.name for record in records for file in record.files.all()}
    held = certificates_for(inspection.version.engagement, company)
    names |= {row.stored.pk: row.stored.name for row, _ in held if row.stored is not None}
    return Shelf(
        kept=tuple(as_kept(record) for record in records),
        held=tuple(as_held(row, confirmed=confirmed) for row, confirmed in held),
        kinds=kinds(),
        names=names,
        words={id: asked.words for id, asked in _shipped().items()},
    )


def certificates_for(engagement: Engagement, company: Organization) -> list[tuple[Certificate, bool]]:
    """Return the certificates a company holds, each with whether its scope was confirmed for the engagement."""
    rows = (
        Certificate.objects.filter(organization=company, withdrawn_at__isnull=True)
        .select_related("stored")
        .annotate(
            is_confirmed=Exists(
                ScopeConfirmation.objects.filter(certificate=OuterRef("pk"), engagement=engagement)
            )
        )
    )
    return [(row, bool(row.is_confirmed)) for row in rows]


def as_held(row: Certificate, *, confirmed: bool) -> HeldCertificate:
    """Return a certificate as the rules know it."""
    return HeldCertificate(row.pk, row.kind, row.number, row.scope, row.valid_until, row.stored_id, confirmed)


def reader_of(inspection: Inspection, company: Organization) -> Reader:
    """Return the client of a sheet, and the names of the company's other clients and their engagements."""
    client = inspection.version.engagement.organization_id
    mine = Q(contractor=company) | Q(hops__organization=company)
    others = Engagement.objects.filter(mine).exclude(organization=client)
    told = others.values_list("organization__name", "title").distinct()
    own = {inspection.version.engagement.organization.name, inspection.version.engagement.title}
    names = {name for row in told for name in row} - own
    return Reader(client, tuple(sorted(names)))


def proposals_for(
    inspection: Inspection, company: Organization, today: date
) -> tuple[tuple[Proposal, ...], ...]:
    """Return what the library proposes for a sheet, question by question."""
    return propose(
        checks_of(inspection),
        answers_given(inspection),
        shelf_for(inspection, company),
        reader_of(inspection, company),
        today,
    )


@dataclass(frozen=True, slots=True)
class AffectedSheet:
    """A sheet that gives another answer than the library now does. `taken`: it was taken from there."""

    inspection: Inspection
    answer: AnswerRecord
    taken: bool

    @property
    def open(self) -> bool:
        """Return whether it can be changed now."""
        return self.inspection.state == State.OPEN


def affected_by(record: KeptAnswerRecord) -> list[AffectedSheet]:
    """Return the sheets, not concluded, that answer otherwise than this kept answer; two queries."""
    company = record.organization_id
    taken = dict(Reuse.objects.filter(kept=record).values_list("inspection_id", "check_id"))
    own = Q(inspection__hop__isnull=True, inspection__version__engagement__contractor=company)
    asked = Q(inspection__in=list(taken), check_id__in=set(taken.values()))
    if record.check_id:
        asked |= Q(check_id=record.check_id)
    rows = (
        AnswerRecord.objects.filter(asked, own | Q(inspection__hop__organization=company))
        .exclude(inspection__state=State.CONCLUDED)
        .exclude(answer=record.answer, comment=record.comment)
        .select_related("inspection__version__engagement__organization")
        .defer("inspection__version__snapshot")
        .order_by("inspection__due_on", "pk")
    )
    return [AffectedSheet(row.inspection, row, taken.get(row.inspection_id) == row.check_id) for row in rows]


@dataclass(frozen=True, slots=True)
class Ground:
    """An answer of a sheet that rests on a certificate, as the client sees it."""

    check_id: str
    kind: str
    number: str
    scope: str
    until: date
    validity: Validity
    taken_at: datetime


def grounds_of(inspection: Inspection, today: date) -> list[Ground]:
    """Return the answers that rest on a certificate; one that was changed since rests on it no more."""
    said = dict(inspection.answers.values_list("check_id", "answer"))
    rows = Reuse.objects.filter(inspection=inspection, certificate__isnull=False)
    return [
        Ground(
            row.check_id,
            kind_name(row.kind),
            row.number,
            row.scope,
            row.until,
            validity_on(today, None, row.until),
            row.taken_at,
        )
        for row in rows
        if row.until is not None and said.get(row.check_id) == row.answer
    ]


@dataclass(frozen=True, slots=True)
class ToKeep:
    """An answer of a sheet that could be kept. `present`: what is kept for the same question now."""

    check_id: str
    title: str
    question: str
    given: GivenAnswer
    files: tuple[int, ...]
    file_names: tuple[str, ...]
    present: KeptAnswerRecord | None

    @property
    def differs(self) -> bool:
        """Return whether keeping it would change the library."""
        kept = self.present
        if kept is None:
            return True
        return (kept.answer, kept.comment) != (self.given.answer.value, self.given.comment)


def to_keep(inspection: Inspection, company: Organization, check: str = "") -> list[ToKeep]:
    """Return the answers of a sheet beside what is kept for the same wording. `check`: only that one."""
    checks = [c for c in checks_of(inspection) if not check or c.id == check]
    answers = {row.check_id: row for row in inspection.answers.all()}
    files: dict[str, list[tuple[int, str]]] = {}
    for file in inspection.evidence.select_related("stored"):
        files.setdefault(file.check_id, []).append((file.stored_id, file.stored.name))
    kept = _present(company, [c.id for c in checks])
    found = []
    for asked in checks:
        row = answers.get(asked.id)
        if row is None:
            continue
        shown = files.get(asked.id, [])
        given = GivenAnswer(asked.id, Answer(row.answer), row.comment, split_evidence(row.named_evidence))
        found.append(
            ToKeep(
                check_id=asked.id,
                title=f"{asked.title}（{asked.point}）",
                question=asked.question,
                given=given,
                files=tuple(number for number, _name in shown),
                file_names=tuple(name for _number, name in shown),
                present=kept.get((asked.id, words_digest(asked.question))),
            )
        )
    return found


def _present(company: Organization, checks: Sequence[str]) -> Mapping[tuple[str, str], KeptAnswerRecord]:
    rows = KeptAnswerRecord.objects.filter(organization=company, retired_at__isnull=True, check_id__in=checks)
    return {(row.check_id, row.words): row for row in rows}


def file_uses(files: Iterable[int], company: Organization) -> dict[int, list[str]]:
    """Return by file in which kept answers and certificates it stands, as words."""
    uses: dict[int, list[str]] = {}
    wanted = list(files)
    kept = KeptFile.objects.filter(stored__in=wanted, kept__organization=company).select_related("kept")
    for row in kept:
        uses.setdefault(row.stored_id, []).append(
            row.kept.title or row.kept.check_id or row.kept.question[:40]
        )
    for paper in Certificate.objects.filter(stored__in=wanted, organization=company):
        if paper.stored_id is not None:
            uses.setdefault(paper.stored_id, []).append(f"{kind_name(paper.kind)} {paper.number}")
    return uses


def in_english(kind: CertificateKind) -> CertificateKind:
    """Return a kind under its English name when the page is read in English."""
    return replace(kind, name=kind_name(kind.id))
