"""The text of a version, two versions side by side, and what the field says of them."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.files.answers import download
from yakusoku.apps.review.queries import comparison_headline
from yakusoku.apps.standards import access, queries, talking
from yakusoku.apps.standards.forms import AnswerForm, CommentForm
from yakusoku.apps.standards.views import show
from yakusoku.web.attempts import attempted
from yakusoku.web.paging import asked_pair
from yakusoku.web.requests import UserRequest, sent


@require_http_methods(["GET", "POST"])
def version(request: UserRequest, pk: int, number: int) -> HttpResponse:
    """Show the text of a version with its old words marked; a POST says something of it."""
    found = access.version_for(acting(request), pk, number)
    asked = {"clause": request.GET.get("clause", "")}
    form = CommentForm(sent(request), version=found, initial=asked)
    if form.is_valid():
        given = form.cleaned_data
        if attempted(
            form, lambda: talking.comment(found, given["text"], given["clause"], by=request.user, at=now())
        ):
            messages.success(request, _("声を届けました。担当者の「すること」に出ます。"))
            place = "whole" if given["clause"] is None else f"c{given['clause']}"
            return redirect(f"{found.get_absolute_url()}#{place}")
    context = {
        "version": found,
        "standard": found.standard,
        "clauses": queries.clauses_shown(found),
        "laws": queries.laws_of(found),
        "whole": found.comments.filter(clause__isnull=True).select_related("made_by", "answered_by"),
        "form": form,
    }
    return render(request, "standards/version.html", context, status=422 if form.errors else 200)


@require_GET
def original(request: UserRequest, pk: int, number: int) -> FileResponse:
    """Hand out a version as it was brought."""
    return download(access.version_for(acting(request), pk, number).stored)


@require_GET
def comparison(request: UserRequest, pk: int) -> HttpResponse:
    """Show how one version (`one`) became another (`other`); without them, the last two."""
    who = acting(request)
    found = access.standard_for(who, pk)
    numbers = list(found.versions.values_list("number", flat=True))
    one, other = asked_pair(request.GET, numbers)
    context: dict[str, Any] = {"standard": found, "numbers": numbers, "asked_one": one, "asked_other": other}
    if len(numbers) > 1:
        before, after = access.version_for(who, pk, one), access.version_for(who, pk, other)
        rows = queries.versions_compared(before, after)
        context |= {
            "one": _("第%(n)s版") % {"n": one},
            "other": _("第%(n)s版") % {"n": other},
            "rows": rows,
            "headline": comparison_headline(rows),
            "law_lines": queries.law_difference(before, after),
        }
    return render(request, "standards/comparison.html", context)


@require_POST
def answer(request: UserRequest, comment: int) -> HttpResponse:
    """Say what was done about a comment."""
    said = access.comment_to_answer(acting(request), comment)
    form = AnswerForm(request.POST)
    if attempted(form, lambda: talking.answer(said, form.cleaned_data["text"], by=request.user, at=now())):
        messages.success(request, _("現場の声に答えました。"))
        return redirect(f"{said.standard.get_absolute_url()}#comments")
    return show(request, said.standard, form, said.pk)
