"""Saved views, and a ledger that comes in, over HTTP. Mounted by the router of the register."""

from typing import Annotated

from django.db.models import QuerySet
from django.utils.timezone import now
from ninja import Field, File, Router, Schema, Status
from ninja.files import UploadedFile
from ninja.pagination import paginate
from pydantic import AfterValidator, StringConstraints

from yakusoku.apps.accounts.access import require
from yakusoku.apps.register import access, imports, services
from yakusoku.apps.register.ledger import NEW, columns_of, missing, preview, table_of
from yakusoku.apps.register.models import PendingLedger, SavedView
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.register.ledger import LedgerField, head_row
from yakusoku.web.api import ApiRequest, Line, Number, Pages, Problem, storable

router = Router(tags=["register"])
REFUSED = {404: Problem, 409: Problem}
SHOWN = 200


class ViewOut(Schema):
    """A saved view of the register. `query`: filters, columns and sort as in the address of the page."""

    id: int
    name: str
    query: str
    shared: bool
    own: bool


class ViewIn(Schema):
    """A name under which filters, columns and sort are kept; the same name replaces."""

    name: Annotated[Line, StringConstraints(min_length=1, max_length=60)]
    query: Annotated[str, StringConstraints(max_length=4000), AfterValidator(storable)] = ""
    shared: bool = False


class LedgerColumnOut(Schema):
    """A column of a ledger: its place from 0, and its head."""

    place: int
    name: str


class LedgerWrongOut(Schema):
    """What is wrong in a row. `column` counts from 0; `wrong` is a code."""

    row: int
    column: int
    field: str
    value: str
    wrong: str


class LedgerOut(Schema):
    """A ledger that waits, and what taking it would do.

    mapping      our field → place of the column; missing: fields that still need one
    unmatched    names of departments for which nothing is chosen
    """

    columns: list[LedgerColumnOut]
    mapping: dict[str, int]
    missing: list[str]
    new: int
    changed: int
    same: int
    takable: int
    unmatched: list[str]
    introduced: list[str]
    wrong: list[LedgerWrongOut]


class LedgerColumnsIn(Schema):
    """Which column holds which field."""

    columns: dict[LedgerField, int] = Field(max_length=50)


class LedgerDepartmentsIn(Schema):
    """Which department a name of the ledger means: its number, or null to make one of this name."""

    departments: dict[str, Number | None] = Field(max_length=500)


class LedgerTakeIn(Schema):
    """Whether the rows without problems are taken when others have some."""

    only_right: bool = False


class TakenLedgerOut(Schema):
    """How many rows were made or changed, and whether rows are left that wait."""

    taken: int
    left: bool


def ledger_out(pending: PendingLedger) -> LedgerOut:
    """Return a waiting ledger as JSON values."""
    rows = table_of(pending).rows
    left_out = [field.value for field in missing(columns_of(pending))]
    found = None if left_out else preview(pending)
    names = enumerate(rows[head_row(rows)])
    return LedgerOut(
        columns=[LedgerColumnOut(place=place, name=str(name)) for place, name in names],
        mapping=pending.mapping,
        missing=left_out,
        new=len(found.new) if found else 0,
        changed=len(found.changed) if found else 0,
        same=found.same if found else 0,
        takable=found.takable if found else 0,
        unmatched=list(found.unmatched) if found else [],
        introduced=list(found.introduced) if found else [],
        wrong=[
            LedgerWrongOut(
                row=p.row, column=p.column, field=p.field.value, value=p.value[:200], wrong=p.wrong.value
            )
            for p in (found.reading.problems[:SHOWN] if found else ())
        ],
    )


def pending_of(request: ApiRequest) -> PendingLedger:
    """Return the ledger that the caller brought; else 404. Raises PermissionDenied."""
    return access.pending_for(require(request.auth, Act.IMPORT_REGISTER))


def view_out(view: SavedView, user: int) -> ViewOut:
    """Return a saved view as JSON values."""
    return ViewOut(
        id=view.pk, name=view.name, query=view.query, shared=view.shared, own=view.owner_id == user
    )


@router.get("/register/views", response=list[ViewOut], summary="台帳の見方")
@paginate(Pages)
def list_views(request: ApiRequest) -> list[ViewOut]:
    """List the caller's own views and those that others share."""
    rows: QuerySet[SavedView] = access.views_for(request.auth)
    return [view_out(row, request.auth.user.pk) for row in rows]


@router.post("/register/views", response={201: ViewOut, 409: Problem}, summary="台帳の見方を保存する")
def keep_view(request: ApiRequest, body: ViewIn) -> Status[ViewOut]:
    """Keep filters, columns and sort under a name."""
    who = request.auth
    view = services.keep_view(
        who.organization, body.name, body.query, shared=body.shared, by=who.user, at=now()
    )
    return Status(201, view_out(view, who.user.pk))


@router.delete("/register/views/{pk}", response={204: None, **REFUSED}, summary="台帳の見方を消す")
def remove_view(request: ApiRequest, pk: int) -> Status[None]:
    """Take a saved view of the caller's own away."""
    services.remove_view(access.own_view_for(request.auth, pk), by=request.auth.user, at=now())
    return Status(204, None)


@router.post("/register/ledger", response={201: LedgerOut, **REFUSED}, summary="いまの台帳を預ける")
def receive_ledger(request: ApiRequest, upload: File[UploadedFile]) -> Status[LedgerOut]:
    """Keep a ledger to look at; its columns are guessed by their heads. It replaces one that waits."""
    who = require(request.auth, Act.IMPORT_REGISTER)
    return Status(201, ledger_out(imports.receive(who.organization, upload, by=who.user, at=now())))


@router.get(
    "/register/ledger", response={200: LedgerOut, 404: Problem}, summary="預けた台帳を取り込むと変わること"
)
def waiting_ledger(request: ApiRequest) -> LedgerOut:
    """Return what taking the waiting ledger would do now."""
    return ledger_out(pending_of(request))


@router.put("/register/ledger/columns", response={200: LedgerOut, **REFUSED}, summary="台帳の列を決める")
def settle_columns(request: ApiRequest, body: LedgerColumnsIn) -> LedgerOut:
    """Settle which column holds which field."""
    pending = pending_of(request)
    rows = table_of(pending).rows
    width = len(rows[head_row(rows)])
    known = {field: place for field, place in body.columns.items() if 0 <= place < width}
    imports.settle_columns(pending, known)
    return ledger_out(pending)


@router.put("/register/ledger/departments", response={200: LedgerOut, **REFUSED}, summary="台帳の課を決める")
def settle_departments(request: ApiRequest, body: LedgerDepartmentsIn) -> LedgerOut:
    """Settle which department each unknown name means."""
    pending = pending_of(request)
    asked = set(preview(pending).unmatched) if not missing(columns_of(pending)) else set()
    ours = set(pending.organization.departments.values_list("pk", flat=True))
    chosen = {
        name: NEW if number is None else str(number)
        for name, number in body.departments.items()
        if name in asked and (number is None or number in ours)
    }
    imports.settle_departments(pending, chosen)
    return ledger_out(pending)


@router.post(
    "/register/ledger/take", response={200: TakenLedgerOut, **REFUSED}, summary="預けた台帳を取り込む"
)
def take_ledger(request: ApiRequest, body: LedgerTakeIn) -> TakenLedgerOut:
    """Take the waiting ledger: whole, or the rows without problems if that is asked for."""
    pending = pending_of(request)
    count = imports.take(pending, only_right=body.only_right, by=request.auth.user, at=now())
    left = PendingLedger.objects.filter(pk=pending.pk).exists()
    return TakenLedgerOut(taken=count, left=left)


@router.delete("/register/ledger", response={204: None, **REFUSED}, summary="預けた台帳を捨てる")
def drop_ledger(request: ApiRequest) -> Status[None]:
    """Forget the waiting ledger."""
    imports.drop(pending_of(request))
    return Status(204, None)
