"""Pages of documents of others: read, shown as a difference, then taken or dropped."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.adapters.yaml_files import UnreadableFile
from yakusoku.apps.accounts.access import acting
from yakusoku.apps.engagements.queries import catalogue_for
from yakusoku.apps.exchange import access, receiving
from yakusoku.apps.exchange.access import Place
from yakusoku.apps.exchange.document_words import FIELDS, REASONS, told_value
from yakusoku.apps.exchange.forms import DocumentForm, TakeForm
from yakusoku.apps.exchange.models import Received
from yakusoku.apps.exchange.reading import Compared
from yakusoku.apps.inspections.access import sees_work
from yakusoku.domain.library.changed import questions_of
from yakusoku.domain.oscal.differences import Difference
from yakusoku.domain.oscal.documents import open_document
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change in words."""

    subject: str
    title: str
    field: str
    before: str
    after: str


@require_http_methods(["GET", "POST"])
def documents(request: UserRequest) -> HttpResponse:
    """List what waits for a look; a POST brings a document for the organisation itself."""
    return _receive(request, access.visible_place(acting(request), None, None))


@require_http_methods(["GET", "POST"])
def of_engagement(request: UserRequest, pk: int) -> HttpResponse:
    """Bring a document for a work: decisions, a plan of inspections, reports of what was put right."""
    return _receive(request, access.visible_place(acting(request), pk, None))


@require_http_methods(["GET", "POST"])
def of_inspection(request: UserRequest, pk: int) -> HttpResponse:
    """Bring a document for an inspection: answers, or what the client saw."""
    return _receive(request, access.visible_place(acting(request), None, pk))


def _receive(request: UserRequest, place: Place) -> HttpResponse:
    form = DocumentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            told = receiving.parsed(form.cleaned_data["document"].read())
            document = open_document(told)
            allowed = access.place_for(place.who, document.kind, *_keys(place))
            received = receiving.receive(allowed, told, document, by=request.user, at=now())
        except UnreadableFile as error:
            for problem in error.problems:
                form.add_error("document", str(problem))
        except Refusal as refusal:
            form.add_error("document", sentence(refusal))
        else:
            return redirect(received)
    inspection = place.inspection
    engagement = inspection.version.engagement if inspection else place.engagement
    context = {
        "form": form,
        "waiting": access.received_by(place.who).defer("content"),
        "inspection": inspection,
        "engagement": engagement,
        "sees_work": engagement is not None and sees_work(place.who, engagement),
    }
    return render(request, "exchange/documents.html", context, status=422 if form.errors else 200)


def _keys(place: Place) -> tuple[int | None, int | None]:
    engagement, inspection = place.engagement, place.inspection
    return engagement.pk if engagement else None, inspection.pk if inspection else None


@require_GET
def document(request: UserRequest, pk: int) -> HttpResponse:
    """Show what taking a waiting document would change, and what of it would be left."""
    found, place = access.received_for(acting(request), pk)
    try:
        compared = receiving.compared(found, place)
    except (Refusal, UnreadableFile) as error:
        told = sentence(error) if isinstance(error, Refusal) else "\n".join(map(str, error.problems))
        return render(request, "exchange/document.html", {"received": found, "refused": told}, status=409)
    return render(request, "exchange/document.html", shown(found, compared))


def shown(received: Received, compared: Compared) -> dict[str, object]:
    """Return what the page of a waiting document shows."""
    told = compared.difference
    return {
        "received": received,
        "edition": told.edition,
        "changes": [
            ShownChange(
                c.subject,
                c.title,
                str(FIELDS.get(c.field, c.field)),
                told_value(c.field, c.before),
                told_value(c.field, c.after),
            )
            for c in told.changes
        ],
        "left": left_shown(received, told),
        "tasks": [
            (task, told_value("planned", f"{task.date.isoformat()} {task.kind}")) for task in compared.tasks
        ],
        "takes": bool(told.changes) and not compared.tasks,
        "other_edition": not receiving.document_of(received).of_our_edition,
    }


def left_shown(received: Received, told: Difference) -> list[tuple[str, str, object]]:
    """Return what of a document is left: its id, what people call it (empty: nobody does), and why."""
    if not told.left:
        return []
    catalogue = catalogue_for(received.organization_id)
    titles = {each.slug: each.title for each in catalogue.requirements}
    titles |= {check: asked.question for check, asked in questions_of(catalogue).items()}
    titles |= {change.subject: change.title for change in told.changes if change.title}
    return [
        (each.subject, titles.get(each.subject, ""), REASONS.get(each.why, each.why)) for each in told.left
    ]


@require_POST
def take(request: UserRequest, pk: int) -> HttpResponse:
    """Take a waiting document as it was looked at."""
    found, place = access.received_for(acting(request), pk)
    form = TakeForm(request.POST)
    edition = form.cleaned_data["edition"] if form.is_valid() else ""
    chosen = form.cleaned_data.get("task", "")
    try:
        count = receiving.take(found, place, edition, chosen=chosen, by=request.user, at=now())
    except UnreadableFile as error:
        messages.error(request, "\n".join(map(str, error.problems)))
        return redirect(found)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(found if Received.objects.filter(pk=pk).exists() else "oscal")
    messages.success(request, _("%d件を取り込みました。") % count)
    return redirect(place.inspection or place.engagement or "oscal")


@require_POST
def drop(request: UserRequest, pk: int) -> HttpResponse:
    """Forget a waiting document."""
    found, place = access.received_for(acting(request), pk)
    try:
        receiving.drop(found, place, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.info(request, _("文書を捨てました。何も変わっていません。"))
    return redirect("oscal")
