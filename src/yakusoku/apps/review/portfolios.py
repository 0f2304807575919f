"""Writing portfolios: contracts come in, and each is read in its turn (portfolio_reading)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from yakusoku.adapters.contracts.parcels import is_parcel, members_of
from yakusoku.adapters.contracts.unreadable import Unreadable
from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.audit.services import record
from yakusoku.apps.engagements.queries import catalogue_for
from yakusoku.apps.files.models import StoredFile
from yakusoku.apps.files.services import keep, keep_parcel
from yakusoku.apps.review.models import OldLaw, Portfolio, PortfolioContract, Standing
from yakusoku.apps.review.readings import Brought, Measure, Reading, brought, why_refused
from yakusoku.apps.review.services import NothingGiven, Subject, keep_reading
from yakusoku.apps.review.snapshots import storable
from yakusoku.domain.audit.chain import JSON
from yakusoku.domain.files.acceptance import FileTooLarge
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.review.portfolio import contract_of
from yakusoku.domain.review.reviewing import ReviewedDocument

MOST_CONTRACTS = 20_000
Files = Iterable["UploadedFile[bytes]"]


class TooManyContracts(Refusal):
    """A portfolio holds as many contracts as it may."""

    code: ClassVar[str] = "review.too-many-contracts"


class ContractsThere(Refusal):
    """Everything that was sent is in the portfolio already."""

    code: ClassVar[str] = "review.contracts-there"


@dataclass(frozen=True, slots=True)
class _Came:
    """A contract that came in, or why it could not. The fields are those of PortfolioContract."""

    name: str
    stored: StoredFile | None = None
    member: int | None = None
    unreadable: str = ""

    @property
    def same(self) -> tuple[str, str, int | None] | None:
        """Return by what the same contract is known when it is sent again; None: it was not taken in."""
        return (storable(self.name)[-300:], self.stored.sha256, self.member) if self.stored else None


@dataclass(frozen=True, slots=True)
class Added:
    """What became of contracts that were sent: how many came in, are read once more, and were there before."""

    new: int
    again: int
    there: int


def begin(subject: Subject, uploads: Files, *, by: User, at: datetime) -> Portfolio:
    """Take contracts in, each file of a zip file as one, and return the portfolio; nothing is read yet.

    raises   NothingGiven, FileTooLarge, TooManyContracts
    """
    came = _all(subject.organization, uploads, by, at)
    title = subject.title.strip() or _("契約の棚卸し")
    with transaction.atomic():
        made = Portfolio.objects.create(
            organization=subject.organization,
            department=subject.department,
            title=storable(title)[:200],
            level=subject.level.id if subject.level else "",
            created_by=by,
            created_at=at,
        )
        _list(made, came, at)
        facts: dict[str, JSON] = {"contracts": len(came)}
        record("review.portfolio-begun", made, by=by, at=at, organization=made.organization_id, facts=facts)
    return made


def add(portfolio: Portfolio, uploads: Files, *, by: User, at: datetime) -> Added:
    """Take more contracts in; one that is there already is not counted twice, one that could not be read waits anew.

    raises   as `begin`, ContractsThere
    """
    sent = _all(portfolio.organization, uploads, by, at)
    with transaction.atomic():
        # Of two who add at once, the second counts after the first.
        held = Portfolio.objects.select_for_update(no_key=True).get(pk=portfolio.pk)
        came, again, there = _apart(held, sent)
        if not (came or again):
            raise ContractsThere()
        waits: dict[str, Any] = {"read_at": None, "unreadable": "", "tries": 0, "pages": 0}
        PortfolioContract.objects.filter(pk__in=again).update(**waits)
        _list(held, came, at)
        Portfolio.objects.filter(pk=held.pk).update(finished_at=None)
        facts: dict[str, JSON] = {"contracts": len(came)}
        record(
            "review.portfolio-extended", held, by=by, at=at, organization=held.organization_id, facts=facts
        )
    return Added(len(came), len(again), there)


def _apart(portfolio: Portfolio, sent: Sequence[_Came]) -> tuple[list[_Came], list[int], int]:
    """Return of what was sent: what is new, the numbers of what could not be read before, how many were read."""
    rows = portfolio.contracts.order_by().values_list("name", "stored__sha256", "member", "unreadable", "pk")
    known: dict[object, int] = {tuple(key): pk if unreadable else 0 for *key, unreadable, pk in rows}
    came = [each for each in sent if each.same not in known]
    same = [known[each.same] for each in sent if each.same in known]
    again = list({pk for pk in same if pk})
    return came, again, len(sent) - len(came) - len(again)


def _all(organization: Organization, uploads: Files, by: User, at: datetime) -> list[_Came]:
    """Return what came, each file kept at once: no transaction waits for the disk."""
    given = list(uploads)
    if not given:
        raise NothingGiven()
    for upload in given:
        if (upload.size or 0) > settings.UPLOAD_BYTES:
            raise FileTooLarge(name=upload.name, limit=settings.UPLOAD_BYTES // (1024 * 1024))
    came = [each for upload in given for each in _came(organization, upload, by, at)]
    if not came:
        raise NothingGiven()
    return came


def _list(portfolio: Portfolio, came: Sequence[_Came], at: datetime) -> None:
    """Let contracts stand behind those that are there."""
    last = portfolio.contracts.aggregate(last=Max("place"))["last"]
    first = 0 if last is None else last + 1
    if first + len(came) > MOST_CONTRACTS:
        raise TooManyContracts(most=MOST_CONTRACTS)
    PortfolioContract.objects.bulk_create(
        PortfolioContract(
            portfolio=portfolio,
            place=place,
            name=storable(each.name)[-300:],
            stored=each.stored,
            member=each.member,
            unreadable=each.unreadable,
            read_at=at if each.unreadable else None,
        )
        for place, each in enumerate(came, start=first)
    )


def _came(
    organization: Organization, upload: "UploadedFile[bytes]", by: User, at: datetime
) -> Iterator[_Came]:
    """Yield a file, or those of a zip file."""
    file = brought(upload.name or "", upload.read())
    if is_parcel(file.name, file.content):
        yield from _unpacked(organization, file, by, at)
        return
    try:
        sent = SimpleUploadedFile(file.kept_as, file.content)
        yield _Came(file.name, keep(sent, organization=organization, by=by, at=at, for_words=True))
    except Refusal as refusal:
        yield _Came(file.name, unreadable=why_refused(file, refusal))


def _unpacked(organization: Organization, file: Brought, by: User, at: datetime) -> Iterator[_Came]:
    try:
        members = members_of(file.content)
    except Unreadable as error:
        yield _Came(file.name, unreadable=error.reason)
        return
    stored = keep_parcel(file.name, file.content, organization=organization, by=by, at=at)
    yield from (_Came(each.path, stored, each.place) for each in members)


@transaction.atomic
def keep_read(contract: PortfolioContract, file: Brought, document: ReviewedDocument, at: datetime) -> bool:
    """Keep what was read in a contract as a review; return whether nobody else had done so before."""
    portfolio, by = contract.portfolio, contract.portfolio.created_by
    catalogue = catalogue_for(portfolio.organization_id)
    level = catalogue.level(portfolio.level)
    judgement = Measure(None, level).judge([document], catalogue)
    told = contract_of(document, judgement)
    waiting = PortfolioContract.objects.filter(pk=contract.pk, read_at__isnull=True)
    if not waiting.update(read_at=at, points=told.points, reckoned=asdict(told.reckoned)):
        return False
    subject = Subject(portfolio.organization, portfolio.department, "", None, level)
    reading = Reading([(file, document)], [], judgement, ())
    made = keep_reading(subject, reading, catalogue, None, by=by, at=at)
    PortfolioContract.objects.filter(pk=contract.pk).update(review=made)
    Standing.objects.bulk_create(
        Standing(contract=contract, slug=each.requirement.slug, status=each.status.value, risk=each.risk)
        for each in told.standings
    )
    laws = {each.change.id: each.change.title for each in told.old_law}
    OldLaw.objects.bulk_create(
        OldLaw(contract=contract, change=change, title=title) for change, title in laws.items()
    )
    return True


def keep_unread(contract: PortfolioContract, reason: str, at: datetime) -> bool:
    """Keep why a contract could not be read; return whether nobody else had looked at it before."""
    waiting = PortfolioContract.objects.filter(pk=contract.pk, read_at__isnull=True)
    return bool(waiting.update(read_at=at, unreadable=reason))


@transaction.atomic
def finish(portfolio: Portfolio, at: datetime) -> bool:
    """Take note that nothing waits any more; return whether that is so."""
    held = Portfolio.objects.select_for_update(no_key=True).get(pk=portfolio.pk)
    if held.finished_at is not None or held.contracts.filter(read_at__isnull=True).exists():
        return False
    Portfolio.objects.filter(pk=held.pk).update(finished_at=at)
    unread = held.contracts.exclude(unreadable="").count()
    record(
        "review.portfolio-read",
        held,
        by=None,
        at=at,
        organization=held.organization_id,
        facts={"contracts": held.contracts.count(), "unreadable": unread},
    )
    return True
