"""On the spot: the sheet on a tablet, also where there is no connection."""

from uuid import uuid4

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import Acting, acting
from yakusoku.apps.files.answers import download
from yakusoku.apps.inspections import access, onsite
from yakusoku.apps.inspections.forms import NotedForm, PhotoForm
from yakusoku.apps.inspections.models import Inspection, ObservationFile, State, Visit
from yakusoku.apps.inspections.onsite import Noted, Outcome, stamp_of
from yakusoku.apps.inspections.queries import CheckRow, sheet_of
from yakusoku.domain.inspections.answers import VERIFICATION_LABELS, Verification
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest
from yakusoku.web.words import choices

WORKER = "web/onsite-worker.js"


@require_GET
def page(request: UserRequest, pk: int) -> HttpResponse:
    """Show the checks one under the other, with large targets: those of the visit, or all."""
    found = access.as_client(acting(request), pk)
    if found.state != State.SUBMITTED:
        return redirect(found)
    visit = Visit.objects.filter(inspection=found).first()
    wanted = set(visit.checks) if visit and request.GET.get("show") != "all" else set()
    rows = [row for row in sheet_of(found).rows if not wanted or row.check.id in wanted]
    photos = _photos(found)
    context = {
        "inspection": found,
        "engagement": found.version.engagement,
        "visit": visit,
        "chosen": bool(wanted),
        "rows": [(row, stamp_of(row.observation), photos.get(row.check.id, ())) for row in rows],
        "left": sum(1 for row in rows if _waits(row)),
        "verifications": choices(VERIFICATION_LABELS),
    }
    return render(request, "inspections/onsite.html", context)


def _waits(row: CheckRow) -> bool:
    return row.observation is None


def _photos(found: Inspection) -> dict[str, list[ObservationFile]]:
    photos: dict[str, list[ObservationFile]] = {}
    for photo in found.photos.select_related("stored"):
        photos.setdefault(photo.check_id, []).append(photo)
    return photos


@require_POST
def send(request: UserRequest, pk: int, check: str) -> HttpResponse:
    """Take what was seen at a check, from the form of the page or from what waited on the tablet."""
    found = access.as_client(_who_noted(request), pk)
    form = NotedForm(request.POST)
    if not form.is_valid():
        return _told(request, found, check, "refused", " ".join(_errors(form)))
    data = form.cleaned_data
    noted = Noted(
        key=data["key"] or uuid4().hex,
        check=check,
        verification=Verification(data["verification"]),
        seen=data["seen"],
        base=data["base"],
        force=bool(data["force"]) or not data["key"],
    )
    try:
        outcome = onsite.take_note(found, noted, by=request.user, at=now())
    except Refusal as refusal:
        return _told(request, found, check, "refused", sentence(refusal))
    return _told(request, found, check, outcome)


@require_POST
def send_photo(request: UserRequest, pk: int, check: str) -> HttpResponse:
    """Take a photo of a check."""
    found = access.as_client(_who_noted(request), pk)
    form = PhotoForm(request.POST, request.FILES)
    if not form.is_valid():
        return _told(request, found, check, "refused", " ".join(_errors(form)))
    key, photo = form.cleaned_data["key"] or uuid4().hex, form.cleaned_data["photo"]
    try:
        outcome = onsite.take_photo(found, key, check, photo, by=request.user, at=now())
    except Refusal as refusal:
        return _told(request, found, check, "refused", sentence(refusal))
    return _told(request, found, check, outcome)


@require_GET
def photo(request: UserRequest, pk: int, file: int) -> FileResponse:
    """Hand out a photo to whoever may read what the client saw."""
    return download(access.photo_for(acting(request), pk, file).stored)


@require_POST
def remove_photo(request: UserRequest, pk: int, file: int) -> HttpResponse:
    """Take a photo away again."""
    who = acting(request)
    found = access.as_client(who, pk)
    shown = access.photo_for(who, pk, file)
    check = shown.check_id
    try:
        onsite.remove_photo(shown, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect(reverse("onsite", args=[found.pk]) + f"#{check}")


@require_GET
def worker(request: UserRequest) -> HttpResponse:
    """Hand out the script that shows the page without a connection; its address is its reach."""
    path = finders.find(WORKER)
    if not isinstance(path, str):
        raise Http404
    with open(path, encoding="utf-8") as script:
        answer = HttpResponse(script.read(), content_type="text/javascript; charset=utf-8")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _who_noted(request: UserRequest) -> Acting:
    """Return who sends it. Raises PermissionDenied if another person noted it at the same tablet."""
    if request.POST.get("noted_by") not in {None, "", str(request.user.pk)}:
        raise PermissionDenied
    return acting(request)


def _errors(form: NotedForm | PhotoForm) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]


def _told(request: UserRequest, found: Inspection, check: str, outcome: str, words: str = "") -> HttpResponse:
    """Answer a script with what became of it, a form with the page."""
    if request.headers.get("Accept", "").startswith("application/json"):
        present = found.observations.filter(check_id=check).first()
        content = {
            "outcome": str(outcome),
            "words": words,
            "stamp": stamp_of(present),
            "verification": present.get_verification_display() if present else "",
            "seen": present.seen if present else "",
            "by": present.observed_by.name if present else "",
        }
        return JsonResponse(content, status=422 if outcome == "refused" else 200)
    if words:
        messages.error(request, words)
    elif outcome == Outcome.KEPT:
        messages.success(request, _("保存しました。"))
    return redirect(reverse("onsite", args=[found.pk]) + f"#{check}")
