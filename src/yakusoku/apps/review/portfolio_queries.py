"""Reading portfolios: what is missing where, which contracts show old law, which to renegotiate first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from yakusoku.apps.engagements.queries import catalogue_read
from yakusoku.apps.review.models import OldLaw, Portfolio, PortfolioContract, Standing
from yakusoku.apps.review.queries import status_words
from yakusoku.domain.review.judging import Status

Row = dict[str, Any]
# So many files that could not be read stand on the page; the table that is saved tells all.
MOST_UNREAD = 100


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a portfolio has been read."""

    total: int
    read: int
    unreadable: int
    scans: int

    @property
    def waiting(self) -> int:
        """Return how many contracts wait."""
        return self.total - self.read

    @property
    def reviewed(self) -> int:
        """Return how many could be read."""
        return self.read - self.unreadable


def counted(portfolio: Portfolio) -> Progress:
    """Return how far a portfolio has been read."""
    waits = Q(read_at__isnull=True)
    found = portfolio.contracts.order_by().aggregate(
        total=Count("pk"),
        read=Count("pk", filter=~waits),
        unreadable=Count("pk", filter=~Q(unreadable="")),
        scans=Count("pk", filter=waits & Q(pages__gt=0)),
    )
    return Progress(**found)


def headline(count: Progress, items: Sequence[Row], laws: Sequence[Row]) -> str:
    """Return in one sentence what was found in the contracts that could be read."""
    if not count.reviewed:
        return _("読めた契約は、まだありません。")
    worst = max(items, key=lambda row: (row["missing"], row["weak"]), default=None)
    if worst is None or not worst["missing"]:
        told = _("%(total)s件の契約に、定めのない要件はありません。") % {"total": f"{count.reviewed:,}"}
    else:
        told = _("%(total)s件の契約のうち%(n)s件に「%(item)s」の定めがありません。") % {
            "total": f"{count.reviewed:,}",
            "n": f"{worst['missing']:,}",
            "item": worst["title"],
        }
    if not laws:
        return told
    law = laws[0]
    return told + _("%(n)s件に「%(law)s」の古い定めが残っています。") % {
        "n": f"{law['contracts']:,}",
        "law": law["title"],
    }


def titles_in(portfolio: Portfolio) -> Mapping[str, str]:
    """Return the titles of the requirements by slug, in the order of the catalogue, as the reader reads them."""
    return {each.slug: each.title for each in catalogue_read(portfolio.organization_id).requirements}


def items_of(portfolio: Portfolio) -> list[Row]:
    """Return for each requirement in how many contracts it stands in which way, in the order of the catalogue."""
    rows = Standing.objects.filter(contract__portfolio=portfolio).order_by()
    found: dict[str, Row] = {}
    for row in rows.values("slug", "status").annotate(contracts=Count("pk")):
        found.setdefault(row["slug"], {status.value: 0 for status in Status})[row["status"]] = row[
            "contracts"
        ]
    titles = titles_in(portfolio)
    order = {slug: number for number, slug in enumerate(titles)}
    return [
        {"slug": slug, "title": titles.get(slug, slug), "asked": sum(row.values()), **row}
        for slug, row in sorted(found.items(), key=lambda each: (order.get(each[0], len(order)), each[0]))
    ]


def laws_of(portfolio: Portfolio) -> list[Row]:
    """Return for each change of the law how many contracts show it, the most frequent first."""
    rows = OldLaw.objects.filter(contract__portfolio=portfolio).order_by()
    found = rows.values("change", "title").annotate(contracts=Count("contract", distinct=True))
    laws = [dict(row) for row in found]
    return sorted(laws, key=lambda row: (-row["contracts"], row["change"]))


def narrowed(rows: "QuerySet[PortfolioContract]", asked: Mapping[str, Any]) -> "QuerySet[PortfolioContract]":
    """Return the contracts that stand as asked: `slug` in `status`, and `law`; what is empty asks nothing."""
    if asked.get("slug"):
        statuses = [asked["status"]] if asked.get("status") else [Status.MISSING.value, Status.WEAK.value]
        standing = Standing.objects.filter(slug=asked["slug"], status__in=statuses)
        rows = rows.filter(pk__in=standing.values("contract"))
    if asked.get("law"):
        rows = rows.filter(pk__in=OldLaw.objects.filter(change=asked["law"]).values("contract"))
    return rows


def reckoning(contract: PortfolioContract) -> str:
    """Return of what the points of a contract are made: 定めなし 50、古い法令 18."""
    told = contract.reckoned
    parts = (
        (_("定めなし"), told.get("missing", 0)),
        (_("弱い"), told.get("weak", 0)),
        (_("古い法令"), told.get("old_law", 0)),
        (_("守れない・食い違い"), told.get("broken", 0)),
    )
    return _("、").join(f"{words} {points:,}" for words, points in parts if points) or "—"


def standings_of(contracts: Iterable[PortfolioContract]) -> dict[int, dict[str, str]]:
    """Return how each requirement stands in each contract: number of the contract, slug, status."""
    found: dict[int, dict[str, str]] = {}
    keys = [each.pk for each in contracts]
    rows = Standing.objects.filter(contract__in=keys).order_by()
    for contract, slug, status in rows.values_list("contract", "slug", "status"):
        found.setdefault(contract, {})[slug] = status
    return found


def matrix_of(
    contracts: Sequence[PortfolioContract], items: Iterable[tuple[str, str]]
) -> list[tuple[PortfolioContract, list[Row]]]:
    """Return contracts with a cell for each requirement (`items`: slug and title): mark, words and status.

    No status: it is not asked for.
    """
    marks = {
        Status.PROMISED.value: "○",
        Status.CONDITIONAL.value: "△",
        Status.WEAK.value: _("弱"),
        Status.MISSING.value: "×",
    }
    found, words = standings_of(contracts), {status.value: status_words(status.value) for status in Status}
    asked = list(items)
    table = []
    for contract in contracts:
        told = found.get(contract.pk, {})
        cells = [
            {
                "slug": slug,
                "title": title,
                "status": told.get(slug, ""),
                "mark": marks.get(told.get(slug, ""), ""),
                "words": words.get(told.get(slug, ""), ""),
            }
            for slug, title in asked
        ]
        table.append((contract, cells))
    return table


def asked_slugs(portfolio: Portfolio) -> list[str]:
    """Return the requirements that were asked of any contract, in the order of the catalogue."""
    found = set(
        Standing.objects.filter(contract__portfolio=portfolio)
        .order_by()
        .values_list("slug", flat=True)
        .distinct()
    )
    known = [slug for slug in titles_in(portfolio) if slug in found]
    return known + sorted(found - set(known))
