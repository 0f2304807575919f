"""The page on which an organisation settles what holds for all its engagements."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.engagements import services
from yakusoku.apps.engagements.queries import rules_of
from yakusoku.apps.engagements.rules_form import RulesForm
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import FIELD, mark_of_row
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest


@require_http_methods(["GET", "POST"])
def house_rules(request: UserRequest) -> HttpResponse:
    """Show what is settled, and take what shall hold from now on."""
    who = require(acting(request), Act.SET_RULES)
    present = rules_of(who.organization.pk)
    start = {name: getattr(present, name) for name in RulesForm.base_fields}
    form = RulesForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        told, seen = form.cleaned_data, request.POST.get(FIELD)
        try:
            services.set_rules(who.organization, told, seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("きまりを保存しました。これから作る予定に使います。"))
            return redirect("house-rules")
    context = {"form": form, "present": present, "mark": mark_of_row(present)}
    return render(request, "engagements/house_rules.html", context, status=422 if form.errors else 200)
