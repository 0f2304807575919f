"""The contractor's own page: open sheets of every client, kept answers, certificates, files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.files.answers import download
from yakusoku.apps.library import access, tables
from yakusoku.apps.library.forms import FileForm, KeptAnswerForm, NewAnswerForm, RevisionForm
from yakusoku.apps.library.models import KeptAnswerRecord
from yakusoku.apps.library.queries import affected_by, file_uses, moved_for
from yakusoku.apps.library.services import answers as services
from yakusoku.domain.library.answers import VALIDITY_LABELS, validity_on
from yakusoku.domain.library.changed import Asked
from yakusoku.domain.packs.difference import Piece, compare_texts
from yakusoku.domain.refusal import Refusal
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest, sent
from yakusoku.web.words import say


@require_GET
def sheets(request: UserRequest) -> HttpResponse:
    """List the sheets of every client that the contractor is asked to answer."""
    who = acting(request)
    listing, found = tables.sheets_listed(who, request.GET)
    wanted = request.GET.get("format", "")
    if wanted:
        return tables.sheets_table(who, request.GET).answer(wanted)
    context = {
        "listing": listing,
        "page": page_of(found, request.GET),
        "state": tables.state_asked(request.GET),
        "tab": "sheets",
    }
    return render(request, "library/sheets.html", context)


@require_GET
def answers(request: UserRequest) -> HttpResponse:
    """List the kept answers."""
    who = acting(request)
    moved = moved_for(access.keeper(who).organization)
    listing, rows = tables.answers_listed(who, request.GET, moved)
    wanted = request.GET.get("format", "")
    if wanted:
        return tables.answers_table(who, request.GET).answer(wanted)
    page = page_of(rows, request.GET)
    context = {
        "listing": listing,
        "page": page,
        "lines": lines_of(page.rows, moved),
        "show": tables.show_asked(request.GET),
        "moved": len(moved),
        "tab": "answers",
    }
    return render(request, "library/answers.html", context)


@dataclass(frozen=True, slots=True)
class Line:
    """A kept answer as it is shown. `asked`: its question of today, if that moved; `pieces`: both, run by run."""

    kept: KeptAnswerRecord
    validity: str
    words: str
    asked: Asked | None
    pieces: tuple[tuple[Piece, str], ...]


def lines_of(rows: Iterable[KeptAnswerRecord], moved: Mapping[int, Asked]) -> list[Line]:
    """Return each answer with its validity as a code and as words, and what its question asks by now."""
    today, lines = localdate(), []
    for row in rows:
        validity = validity_on(today, row.valid_from, row.valid_until)
        asked = moved.get(row.pk)
        pieces = tuple(compare_texts(row.question, asked.question)) if asked else ()
        lines.append(Line(row, validity.value, say(VALIDITY_LABELS[validity]), asked, pieces))
    return lines


@require_http_methods(["GET", "POST"])
def new_answer(request: UserRequest) -> HttpResponse:
    """Write an answer to a question in one's own words."""
    who = access.keeper(acting(request))
    first = {
        "valid_from": localdate(),
        "valid_until": localdate() + timedelta(days=365),
        "for_everyone": True,
    }
    form = NewAnswerForm(sent(request), initial=first)
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.write(
                who.organization, form.wanted(form.cleaned_data["question"]), by=request.user, at=now()
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("控えに残しました。ファイルも付けられます。"))
            return redirect(kept)
    context = {"form": form, "tab": "answers"}
    return render(request, "library/answer_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def answer(request: UserRequest, pk: int) -> HttpResponse:
    """Show a kept answer, what it was taken for, and which sheets say something else; or change it."""
    kept = access.kept_answer_for(acting(request), pk)
    form = KeptAnswerForm(sent(request), initial=_initial(kept))
    seen = RevisionForm(sent(request), initial={"revision": kept.revision})
    if request.method == "POST" and form.is_valid() and seen.is_valid():
        revision, words = seen.cleaned_data["revision"], request.POST.get("words", "")
        said = form.wanted(kept.question)
        try:
            if words:
                services.carry_over(kept, words, said, revision=revision, by=request.user, at=now())
            else:
                services.change(kept, said, revision=revision, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("控えを直しました。"))
            return redirect(kept)
    return show_answer(request, kept, form)


def show_answer(
    request: UserRequest, kept: KeptAnswerRecord, form: KeptAnswerForm, file_form: FileForm | None = None
) -> HttpResponse:
    """Return the page of a kept answer; 422 when a form on it failed."""
    file_form = file_form or FileForm()
    context = {
        "kept": kept,
        "line": lines_of([kept], moved_for(kept.organization, kept.pk))[0],
        "form": form,
        "file_form": file_form,
        "files": kept.files.select_related("stored"),
        "affected": affected_by(kept),
        "tab": "answers",
    }
    failed = bool(form.errors or file_form.errors)
    return render(request, "library/answer.html", context, status=422 if failed else 200)


def _initial(kept: KeptAnswerRecord) -> dict[str, Any]:
    names = ("answer", "comment", "named_evidence", "valid_from", "valid_until", "tags", "for_everyone")
    return {name: getattr(kept, name) for name in names}


@require_POST
def carry_over(request: UserRequest) -> HttpResponse:
    """Confirm kept answers for their questions as they are asked today: all that were ticked, or none."""
    who = access.keeper(acting(request))
    told = [value.split(":") for value in request.POST.getlist("kept")]
    chosen = [
        (int(parts[0]), int(parts[1]), parts[2])
        for parts in told
        if len(parts) == 3 and all(part.isascii() and part.isdigit() for part in parts[:2])
    ]
    try:
        count = services.carry_over_all(who.organization, chosen, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("%d件の控えを、変わった質問への回答として確かめました。") % count)
    return redirect(reverse("library-answers") + "?show=changed")


@require_POST
def retire_answer(request: UserRequest, pk: int) -> HttpResponse:
    """Put a kept answer away."""
    kept = access.kept_answer_for(acting(request), pk)
    seen = RevisionForm(request.POST)
    try:
        if seen.is_valid():
            services.retire(kept, revision=seen.cleaned_data["revision"], by=request.user, at=now())
            messages.success(request, _("控えをしまいました。もう候補に出ません。"))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("library-answers")


@require_POST
def add_file(request: UserRequest, pk: int) -> HttpResponse:
    """Add a file to a kept answer."""
    kept = access.kept_answer_for(acting(request), pk)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.add_file(kept, form.cleaned_data["upload"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error("upload", sentence(refusal))
        else:
            return redirect(kept)
    return show_answer(request, kept, KeptAnswerForm(initial=_initial(kept)), form)


@require_POST
def remove_file(request: UserRequest, pk: int, file: int) -> HttpResponse:
    """Take a file away from a kept answer."""
    found = access.kept_file_for(acting(request), pk, file)
    services.remove_file(found, by=request.user, at=now())
    return redirect(found.kept)


@require_GET
def files(request: UserRequest) -> HttpResponse:
    """List the files of the library and where they stand."""
    who = acting(request)
    listing, rows = tables.files_listed(who, request.GET)
    wanted = request.GET.get("format", "")
    if wanted:
        return tables.files_table(who, request.GET).answer(wanted)
    page = page_of(rows, request.GET)
    uses = file_uses([row.pk for row in page.rows], who.organization)
    lines = [(row, uses.get(row.pk, [])) for row in page.rows]
    context = {"listing": listing, "page": page, "lines": lines, "tab": "files"}
    return render(request, "library/files.html", context)


@require_GET
def file(request: UserRequest, pk: int) -> FileResponse:
    """Hand out a file of the library."""
    return download(access.file_for(acting(request), pk))
