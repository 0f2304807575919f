"""Pages of respondents and their codes: only for whoever runs the survey."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.samples import access, queries, respondents
from yakusoku.apps.samples.forms import CodeForm, WithdrawForm
from yakusoku.apps.samples.models import Respondent, Withdrawal
from yakusoku.apps.samples.views import about
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.sampling.wording import code_words
from yakusoku.web.exports import Cell, table_answer
from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest

COLUMNS = Columns(
    sorts={
        "number": "number",
        "name": "unit__name",
        "stratum": "stratum",
        "sent": "sent",
        "last": "last_sent",
    },
    searched=("unit__name__icontains", "unit__reference__icontains", "stratum__icontains", "code__iexact"),
    default="number",
)
FILTERS = (
    ("", gettext_lazy("すべて")),
    ("unsent", gettext_lazy("まだ送っていない")),
    ("lost", gettext_lazy("届かなかった")),
    ("withdrawn", gettext_lazy("対象から外した")),
)
HEAD = (
    gettext_lazy("番号"),
    gettext_lazy("管理番号"),
    gettext_lazy("名称"),
    gettext_lazy("部署"),
    gettext_lazy("担当者"),
    gettext_lazy("層"),
    gettext_lazy("回答用コード"),
    gettext_lazy("抽出"),
    gettext_lazy("送った回数"),
    gettext_lazy("最後に送った日"),
    gettext_lazy("戻った日"),
    gettext_lazy("対象から外したわけ"),
)


@require_GET
def listing(request: UserRequest, pk: int) -> HttpResponse:
    """List the respondents; `?show=` narrows, `?format=` gives the same rows as a file."""
    survey = access.survey_to_run(acting(request), pk)
    asked, wanted = listing_from(request.GET, COLUMNS), request.GET.get("show", "")
    rows = queries.with_sendings(access.respondents_of(survey))
    if wanted == "unsent":
        rows = rows.filter(sent=0, withdrawn_at__isnull=True)
    elif wanted == "lost":
        rows = rows.filter(lost__isnull=False, withdrawn_at__isnull=True)
    elif wanted == "withdrawn":
        rows = rows.filter(withdrawn_at__isnull=False)
    rows = asked.apply(rows)
    if "format" in request.GET:
        return table_answer(request.GET["format"], _("回答者"), [str(each) for each in HEAD], _exported(rows))
    context = {
        **about(survey),
        "listing": asked,
        "page": page_of(rows, request.GET),
        "show": wanted,
        "filters": FILTERS,
    }
    return render(request, "samples/respondents.html", context)


def _exported(rows: Iterable[Respondent]) -> Iterable[tuple[Cell, ...]]:
    for row in rows:
        unit = row.unit
        yield (
            row.number,
            unit.reference if unit else "",
            unit.name if unit else "",
            unit.section if unit else "",
            unit.person if unit else "",
            row.stratum,
            code_words(row.code),
            str(row.draw.get_kind_display()) if row.draw else "",
            getattr(row, "sent", 0),
            getattr(row, "last_sent", None),
            getattr(row, "lost", None),
            str(row.get_withdrawn_as_display()),
        )


@require_GET
def respondent(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Show a respondent: code, what was sent, and what can be done."""
    return _page(request, access.respondent_for(acting(request), pk, number))


def _page(
    request: UserRequest,
    found: Respondent,
    withdrawing: WithdrawForm | None = None,
    recoding: CodeForm | None = None,
) -> HttpResponse:
    context = {
        **about(found.survey),
        "respondent": found,
        "code": code_words(found.code),
        "sendings": found.sendings.select_related("dispatch").order_by("-pk"),
        "withdraw_form": withdrawing or WithdrawForm(),
        "code_form": recoding or CodeForm(),
    }
    return render(request, "samples/respondent.html", context, status=422 if withdrawing or recoding else 200)


@require_POST
def withdraw(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Ask a respondent no longer."""
    found = access.respondent_for(acting(request), pk, number)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        why, note = Withdrawal(form.cleaned_data["why"]), form.cleaned_data["note"]
        try:
            respondents.withdraw(found, why, note, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("対象から外しました。回答用コードは使えません。"))
            return redirect(found)
    return _page(request, found, withdrawing=form)


@require_POST
def ask_again(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Ask a respondent that was withdrawn by mistake."""
    found = access.respondent_for(acting(request), pk, number)
    try:
        respondents.ask_again(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("対象に戻しました。"))
    return redirect(found)


@require_POST
def change_code(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Give a respondent a new code."""
    found = access.respondent_for(acting(request), pk, number)
    form = CodeForm(request.POST)
    if form.is_valid():
        try:
            respondents.change_code(found, form.cleaned_data["reason"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("新しい回答用コードにしました。前のコードは使えません。"))
            return redirect(found)
    return _page(request, found, recoding=form)
