"""Members of the own organisation: who is in, who is invited, in which role."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yakusoku.apps.accounts import access, forms, queries, services, tables
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.web.edits import FIELD, mark_of_row
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest


@require_safe
def members(request: UserRequest) -> HttpResponse:
    """Show who belongs to the organisation and who is invited."""
    return show(request, forms.AddDepartment())


def show(request: UserRequest, department: forms.AddDepartment, status: int = 200) -> HttpResponse:
    """Return the page of members, or its table as a file."""
    who = access.require(access.acting(request), Act.MANAGE_MEMBERS)
    listing, rows = tables.members_listed(who, request.GET)
    if "format" in request.GET:
        return tables.members_table(who, request.GET).answer(request.GET["format"])
    context = {
        "page": page_of(rows, request.GET),
        "listing": listing,
        "invitations": queries.waiting_invitations(who.organization, now()),
        "departments": who.organization.departments.select_related("superior"),
        "form": department,
    }
    return render(request, "accounts/members.html", context, status=status)


@require_POST
def department_add(request: UserRequest) -> HttpResponse:
    """Add a department."""
    who = access.require(access.acting(request), Act.MANAGE_MEMBERS)
    form = forms.AddDepartment(request.POST)
    if form.is_valid():
        try:
            services.add_department(who.organization, form.cleaned_data["name"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error("name", sentence(refusal))
        else:
            messages.success(request, _("課を加えました。"))
            return redirect("members")
    return show(request, form, status=422)


@require_http_methods(["GET", "POST"])
def department_superior(request: UserRequest, pk: int) -> HttpResponse:
    """Name who is told when something of a department is late."""
    department = access.department_for(access.acting(request), pk)
    start = {"superior": department.superior_id}
    form = forms.NameSuperior(request.POST or None, initial=start, organization=department.organization)
    if request.method == "POST" and form.is_valid():
        superior, seen = form.cleaned_data["superior"], request.POST.get(FIELD)
        try:
            services.name_superior(department, superior, seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("上司を決めました。"))
            return redirect("members")
    context = {"form": form, "department": department, "mark": mark_of_row(department)}
    return render(request, "accounts/department.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def member_role(request: UserRequest, pk: int) -> HttpResponse:
    """Change the role of a member."""
    member = access.membership_for(access.acting(request), pk)
    start = {"role": member.role, "department": member.department_id}
    # As it was read: a refusal may leave the row with what was typed.
    mark = mark_of_row(member)
    form = forms.Place(request.POST or None, initial=start, organization=member.organization)
    if request.method == "POST" and form.is_valid():
        try:
            seen = request.POST.get(FIELD)
            services.change_role(member, **form.cleaned_data, seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("役割を変えました。"))
            return redirect("members")
    context = {"form": form, "member": member, "mark": mark}
    return render(request, "accounts/member_role.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def member_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Ask, then take a role away."""
    member = access.membership_for(access.acting(request), pk)
    refused = ""
    if request.method == "POST":
        try:
            services.remove_member(member, by=request.user, at=now())
        except Refusal as refusal:
            refused = sentence(refusal)
        else:
            messages.success(request, _("利用者を外しました。"))
            return redirect("members")
    context = {"member": member, "refused": refused}
    return render(request, "accounts/member_remove.html", context, status=409 if refused else 200)
