"""Reading the contracts of portfolios that wait, each in a process apart.

It may be broken off at any moment: what was read is kept, and whoever goes on begins with what waits. One reads
for a portfolio at a time: it holds it (Portfolio.held_until) for a short while, again and again. Who does not,
counts as gone, and stops where it finds that another holds it.
"""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db.models import F, Q, QuerySet
from django.utils.timezone import now
from django.utils.translation import gettext as _

from yakusoku.adapters.apart import Failed
from yakusoku.adapters.contracts.parcels import taken_out
from yakusoku.adapters.contracts.together import (
    FELL,
    ContractFile,
    Waiting,
    read_one_by_one,
    reason_of,
)
from yakusoku.adapters.contracts.unreadable import Scan, Unreadable
from yakusoku.adapters.store import Damaged
from yakusoku.apps.files.services import content_of, store
from yakusoku.apps.review.models import Portfolio, PortfolioContract
from yakusoku.apps.review.portfolios import finish, keep_read, keep_unread
from yakusoku.apps.review.readings import Brought, brought, refused
from yakusoku.domain.review.reviewing import ReviewedDocument

# How long a portfolio is held at a time. Whoever reads is heard of every few seconds (apart.BEAT_SECONDS), save
# while it unpacks or keeps one contract.
QUIET = timedelta(seconds=30)
# A file at which whoever read was stopped so often is not tried again.
MOST_TRIES = 3
Result = ReviewedDocument | Unreadable | Failed


def catch_up() -> int:
    """Read what waits in every portfolio for which nobody reads; return how many contracts. For the tick."""
    waiting = Portfolio.objects.filter(_free(now()), finished_at__isnull=True).order_by("pk")
    return sum(go_on(pk) for pk in list(waiting.values_list("pk", flat=True)))


def is_left(portfolio: Portfolio) -> bool:
    """Return whether contracts wait and nobody reads them."""
    return portfolio.finished_at is None and (portfolio.held_until is None or portfolio.held_until < now())


def go_on(pk: int) -> int:
    """Read the contracts of a portfolio that wait; return how many. 0: none do, or somebody else reads them."""
    held = Held.taken(pk)
    if held is None:
        return 0
    portfolio = Portfolio.objects.select_related("organization", "department", "created_by").get(pk=pk)
    count = 0
    try:
        for scans in (False, True):
            count += _Run(portfolio, held, scans=scans).read()
    except Lost:
        return count
    finally:
        held.let_go()
        finish(portfolio, now())
    return count


def _free(at: datetime) -> Q:
    return Q(held_until__isnull=True) | Q(held_until__lt=at)


class Lost(Exception):
    """Another holds the portfolio: whoever held it was silent for too long."""


class Held:
    """That one reads for a portfolio. Until when it is held is also the mark by which the holder is known."""

    def __init__(self, pk: int, until: datetime) -> None:
        self._pk, self._until = pk, until

    @classmethod
    def taken(cls, pk: int) -> "Held | None":
        """Return that it is held from now on; None: nothing waits, or another holds it."""
        until = now() + QUIET
        free = Portfolio.objects.filter(_free(now()), pk=pk, finished_at__isnull=True)
        return cls(pk, until) if free.update(held_until=until) else None

    def hold_on(self) -> None:
        """Hold it for longer; written no more often than is of use. Raises Lost."""
        until = now() + QUIET
        if until - self._until > QUIET / 6:
            if not self._mine().update(held_until=until):
                raise Lost
            self._until = until

    def let_go(self) -> None:
        """Let others read, unless another holds it already."""
        self._mine().update(held_until=None)

    def _mine(self) -> QuerySet[Portfolio]:
        return Portfolio.objects.filter(pk=self._pk, held_until=self._until)


class _Run:
    """One way through the contracts that wait: through all others, or through the scans."""

    def __init__(self, portfolio: Portfolio, held: Held, *, scans: bool) -> None:
        self._portfolio, self._held, self._scans = portfolio, held, scans
        self._given: list[tuple[PortfolioContract, Brought, Path]] = []
        self._done = 0

    def read(self) -> int:
        """Read until none waits; return how many were read or told to be unreadable."""
        with TemporaryDirectory() as folder:
            reader = read_one_by_one(_processes())
            for number, result in reader.run(self._jobs(Path(folder)), self._held.hold_on):
                contract, file, path = self._given[number]
                path.unlink()
                self._keep(contract, file, result)
                # The bytes are not needed any more, and there may be thousands.
                self._given[number] = (contract, Brought("", b""), path)
        return self._done

    def _jobs(self, folder: Path) -> Iterator[Waiting]:
        """Yield each contract that waits, as a file; one that cannot be had is told to be unreadable."""
        waiting = self._portfolio.contracts.filter(read_at__isnull=True, pages__gt=0)
        if not self._scans:
            waiting = self._portfolio.contracts.filter(read_at__isnull=True, pages=0)
        for pk in list(waiting.order_by("place").values_list("pk", flat=True)):
            contract = PortfolioContract.objects.select_related("stored").get(pk=pk)
            # Who held the portfolio before may have read this one last.
            if contract.read_at is not None:
                continue
            contract.portfolio = self._portfolio
            file = self._brought(contract)
            if file is None:
                continue
            path = folder / str(len(self._given))
            path.write_bytes(file.content)
            self._given.append((contract, file, path))
            job = Waiting(ContractFile(str(path), contract.name), contract.pages)
            self._held.hold_on()
            yield job

    def _brought(self, contract: PortfolioContract) -> Brought | None:
        """Return the file of a contract; None: it cannot be had, which is kept."""
        reason = FELL
        if contract.tries < MOST_TRIES:
            PortfolioContract.objects.filter(pk=contract.pk).update(tries=F("tries") + 1)
            try:
                file = _file_of(contract)
            except Unreadable as error:
                reason = error.reason
            except Damaged:
                reason = _("保管したファイルが壊れています。もう一度送ってください。")
            else:
                reason = "" if file.stored else refused(file)
                if not reason:
                    return file
        self._done += keep_unread(contract, reason, now())
        return None

    def _keep(self, contract: PortfolioContract, file: Brought, result: Result) -> None:
        match result:
            case Failed():
                self._done += keep_unread(contract, reason_of(result), now())
            case Scan() if not self._scans:
                PortfolioContract.objects.filter(pk=contract.pk).update(pages=max(1, result.pages))
            case Unreadable():
                self._done += keep_unread(contract, result.reason, now())
            case _:
                self._done += keep_read(contract, file, result, now())


def _file_of(contract: PortfolioContract) -> Brought:
    """Return the file of a contract. Raises Unreadable, Damaged."""
    assert contract.stored is not None
    if contract.member is None:
        return Brought(contract.name, content_of(contract.stored), contract.stored)
    with store().open(contract.stored.sha256) as parcel:
        return brought(contract.name, taken_out(parcel, contract.member))


def _processes() -> int:
    """Return how many files are read at once: a core is left to those who open pages."""
    return max(1, (os.cpu_count() or 1) - 1)
