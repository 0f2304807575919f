"""The page of demands above the baseline: why each is needed, and what was settled about its cost."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.engagements import access
from yakusoku.apps.engagements.fairness import demand_rows, settle_demand
from yakusoku.apps.engagements.models import Engagement
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.packs.labels import STRENGTH_LABELS
from yakusoku.domain.refusal import Refusal
from yakusoku.web.fields import DayField
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest
from yakusoku.web.words import say


class TalkForm(forms.Form):
    """What was settled about one demand."""

    necessity = forms.CharField(
        label=gettext_lazy("この業務に必要な理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    talked_on = DayField(label=gettext_lazy("費用を話し合った日"))
    counterpart = forms.CharField(label=gettext_lazy("話し合った相手"), max_length=200)
    outcome = forms.CharField(
        label=gettext_lazy("話し合いの結果"), max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    yen = forms.IntegerField(
        label=gettext_lazy("増える費用（円/年）"),
        min_value=0,
        max_value=10**12,
        help_text=gettext_lazy("増えないと決めたときは0です。"),
    )


@require_http_methods(["GET", "POST"])
def fairness(request: UserRequest, pk: int) -> HttpResponse:
    """Show the demands above the baseline; a POST records a talk about the one it names."""
    who = acting(request)
    if request.method == "GET":
        return show(request, access.client_engagement_for(who, pk), "", TalkForm())
    engagement = access.client_engagement_for(who, pk, Act.MAKE_DECISION)
    slug, form = request.POST.get("slug", ""), TalkForm(request.POST)
    if form.is_valid():
        try:
            settle_demand(engagement, slug, form.cleaned_data, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("必要な理由と話し合いを記録しました。"))
            return redirect("fairness", pk)
    return show(request, engagement, slug, form)


def show(request: UserRequest, engagement: Engagement, slug: str, form: TalkForm) -> HttpResponse:
    """Return the page; `form` belongs to the demand `slug`, the others begin empty."""
    rows = [
        {
            "row": row,
            "title": row.demand.adopted.proposal.requirement.title,
            "strength": say(STRENGTH_LABELS[row.demand.strength]),
            "proposed": say(STRENGTH_LABELS[row.demand.adopted.proposal.variant.strength]),
            "form": form if row.demand.slug == slug else TalkForm(auto_id=f"{row.demand.slug}-%s"),
        }
        for row in demand_rows(engagement)
    ]
    may_write = acting(request).may_in(Act.MAKE_DECISION, engagement.department_id)
    context = {"engagement": engagement, "rows": rows, "may_write": may_write, "failed": slug}
    return render(request, "engagements/fairness.html", context, status=422 if form.errors else 200)
