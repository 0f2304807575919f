"""Corrections and comparisons of reviewed documents over HTTP."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema, Status
from ninja.pagination import paginate

from yakusoku.apps.accounts.access import require
from yakusoku.apps.review import access, services
from yakusoku.apps.review.models import Action, Correction, ReviewedFile
from yakusoku.apps.review.queries import HEAVY, Row, compared
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.review.comparing import Bound
from yakusoku.web.api import ApiRequest, Line, Number, Pages, Problem

router = Router(tags=["reviews"])
REFUSED = {404: Problem, 409: Problem}


class ReviewCorrectionIn(Schema):
    """What is said against one clause. `clause`: its place in the document, from 0."""

    clause: Number
    slug: Line
    action: Action
    strength: Strength | None = None
    note: Line = ""


class ReviewCorrectionOut(Schema):
    """A correction that counts."""

    id: int
    document: int = Field(validation_alias="file_id")
    clause: int
    slug: str
    action: str
    strength: str
    note: str
    made_at: datetime


class PartOut(Schema):
    """A run of words: same, added or removed."""

    change: str
    text: str


class BoundOut(Schema):
    """How a clause binds with regard to a requirement."""

    strength: str
    weak: bool


class LabelChangeOut(Schema):
    """What a clause says of a requirement, before and after; null: nothing."""

    slug: str
    before: BoundOut | None
    after: BoundOut | None


class PairOut(Schema):
    """A clause and what it became: places in the documents, from 0; null: it is not there."""

    change: str
    one: int | None
    other: int | None
    parts: list[PartOut]
    labels: list[LabelChangeOut]


class ComparisonOut(Schema):
    """Two documents side by side, clause by clause, in the order of the second."""

    one: int
    other: int
    clauses: list[PairOut]


def comparison_out(one: ReviewedFile, other: ReviewedFile) -> ComparisonOut:
    """Return how one document became the other as JSON values."""
    return ComparisonOut(one=one.pk, other=other.pk, clauses=pairs_out(one.clauses, other.clauses))


def pairs_out(one: Sequence[Row], other: Sequence[Row]) -> list[PairOut]:
    """Return the clauses of two documents side by side as JSON values."""
    return [
        PairOut(
            change=pair.change,
            one=pair.one,
            other=pair.other,
            parts=[PartOut(change=part.change, text=part.text) for part in pair.parts],
            labels=[
                LabelChangeOut(slug=each.slug, before=_bound(each.before), after=_bound(each.after))
                for each in pair.labels
            ],
        )
        for pair in compared(one, other)
    ]


def _bound(told: Bound | None) -> BoundOut | None:
    return BoundOut(strength=told.strength, weak=told.weak) if told else None


@router.get(
    "/reviews/comparison", response={200: ComparisonOut, 404: Problem}, summary="二つの文書を条項ごとに比べる"
)
def comparison(request: ApiRequest, one: Query[Number], other: Query[Number]) -> ComparisonOut:
    """Return how one document became another; both are documents of reviews."""
    who = request.auth
    return comparison_out(access.document_for(who, one), access.document_for(who, other))


@router.get("/reviews/corrections", response=list[ReviewCorrectionOut], summary="見立ての訂正の一覧")
@paginate(Pages)
def corrections(request: ApiRequest) -> "QuerySet[Correction]":
    """List the corrections that count, the latest first."""
    return access.corrections_of(request.auth).defer(*HEAVY)


@router.post(
    "/reviews/{pk}/documents/{file}/corrections",
    response={201: ReviewCorrectionOut, **REFUSED},
    summary="見立てを訂正する",
)
def correct(request: ApiRequest, pk: int, file: int, body: ReviewCorrectionIn) -> Status[Correction]:
    """Say that a clause deals with a requirement, that it does not, or how it binds; the review stays as it is."""
    who = require(request.auth, Act.REVIEW_CONTRACT)
    found = access.document_to_correct(who, access.document_in(access.review_for(who, pk), file).pk)
    made = services.correct(
        found,
        body.clause,
        body.slug,
        body.action,
        strength=body.strength,
        note=body.note,
        by=who.user,
        at=now(),
    )
    return Status(201, made)


@router.delete(
    "/reviews/corrections/{correction}", response={204: None, **REFUSED}, summary="見立ての訂正を取り消す"
)
def undo(request: ApiRequest, correction: int) -> Status[None]:
    """Take a correction back."""
    who = require(request.auth, Act.REVIEW_CONTRACT)
    services.undo(access.correction_to_undo(who, correction), by=who.user, at=now())
    return Status(204, None)
