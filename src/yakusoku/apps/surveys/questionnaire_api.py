"""Questionnaires over HTTP: read, written as a whole or item by item, checked, published, compared, as files."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from django.utils.timezone import now
from ninja import Field, File, Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import AfterValidator, StringConstraints

from yakusoku.adapters.xform import xform_problems
from yakusoku.adapters.yaml_files import Problem as FileProblem
from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.apps.surveys import access, bringing, queries, writing
from yakusoku.apps.surveys.models import Survey
from yakusoku.apps.surveys.version_api import QuestionnaireVersionOut, version_out
from yakusoku.domain.survey.questionnaire.drafts import Draft, LineDraft, OptionDraft
from yakusoku.domain.survey.questionnaire.sheets import Sheets, sheets_from
from yakusoku.web.api import (
    ApiRequest,
    Line,
    Marked,
    Problem,
    Replacing,
    Text,
    storable,
)

router = Router(tags=["surveys"])
REFUSED = {404: Problem, 409: Problem}
Cell = Annotated[str, StringConstraints(max_length=5000), AfterValidator(storable)]
Column = Annotated[str, StringConstraints(max_length=100, min_length=1), AfterValidator(storable)]
Net = Annotated[str, StringConstraints(max_length=100, pattern="^[^;；、]*$"), AfterValidator(storable)]
Score = Annotated[str, StringConstraints(pattern=r"^(-?[0-9]{1,9}(\.[0-9]{1,9})?)?$")]
Said = dict[Annotated[str, StringConstraints(max_length=20)], Text]


class SheetsIn(Schema):
    """The three sheets of XLSForm: rows as {column: text}."""

    survey: list[dict[Column, Cell]] = Field([], max_length=writing.MOST_ITEMS)
    choices: list[dict[Column, Cell]] = Field([], max_length=writing.MOST_ITEMS)
    settings: list[dict[Column, Cell]] = Field([], max_length=1)


class QuestionnaireIn(Replacing):
    """A questionnaire as a whole."""

    sheets: SheetsIn


class QuestionnaireFindingOut(Schema):
    """What is wrong (`weight`: error, which stops the publication, or warning), where, and what to do."""

    weight: str
    kind: str
    sheet: str
    line: int
    name: str
    message: str
    advice: str


class QuestionnaireOut(Marked):
    """The draft, else the version in force. `mark`: the digest of its sheets."""

    number: int
    draft: bool
    may_undo: bool
    sheets: dict[str, list[dict[str, str]]]
    findings: list[QuestionnaireFindingOut]


class QuestionnaireOptionIn(Schema):
    """An option. `code`: empty: the next free number; `label`: by language, "" being no stated one.

    nets    what it is counted together with others as; null: as it stands
    score   the number that it stands for in a mean; empty: in none; null: as it stands
    """

    code: Line = ""
    label: Said
    exclusive: bool = False
    nets: list[Net] | None = Field(None, max_length=20)
    score: Score | None = None


class QuestionnaireLineIn(Schema):
    """A line of a battery."""

    name: Line = ""
    label: Said


class QuestionnaireItemIn(Replacing):
    """A question, battery, section or note. Words are by language, "" being no stated one.

    name       empty: the next free one
    relevant   who is asked, as XLSForm writes it; empty: everyone
    after      of a new one: the name of the item after which it comes; empty: at the end
    several    of a battery: its lines are 複数回答
    """

    kind: Literal[
        "single", "multiple", "integer", "decimal", "date", "text", "long", "note", "section", "battery"
    ]
    name: Line = ""
    label: Said = {}
    hint: Said = {}
    definition: Said = {}
    refusal: Said = {}
    required: bool = False
    least: int | None = Field(None, ge=1, le=99)
    most: int | None = Field(None, ge=1, le=99)
    relevant: Text = ""
    constraint: Text = ""
    several: bool = False
    options: list[QuestionnaireOptionIn] = Field([], max_length=120)
    lines: list[QuestionnaireLineIn] = Field([], max_length=60)
    after: Line = ""


class QuestionnaireMoveIn(Schema):
    """Which way an item goes."""

    way: Literal["up", "down"]


class QuestionnairePublishIn(Replacing):
    """What changed since the version before."""

    note: Text = ""


class QuestionnaireBringIn(Replacing):
    """The mark of the sheets that a file replaces."""


def _out(survey: Survey) -> QuestionnaireOut:
    row = writing.present(survey)
    sheets = queries.version_sheets(row) if row else Sheets()
    return QuestionnaireOut(
        number=row.number if row else 0,
        draft=row is not None and row.published_at is None,
        may_undo=row is not None and row.published_at is None and row.before is not None,
        sheets=sheets.told(),
        findings=[
            QuestionnaireFindingOut(
                **{name: getattr(each, name) for name in QuestionnaireFindingOut.model_fields}
            )
            for each in queries.findings_of(sheets)
        ],
        mark=sheets.digest,
    )


def _draft(body: QuestionnaireItemIn) -> Draft:
    given = body.dict(exclude={"mark", "after", "options", "lines"})
    return Draft(
        **given,
        options=[
            OptionDraft(each.code, each.label, each.exclusive, each.nets, each.score) for each in body.options
        ],
        lines=[LineDraft(each.name, each.label) for each in body.lines],
    )


def _told(request: ApiRequest) -> dict[str, Any]:
    return {"by": request.auth.user, "at": now()}


@router.get(
    "/surveys/{pk}/questionnaire",
    response={200: QuestionnaireOut, 404: Problem},
    summary="調査票と、確かめた結果",
)
def questionnaire(request: ApiRequest, pk: int) -> QuestionnaireOut:
    """Return the draft, else the version in force, with what is wrong."""
    return _out(access.survey_for(request.auth, pk))


@router.put(
    "/surveys/{pk}/questionnaire",
    response={200: QuestionnaireOut, **REFUSED},
    summary="調査票の全体を置き換える",
)
def replace(request: ApiRequest, pk: int, body: QuestionnaireIn) -> QuestionnaireOut:
    """Put other sheets in the place of the draft."""
    found = access.survey_to_run(request.auth, pk)
    writing.replace(found, sheets_from(body.sheets.dict()), seen=body.mark, **_told(request))
    return _out(found)


@router.delete(
    "/surveys/{pk}/questionnaire", response={204: None, **REFUSED}, summary="調査票の下書きを捨てる"
)
def discard(request: ApiRequest, pk: int, mark: str | None = None) -> Status[None]:
    """Throw the draft away; the versions stay."""
    writing.discard(access.survey_to_run(request.auth, pk), seen=mark, **_told(request))
    return Status(204, None)


@router.post(
    "/surveys/{pk}/questionnaire/file",
    response={200: QuestionnaireOut, **REFUSED, 422: Problem},
    summary="XLSFormで置き換える",
)
def bring(
    request: ApiRequest, pk: int, given: Form[QuestionnaireBringIn], upload: File[UploadedFile]
) -> QuestionnaireOut:
    """Put an XLSForm in the place of the draft."""
    found = access.survey_to_run(request.auth, pk)
    name, opened = bringing.open_form(upload)
    if opened.sheets is None:
        raise UnreadableFile([FileProblem(name, "", line) for line in opened.unreadable])
    writing.replace(found, opened.sheets, seen=given.mark, **_told(request))
    return _out(found)


@router.post(
    "/surveys/{pk}/questionnaire/undo",
    response={200: QuestionnaireOut, **REFUSED},
    summary="調査票の最後の変更を元に戻す",
)
def undo(request: ApiRequest, pk: int, body: Replacing) -> QuestionnaireOut:
    """Take the last change of the draft back."""
    found = access.survey_to_run(request.auth, pk)
    writing.undo(found, seen=body.mark, **_told(request))
    return _out(found)


@router.post(
    "/surveys/{pk}/questionnaire/publish",
    response={201: QuestionnaireVersionOut, **REFUSED},
    summary="調査票を公開する",
)
def publish(request: ApiRequest, pk: int, body: QuestionnairePublishIn) -> Status[dict[str, Any]]:
    """Publish the draft: it does not change any more."""
    found = access.survey_to_run(request.auth, pk)
    problems: Sequence[str] = [each.message for each in xform_problems(writing.sheets_now(found))]
    made = writing.publish(found, body.note, problems=problems, seen=body.mark, **_told(request))
    return Status(201, version_out(made))


@router.post(
    "/surveys/{pk}/questionnaire/items", response={200: QuestionnaireOut, **REFUSED}, summary="設問を足す"
)
def add_item(request: ApiRequest, pk: int, body: QuestionnaireItemIn) -> QuestionnaireOut:
    """Add a question, battery, section or note."""
    found = access.survey_to_run(request.auth, pk)
    writing.put(found, _draft(body), after=body.after, **_told(request))
    return _out(found)


@router.put(
    "/surveys/{pk}/questionnaire/items/{name}",
    response={200: QuestionnaireOut, **REFUSED},
    summary="設問を直す",
)
def put_item(request: ApiRequest, pk: int, name: str, body: QuestionnaireItemIn) -> QuestionnaireOut:
    """Write an item anew. `mark`: of the whole questionnaire."""
    found = access.survey_to_run(request.auth, pk)
    writing.put(found, _draft(body), old=name, whole=body.mark, **_told(request))
    return _out(found)


@router.delete(
    "/surveys/{pk}/questionnaire/items/{name}",
    response={200: QuestionnaireOut, **REFUSED},
    summary="設問を消す",
)
def delete_item(request: ApiRequest, pk: int, name: str) -> QuestionnaireOut:
    """Take an item away with what stands in it."""
    found = access.survey_to_run(request.auth, pk)
    writing.delete(found, name, **_told(request))
    return _out(found)


@router.post(
    "/surveys/{pk}/questionnaire/items/{name}/move",
    response={200: QuestionnaireOut, **REFUSED},
    summary="設問を上か下へ動かす",
)
def move_item(request: ApiRequest, pk: int, name: str, body: QuestionnaireMoveIn) -> QuestionnaireOut:
    """Move an item one place."""
    found = access.survey_to_run(request.auth, pk)
    writing.move(found, name, up=body.way == "up", **_told(request))
    return _out(found)


@router.post(
    "/surveys/{pk}/questionnaire/items/{name}/copy",
    response={200: QuestionnaireOut, **REFUSED},
    summary="設問の写しを作る",
)
def copy_item(request: ApiRequest, pk: int, name: str) -> QuestionnaireOut:
    """Put a copy of an item after it."""
    found = access.survey_to_run(request.auth, pk)
    writing.duplicate(found, name, **_told(request))
    return _out(found)
