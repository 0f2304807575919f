"""Pages of paper: what arrived, keying by the keyboard, comparing two keyings, files keyed elsewhere."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.collecting import access, importing, papers, queries
from yakusoku.apps.collecting.forms import NumberForm, PapersFileForm
from yakusoku.apps.collecting.keying_pages import keyed_lines, lines_of
from yakusoku.apps.collecting.models import Record
from yakusoku.apps.collecting.reading import Paper, paper_of
from yakusoku.apps.collecting.saves import new_page, step_of
from yakusoku.apps.collecting.standing import terms_of
from yakusoku.apps.surveys.access import survey_to_run
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.refusal import PreviewChanged, Refusal
from yakusoku.domain.survey.collecting.keying import Difference, keyed
from yakusoku.web.answers import wants_part
from yakusoku.web.edits import FIELD
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of, page_of_list
from yakusoku.web.requests import UserRequest
from yakusoku.web.survey_pages import pages_of_survey

WHERE = (
    ("first", gettext_lazy("一度目の入力を待つもの")),
    ("second", gettext_lazy("二度目の入力を待つもの")),
    ("compare", gettext_lazy("見比べるもの")),
    ("done", gettext_lazy("終わったもの")),
)
# What a form of one paper calls its buttons and choices; no question has such names.
FINISH, SETTLED, OTHERWISE, REASON = "-finish", "-settled-", "-otherwise-", "-reason-"


@require_http_methods(["GET", "POST"])
def papers_page(request: UserRequest, pk: int) -> HttpResponse:
    """List the papers by what is next for them; take a number to key."""
    survey = survey_to_run(acting(request), pk)
    form = NumberForm(survey, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            found = papers.arrive(survey, form.cleaned_data["number"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error("number", sentence(refusal))
        else:
            return redirect(_where_next(found))
    twice = terms_of(survey).twice
    wanted = request.GET.get("show", "first")
    page = page_of(queries.papers(survey, wanted, twice=twice).order_by("respondent__number"), request.GET)
    counts = queries.paper_counts(survey, twice=twice)
    context = {
        "survey": survey,
        "pages": pages_of_survey(survey.pk, "survey-answers"),
        "form": form,
        "page": page,
        "mine": queries.keyed_by(page.rows, request.user.pk),
        "show": wanted,
        "filters": [
            (name, words, counts[name])
            for name, words in WHERE
            if twice or name in ("first", "done") or counts[name]
        ],
    }
    return render(request, "collecting/papers.html", context, status=422 if form.errors else 200)


def _where_next(record: Record) -> str:
    """Return the address at which a paper goes on."""
    done = sum(each.finished_at is not None for each in record.keyings.all())
    if record.submitted_at is not None:
        return record.get_absolute_url()
    name = "survey-paper-compare" if done >= 2 else "survey-paper"
    return reverse(name, args=[record.survey_id, record.pk])


@require_http_methods(["GET", "POST"])
def key(request: UserRequest, pk: int, record: int) -> HttpResponse:
    """Key one paper: a line for each question. The second typist does not see what the first one wrote."""
    found = access.paper_for(acting(request), pk, record)
    paper, survey = paper_of(found.questionnaire), found.survey
    if request.method == "POST":
        typed = {name: request.POST.get(name, "")[:4000] for name in paper.names}
        # What saves itself is sent with the button that has the focus: only a pressed one ends the keying.
        finish = FINISH in request.POST and not wants_part(request)
        try:
            kept = papers.key(found, typed, finish=finish, page=step_of(request), by=request.user, at=now())
        except Refusal as refusal:
            lines = keyed_lines(paper, keyed(paper.form, typed), typed)
            return _show_key(request, found, 0, lines, sentence(refusal))
        if wants_part(request):
            return HttpResponse(status=204)
        if finish:
            messages.success(request, _told(kept))
            return redirect("survey-papers", survey.pk)
        return redirect("survey-paper", survey.pk, found.pk)
    keyings = list(found.keyings.all())
    try:
        turn = papers.turn_of(found, keyings, request.user, twice=terms_of(survey).twice)
    except papers.AlreadyKeyed:
        return redirect(_where_next(found))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("survey-papers", survey.pk)
    mine = next((each for each in keyings if each.turn == turn), None)
    return _show_key(request, found, turn, lines_of(paper, mine))


def _told(record: Record) -> str:
    if record.submitted_at is not None:
        return _("入力を終えました。この紙の回答が決まりました。")
    if sum(each.finished_at is not None for each in record.keyings.all()) >= 2:
        return _("入力を終えました。一度目と違うところがあります。見比べて決めてください。")
    return _("入力を終えました。二度目は、別の人が入力します。")


def _show_key(
    request: UserRequest, found: Record, turn: int, lines: object, refused: str = ""
) -> HttpResponse:
    context = {
        "survey": found.survey,
        "record": found,
        "turn": turn,
        "lines": lines,
        "page_name": new_page(),
        "refused": refused,
    }
    return render(request, "collecting/key.html", context, status=409 if refused else 200)


@require_http_methods(["GET", "POST"])
def compare(request: UserRequest, pk: int, record: int) -> HttpResponse:
    """Show where two keyings differ, and settle each difference with its reason."""
    found = access.paper_for(acting(request), pk, record)
    paper, refused = paper_of(found.questionnaire), ""
    try:
        differing = papers.differences_of(found)
        if request.method == "POST":
            settled = {
                each.question: cell
                for each in differing
                if (cell := _settled(request, paper.form.questions[each.question].name, each, paper))
                is not None
            }
            reasons = {
                each.question: request.POST.get(REASON + each.question, "")[:2000] for each in differing
            }
            papers.settle_differences(found, settled, reasons, by=request.user, at=now())
            messages.success(request, _("違いを決めました。この紙の回答が決まりました。"))
            return redirect("survey-papers", found.survey_id)
    except papers.NotToCompare:
        return (
            redirect(_where_next(found)) if found.submitted_at else redirect("survey-papers", found.survey_id)
        )
    except Refusal as refusal:
        refused = sentence(refusal)
    return _show_comparison(request, found, paper, differing, refused)


def _show_comparison(
    request: UserRequest, found: Record, paper: Paper, differing: list[Difference], refused: str
) -> HttpResponse:
    first, second = found.keyings.select_related("keyed_by")
    marks = paper.marks()
    rows = [
        {
            "question": paper.form.questions[each.question],
            "mark": marks.get(each.question, each.question),
            "first": queries.said(paper, each.question, each.first),
            "second": queries.said(paper, each.question, each.second),
            "chosen": request.POST.get(SETTLED + each.question, ""),
            "typed": request.POST.get(OTHERWISE + each.question, ""),
            "reason": request.POST.get(REASON + each.question, ""),
            "missing": bool(refused)
            and not (request.POST.get(SETTLED + each.question) and request.POST.get(REASON + each.question)),
        }
        for each in differing
    ]
    context = {
        "survey": found.survey,
        "record": found,
        "first": first,
        "second": second,
        "refused": refused,
        "rows": rows,
    }
    return render(request, "collecting/compare.html", context, status=422 if refused else 200)


def _settled(request: UserRequest, name: str, each: Difference, paper: Paper) -> str | None:
    """Return what was chosen for a difference as a cell; None: nothing."""
    chosen = request.POST.get(SETTLED + name, "")
    if chosen == "other":
        typed = request.POST.get(OTHERWISE + name, "")[:4000]
        return keyed(paper.form, {name: typed}).cell(name)
    return {"first": each.first, "second": each.second}.get(chosen)


@require_http_methods(["GET", "POST"])
def bring(request: UserRequest, pk: int) -> HttpResponse:
    """Read a file of papers that were keyed elsewhere, and show what taking it would do."""
    who = acting(request)
    survey = survey_to_run(who, pk)
    form = PapersFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            importing.receive(survey, form.cleaned_data["file"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error("file", sentence(refusal))
        else:
            return redirect("survey-papers-import", survey.pk)
    return _show_import(request, survey, form)


def _show_import(
    request: UserRequest, survey: Survey, form: PapersFileForm, refused: str = ""
) -> HttpResponse:
    pending = access.pending_for(acting(request), survey)
    rows = importing.preview(pending) if pending else []
    context = {
        "survey": survey,
        "form": form,
        "pending": pending,
        "page": page_of_list(rows, request.GET),
        "new": sum(each.state == "new" for each in rows),
        "left": sum(each.state != "new" for each in rows),
        "faults": sum(len(each.faults) for each in rows if each.state == "new"),
        "mark": importing.mark_of_preview(rows),
        "refused": refused,
    }
    status = 409 if refused else 422 if form.errors else 200
    return render(request, "collecting/import.html", context, status=status)


@require_POST
def take(request: UserRequest, pk: int) -> HttpResponse:
    """Take the file that waits, or drop it."""
    who = acting(request)
    survey = survey_to_run(who, pk)
    pending = access.pending_for(who, survey)
    if pending is None:
        raise Http404
    if request.POST.get("drop"):
        importing.drop(pending)
        return redirect("survey-papers-import", survey.pk)
    try:
        count = importing.take(pending, looked=request.POST.get(FIELD, ""), by=request.user, at=now())
    except (PreviewChanged, importing.NothingToTake) as refusal:
        return _show_import(request, survey, PapersFileForm(), sentence(refusal))
    told = ngettext("%(n)s件の紙の回答を取り込みました。", "%(n)s件の紙の回答を取り込みました。", count)
    messages.success(request, told % {"n": count})
    return redirect("survey-answers", survey.pk)
