"""Pages of an engagement's beginning: the wizard and the decisions."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import Acting, acting, require
from yakusoku.apps.accounts.queries import contractors_known_to
from yakusoku.apps.engagements import access, services
from yakusoku.apps.engagements.choice import choice_of
from yakusoku.apps.engagements.drafts import mark_of_step
from yakusoku.apps.engagements.forms import (
    STEP_FORMS,
    BeginForm,
    DecideForm,
    StepForm,
    profile_mapping,
    typed,
)
from yakusoku.apps.engagements.models import Engagement
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.catalogue.strength import Strength
from yakusoku.domain.dates.spans import fiscal_year_of
from yakusoku.domain.engagements.decisions import Decision, Verdict
from yakusoku.domain.engagements.questions import STEP_LEADS, STEP_TITLES, Step
from yakusoku.domain.refusal import ChangedMeanwhile, Refusal
from yakusoku.web import components
from yakusoku.web.answers import render_part, wants_part
from yakusoku.web.edits import FIELD
from yakusoku.web.formats import era_words
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest
from yakusoku.web.words import say

# Beside which field a refusal is told; any other stands above the form.
FIELD_OF = {
    "decision.reason-missing": "reason",
    "decision.decider-missing": "decider",
    "decision.strength-missing": "strength",
    "decision.strength-unknown": "strength",
}
FISCAL_YEARS_SHOWN = 4


@require_http_methods(["GET", "POST"])
def begin(request: UserRequest) -> HttpResponse:
    """Begin an engagement: a title and a department, then the wizard."""
    who = require(acting(request), Act.CREATE_ENGAGEMENT)
    form = BeginForm(request.POST or None, departments=access.departments_of(who))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        engagement = services.create(
            who.organization, data["department"], data["title"], by=request.user, at=now()
        )
        return redirect("profile-step", engagement.pk, Step.WORK)
    status = 422 if form.errors else 200
    return render(request, "engagements/begin.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def profile_step(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Show one step of the wizard, or take what was typed and go on."""
    who = require(acting(request), Act.EDIT_PROFILE)
    engagement = access.client_engagement_for(who, pk, Act.EDIT_PROFILE)
    here = step_named(step)
    if request.method == "GET":
        form = step_form(here, who, initial=engagement.draft)
        return show_step(request, engagement, here, form, who)
    try:
        keep(request, engagement, here)
    except ChangedMeanwhile as refusal:
        form = step_form(here, who, data=request.POST)
        form.add_error(None, sentence(refusal))
        return show_step(request, engagement, here, form, who, status=422)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(engagement)
    form = step_form(here, who, data=request.POST)
    if not form.is_valid():
        return show_step(request, engagement, here, form, who, status=422)
    if here.following:
        return redirect("profile-step", engagement.pk, here.following)
    return finish(request, engagement, who)


@require_POST
def keep_draft(request: UserRequest, pk: int, step: str) -> HttpResponse:
    """Keep what stands in a step, right or wrong, while the person is still typing."""
    who = require(acting(request), Act.EDIT_PROFILE)
    engagement = access.client_engagement_for(who, pk, Act.EDIT_PROFILE)
    here = step_named(step)
    try:
        keep(request, engagement, here)
    except Refusal:
        return HttpResponse(status=409)
    return HttpResponse(status=204)


def keep(request: UserRequest, engagement: Engagement, here: Step) -> None:
    """Keep what was typed into a step, unless somebody else did so since the page was shown."""
    told, seen = typed(here, request.POST), request.POST.get(FIELD)
    services.keep_draft(engagement, here, told, seen=seen, by=request.user, at=now())


def finish(request: UserRequest, engagement: Engagement, who: Acting) -> HttpResponse:
    """Set the facts if every step holds; else lead to the first step that does not."""
    cleaned: dict[str, Any] = {}
    for step in Step:
        form = draft_form(step, who, engagement)
        if not form.is_valid():
            messages.warning(
                request, _("「%s」に、まだ書けていないところがあります。") % say(STEP_TITLES[step])
            )
            return redirect("profile-step", engagement.pk, step)
        cleaned |= form.cleaned_data
    try:
        services.describe(
            engagement,
            profile_mapping(cleaned, who.organization.name),
            department=cleaned["department"],
            contractor=cleaned["contractor"],
            by=request.user,
            at=now(),
        )
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("profile-step", engagement.pk, Step.PERIOD)
    messages.success(request, _("業務の実態を保存しました。次は、約束してもらうことを決めます。"))
    return redirect("decisions", engagement.pk)


def show_step(
    request: UserRequest, engagement: Engagement, here: Step, form: StepForm, who: Acting, status: int = 200
) -> HttpResponse:
    """Return the page of one step with the list of all steps beside it."""
    context = {
        "engagement": engagement,
        "form": form,
        "step": here,
        "title": say(STEP_TITLES[here]),
        "lead": say(STEP_LEADS[here]),
        "steps": steps_of(engagement, here, who),
        "mark": mark_of_step(engagement, STEP_FORMS[here].base_fields),
        "keep_url": reverse("profile-keep", args=[engagement.pk, here]),
        **(calendar_of(engagement) if here is Step.PERIOD else {}),
    }
    return render(request, "engagements/step.html", context, status=status)


def calendar_of(engagement: Engagement) -> dict[str, Any]:
    """Return what helps with dates: the days kept so far, and the fiscal years from this one on."""
    first = fiscal_year_of(localdate())
    return {
        "kept_days": [kept_day(engagement, name) for name in ("start", "end")],
        "fiscal_years": [
            (era_words(date(year, 4, 1)), date(year, 4, 1), date(year + 1, 3, 31))
            for year in range(first, first + FISCAL_YEARS_SHOWN)
        ],
    }


def kept_day(engagement: Engagement, name: str) -> date | None:
    """Return a day of the draft; None while it is no day."""
    try:
        return date.fromisoformat(engagement.draft.get(name, ""))
    except ValueError:
        return None


def steps_of(engagement: Engagement, here: Step, who: Acting) -> list[components.Step]:
    """Return the steps as the side of the wizard shows them."""
    rows = []
    for step in Step:
        href = reverse("profile-step", args=[engagement.pk, step])
        done = draft_form(step, who, engagement).is_valid()
        state = components.StepState.DONE if done else components.StepState.LATER
        rows.append(
            components.Step(say(STEP_TITLES[step]), components.StepState.NOW if step is here else state, href)
        )
    return rows


def step_named(name: str) -> Step:
    """Return the step of an address. Raises Http404."""
    if name not in set(Step):
        raise Http404
    return Step(name)


def step_form(step: Step, who: Acting, **kwargs: Any) -> StepForm:
    """Return the form of a step, with the choices this person has."""
    if step is Step.WORK:
        kwargs["departments"] = access.departments_of(who)
    if step is Step.PERIOD:
        kwargs["contractors"] = contractors_known_to(who.organization)
    return STEP_FORMS[step](**kwargs)


def draft_form(step: Step, who: Acting, engagement: Engagement) -> StepForm:
    """Return the form of a step, filled with the draft as if it had just been sent."""
    fields = STEP_FORMS[step].base_fields
    return step_form(step, who, data={name: engagement.draft.get(name, "") for name in fields})


@require_GET
def decisions(request: UserRequest, pk: int) -> HttpResponse:
    """Show which requirements fit the work and what was decided."""
    engagement = access.client_engagement_for(acting(request), pk)
    return show_choice(request, engagement)


@require_POST
def decide(request: UserRequest, pk: int, slug: str) -> HttpResponse:
    """Record a verdict on one requirement."""
    who = require(acting(request), Act.MAKE_DECISION)
    engagement = access.client_engagement_for(who, pk, Act.MAKE_DECISION)
    form = DecideForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        strength = Strength(data["strength"]) if data["strength"] else None
        decider = data["decider"] or request.user.name
        decision = Decision(slug, Verdict(data["verdict"]), strength, data["reason"], decider)
        try:
            services.decide(engagement, decision, seen=data["mark"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(FIELD_OF.get(refusal.code), sentence(refusal))
    return show_choice(request, engagement, slug, form)


@require_POST
def withdraw(request: UserRequest, pk: int, slug: str) -> HttpResponse:
    """Take a verdict back."""
    who = require(acting(request), Act.MAKE_DECISION)
    engagement = access.client_engagement_for(who, pk, Act.MAKE_DECISION)
    form = DecideForm(request.POST)
    form.is_valid()
    try:
        services.withdraw(engagement, slug, seen=form.cleaned_data.get("mark"), by=request.user, at=now())
    except ChangedMeanwhile as refusal:
        form.add_error(None, sentence(refusal))
        return show_choice(request, engagement, slug, form)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("decisions", engagement.pk)
    return show_choice(request, engagement, slug)


@require_POST
def adopt_the_rest(request: UserRequest, pk: int) -> HttpResponse:
    """Adopt everything that is undecided, as proposed."""
    who = require(acting(request), Act.MAKE_DECISION)
    engagement = access.client_engagement_for(who, pk, Act.MAKE_DECISION)
    if not engagement.described:
        return back_to_the_wizard(engagement)
    try:
        count = services.adopt_the_rest(engagement, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect("decisions", engagement.pk)
    told = ngettext("%d件を提案のとおり採用しました。", "%d件を提案のとおり採用しました。", count)
    messages.success(request, told % count)
    return redirect("decisions", engagement.pk)


def back_to_the_wizard(engagement: Engagement) -> HttpResponse:
    """Lead to the step at which the person stopped; there is nothing to decide without facts."""
    return redirect("profile-step", engagement.pk, engagement.draft.get("step", Step.WORK))


def show_choice(
    request: UserRequest, engagement: Engagement, slug: str = "", form: DecideForm | None = None
) -> HttpResponse:
    """Return the decisions: a redirect after success without htmx, the changed row and the sums with it."""
    if not engagement.described:
        return back_to_the_wizard(engagement)
    failed = form is not None and bool(form.errors)
    if slug and not failed and not wants_part(request):
        return redirect(reverse("decisions", args=[engagement.pk]) + f"#{slug}")
    who, choice = acting(request), choice_of(engagement)
    if failed and choice.row(slug) is None:
        raise Http404
    context = {
        "engagement": engagement,
        "choice": choice,
        "row": choice.row(slug),
        "failed": slug if failed else "",
        "form": form if failed else None,
        "fresh": "" if failed else slug,
        "may_decide": who.may_in(Act.MAKE_DECISION, engagement.department_id),
        "may_publish": who.may_in(Act.PUBLISH_SPECIFICATION, engagement.department_id),
    }
    part = "changed" if slug else "page"
    return render_part(request, "engagements/decisions.html", part, context, 422 if failed else 200)
