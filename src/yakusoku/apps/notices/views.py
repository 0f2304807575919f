"""Pages on which a person says how they want to be told, and the calendar."""

from itertools import chain

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting_as, organizations
from yakusoku.apps.duties.queries import duties_of
from yakusoku.apps.notices import access, services
from yakusoku.apps.notices.calendar import calendar_of
from yakusoku.apps.notices.forms import LettersForm
from yakusoku.apps.notices.models import Preference, Rhythm
from yakusoku.web.requests import UserRequest

MOST_EVENTS = 500


@never_cache
@require_http_methods(["GET", "POST"])
def preferences(request: UserRequest) -> HttpResponse:
    """Show how the person is told, and take another wish."""
    known = Preference.objects.filter(user=request.user).first()
    chosen = known.letters if known else Rhythm.DAILY
    form = LettersForm(request.POST or None, initial={"letters": chosen})
    if request.method == "POST" and form.is_valid():
        services.choose_letters(request.user, Rhythm(form.cleaned_data["letters"]))
        messages.success(request, _("お知らせの受け取り方を保存しました。"))
        return redirect("notice-preferences")
    return show(request, form, known, "", 422 if form.errors else 200)


@never_cache
@require_POST
def calendar_make(request: UserRequest) -> HttpResponse:
    """Make an address for the calendar and show it, this once."""
    secret = services.make_calendar(request.user, at=now())
    link = request.build_absolute_uri(reverse("calendar", args=[secret]))
    known = Preference.objects.get(user=request.user)
    return show(request, LettersForm(initial={"letters": known.letters}), known, link, 200)


@require_POST
def calendar_end(request: UserRequest) -> HttpResponse:
    """Let the address no longer work."""
    services.end_calendar(request.user, at=now())
    messages.success(request, _("カレンダーの公開をやめました。"))
    return redirect("notice-preferences")


@login_not_required
@never_cache
@require_GET
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """Return what is due for the person to whom the secret address belongs, in all their organisations."""
    user = access.owner_of_calendar(secret)
    seen = [duties_of(acting_as(user, each.pk))[:MOST_EVENTS] for each in organizations(user)]
    with translation.override(user.language or "ja"):
        content = calendar_of(chain.from_iterable(seen))
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="yakusoku.ics"'
    return answer


def show(
    request: UserRequest, form: LettersForm, known: Preference | None, link: str, status: int
) -> HttpResponse:
    """Return the page; `link`: a calendar address that was just made."""
    context = {"form": form, "has_calendar": bool(known and known.calendar_digest), "link": link}
    return render(request, "notices/preferences.html", context, status=status)
