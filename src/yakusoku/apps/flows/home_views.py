"""Home: what is due for a person, and the engagements they see."""

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_GET

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.duties.queries import assigned_to, duties_elsewhere, duties_of, escalated_to, shared_with
from yakusoku.apps.duties.shown import shown
from yakusoku.apps.flows import tables
from yakusoku.apps.flows.progress import standings, thread_of
from yakusoku.domain.accounts.permissions import Act, Role
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest

# So many lines stand on the page itself; the rest is one step away.
FIRST = 7


@require_GET
def home(request: UserRequest) -> HttpResponse:
    """List what waits for a person, then the engagements they see."""
    who, today = acting(request), localdate()
    is_contractor = Role.CONTRACTOR in who.roles
    listing, rows = tables.works_listed(who, request.GET)
    wanted = request.GET.get("format", "")
    if wanted:
        return tables.works_table(who, request.GET).answer(wanted)
    page = page_of(rows, request.GET)
    mine, shared, elsewhere = assigned_to(who), shared_with(who), duties_elsewhere(who)
    counted = (
        duties_of(who).order_by().aggregate(all=Count("pk"), mine=Count("pk", filter=Q(assignee=who.user)))
    )
    known = {standing.engagement.pk: standing for standing in standings(page.rows, who, today)}
    context = {
        "who": who,
        "today": today,
        "listing": listing,
        "page": page,
        "rows": [(known[row.pk], thread_of(known[row.pk], today)) for row in page.rows],
        "mine": shown(mine.select_related("department")[:FIRST], today) if counted["mine"] else [],
        "todo": shown(shared[:FIRST], today),
        "todo_total": counted["all"],
        "late": shown(escalated_to(who).select_related("department")[:FIRST], today),
        "elsewhere": shown(elsewhere.filter(due_on__lt=today).select_related("department")[:FIRST], today),
        "may_create": who.may(Act.CREATE_ENGAGEMENT),
        "may_invite": who.may(Act.SEND_INVITATION) and not is_contractor,
        "is_contractor": is_contractor,
    }
    return render(request, "flows/home.html", context)
