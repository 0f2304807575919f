"""How a survey's sample answers, and letters that go out: what samples and collecting know together."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.flows.answered import answered, heard_of
from yakusoku.apps.flows.sample_forms import DispatchForm
from yakusoku.apps.flows.survey_mailing import send_mails
from yakusoku.apps.samples import access, queries, writing
from yakusoku.apps.samples.models import LetterKind, Way
from yakusoku.apps.samples.stages import thread_of
from yakusoku.apps.samples.views import about
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.rounding import half_up, in_print
from yakusoku.domain.survey.sampling.rates import Standing
from yakusoku.web.exports import Cell, table_answer
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest, sent

HEAD = (
    gettext_lazy("層"),
    gettext_lazy("名簿"),
    gettext_lazy("抽出"),
    gettext_lazy("抽出率（%）"),
    gettext_lazy("対象から外した"),
    gettext_lazy("送った"),
    gettext_lazy("届かなかった"),
    gettext_lazy("ウェブの回答"),
    gettext_lazy("郵送の回答"),
    gettext_lazy("回答の計"),
    gettext_lazy("回収率（%）"),
    gettext_lazy("届いた相手の回収率（%）"),
    gettext_lazy("設計の重み"),
    gettext_lazy("無回答を直した重み"),
)
WEIGHT_DECIMALS = 6


@require_GET
def rates(request: UserRequest, pk: int) -> HttpResponse:
    """Show how each stratum answers, now; `?format=` gives the rows as a file."""
    who = acting(request)
    survey = access.survey_for(who, pk)
    rows = queries.standing_of(survey, answered(survey))
    everyone = queries.whole(rows)
    if "format" in request.GET:
        head = [str(title) for title in HEAD]
        return table_answer(request.GET["format"], _("回収の状況"), head, _exported([*rows, everyone]))
    runs = access.may_run(who, survey)
    batches, sample = list(queries.dispatches_of(survey)), queries.sample_of(survey)
    context = {
        **about(survey),
        "rows": rows,
        "whole": everyone,
        "sample": sample,
        "at": now(),
        "silent": [row for row in rows if row.asked and not row.answered],
        "may_run": runs,
        "thread": thread_of(
            survey, units=everyone.frame, sample=sample, batches=batches, today=localdate(), runs=runs
        ),
    }
    page = "flows/survey_rates.html#rates" if request.htmx else "flows/survey_rates.html"
    return render(request, page, context)


def _exported(rows: Sequence[Standing]) -> Iterable[tuple[Cell, ...]]:
    for place, row in enumerate(rows):
        last = place + 1 == len(rows)
        yield (
            _("計") if last else row.stratum or _("全体"),
            row.frame,
            row.drawn,
            row.fraction,
            row.withdrawn,
            row.sent,
            row.undelivered,
            row.web,
            row.paper,
            row.answered,
            row.rate,
            row.reached_rate,
            "" if last else weight_words(row.design_weight),
            "" if last else weight_words(row.weight),
        )


def weight_words(weight: Any) -> str:
    """Return a weight with its decimals; empty: there is none."""
    return "" if weight is None else in_print(half_up(weight, WEIGHT_DECIMALS), WEIGHT_DECIMALS)


@require_http_methods(["GET", "POST"])
def new_dispatch(request: UserRequest, pk: int) -> HttpResponse:
    """Make a batch of invitations, or of reminders to those who have not answered."""
    survey = access.survey_to_run(acting(request), pk)
    sample, heard = queries.sample_of(survey), heard_of(survey)
    counts = {
        (kind, way): writing.recipients(survey, kind, way, heard).count()
        for kind in LetterKind
        for way in Way
    }
    first = LetterKind.INVITATION if counts[LetterKind.INVITATION, Way.POST] else LetterKind.REMINDER
    initial = {"kind": first, "way": Way.POST, "sent_on": localdate()}
    form = DispatchForm(sent(request), initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        kind, way = LetterKind(given["kind"]), Way(given["way"])
        try:
            made = writing.dispatch(survey, kind, way, given["sent_on"], heard, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("%(kind)sを作り、送った相手を記録しました。") % {"kind": kind.label})
            return redirect(made)
    rows = [(kind.label, way.label, count) for (kind, way), count in counts.items()]
    context = {**about(survey), "form": form, "sample": sample, "counts": rows}
    return render(request, "flows/survey_dispatch.html", context, status=422 if form.errors else 200)


@require_POST
def mail(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Send the next mails of a batch."""
    found = access.dispatch_for(acting(request), pk, number)
    try:
        count = send_mails(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, ngettext("%d件を送りました。", "%d件を送りました。", count) % count)
    return redirect(found)
