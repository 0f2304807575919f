"""A filled-in reply form over HTTP: read, looked at, taken."""

from django.shortcuts import get_object_or_404
from django.utils.timezone import now
from ninja import File, Router, Schema, Status
from ninja.files import UploadedFile

from yakusoku.apps.accounts.access import require
from yakusoku.apps.findings import access, reply_forms
from yakusoku.apps.findings.models import CorrectiveInstruction, PendingReply
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.api import ApiRequest, Problem

router = Router(tags=["findings"])
REFUSED = {404: Problem, 409: Problem}


class FormRowOut(Schema):
    """One finding: `number` as in the letter, what the draft says, and what taking the form leaves."""

    number: int
    item: int
    before: str
    after: str


class FormOut(Schema):
    """What taking a form would change. `missing`: for how many findings nothing is told yet."""

    cause_before: str
    cause: str
    rows: list[FormRowOut]
    ignored: list[int]
    missing: int


class ReplyTakenIn(Schema):
    """Whether the form is handed in as the reply; else it becomes the draft."""

    hand_in: bool = True


class ReplyTakenOut(Schema):
    """Where the instruction stands after a form was taken."""

    id: int
    state: str


@router.post("/instructions/{pk}/reply-form", response={200: FormOut, **REFUSED}, summary="報告書を読み取る")
def receive(request: ApiRequest, pk: int, form: File[UploadedFile]) -> FormOut:
    """Read a filled-in form (docx) and return what taking it would change; nothing is taken yet."""
    found, who = _replier(request, pk), request.auth
    pending = reply_forms.receive(found, form, by=who.user, at=now())
    return _told(found, pending)


@router.get("/instructions/{pk}/reply-form", response={200: FormOut, **REFUSED}, summary="読み取った報告書")
def waiting(request: ApiRequest, pk: int) -> FormOut:
    """Return what taking the waiting form would change now."""
    found = _replier(request, pk)
    return _told(found, _pending(found))


@router.post(
    "/instructions/{pk}/reply-form/take", response={200: ReplyTakenOut, **REFUSED}, summary="報告書を取り込む"
)
def take(request: ApiRequest, pk: int, body: ReplyTakenIn) -> CorrectiveInstruction:
    """Take the waiting form."""
    found = _replier(request, pk)
    reply_forms.take(found, _pending(found), hand_in=body.hand_in, by=request.auth.user, at=now())
    return found


@router.delete(
    "/instructions/{pk}/reply-form", response={204: None, **REFUSED}, summary="読み取った報告書を捨てる"
)
def drop(request: ApiRequest, pk: int) -> Status[None]:
    """Forget the waiting form; the draft stays as it is."""
    reply_forms.drop(_pending(_replier(request, pk)))
    return Status(204, None)


def _replier(request: ApiRequest, pk: int) -> CorrectiveInstruction:
    return access.as_replier(require(request.auth, Act.REPLY_CORRECTION), pk)


def _pending(found: CorrectiveInstruction) -> PendingReply:
    return get_object_or_404(PendingReply.objects.select_related("stored"), instruction=found)


def _told(found: CorrectiveInstruction, pending: PendingReply) -> FormOut:
    shown = reply_forms.preview(found, pending)
    return FormOut(
        cause_before=shown.cause_before,
        cause=shown.cause,
        rows=[
            FormRowOut(number=row.number, item=row.item.pk, before=row.before, after=row.after)
            for row in shown.rows
        ],
        ignored=list(shown.ignored),
        missing=shown.missing,
    )
