"""The register: the table, its file, and saved views."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.engagements.queries import catalogue_read
from yakusoku.apps.register import access, services
from yakusoku.apps.register.columns import columns_of
from yakusoku.apps.register.forms import FilterForm, ViewForm
from yakusoku.apps.register.looking import Look, look_at
from yakusoku.apps.register.models import SavedView
from yakusoku.apps.register.queries import sums_of
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.paging import SIZES, Page, whole
from yakusoku.web.requests import UserRequest
from yakusoku.web.words import listed

# What a person does not set in the form, told above the table and taken off by a link.
LINKED = ("company", "requirement", "kept")


@dataclass(frozen=True, slots=True)
class Chip:
    """A narrowing that came by a link: its words, and the query string without it."""

    words: str
    without: str


@require_GET
def register(request: UserRequest) -> HttpResponse:
    """Show the register as it was asked for, or give exactly that as a file."""
    look = look_at(acting(request), request.GET, localdate())
    if "format" in request.GET:
        return look.table().answer(request.GET["format"])
    return show(request, look, ViewForm(initial={"query": request.GET.urlencode()}))


def show(request: UserRequest, look: Look, view_form: ViewForm, status: int = 200) -> HttpResponse:
    """Return the page of the register."""
    who = look.who
    sums = sums_of(look.rows)
    page = page_within(look, sums.engagements)
    views = list(access.views_for(who))
    context = {
        "look": look,
        "form": look.form,
        "listing": look.listing,
        "columns": look.columns,
        "shown": {column.name for column in look.columns},
        "labels": {column.name: column.words for column in look.columns},
        "all_columns": list(columns_of(look.side).values()),
        "page": page,
        "rows": look.told(page.rows),
        "sums": sums,
        "sides": access.sides_of(who),
        "views": views,
        "own_views": [view for view in views if view.owner_id == who.user.pk],
        "chosen_view": chosen_view(views, request.GET.get("view", "")),
        "view_form": view_form,
        "chips": chips_of(look),
        "narrowed": any(request.GET.get(name) for name in look.form.fields if name != "q"),
        "may_import": who.may(Act.IMPORT_REGISTER) and look.client,
        "may_create": who.may(Act.CREATE_ENGAGEMENT) and look.client,
    }
    return render(request, "register/register.html", context, status=status)


def page_within(look: Look, total: int) -> Page[Engagement]:
    """Return the page asked for. The total is known from the sums: it is not counted again."""
    query = look.form.data
    wanted = whole(query.get("size", ""), SIZES[0])
    size = wanted if wanted in SIZES else SIZES[0]
    last = max(1, -(-total // size))
    number = min(max(1, whole(query.get("page", ""), 1)), last)
    start = (number - 1) * size
    return Page(list(look.rows[start : start + size]), number, size, total)


def chips_of(look: Look) -> list[Chip]:
    """Return what narrows the table by a link, in words."""
    if not isinstance(look.form, FilterForm):
        return []
    told = look.form.cleaned_data
    chips = []
    catalogue = (
        catalogue_read(look.who.organization.pk) if told.get("requirement") or told.get("kept") else None
    )

    def title(slug: str) -> str:
        found = catalogue.requirement(slug) if catalogue else None
        return found.title if found else slug

    words = {
        "company": _("委託先：%s") % told["company"] if told.get("company") else "",
        "requirement": _("改善を待つ指摘：%s") % title(told["requirement"])
        if told.get("requirement")
        else "",
        "kept": _("すべて約束に入っている要件：%s") % listed(map(title, told["kept"]))
        if told.get("kept")
        else "",
    }
    for name in LINKED:
        if words[name]:
            rest = QueryDict(look.query, mutable=True)
            rest.pop(name, None)
            rest.pop("page", None)
            chips.append(Chip(words[name], rest.urlencode()))
    return chips


def chosen_view(views: list[SavedView], asked: str) -> SavedView | None:
    """Return the saved view through which the person looks."""
    return next((view for view in views if str(view.pk) == asked), None)


@require_POST
def keep_view(request: UserRequest) -> HttpResponse:
    """Keep filters, columns and sort under a name."""
    who = acting(request)
    form = ViewForm(request.POST)
    if not form.is_valid():
        look = look_at(who, QueryDict(request.POST.get("query", "")[:4000]), localdate())
        return show(request, look, form, 422)
    data = form.cleaned_data
    view = services.keep_view(
        who.organization, data["name"], data["query"], shared=data["shared"], by=request.user, at=now()
    )
    messages.success(request, _("見方「%s」を保存しました。") % view.name)
    return redirect(address_of(view))


@require_POST
def remove_view(request: UserRequest, pk: int) -> HttpResponse:
    """Take a saved view of the person's own away."""
    view = access.own_view_for(acting(request), pk)
    messages.success(request, _("見方「%s」を消しました。") % view.name)
    services.remove_view(view, by=request.user, at=now())
    return redirect("register")


def address_of(view: SavedView) -> str:
    """Return the address of the register seen through a view."""
    rest = f"&{view.query}" if view.query else ""
    return f"{reverse('register')}?view={view.pk}{rest}"
