"""Everything that is due, as a table: for a person and their colleagues, or for the whole organisation."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.duties.shown import shown_with_holders
from yakusoku.apps.flows import tables
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest

# Whose matter the rows are: `held` in the query string.
HOLDERS = (
    ("", gettext_lazy("すべて")),
    ("me", gettext_lazy("わたしの担当")),
    ("none", gettext_lazy("担当が決まっていない")),
    ("others", gettext_lazy("ほかの人の担当")),
)


@require_GET
def duties(request: UserRequest) -> HttpResponse:
    """List what is due beside the person, whoever holds it; with the right, in the whole organisation."""
    who, today = acting(request), localdate()
    asked = request.GET.get("held", "")
    listing, rows = tables.duties_listed(who, request.GET)
    wanted = request.GET.get("format", "")
    if wanted:
        return tables.duties_table(who, request.GET).answer(wanted)
    page = page_of(rows, request.GET)
    context = {
        "listing": listing,
        "page": page,
        "rows": shown_with_holders(page.rows, today),
        "everyone": tables.of_everyone(who, request.GET),
        "may_see_all": who.sees_all,
        "holders": HOLDERS,
        "asked": asked if asked in dict(HOLDERS) else "",
        "narrowed": bool(asked or listing.search),
        "today": today,
    }
    return render(request, "flows/duties.html", context)
