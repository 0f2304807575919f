"""Kept answers whose question changed, over HTTP: seen with the question of today, and confirmed for it."""

from django.utils.timezone import now
from ninja import Field, Router, Schema
from ninja.pagination import paginate

from yakusoku.apps.library import access
from yakusoku.apps.library.queries import moved_for
from yakusoku.apps.library.services import answers
from yakusoku.web.api import ApiRequest, Line, Number, Pages, Problem

router = Router(tags=["library"])


class MovedOut(Schema):
    """A kept answer whose question changed. `words`: of the question of today; empty: it is asked no more."""

    id: int
    check: str
    question: str
    asked: str
    words: str
    answer: str
    comment: str
    revision: int


class MovedIn(Schema):
    """A kept answer as it was looked at, and the wording that was read."""

    id: Number
    revision: Number
    words: Line


class CarryIn(Schema):
    """The kept answers that hold for their questions of today."""

    answers: list[MovedIn] = Field(min_length=1, max_length=500)


class CarriedOut(Schema):
    """How many were confirmed."""

    carried: int


@router.get("/library/moved", response=list[MovedOut], summary="質問の文が変わった控え")
@paginate(Pages)
def moved_answers(request: ApiRequest) -> list[MovedOut]:
    """List the kept answers whose question changed, with what is asked today."""
    who = access.keeper(request.auth)
    moved = moved_for(who.organization)
    return [
        MovedOut(
            id=row.pk,
            check=row.check_id,
            question=row.question,
            asked=moved[row.pk].question,
            words=moved[row.pk].words,
            answer=row.answer,
            comment=row.comment,
            revision=row.revision,
        )
        for row in access.kept_answers(who).filter(pk__in=moved).order_by("pk")
    ]


@router.post(
    "/library/moved",
    response={200: CarriedOut, 409: Problem},
    summary="控えを変わった質問への回答として確かめる",
)
def carry_over(request: ApiRequest, body: CarryIn) -> CarriedOut:
    """Confirm kept answers for their questions as they are asked today: all of them, or none."""
    who = access.keeper(request.auth)
    chosen = [(each.id, each.revision, each.words) for each in body.answers]
    return CarriedOut(carried=answers.carry_over_all(who.organization, chosen, by=who.user, at=now()))
