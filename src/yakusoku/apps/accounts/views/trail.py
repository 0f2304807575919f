"""The audit trail of the own organisation."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice

from django.db.models import QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yakusoku.adapters.delimited import harmless
from yakusoku.apps.accounts import access, forms, queries
from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.audit.labels import label_of, subject_words
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.audit.queries import entries_of, one_by_one
from yakusoku.apps.audit.telling import facts_told
from yakusoku.domain.accounts.permissions import Act
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest

AT_ONCE = 500


@require_safe
def audit_trail(request: UserRequest) -> HttpResponseBase:
    """Show what happened in the organisation, narrowed as asked; `format=csv` gives all of it as a file."""
    who = access.require(access.acting(request), Act.READ_AUDIT)
    people = _people(who.organization, request.GET.get("actor", ""))
    form = forms.FindInTrail(request.GET, people=people)
    rows = entries_of(who.organization.pk, form.wanted())
    if request.GET.get("format"):
        return as_csv(rows)
    page = page_of(rows, request.GET)
    names = queries.names_of(page.rows)
    lines = [Line(entry, names) for entry in page.rows]
    context = {"form": form, "page": page, "lines": lines}
    return render(request, "accounts/audit_trail.html", context)


class Line:
    """An audit entry as a person reads it."""

    def __init__(self, entry: AuditEntry, names: dict[str, str]) -> None:
        self.entry, self.names = entry, names
        self.label = label_of(entry.code)
        self.actor = names.get(entry.actor, _("システム") if entry.actor == "system" else entry.actor)
        self.subject = names.get(entry.subject) or subject_words(entry.subject)
        self.facts = "" if entry.facts == "{}" else entry.facts

    @property
    def told(self) -> str:
        """Return the facts in words."""
        return facts_told(self.entry.code, self.entry.told, self.names)

    def cells(self) -> Sequence[str]:
        """Return the line for a csv file: the moment to the second, in the time zone of the reader."""
        entry = self.entry
        moment = localtime(entry.at).isoformat(sep=" ", timespec="seconds")
        told = (self.actor, self.label, self.subject, entry.reason, self.told)
        kept = (entry.code, self.facts, entry.digest)
        return [str(entry.sequence), moment, *(harmless(text) for text in (*told, *kept))]


def as_csv(rows: "QuerySet[AuditEntry]") -> StreamingHttpResponse:
    """Return every row as a csv download, written while it is sent: the trail may be long."""
    answer = StreamingHttpResponse(_csv_pieces(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, f"{_('操作の記録')}.csv") or "attachment"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _csv_pieces(rows: "QuerySet[AuditEntry]") -> Iterator[bytes]:
    # The mark tells Excel that it is UTF-8.
    head = [
        _("番号"),
        _("いつ"),
        _("だれが"),
        _("したこと"),
        _("対象"),
        _("理由"),
        _("内容"),
        _("記号"),
        _("記録のまま"),
        _("要約値"),
    ]
    yield "\ufeff".encode() + _csv_text([head])
    entries = one_by_one(rows)
    while some := list(islice(entries, AT_ONCE)):
        names = queries.names_of(some)
        yield _csv_text([Line(entry, names).cells() for entry in some])


def _csv_text(lines: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(lines)
    return text.getvalue().encode()


def _people(organization: Organization, asked: str) -> dict[str, str]:
    """Return whom one can look for: the members, and who was asked for, unnamed if no longer a member."""
    people = {f"user:{member.user_id}": member.user.name for member in queries.members_of(organization)}
    known = not asked or asked in people
    return people if known or not asked.isprintable() else {**people, asked: asked}
