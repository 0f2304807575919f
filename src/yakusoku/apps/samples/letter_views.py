"""Pages of letters: their texts, the batches, their files, and what came back."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.samples import access, queries, respondents, writing
from yakusoku.apps.samples.forms import LetterForm, UndeliveredForm
from yakusoku.apps.samples.letters import (
    PAPERS_A_FILE,
    TYPES,
    letters_file,
    papers_file,
    parts_in,
    specimen,
    text_of,
)
from yakusoku.apps.samples.models import Dispatch, LetterKind, LetterText, Sending, Way
from yakusoku.apps.samples.views import about
from yakusoku.apps.surveys.queries import published
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.sampling.wording import Place
from yakusoku.web.edits import FIELD, mark_of_row
from yakusoku.web.exports import Cell, download, table_answer
from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of, whole
from yakusoku.web.requests import UserRequest, sent

COLUMNS = Columns(
    sorts={"number": "number", "name": "respondent__unit__name", "back": "undelivered_on"},
    searched=("respondent__unit__name__icontains", "respondent__unit__reference__icontains"),
    default="number",
)
HEAD = (
    gettext_lazy("番号"),
    gettext_lazy("名称"),
    gettext_lazy("層"),
    gettext_lazy("住所"),
    gettext_lazy("メールアドレス"),
    gettext_lazy("メールを送った時刻"),
    gettext_lazy("戻った日"),
    gettext_lazy("わけ"),
)


def kind_named(name: str) -> LetterKind:
    """Return a kind of letter by its name in an address; else 404."""
    if name not in LetterKind.values:
        raise Http404
    return LetterKind(name)


@require_http_methods(["GET", "POST"])
def text(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Write the text of a letter."""
    survey, which = access.survey_to_run(acting(request), pk), kind_named(kind)
    title, body = text_of(survey, which)
    form = LetterForm(sent(request), initial={"title": title, "body": body})
    if form.is_valid():
        given, seen = form.cleaned_data, request.POST.get(FIELD)
        try:
            writing.write_text(
                survey, which, given["title"], given["body"], seen=seen, by=request.user, at=now()
            )
        except Refusal as refusal:
            form.add_error("body", sentence(refusal))
        else:
            messages.success(request, _("手紙の文を保存しました。"))
            return redirect("sample-letter", survey.pk, kind)
    context = {
        **about(survey),
        "form": form,
        "kind": which,
        "kinds": LetterKind,
        "places": [place.value for place in Place],
        "mark": mark_of_row(LetterText.objects.filter(survey=survey, kind=which).first()),
    }
    return render(request, "samples/letter.html", context, status=422 if form.errors else 200)


@require_GET
def specimen_file(request: UserRequest, pk: int, kind: str) -> HttpResponse:
    """Give a letter to nobody as PDF."""
    survey, which = access.survey_to_run(acting(request), pk), kind_named(kind)
    title, body = text_of(survey, which)
    content = specimen(survey, which, title, body, localdate())
    return download(content, TYPES["pdf"], f"{which.label}-{_('見本')}.pdf")


@require_GET
def dispatches(request: UserRequest, pk: int) -> HttpResponse:
    """List the batches."""
    survey = access.survey_to_run(acting(request), pk)
    context = {
        **about(survey),
        "page": page_of(queries.dispatches_of(survey), request.GET),
        "sample": queries.sample_of(survey),
    }
    return render(request, "samples/dispatches.html", context)


@require_GET
def dispatch(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Show a batch and to whom it went; `?format=` gives the rows as a file."""
    found = access.dispatch_for(acting(request), pk, number)
    return _page(request, found, None)


def _page(request: UserRequest, found: Dispatch, form: UndeliveredForm | None) -> HttpResponse:
    listing = listing_from(request.GET, COLUMNS)
    rows = listing.apply(queries.sendings_of(found))
    if "format" in request.GET:
        name = f"{found.get_kind_display()}-{found.number}"
        return table_answer(request.GET["format"], name, [str(each) for each in HEAD], _exported(rows))
    everyone = queries.sendings_of(found)
    people = everyone.count()
    context = {
        **about(found.survey),
        "dispatch": found,
        "listing": listing,
        "page": page_of(rows, request.GET),
        "people": people,
        "lost": everyone.filter(undelivered_on__isnull=False).count(),
        "unmailed": everyone.filter(mailed_at__isnull=True).count() if found.way == Way.MAIL else 0,
        "parts": range(1, parts_in(people) + 1),
        "paper_parts": range(1, parts_in(people, PAPERS_A_FILE) + 1),
        "printable": published(found.survey) is not None,
        "form": form or UndeliveredForm(initial={"day": localdate(), "note": _("あて先不明")}),
    }
    return render(request, "samples/dispatch.html", context, status=422 if form else 200)


def _exported(rows: Iterable[Sending]) -> Iterable[tuple[Cell, ...]]:
    for row in rows:
        unit = row.respondent.unit
        yield (
            row.respondent.number,
            unit.name if unit else "",
            row.respondent.stratum,
            unit.address if unit else "",
            unit.mail if unit else "",
            row.mailed_at,
            row.undelivered_on,
            row.undelivered_note,
        )


@require_GET
def letters(request: UserRequest, pk: int, number: int, kind: str) -> HttpResponse:
    """Give the letters of a batch as a file; `?part=2`: the second file of a long one."""
    found = access.dispatch_for(acting(request), pk, number)
    if kind not in TYPES:
        raise Http404
    try:
        made = letters_file(found, kind, whole(request.GET.get("part", ""), 1))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(found)
    return download(made.content, made.content_type, made.name)


@require_GET
def papers(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Give letters of a batch with the questionnaire behind each; `?part=2`: the second file."""
    found = access.dispatch_for(acting(request), pk, number)
    try:
        made = papers_file(found, whole(request.GET.get("part", ""), 1))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(found)
    return download(made.content, made.content_type, made.name)


@require_POST
def undelivered(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Record that a letter came back, by the number that is printed on it, or take that back."""
    who = acting(request)
    found = access.dispatch_for(who, pk, number)
    if "delivered" in request.POST:
        row = access.sending_for(who, pk, number, whole(request.POST["delivered"], 0))
        respondents.mark_undelivered(row, None, "", by=request.user, at=now())
        messages.success(request, _("届いたことに戻しました。"))
        return redirect(found)
    form = UndeliveredForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        rows = Sending.objects.filter(dispatch=found, respondent__number=given["respondent"])
        row_or_none = rows.select_related("respondent").first()
        if row_or_none is None:
            form.add_error("respondent", _("この発送に、その番号の回答者はいません。"))
            return _page(request, found, form)
        row_or_none.dispatch = found
        try:
            respondents.mark_undelivered(row_or_none, given["day"], given["note"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error("day", sentence(refusal))
        else:
            told = {"number": given["respondent"]}
            messages.success(request, _("%(number)s番が届かなかったことを記録しました。") % told)
            return redirect(found)
    return _page(request, found, form)
