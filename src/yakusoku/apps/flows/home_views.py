"""Home: what is due for a person, and the engagements they see."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.duties.queries import duties_elsewhere, duties_of, escalated_to
from yakusoku.apps.duties.shown import shown
from yakusoku.apps.engagements import access
from yakusoku.apps.flows.progress import Standing, standings, thread_of
from yakusoku.domain.accounts.permissions import Act, Role
from yakusoku.web.exports import Cell, table_answer
from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest

COLUMNS = Columns(
    sorts={
        "title": "title",
        "department": "department__name",
        "contractor": "contractor__name",
        "client": "organization__name",
        "changed": "changed_at",
    },
    searched=(
        "title__icontains",
        "department__name__icontains",
        "contractor__name__icontains",
        "organization__name__icontains",
    ),
    default="-changed",
)
DUTY_COLUMNS = Columns(
    sorts={"due": "due_on", "about": "about", "department": "department__name", "since": "since"},
    searched=("about__icontains", "department__name__icontains"),
    default="due",
)
# So many lines stand on the page itself; the rest is one step away.
FIRST = 7
HEAD = (
    gettext_lazy("番号"),
    gettext_lazy("業務"),
    gettext_lazy("委託元"),
    gettext_lazy("課"),
    gettext_lazy("委託先"),
    gettext_lazy("次にすること"),
    gettext_lazy("期限"),
)


@require_GET
def home(request: UserRequest) -> HttpResponse:
    """List what waits for a person, then the engagements they see."""
    who, today = acting(request), localdate()
    is_contractor = Role.CONTRACTOR in who.roles
    listing = listing_from(request.GET, COLUMNS)
    rows = listing.apply(access.engagements_of(who))
    wanted = request.GET.get("format", "")
    if wanted:
        table = [_exported(standing) for standing in standings(rows, who, today)]
        return table_answer(wanted, "engagements", [str(title) for title in HEAD], table)
    page = page_of(rows, request.GET)
    own, elsewhere = duties_of(who), duties_elsewhere(who)
    known = {standing.engagement.pk: standing for standing in standings(page.rows, who, today)}
    context = {
        "who": who,
        "today": today,
        "listing": listing,
        "page": page,
        "rows": [(known[row.pk], thread_of(known[row.pk], today)) for row in page.rows],
        "todo": shown(own[:FIRST], today),
        "todo_total": own.count(),
        "late": shown(escalated_to(who)[:FIRST], today),
        "elsewhere": shown(elsewhere.filter(due_on__lt=today)[:FIRST], today),
        "may_create": who.may(Act.CREATE_ENGAGEMENT),
        "may_invite": who.may(Act.SEND_INVITATION) and not is_contractor,
        "is_contractor": is_contractor,
    }
    return render(request, "flows/home.html", context)


@require_GET
def duties(request: UserRequest) -> HttpResponse:
    """List everything that is due: for the person, or for the whole organisation with the right to it."""
    who, today = acting(request), localdate()
    everyone = request.GET.get("of") == "all" and who.sees_all
    listing = listing_from(request.GET, DUTY_COLUMNS)
    found = duties_of(who) | duties_elsewhere(who) if everyone else duties_of(who)
    rows = listing.apply(found.select_related("department"))
    wanted = request.GET.get("format", "")
    if wanted:
        head = [_("すること"), _("業務"), _("課"), _("期限"), _("いつから")]
        table = [
            (
                each.what,
                each.about,
                each.duty.department.name if each.duty.department else "",
                each.due_on,
                each.duty.since,
            )
            for each in shown(rows, today)
        ]
        return table_answer(wanted, "duties", head, table)
    page = page_of(rows, request.GET)
    context = {
        "listing": listing,
        "page": page,
        "rows": shown(page.rows, today),
        "everyone": everyone,
        "may_see_all": who.sees_all,
        "today": today,
    }
    return render(request, "flows/duties.html", context)


def _exported(standing: Standing) -> tuple[Cell, ...]:
    engagement = standing.engagement
    contractor = engagement.contractor.name if engagement.contractor else ""
    return (
        engagement.reference,
        engagement.title,
        engagement.organization.name,
        engagement.department.name,
        contractor,
        standing.label,
        standing.progress.due,
    )
