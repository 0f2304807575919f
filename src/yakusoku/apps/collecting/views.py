"""Pages of what came in: how the survey stands, the answers, one answer with its history, how they are taken."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.collecting import access, correcting, queries
from yakusoku.apps.collecting.exporting import data_csv
from yakusoku.apps.collecting.forms import CorrectionForm, TermsForm, rules_as_text
from yakusoku.apps.collecting.models import Record
from yakusoku.apps.collecting.reading import paper_of
from yakusoku.apps.collecting.standing import terms_of
from yakusoku.apps.collecting.terms import set_terms
from yakusoku.apps.surveys.access import may_run, survey_for, survey_to_run
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.collecting.joining import LOST_WORDS
from yakusoku.web.edits import FIELD, mark_of_row
from yakusoku.web.exports import Cell, table_answer
from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest, sent
from yakusoku.web.survey_pages import pages_of_survey
from yakusoku.web.words import say

# Where all pages of answers stand among the pages of their survey.
HERE = "survey-answers"
COLUMNS = Columns(
    sorts={
        "number": "respondent__number",
        "stratum": "respondent__stratum",
        "way": "way",
        "submitted": "submitted_at",
        "answered": "answered",
    },
    searched=("respondent__stratum__icontains", "receipt__icontains"),
    default="number",
)
FILTERS = (
    ("", gettext_lazy("使う回答")),
    ("draft", gettext_lazy("書きかけ")),
    ("lost", gettext_lazy("使わない回答")),
    ("broken", gettext_lazy("決まりに合わない")),
    ("corrected", gettext_lazy("訂正したもの")),
)
HEAD = (
    gettext_lazy("番号"),
    gettext_lazy("層"),
    gettext_lazy("方法"),
    gettext_lazy("届いた時刻"),
    gettext_lazy("答えた設問"),
    gettext_lazy("使わない理由"),
    gettext_lazy("合わない決まり"),
)


@require_GET
def answers(request: UserRequest, pk: int) -> HttpResponse:
    """Show how the survey stands: answers by day, way and stratum, drafts, findings."""
    who = acting(request)
    survey = survey_for(who, pk)
    context = {
        "survey": survey,
        "pages": pages_of_survey(survey.pk, HERE),
        "overview": queries.overview(survey),
        "may_run": may_run(who, survey),
    }
    return render(request, "collecting/answers.html", context)


@require_GET
def records(request: UserRequest, pk: int) -> HttpResponse:
    """List the answers; `?show=` narrows, `?format=` gives the same rows as a file."""
    survey = survey_to_run(acting(request), pk)
    listing, wanted = listing_from(request.GET, COLUMNS), request.GET.get("show", "")
    rows = listing.apply(queries.shown(access.records_of(survey), wanted))
    rows = rows.defer("questionnaire__sheets", "answers", "marks", "amending")
    if "format" in request.GET:
        return table_answer(
            request.GET["format"], _("調査の回答"), [str(title) for title in HEAD], _exported(rows)
        )
    page = page_of(rows, request.GET)
    context = {
        "survey": survey,
        "pages": pages_of_survey(survey.pk, HERE),
        "listing": listing,
        "page": page,
        "rows": [(row, queries.way_words(row.way), _why_lost(row)) for row in page.rows],
        "show": wanted,
        "filters": FILTERS,
    }
    return render(request, "collecting/records.html", context)


def _why_lost(row: Record) -> str:
    return say(LOST_WORDS.get(row.lost, ""))


def _exported(rows: Iterable[Record]) -> Iterable[tuple[Cell, ...]]:
    for row in rows:
        yield (
            row.respondent.number,
            row.respondent.stratum,
            queries.way_words(row.way),
            row.submitted_at,
            row.answered,
            _why_lost(row),
            " ".join(row.broken),
        )


@require_GET
def data(request: UserRequest, pk: int) -> HttpResponse:
    """Hand out the final data, exactly as they are tabulated."""
    survey = survey_to_run(acting(request), pk)
    return data_csv(survey, by=request.user, at=now())


@require_GET
def record(request: UserRequest, pk: int, record: int) -> HttpResponse:
    """Show one answer as it counts, and everything that became of it."""
    return show_record(request, access.record_for(acting(request), pk, record))


def show_record(request: UserRequest, found: Record, form: CorrectionForm | None = None) -> HttpResponse:
    """Show an answer; `form`: a correction that was refused, or is asked for."""
    paper = paper_of(found.questionnaire)
    asked = request.GET.get("correct", "")
    if form is None and asked in paper.names and found.submitted_at is not None:
        form = CorrectionForm(initial={"question": asked})
    question = form["question"].value() if form else ""
    rows = queries.answers_shown(found, paper)
    other = Record.objects.filter(respondent=found.respondent).exclude(pk=found.pk).first()
    context = {
        "survey": found.survey,
        "record": found,
        "way": queries.way_words(found.way),
        "answers": rows,
        "wrong": queries.sentences_of(found, paper),
        "why_lost": _why_lost(found),
        "other": other,
        "form": form,
        "correcting": next((row for row in rows if row.name == question), None),
        "options": list(enumerate(paper.form.questions[question].choices, 1))
        if question in paper.names
        else [],
        "corrections": [
            (
                each,
                queries.said(paper, each.question, each.before),
                queries.said(paper, each.question, each.after),
            )
            for each in found.corrections.select_related("corrected_by")
        ],
        "settlements": [
            (each, *(queries.said(paper, each.question, c) for c in (each.first, each.second, each.settled)))
            for each in found.settlements.select_related("settled_by")
        ],
        "keyings": found.keyings.select_related("keyed_by"),
        "formers": found.formers.all(),
    }
    return render(
        request, "collecting/record.html", context, status=422 if form is not None and form.errors else 200
    )


@require_POST
def correct(request: UserRequest, pk: int, record: int) -> HttpResponse:
    """Set one answer anew, with the reason."""
    found = access.record_for(acting(request), pk, record)
    form = CorrectionForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data
        try:
            correcting.correct(
                found,
                told["question"],
                told["typed"],
                told["reason"],
                seen=request.POST.get(FIELD),
                by=request.user,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("答えを訂正しました。前の答えと理由は、記録に残ります。"))
            return redirect(found)
    return show_record(request, found, form)


@require_http_methods(["GET", "POST"])
def terms(request: UserRequest, pk: int) -> HttpResponse:
    """Decide how answers are taken."""
    survey = survey_to_run(acting(request), pk)
    kept = terms_of(survey)
    initial = {
        "joining": kept.joining,
        "amend": kept.amend,
        "twice": kept.twice,
        "rules": rules_as_text(kept.rules),
    }
    form = TermsForm(sent(request), initial=initial)
    if form.is_valid():
        try:
            seen = request.POST.get(FIELD)
            set_terms(survey, form.cleaned_data, seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("回答の集め方を保存しました。"))
            return redirect("survey-answers", survey.pk)
    context = {
        "survey": survey,
        "pages": pages_of_survey(survey.pk, HERE),
        "form": form,
        "mark": mark_of_row(kept if kept.pk else None),
    }
    return render(request, "collecting/terms.html", context, status=422 if form.errors else 200)
