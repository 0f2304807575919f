"""Pages of certificates."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.library import access
from yakusoku.apps.library.forms import CertificateForm, RevisionForm
from yakusoku.apps.library.models import Certificate
from yakusoku.apps.library.queries import in_english, kind_name, kinds
from yakusoku.apps.library.services import certificates as services
from yakusoku.apps.library.services.renewals import BEFORE_CERTIFICATE
from yakusoku.domain.library.answers import VALIDITY_LABELS, validity_on
from yakusoku.domain.refusal import Refusal
from yakusoku.web.listing import Columns, listing_from
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest, sent
from yakusoku.web.words import say

COLUMNS = Columns(
    sorts={"until": "valid_until", "number": "number"},
    searched=("number__icontains", "scope__icontains"),
    default="until",
)


@require_GET
def certificates(request: UserRequest) -> HttpResponse:
    """List the certificates, and what each kind supports."""
    listing = listing_from(request.GET, COLUMNS)
    rows = access.certificates(acting(request)).filter(withdrawn_at__isnull=True).select_related("stored")
    page = page_of(listing.apply(rows), request.GET)
    lines = [(row, kind_name(row.kind), *_validity(row)) for row in page.rows]
    known = [in_english(kind) for kind in kinds().values()]
    context = {"listing": listing, "page": page, "lines": lines, "kinds": known, "tab": "certificates"}
    return render(request, "library/certificates.html", context)


def _validity(row: Certificate) -> tuple[str, str]:
    validity = validity_on(localdate(), None, row.valid_until, BEFORE_CERTIFICATE)
    return validity.value, say(VALIDITY_LABELS[validity])


@require_http_methods(["GET", "POST"])
def new_certificate(request: UserRequest) -> HttpResponse:
    """Record a certificate."""
    who = access.keeper(acting(request))
    form = CertificateForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.record_certificate(
                who.organization, form.paper(), form.cleaned_data["upload"], by=request.user, at=now()
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("認証を登録しました。確認表に答えるときに、範囲を確かめて使えます。"))
            return redirect("library-certificates")
    return _show(request, form, None)


@require_http_methods(["GET", "POST"])
def certificate(request: UserRequest, pk: int) -> HttpResponse:
    """Show a certificate, or bring it up to date."""
    row = access.certificate_for(acting(request), pk)
    names = ("kind", "number", "scope", "counted_from", "valid_until")
    first = {name: getattr(row, name) for name in names}
    form = CertificateForm(sent(request), request.FILES or None, fixed=True, initial=first)
    seen = RevisionForm(sent(request))
    if request.method == "POST" and form.is_valid() and seen.is_valid():
        try:
            services.change_certificate(
                row,
                form.paper(),
                form.cleaned_data["upload"],
                revision=seen.cleaned_data["revision"],
                by=request.user,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("認証を直しました。範囲は、使うときにもう一度確かめます。"))
            return redirect("library-certificates")
    return _show(request, form, row)


def _show(request: UserRequest, form: CertificateForm, row: Certificate | None) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "row": row,
        "kinds": [in_english(kind) for kind in kinds().values() if row is None or kind.id == row.kind],
        "tab": "certificates",
    }
    if row is not None:
        context |= {
            "name": kind_name(row.kind),
            "validity": _validity(row),
            "confirmations": row.confirmations.select_related(
                "engagement__organization", "confirmed_by"
            ).order_by("-confirmed_at")[:50],
        }
    return render(request, "library/certificate.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw_certificate(request: UserRequest, pk: int) -> HttpResponse:
    """Put a certificate away."""
    row = access.certificate_for(acting(request), pk)
    seen = RevisionForm(request.POST)
    try:
        if seen.is_valid():
            services.withdraw_certificate(
                row, revision=seen.cleaned_data["revision"], by=request.user, at=now()
            )
            messages.success(request, _("認証をしまいました。"))
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    return redirect("library-certificates")
