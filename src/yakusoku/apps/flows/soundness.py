"""What always holds in the database, whenever the server was stopped (docs/operator/check.md).

Each act and its line in the trail are written in one transaction, and a file before its row: so none of this
is ever found, unless somebody changed the database or the files by other means.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.apps import apps
from django.db import connection
from django.db.models import Model

from yakusoku.adapters.store import Damaged
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.audit.queries import verify
from yakusoku.apps.candidates.announcing import PAPERS as ANNOUNCED
from yakusoku.apps.candidates.models import Announcement
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.files.services import store
from yakusoku.apps.findings import duties as correcting
from yakusoku.apps.findings.letters import DOCX, PDF
from yakusoku.apps.findings.models import CorrectiveInstruction, Finding, Standing
from yakusoku.apps.findings.models import State as FindingState
from yakusoku.apps.inspections.duties import ANSWER, VERIFY
from yakusoku.apps.inspections.models import Inspection, State
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.papers import PAPERS


class Kind(StrEnum):
    """What can be wrong; the words stand with the command (cli/check.py)."""

    DATABASE = "database"
    TRAIL = "trail"
    UNTOLD = "untold"
    PAPERS = "papers"
    CONTENT = "content"
    NOBODY = "nobody"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing that is wrong. `about`: a row, as "version:7", or what the database said."""

    kind: Kind
    about: str


def database_whole() -> Iterator[Flaw]:
    """Yield what SQLite finds wrong in its file; PostgreSQL holds its keys itself and checks its pages on reading."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        said = [row[0] for row in cursor.execute("PRAGMA integrity_check").fetchall()]
        yield from (Flaw(Kind.DATABASE, line) for line in said if line != "ok")
        for table, row, parent, _key in cursor.execute("PRAGMA foreign_key_check").fetchall():
            yield Flaw(Kind.DATABASE, f"{table}:{row} -> {parent}")


def trail_whole() -> Iterator[Flaw]:
    """Yield where the trail is broken."""
    for each in verify():
        yield Flaw(Kind.TRAIL, f"{each.first}-{each.last} {each.kind}")


def acts_told() -> Iterator[Flaw]:
    """Yield what was made without a line in the trail."""
    begun = ("engagement.created", "engagement.renewed")
    yield from _untold("engagement", begun, Engagement.objects.values_list("pk", flat=True))
    opened = Inspection.objects.values_list("pk", flat=True)
    yield from _untold("inspection", ("inspection.opened",), opened)
    told: dict[str, int] = defaultdict(int)
    for subject in AuditEntry.objects.filter(code="specification.published").values_list(
        "subject", flat=True
    ):
        told[subject] += 1
    for engagement, number in Version.objects.order_by("pk").values_list("engagement", "number"):
        if told[f"engagement:{engagement}"] < number:
            yield Flaw(Kind.UNTOLD, f"engagement:{engagement} v{number}")


def _untold(name: str, codes: Iterable[str], keys: Iterable[int]) -> Iterator[Flaw]:
    told = set(AuditEntry.objects.filter(code__in=codes).values_list("subject", flat=True))
    for key in keys:
        if f"{name}:{key}" not in told:
            yield Flaw(Kind.UNTOLD, f"{name}:{key}")


def papers_there() -> Iterator[Flaw]:
    """Yield what was published, announced or issued with a paper missing."""
    made: tuple[tuple[type[Model], str, frozenset[str]], ...] = (
        (Version, "files__name", frozenset(PAPERS)),
        (Announcement, "papers__name", frozenset(ANNOUNCED)),
        (CorrectiveInstruction, "papers__name", frozenset((DOCX, PDF))),
    )
    for model, field, wanted in made:
        there: dict[int, set[str]] = defaultdict(set)
        for key, name in model._default_manager.order_by("pk").values_list("pk", field):
            there[key].add(name)
        for key, names in there.items():
            if wanted - names:
                yield Flaw(Kind.PAPERS, f"{model._meta.model_name}:{key}")


def contents_there() -> Iterator[Flaw]:
    """Yield the files whose content is gone or is no longer what was stored; each content is read once."""
    kept, seen = store(), ""
    rows = StoredFile.objects.order_by("sha256", "pk").values_list("pk", "sha256")
    for key, digest in rows.iterator(chunk_size=2000):
        if digest == seen:
            continue
        seen = digest
        try:
            kept.open(digest).close()
        except Damaged:
            yield Flaw(Kind.CONTENT, f"storedfile:{key}")


def somebody_acts() -> Iterator[Flaw]:
    """Yield what waits for an act that is due to nobody."""
    answered = Inspection.objects.filter(state=State.OPEN, version__engagement__contractor__isnull=False)
    yield from _nobody("inspection", ANSWER, answered.values_list("pk", flat=True))
    submitted = Inspection.objects.filter(state=State.SUBMITTED)
    yield from _nobody("inspection", VERIFY, submitted.values_list("pk", flat=True))
    found = Finding.objects.filter(state=FindingState.OPEN, engagement__closed_at__isnull=True)
    yield from _nobody("engagement", correcting.INSTRUCT, set(found.values_list("engagement", flat=True)))
    for standing, kind in ((Standing.ISSUED, correcting.REPLY), (Standing.REPLIED, correcting.VERIFY)):
        rows = CorrectiveInstruction.objects.filter(state=standing)
        yield from _nobody("correctiveinstruction", kind, rows.values_list("pk", flat=True))


def _nobody(name: str, kind: str, keys: Iterable[int]) -> Iterator[Flaw]:
    due = set(Duty.objects.filter(kind=kind, done_at__isnull=True).values_list("subject", flat=True))
    for key in keys:
        if f"{name}:{key}" not in due:
            yield Flaw(Kind.NOBODY, f"{name}:{key} {kind}")


def duties_lead_somewhere() -> Iterator[Flaw]:
    """Yield what is due about something that is not there."""
    models: dict[str, list[type[Model]]] = defaultdict(list)
    for model in apps.get_models():
        models[model._meta.model_name or ""].append(model)
    named: dict[str, set[int]] = defaultdict(set)
    for subject in Duty.objects.filter(done_at__isnull=True).values_list("subject", flat=True):
        name, _colon, key = subject.partition(":")
        if name in models and key.isdecimal():
            named[name].add(int(key))
        else:
            yield Flaw(Kind.SUBJECT, subject)
    for name, keys in named.items():
        there = {key for model in models[name] for key in _present(model, keys)}
        yield from (Flaw(Kind.SUBJECT, f"{name}:{key}") for key in sorted(keys - there))


def _present(model: type[Model], keys: Iterable[int]) -> Iterator[int]:
    wanted = sorted(keys)
    for first in range(0, len(wanted), 500):
        rows = model._default_manager.filter(pk__in=wanted[first : first + 500])
        yield from rows.values_list("pk", flat=True)


# Each yields what it finds wrong. Another capability adds one function here.
Check = Callable[[], Iterator[Flaw]]
CHECKS: tuple[Check, ...] = (
    database_whole,
    trail_whole,
    acts_told,
    papers_there,
    contents_there,
    somebody_acts,
    duties_lead_somewhere,
)


def flaws() -> Iterator[Flaw]:
    """Yield everything that is wrong; nothing: the installation is sound.

    People go on acting meanwhile, perhaps between two questions: what is wrong is wrong at a second look.
    """
    for check in CHECKS:
        found = list(check())
        again = set(check()) if found else set()
        yield from (flaw for flaw in found if flaw in again)
