"""Two documents of reviews side by side."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.review import access
from yakusoku.apps.review.forms import PairForm
from yakusoku.apps.review.queries import comparison_headline, comparison_rows
from yakusoku.web.paging import page_of_list
from yakusoku.web.requests import UserRequest

# So many documents can be chosen from, the latest first and none of a portfolio; others are reached from their review.
MOST_CHOICES = 200


@require_GET
def comparison(request: UserRequest) -> HttpResponse:
    """Show how one document became the other (`one`, `other`); without them, let two be chosen."""
    who = access.require_reader(acting(request))
    form = PairForm(request.GET)
    rows = access.files_of(who).filter(unreadable="").defer("clauses", "review__results")
    valid = form.is_valid()
    asked = rows.filter(pk__in=form.cleaned_data.values())
    latest = rows.filter(review__listed=None).exclude(pk__in=asked.values("pk")).order_by("-pk")
    choices = [*latest[:MOST_CHOICES], *asked.order_by("-pk")]
    context: dict[str, Any] = {"choices": choices, "asked": form.cleaned_data}
    if valid:
        one = access.document_for(who, form.cleaned_data["one"])
        other = access.document_for(who, form.cleaned_data["other"])
        found = comparison_rows(one, other)
        page = page_of_list(found, request.GET)
        told = comparison_headline(found)
        context |= {"one": one, "other": other, "page": page, "rows": page.rows, "headline": told}
    return render(request, "review/comparison.html", context)
