"""Everything that is due, as a table: for a person and their colleagues, or for the whole organisation."""

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.duties.queries import assigned_to, duties_around, duties_elsewhere, held, is_held
from yakusoku.apps.duties.shown import ShownDuty, shown_with_holders
from yakusoku.web.exports import Cell, table_answer
from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest

COLUMNS = Columns(
    sorts={
        "due": "due_on",
        "about": "about",
        "department": "department__name",
        "holder": "assignee__name",
        "since": "since",
    },
    searched=("about__icontains", "department__name__icontains", "assignee__name__icontains"),
    default="due",
)
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
    everyone = request.GET.get("of") == "all" and who.sees_all
    found = duties_around(who)
    if everyone:
        found = found | duties_elsewhere(who) | assigned_to(who)
    asked = request.GET.get("held", "")
    listing = listing_from(request.GET, COLUMNS)
    rows = listing.apply(_held_by(held(found), asked, who.user.pk).select_related("department", "assignee"))
    wanted = request.GET.get("format", "")
    if wanted:
        head = [_("すること"), _("業務"), _("課"), _("担当"), _("期限"), _("いつから")]
        return table_answer(wanted, "duties", head, [_line(each) for each in shown_with_holders(rows, today)])
    page = page_of(rows, request.GET)
    context = {
        "listing": listing,
        "page": page,
        "rows": shown_with_holders(page.rows, today),
        "everyone": everyone,
        "may_see_all": who.sees_all,
        "holders": HOLDERS,
        "asked": asked if asked in dict(HOLDERS) else "",
        "narrowed": bool(asked or listing.search),
        "today": today,
    }
    return render(request, "flows/duties.html", context)


def _held_by(rows: "QuerySet[Duty]", asked: str, me: int) -> "QuerySet[Duty]":
    if asked == "me":
        return rows.filter(is_held(), assignee=me)
    if asked == "none":
        return rows.filter(~is_held())
    return rows.filter(is_held()).exclude(assignee=me) if asked == "others" else rows


def _line(each: ShownDuty) -> tuple[Cell, ...]:
    duty = each.duty
    department = duty.department.name if duty.department else ""
    holder = each.holder.name if each.holder else ""
    return (each.what, each.about, department, holder, each.due_on, duty.since)
