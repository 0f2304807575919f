"""Pages of surveys: the list, a new one, one survey with its thread, and what is told of it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.surveys import access, queries, services
from yakusoku.apps.surveys.exporting import HEAD, exported
from yakusoku.apps.surveys.forms import SurveyForm
from yakusoku.apps.surveys.models import State
from yakusoku.apps.surveys.stages import next_step, steps_of, thread_of
from yakusoku.apps.surveys.writing import present
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.web.attempts import attempted, tried
from yakusoku.web.edits import FIELD, mark_of_row
from yakusoku.web.exports import Table
from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest, sent
from yakusoku.web.survey_pages import pages_of_survey

COLUMNS = Columns(
    sorts={
        "title": "title",
        "state": "state",
        "department": "department__name",
        "owner": "owner__name",
        "version": "version",
        "opens": "opens_on",
        "closes": "closes_on",
        "made": "pk",
    },
    searched=(
        "title__icontains",
        "purpose__icontains",
        "department__name__icontains",
        "owner__name__icontains",
    ),
    default="-made",
)
FILTERS = (("", gettext_lazy("すべて")), *State.choices)


@require_GET
def surveys(request: UserRequest) -> HttpResponse:
    """List the surveys; `?show=` narrows to a state, `?format=` gives the same rows as a file."""
    who = acting(request)
    listing, wanted = listing_from(request.GET, COLUMNS), request.GET.get("show", "")
    rows = listing.apply(queries.shown(queries.in_list(access.surveys_of(who)), wanted))
    if "format" in request.GET:
        return Table(_("調査"), HEAD, exported(rows)).answer(request.GET["format"])
    context = {
        "listing": listing,
        "page": page_of(rows, request.GET),
        "show": wanted,
        "filters": FILTERS,
        "may_add": who.may(Act.RUN_SURVEYS),
    }
    return render(request, "surveys/list.html", context)


@require_http_methods(["GET", "POST"])
def new(request: UserRequest) -> HttpResponse:
    """Add a survey."""
    who = require(acting(request), Act.RUN_SURVEYS)
    form = SurveyForm(sent(request), who=who)
    if form.is_valid():
        try:
            made = services.register(who.organization, form.cleaned_data, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("調査を登録しました。次は調査票です。"))
            return redirect(made)
    return render(request, "surveys/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def survey(request: UserRequest, pk: int) -> HttpResponse:
    """Show a survey: where it stands, what is next, and its questionnaire."""
    who = acting(request)
    found = access.survey_for(who, pk)
    steps = steps_of(found)
    draft = present(found)
    findings = queries.findings_of(queries.version_sheets(draft)) if draft else []
    context = {
        "survey": found,
        "pages": pages_of_survey(found.pk, "survey"),
        "thread": thread_of(steps, localdate(), linked=access.may_run(who, found)),
        "next": next_step(steps),
        "draft": draft if draft and draft.published_at is None else None,
        "versions": found.questionnaires.filter(published_at__isnull=False)
        .defer(*queries.HEAVY)
        .select_related("published_by"),
        "counts": queries.counts(findings),
        "waves": found.next_waves.all(),
        "may_run": access.may_run(who, found),
    }
    return render(request, "surveys/survey.html", context)


@require_http_methods(["GET", "POST"])
def change(request: UserRequest, pk: int) -> HttpResponse:
    """Change what is told of a survey."""
    who = acting(request)
    found = access.survey_to_run(who, pk)
    initial = {name: getattr(found, name) for name in services.TOLD}
    form = SurveyForm(sent(request), who=who, own=found.pk, initial=initial)
    seen = request.POST.get(FIELD)
    if attempted(
        form, lambda: services.change(found, form.cleaned_data, seen=seen, by=request.user, at=now())
    ):
        messages.success(request, _("調査の情報を保存しました。"))
        return redirect(found)
    context = {"form": form, "survey": found, "mark": mark_of_row(found)}
    return render(request, "surveys/change.html", context, status=422 if form.errors else 200)


@require_POST
def open_survey(request: UserRequest, pk: int) -> HttpResponse:
    """Let a survey take answers."""
    found = access.survey_to_run(acting(request), pk)
    tried(
        request, lambda: services.open_survey(found, by=request.user, at=now()), _("回答の受付を始めました。")
    )
    return redirect(found)


@require_POST
def close_survey(request: UserRequest, pk: int) -> HttpResponse:
    """Let a survey take no more answers."""
    found = access.survey_to_run(acting(request), pk)
    tried(
        request, lambda: services.close_survey(found, by=request.user, at=now()), _("回答を締め切りました。")
    )
    return redirect(found)
