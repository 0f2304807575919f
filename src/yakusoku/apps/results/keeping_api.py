"""What is kept of results over HTTP: weights, crosswalks and comparisons of waves, the data as files."""

from datetime import datetime
from math import isfinite
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from django.utils.timezone import now
from ninja import Field, Query, Router, Schema, Status
from ninja.pagination import paginate

from yakusoku.adapters.schemas import check as check_schema
from yakusoku.adapters.survey_crosswalk import SCHEMA, figures_of, told_of
from yakusoku.adapters.survey_responses import weight_of
from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.apps.results import access, services
from yakusoku.apps.results.api import data_or_404
from yakusoku.apps.results.asking import nothing
from yakusoku.apps.results.data_views import plan_of
from yakusoku.apps.results.handing_out import dataset_for, file_of, public_for
from yakusoku.apps.results.models import Start, Way, Weighting
from yakusoku.apps.results.reading import ResultsFileUnreadable
from yakusoku.apps.results.wave_views import Pair, compared, pair_of, pair_to_run
from yakusoku.apps.results.weight_views import said_of
from yakusoku.apps.surveys.access import survey_for, survey_to_run
from yakusoku.domain.survey.comparison_words import said_of as words_of
from yakusoku.domain.survey.comparison_words import warnings_of
from yakusoku.web.api import FILE, ApiRequest, Line, Number, Pages, Problem, Text, storable
from yakusoku.web.exports import download
from yakusoku.web.words import say

router = Router(tags=["survey results"])
REFUSED = {404: Problem, 409: Problem}
Name = Annotated[str, Field(min_length=1, max_length=60)]
Totals = Annotated[dict[Line, dict[Line, Annotated[float, Field(ge=0, lt=1e12)]]], Field(max_length=20)]


class WeightingIn(Schema):
    """Weights to keep. `margins`: of raking, totals by axis and group; `start`: what it fits; `given`: of a file, by number."""

    name: Name
    method: Way
    margins: Totals = {}
    start: Start = Start.ALIKE
    given: Annotated[dict[Number, Annotated[str, Field(max_length=40)]], Field(max_length=100_000)] = {}


class WeightingOut(Schema):
    """Weights of a survey; `refused`: why they cannot be computed from the answers as they are now."""

    number: int
    code: str
    name: str
    method: str
    margins: dict[str, dict[str, float]]
    start: str
    made_by: int
    made_at: datetime
    n: int | None = None
    total: str | None = None
    least: str | None = None
    most: str | None = None
    effect: str | None = None
    effective: str | None = None
    refused: str = ""


class WavesIn(Schema):
    """The earlier wave, null: the wave before; and by what both are cut, empty: not at all."""

    earlier: Number | None = None
    by: Line = ""


class PublicIn(Schema):
    """Data for public use: by what others may know a respondent, and how many must be alike. None: the data as they are."""

    quasi: list[Line] = Field([], max_length=20)
    k: Number | None = None


class ShareOut(Schema):
    """How many took it, of how many who answered; `percent`: as printed, null of nobody."""

    count: int
    n: int
    percent: str | None


class ComparedOut(Schema):
    """A figure of a group in two waves; `said`: the change in words, with its test and interval.

    `test`: independent-t by the design of a wave, pooled-z by counts alone; `df`: degrees of freedom, null of z.
    """

    label: str
    group: str
    first: ShareOut
    second: ShareOut
    refused: bool
    points: str | None
    p: float | None
    test: str | None
    df: int | None
    significant: bool
    said: str
    warnings: list[str]


class WavesOut(Schema):
    """Two waves side by side. `crosswalk`: the version that counts; 0: proposed by the questionnaires.

    `notes`: by which design each wave is tested, or why by none.
    """

    earlier: int
    crosswalk: int
    groups_left_out: list[str]
    notes: list[str]
    figures: list[ComparedOut]


class CrosswalkPartOut(Schema):
    """A figure in one wave: who took one of these options."""

    question: Line
    options: list[Line]


class JoinedOut(Schema):
    """A figure in both waves, what changed, and why it is compared all the same."""

    label: Line
    first: CrosswalkPartOut
    second: CrosswalkPartOut
    altered: list[Line] = []
    note: Text = ""
    accepted: Text = ""


class CrosswalkOut(Schema):
    """What is compared with an earlier wave. `number`: of the version; 0: proposed."""

    earlier: int
    number: int
    figures: list[JoinedOut]


class CrosswalkIn(Schema):
    """The next version of a crosswalk. `seen`: the number of the version that was read; null: unread."""

    figures: Annotated[list[JoinedOut], Field(max_length=2000)]
    seen: Number | None = None


def weighting_out(row: Weighting, survey: Any, data: Any) -> WeightingOut:
    """Return weights with what they are like."""
    said = {key: value for key, value in said_of(row, survey, data).items() if key != "margins"}
    told = {
        "number": row.number,
        "code": row.code,
        "name": row.name,
        "method": row.method,
        "start": row.start,
    }
    return WeightingOut(**told, margins=row.margins, made_by=row.made_by_id, made_at=row.made_at, **said)  # type: ignore[arg-type]


@router.get("/surveys/{pk}/results/weights", response=list[WeightingOut], summary="重みの一覧")
@paginate(Pages)
def weights(request: ApiRequest, pk: int) -> list[WeightingOut]:
    """Return the weights of a survey with what they are like."""
    survey = survey_to_run(request.auth, pk)
    data = data_or_404(survey)
    return [weighting_out(row, survey, data) for row in access.weightings_of(survey)]


@router.post(
    "/surveys/{pk}/results/weights", response={201: WeightingOut, **REFUSED}, summary="重みを保存する"
)
def keep_weights(request: ApiRequest, pk: int, body: WeightingIn) -> Status[WeightingOut]:
    """Keep weights: from the draw, raked to margins, or given one by one."""
    who = request.auth
    survey = survey_to_run(who, pk)
    data = data_or_404(survey)
    wrong = [number for number, text in body.given.items() if weight_of(text) is None]
    if wrong:
        raise ResultsFileUnreadable(reason=f"{wrong[0]}: {body.given[wrong[0]]}")
    for words in (body.name, *body.margins, *(label for known in body.margins.values() for label in known)):
        storable(words)
    made = services.keep_weighting(
        survey, data, name=body.name, method=body.method, margins=body.margins, given=body.given,
        start=body.start, by=who.user, at=now(),
    )  # fmt: skip
    return Status(201, weighting_out(made, survey, data))


@router.delete(
    "/surveys/{pk}/results/weights/{number}", response={204: None, **REFUSED}, summary="重みを使わない"
)
def drop_weights(request: ApiRequest, pk: int, number: Number) -> Status[None]:
    """Put weights away; what was kept stays in the record."""
    who = request.auth
    services.drop_weighting(access.weighting_for(who, pk, number), by=who.user, at=now())
    return Status(204, None)


@router.get("/surveys/{pk}/results/waves", response={200: WavesOut, **REFUSED}, summary="前の回と比べる")
def waves(request: ApiRequest, pk: int, asked: Query[WavesIn]) -> WavesOut:
    """Return a survey beside an earlier wave, figure by figure."""
    who = request.auth
    pair = pair_of(who, survey_for(who, pk), "" if asked.earlier is None else str(asked.earlier)) or nothing()
    found = compared(pair, asked.by)
    return WavesOut(
        earlier=pair.earlier.pk,
        crosswalk=pair.kept.number if pair.kept else 0,
        groups_left_out=list(found.left_out),
        notes=list(found.notes),
        figures=[
            ComparedOut(
                label=e.joined.label, group=e.group, first=_share(e.first), second=_share(e.second),
                refused=e.joined.refused, points=e.points, p=e.p, test=e.change.test if e.change else None,
                df=int(e.change.df) if e.change and isfinite(e.change.df) else None, significant=e.significant,
                said=words_of(e, say), warnings=list(warnings_of(e.joined, say)),
            )
            for e in found.rows
        ],
    )  # fmt: skip


def _share(share: Any) -> ShareOut:
    return ShareOut(count=share.yes, n=share.n, percent=share.percent)


@router.get(
    "/surveys/{pk}/results/waves/crosswalk",
    response={200: CrosswalkOut, **REFUSED},
    summary="前の回との対応表",
)
def crosswalk(request: ApiRequest, pk: int, earlier: Query[Number | None] = None) -> CrosswalkOut:
    """Return what is compared with an earlier wave: as it was kept, else as proposed."""
    return _crosswalk_out(pair_to_run(request.auth, pk, "" if earlier is None else str(earlier)))


def _crosswalk_out(pair: Pair) -> CrosswalkOut:
    figures = [JoinedOut(**told) for told in told_of(pair.figures)["figures"]]
    return CrosswalkOut(earlier=pair.earlier.pk, number=pair.kept.number if pair.kept else 0, figures=figures)


@router.put(
    "/surveys/{pk}/results/waves/crosswalk",
    response={200: CrosswalkOut, **REFUSED},
    summary="前の回との対応表を保存する",
)
def keep_crosswalk(
    request: ApiRequest, pk: int, body: CrosswalkIn, earlier: Query[Number | None] = None
) -> CrosswalkOut:
    """Keep the next version of what is compared with an earlier wave."""
    who, asked = request.auth, "" if earlier is None else str(earlier)
    pair = pair_to_run(who, pk, asked)
    told = {"figures": [_plain(each) for each in body.figures]}
    try:
        check_schema(told, SCHEMA, "body")
    except UnreadableFile as error:
        raise ResultsFileUnreadable(reason=str(error.problems[0])) from error
    forms = (pair.first.paper.form, pair.second.paper.form)
    services.keep_crosswalk(
        pair.survey, pair.earlier, figures_of(told), forms, seen=body.seen, by=who.user, at=now()
    )
    return _crosswalk_out(pair_to_run(who, pk, asked))


def _plain(figure: JoinedOut) -> dict[str, Any]:
    return {key: value for key, value in figure.dict().items() if value or key == "altered"}


@router.get(
    "/surveys/{pk}/results/data/{kind}", openapi_extra=FILE, response=REFUSED, summary="データを受け取る"
)
def data(
    request: ApiRequest,
    pk: int,
    kind: Literal["csv", "labels", "xlsx", "sav", "sps", "ddi"],
    asked: Query[PublicIn],
) -> HttpResponse:
    """Hand out the data: csv, labels, xlsx, sav, sps or ddi; with `quasi` those for public use."""
    who = request.auth
    survey = survey_to_run(who, pk)
    found, plan = data_or_404(survey), plan_of(request.GET)
    dataset = public_for(survey, found, plan)[0] if plan.quasi else dataset_for(survey, found)
    told = file_of(survey, dataset, kind, plan=plan if plan.quasi else None, by=who.user, at=now())
    return download(*told)
