"""Joining a question with one of another name in an earlier wave, option by option."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.results import services
from yakusoku.apps.results.data import Data
from yakusoku.apps.results.views import context_of
from yakusoku.apps.results.wave_views import (
    Pair,
    address_of,
    altered_by_effect,
    line_in,
    pair_to_run,
    seen_in,
)
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.comparability import Altered
from yakusoku.domain.survey.crosswalk import (
    Said,
    differences_of,
    has_shares,
    joined_by_hand,
    with_joined,
)
from yakusoku.domain.survey.form import Choice, Question
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest

Questions = tuple[Question, Question]


@dataclass(frozen=True, slots=True)
class Offered:
    """An option of this wave. `same`: the options of the earlier wave, with whether they are taken for it."""

    choice: Choice
    same: list[tuple[Choice, bool]]


@require_http_methods(["GET", "POST"])
def join(request: UserRequest, pk: int) -> HttpResponse:
    """Say which options of two questions mean the same, and what changed; every save is a version."""
    pair = pair_to_run(acting(request), pk, request.GET.get("with", ""))
    chosen, refused = _chosen(pair, request.GET), ""
    table = f"{reverse('survey-crosswalk', args=[pk])}?with={pair.earlier.pk}"
    options, said = _proposed(pair, chosen) if chosen else ({}, Said())
    if request.method == "POST" and chosen:
        options, said = _sent(chosen, request.POST)
        refused = _keep(request, pair, chosen, options, said)
        if not refused:
            return redirect(table)
    context = context_of(
        pair.survey,
        "waves",
        may_run=True,
        pair=pair,
        chosen=chosen,
        questions=(_offered_questions(pair.first), _offered_questions(pair.second)),
        offered=_offered(chosen, options) if chosen else [],
        altered=altered_by_effect(),
        said=said,
        refused=refused,
        number=pair.kept.number if pair.kept else 0,
        back=address_of(pair),
        table=table,
    )
    return render(request, "results/join.html", context, status=422 if refused else 200)


def _offered_questions(data: Data) -> list[tuple[str, str]]:
    return [
        (name, f"{data.marks.get(name, name)} {question.label}")
        for name, question in data.questions.items()
        if has_shares(question)
    ]


def _chosen(pair: Pair, query: QueryDict) -> Questions | None:
    """Return the questions that are asked for; None: they are not chosen yet. Raises Http404."""
    names = query.get("first", ""), query.get("second", "")
    if not all(names):
        return None
    found = [data.questions.get(name) for data, name in zip((pair.first, pair.second), names, strict=True)]
    one, other = found
    if one is None or other is None or not (has_shares(one) and has_shares(other)):
        raise Http404
    return one, other


def _proposed(pair: Pair, chosen: Questions) -> tuple[dict[str, tuple[str, ...]], Said]:
    """Return what was said of the pair so far; else options of the same words, and what the forms show to differ."""
    one, other = chosen
    before = [
        each for each in pair.figures if (each.first.question, each.second.question) == (one.name, other.name)
    ]
    if before:
        options = {each.second.options[0]: each.first.options for each in before if each.second.options}
        return options, Said(before[0].altered, before[0].note, before[0].accepted)
    codes = {choice.label: choice.name for choice in one.choices}
    options = {c.name: (codes[c.label],) for c in other.choices if c.label in codes}
    return options, Said(
        frozenset(differences_of((pair.first.paper.form, one.name), (pair.second.paper.form, other.name)))
    )


def _offered(chosen: Questions, options: Mapping[str, tuple[str, ...]]) -> list[Offered]:
    one, other = chosen
    return [
        Offered(choice, [(each, each.name in options.get(choice.name, ())) for each in one.choices])
        for choice in other.choices
    ]


def _sent(chosen: Questions, sent: QueryDict) -> tuple[dict[str, tuple[str, ...]], Said]:
    one, other = chosen
    known = [choice.name for choice in one.choices]
    options = {
        choice.name: tuple(code for code in known if code in sent.getlist(f"same-{choice.name}"))
        for choice in other.choices
    }
    codes = [code for code in sent.getlist("altered") if code in set(Altered)]
    said = Said(frozenset(map(Altered, codes)), line_in(sent, "note"), line_in(sent, "accepted"))
    return options, said


def _keep(
    request: UserRequest, pair: Pair, chosen: Questions, options: Mapping[str, tuple[str, ...]], said: Said
) -> str:
    """Keep a version; return why not, empty if it is kept."""
    made = joined_by_hand(chosen, options, said)
    if not made:
        return _("同じ意味の選択肢を、一つは選んでください。")
    forms = (pair.first.paper.form, pair.second.paper.form)
    figures = with_joined(pair.figures, made, forms[1])
    try:
        services.keep_crosswalk(
            pair.survey, pair.earlier, figures, forms, seen=seen_in(request.POST), by=request.user, at=now()
        )
    except Refusal as refusal:
        return sentence(refusal)
    messages.success(request, _("組にして、対応表を保存しました。"))
    return ""
