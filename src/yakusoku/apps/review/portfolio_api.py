"""Portfolios of contracts over HTTP: the same acts as on the pages."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import now
from ninja import Field, File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import require
from yakusoku.apps.review import access, portfolios
from yakusoku.apps.review.background import read_behind
from yakusoku.apps.review.models import Portfolio, PortfolioContract
from yakusoku.apps.review.portfolio_queries import counted, items_of, laws_of, narrowed
from yakusoku.apps.review.services import Subject, level_named
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.review import judging
from yakusoku.web.api import ApiRequest, Line, Number, Pages, Problem

router = Router(tags=["portfolios"])
REFUSED = {404: Problem, 409: Problem}


class PortfolioIn(Schema):
    """What many contracts are called together, and what is asked of each."""

    title: Line = ""
    level: Line = ""


class PortfolioLine(Schema):
    """A portfolio in a list. `finished_at`: null while contracts wait to be read."""

    id: int
    title: str
    level: str
    department: int | None = Field(None, validation_alias="department_id")
    created_at: datetime
    finished_at: datetime | None


class PortfolioItemOut(Schema):
    """In how many contracts a requirement stands in which way."""

    slug: str
    title: str
    asked: int
    promised: int
    conditional: int
    weak: int
    missing: int


class PortfolioLawOut(Schema):
    """How many contracts show a change of the law."""

    change: str
    title: str
    contracts: int


class PortfolioOut(PortfolioLine):
    """What was found in the contracts of a portfolio, as far as they are read."""

    total: int
    read: int
    unreadable: int
    items: list[PortfolioItemOut]
    laws: list[PortfolioLawOut]


class ReckonedOut(Schema):
    """Of what the points of a contract are made."""

    missing: int = 0
    weak: int = 0
    old_law: int = 0
    broken: int = 0


class PortfolioContractOut(Schema):
    """A contract of a portfolio. `review`: null while it waits, or when it cannot be read."""

    id: int
    name: str
    review: int | None = Field(None, validation_alias="review_id")
    unreadable: str
    points: int
    reckoned: ReckonedOut
    read_at: datetime | None


class Narrow(Schema):
    """Which contracts are listed: where a requirement stands so, and where a change of the law shows."""

    slug: Line = ""
    status: judging.Status | None = None
    law: Line = ""


def portfolio_out(found: Portfolio) -> PortfolioOut:
    """Return a portfolio as JSON values."""
    count = counted(found)
    line = PortfolioLine.from_orm(found).model_dump()
    return PortfolioOut(
        **line | {"department_id": found.department_id},
        total=count.total,
        read=count.read,
        unreadable=count.unreadable,
        items=[PortfolioItemOut(**row) for row in items_of(found)],
        laws=[PortfolioLawOut(**row) for row in laws_of(found)],
    )


@router.get("/reviews/portfolios", response=list[PortfolioLine], summary="契約の棚卸しの一覧")
@paginate(Pages)
def portfolios_seen(request: ApiRequest) -> "QuerySet[Portfolio]":
    """List the portfolios that the caller may see, the latest first."""
    return access.portfolios_of(request.auth)


@router.post("/reviews/portfolios", response={201: PortfolioOut, **REFUSED}, summary="契約をまとめて読む")
def begin_portfolio(
    request: ApiRequest, given: Form[PortfolioIn], uploads: File[list[UploadedFile]]
) -> Status[PortfolioOut]:
    """Take contracts in, each file of a zip file as one; they are read after the answer."""
    who = require(request.auth, Act.REVIEW_CONTRACT)
    level = level_named(given.level, who.organization)
    subject = Subject(who.organization, access.department_of(who), given.title, None, level)
    made = portfolios.begin(subject, uploads, by=who.user, at=now())
    read_behind(made)
    return Status(201, portfolio_out(made))


@router.get("/reviews/portfolios/{pk}", response={200: PortfolioOut, 404: Problem}, summary="契約の棚卸し")
def portfolio(request: ApiRequest, pk: int) -> PortfolioOut:
    """Return how far a portfolio is read and what is missing where; what waits is read on."""
    found = access.portfolio_for(request.auth, pk)
    read_behind(found)
    return portfolio_out(found)


@router.get(
    "/reviews/portfolios/{pk}/contracts", response=list[PortfolioContractOut], summary="棚卸しの契約の一覧"
)
@paginate(Pages)
def portfolio_contracts(request: ApiRequest, pk: int, asked: Query[Narrow]) -> "QuerySet[PortfolioContract]":
    """List the contracts of a portfolio, the most urgent first, with the reason where one cannot be read."""
    found = access.portfolio_for(request.auth, pk)
    status = asked.status.value if asked.status else ""
    rows = narrowed(found.contracts.all(), {"slug": asked.slug, "status": status, "law": asked.law})
    return rows.order_by("-points", "pk")


@router.post(
    "/reviews/portfolios/{pk}/contracts",
    response={201: PortfolioOut, **REFUSED},
    summary="棚卸しに契約を加える",
)
def add_contracts(request: ApiRequest, pk: Number, uploads: File[list[UploadedFile]]) -> Status[PortfolioOut]:
    """Take more contracts into a portfolio."""
    who = require(request.auth, Act.REVIEW_CONTRACT)
    found = access.portfolio_to_add_to(who, pk)
    portfolios.add(found, uploads, by=who.user, at=now())
    found.refresh_from_db()
    read_behind(found)
    return Status(201, portfolio_out(found))
