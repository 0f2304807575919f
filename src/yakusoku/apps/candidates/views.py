"""The client's page that leads to the contract, and the acts on it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import Acting, acting, require
from yakusoku.apps.accounts.queries import contractors_known_to
from yakusoku.apps.candidates import access, announcing, contracts, services
from yakusoku.apps.candidates.forms import (
    AnnounceForm,
    ContractForm,
    CorrectForm,
    DueForm,
    ReasonForm,
    SelectForm,
)
from yakusoku.apps.candidates.models import Candidacy
from yakusoku.apps.candidates.progress import missing_of, now_of, stages_of
from yakusoku.apps.candidates.queries import (
    assessed_is_latest,
    assessment_of,
    contract_of,
    live_announcement,
    live_candidacy,
    plan_of,
    readiness_of,
)
from yakusoku.apps.engagements.access import client_engagement_for
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.specifications.queries import latest_version
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.candidates.gate import Obstacle, Readiness
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import FIELD, mark_of_row
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest


@require_GET
def candidacy(request: UserRequest, pk: int) -> HttpResponse:
    """Show the way from the announcement to the contract: what is done, what is next, what is missing."""
    engagement = client_engagement_for(acting(request), pk)
    return show(request, engagement)


def show(
    request: UserRequest, engagement: Engagement, failed: str = "", form: Form | None = None
) -> HttpResponse:
    """Return the page; with a form that failed, it stands there filled (422)."""
    context = page_context(request, engagement)
    if form is not None:
        context |= {failed: form, "failed": failed}
    return render(request, "candidates/candidacy.html", context, status=422 if form is not None else 200)


def page_context(request: UserRequest, engagement: Engagement) -> dict[str, Any]:
    """Return what the page shows."""
    who = acting(request)
    found, announcement = live_candidacy(engagement), live_announcement(engagement)
    contract, ready = contract_of(engagement), readiness_of(engagement, found)
    assessment = assessment_of(found) if found else None
    steps = stages_of(ready, announcement, found, contract, sent=engagement.shared_at is not None)
    latest = latest_version(engagement)
    return {
        "engagement": engagement,
        "candidacy": found,
        "ended": engagement.candidacies.filter(outcome__in=["rejected", "withdrawn"]).select_related(
            "company"
        ),
        "announcement": announcement,
        "link": request.build_absolute_uri(announcement.get_absolute_url()) if announcement else "",
        "version": latest,
        "newer": bool(announcement and latest and announcement.version_id != latest.pk),
        "assessed_is_latest": found is None or assessed_is_latest(found, latest),
        "assessment": assessment,
        "plan": plan_of(found, assessment) if found else None,
        "contract": contract,
        "contract_mark": mark_of_row(contract),
        "announcement_mark": mark_of_row(announcement),
        "ready": ready,
        "steps": steps,
        "now": now_of(steps),
        "missing": missing_of(ready),
        "may": rights(who, engagement),
        "failed": "",
        **forms_of(who, engagement, ready),
    }


def rights(who: Acting, engagement: Engagement) -> dict[str, bool]:
    """Return what the person may do here, by the last word of the act."""
    acts = {
        "announce": Act.ANNOUNCE_WORK,
        "select": Act.SELECT_CANDIDATE,
        "assess": Act.OPEN_INSPECTION,
        "plan": Act.WRITE_PLAN,
        "contract": Act.ENTER_CONTRACT,
        "override": Act.OVERRIDE_BOARD,
    }
    return {name: who.may_in(act, engagement.department_id) for name, act in acts.items()}


def forms_of(who: Acting, engagement: Engagement, ready: Readiness) -> dict[str, Form]:
    """Return the empty forms of the page."""
    return {
        "announce_form": AnnounceForm(),
        "select_form": SelectForm(
            companies=contractors_known_to(engagement.organization),
            initial={"company": engagement.contractor_id},
        ),
        "withdraw_form": ReasonForm(auto_id="withdraw_%s"),
        "due_form": DueForm(),
        "contract_form": ContractForm(overrides=overrides(who, engagement, ready)),
        "correct_form": CorrectForm(auto_id="correct_%s"),
    }


def overrides(who: Acting, engagement: Engagement, ready: Readiness) -> bool:
    """Return whether only the board is missing and the person may go on without it."""
    may = who.may_in(Act.OVERRIDE_BOARD, engagement.department_id)
    return may and [each.obstacle for each in missing_of(ready)] == [Obstacle.BOARD]


@require_POST
def announce(request: UserRequest, pk: int) -> HttpResponse:
    """Show the requirements to everyone who has the link."""
    engagement = _engagement(request, pk, Act.ANNOUNCE_WORK)
    form = AnnounceForm(request.POST)
    return act_on(
        request,
        engagement,
        "announce_form",
        form,
        lambda: announcing.announce(
            engagement,
            last_day=form.cleaned_data["last_day"],
            today=localdate(),
            seen=request.POST.get(FIELD),
            by=request.user,
            at=now(),
        ),
        _("公表しました。リンクを入札や企画競争の案内に載せてください。"),
    )


@require_POST
def withdraw_announcement(request: UserRequest, pk: int) -> HttpResponse:
    """Let the public link show nothing any more."""
    engagement = _engagement(request, pk, Act.ANNOUNCE_WORK)
    try:
        announcing.withdraw_announcement(engagement, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("公表を取りやめました。"))
    return redirect("candidacy", pk)


@require_POST
def select(request: UserRequest, pk: int) -> HttpResponse:
    """Select the one candidate."""
    engagement = _engagement(request, pk, Act.SELECT_CANDIDATE)
    form = SelectForm(request.POST, companies=contractors_known_to(engagement.organization))
    return act_on(
        request,
        engagement,
        "select_form",
        form,
        lambda: services.select(engagement, **form.cleaned_data, by=request.user, at=now()),
        _("委託候補を選びました。契約は保留しています。"),
    )


@require_POST
def assess(request: UserRequest, pk: int) -> HttpResponse:
    """Send the 調査票."""
    found = _candidacy(request, pk, Act.OPEN_INSPECTION)
    form = DueForm(request.POST)
    return act_on(
        request,
        found.engagement,
        "due_form",
        form,
        lambda: services.open_pre_assessment(found, form.cleaned_data["due_on"], by=request.user, at=now()),
        _("調査票を送りました。"),
    )


@require_POST
def correct_contract(request: UserRequest, pk: int) -> HttpResponse:
    """Set the day of the contract right."""
    engagement = _engagement(request, pk, Act.ENTER_CONTRACT)
    contract = contract_of(engagement)
    if contract is None:
        return redirect("candidacy", pk)
    form = CorrectForm(request.POST, auto_id="correct_%s")
    return act_on(
        request,
        engagement,
        "correct_form",
        form,
        lambda: contracts.correct_contract(
            contract, **form.cleaned_data, seen=request.POST.get(FIELD), by=request.user, at=now()
        ),
        _("契約の日を直しました。"),
    )


def act_on(
    request: UserRequest,
    engagement: Engagement,
    name: str,
    form: Form,
    act: Callable[[], object],
    told: str,
) -> HttpResponse:
    """Do what a form of the page asks for; refused, the page comes back with the form filled."""
    if form.is_valid():
        try:
            act()
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, told)
            return redirect(reverse("candidacy", args=[engagement.pk]))
    engagement.refresh_from_db()
    return show(request, engagement, name, form)


def _engagement(request: UserRequest, pk: int, act: Act) -> Engagement:
    return client_engagement_for(require(acting(request), act), pk, act)


def _candidacy(request: UserRequest, pk: int, act: Act) -> Candidacy:
    return access.client_candidacy_for(require(acting(request), act), pk, act)
