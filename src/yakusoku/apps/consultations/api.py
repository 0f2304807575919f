"""Consultations over HTTP: the same acts as on the pages."""

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from django.utils.timezone import now
from ninja import Field, Router, Schema
from ninja.pagination import paginate
from pydantic import AfterValidator, StringConstraints

from yakusoku.apps.accounts.access import require
from yakusoku.apps.consultations import access, services
from yakusoku.apps.consultations.models import Addressee, Consultation
from yakusoku.apps.consultations.queries import local_address, thread_of
from yakusoku.apps.engagements.access import client_engagement_for
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import ApiRequest, Line, Pages, Problem, storable

router = Router(tags=["consultations"])
Said = Annotated[str, StringConstraints(max_length=5000), AfterValidator(storable)]


class ConsultationLine(Schema):
    """A consultation in a list."""

    id: int
    engagement: int = Field(alias="engagement_id")
    title: str
    addressee: str
    state: str
    asked_at: datetime
    changed_at: datetime


class PostOut(Schema):
    """One thing said; `by`: the name of who said it."""

    kind: str
    text: str
    by: str
    written_at: datetime
    files: list[str]


class ConsultationOut(Schema):
    """A consultation with everything said about it."""

    id: int
    engagement: int
    title: str
    about: str
    addressee: str
    state: str
    posts: list[PostOut]


class AskIn(Schema):
    """A new question."""

    addressee: Addressee
    title: Line
    text: Said
    about: Line = ""


class SayIn(Schema):
    """Advice, or a further question."""

    text: Said


def consultation_out(found: Consultation) -> ConsultationOut:
    """Return a thread as JSON values."""
    return ConsultationOut(
        id=found.pk,
        engagement=found.engagement_id,
        title=found.title,
        about=found.about,
        addressee=found.addressee,
        state=found.state,
        posts=[
            PostOut(
                kind=post.kind,
                text=post.text,
                by=post.author.name if post.author else post.by_name,
                written_at=post.written_at,
                files=[file.stored.name for file in post.files.all()],
            )
            for post in thread_of(found)
        ],
    )


@router.get("/consultations", response=list[ConsultationLine], summary="相談の一覧")
@paginate(Pages)
def consultations(request: ApiRequest) -> "QuerySet[Consultation]":
    """Return the consultations that the caller may see, those that moved last first."""
    return access.consultations_of(request.auth)


@router.get("/consultations/{pk}", response={200: ConsultationOut, 404: Problem}, summary="相談")
def consultation(request: ApiRequest, pk: int) -> ConsultationOut:
    """Return one consultation."""
    return consultation_out(access.consultation_for(request.auth, pk))


@router.post(
    "/engagements/{pk}/consultations", response={200: ConsultationOut, 409: Problem}, summary="相談する"
)
def ask(request: ApiRequest, pk: int, body: AskIn) -> ConsultationOut:
    """Ask for advice."""
    who = require(request.auth, Act.ASK_ADVICE)
    engagement = client_engagement_for(who, pk, Act.ASK_ADVICE)
    about = local_address(body.about)
    made = services.ask(engagement, body.addressee, body.title, body.text, about=about, by=who.user, at=now())
    return consultation_out(made)


@router.post("/consultations/{pk}/advice", response={200: ConsultationOut, 409: Problem}, summary="助言する")
def advise(request: ApiRequest, pk: int, body: SayIn) -> ConsultationOut:
    """Give advice."""
    who = require(request.auth, Act.GIVE_ADVICE)
    found = access.consultation_to_advise(who, pk)
    services.advise(found, body.text, by=who.user, at=now())
    return consultation_out(found)


@router.post(
    "/consultations/{pk}/questions", response={200: ConsultationOut, 409: Problem}, summary="続けて相談する"
)
def ask_on(request: ApiRequest, pk: int, body: SayIn) -> ConsultationOut:
    """Ask further."""
    who = require(request.auth, Act.ASK_ADVICE)
    found = access.consultation_to_lead(who, pk)
    services.ask_on(found, body.text, by=who.user, at=now())
    return consultation_out(found)


@router.post(
    "/consultations/{pk}/close", response={200: ConsultationOut, 409: Problem}, summary="相談を終える"
)
def close(request: ApiRequest, pk: int) -> ConsultationOut:
    """Let the consultation be over."""
    who = require(request.auth, Act.ASK_ADVICE)
    found = access.consultation_to_lead(who, pk)
    services.close(found, by=who.user, at=now())
    return consultation_out(found)
