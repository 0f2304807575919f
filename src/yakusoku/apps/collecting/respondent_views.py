"""The web form: whoever has the personal code of a letter answers one questionnaire, and sees nothing else."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate, now
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.collecting import access, answering
from yakusoku.apps.collecting import respondent_pages as pages
from yakusoku.apps.collecting.answering import Sent
from yakusoku.apps.collecting.models import Record, Way
from yakusoku.apps.collecting.reading import Paper, paper_of, published
from yakusoku.apps.collecting.saves import new_page, step_of
from yakusoku.apps.collecting.standing import NotAsked, NotOpenYet, Over, Withdrawn, require_taking, terms_of
from yakusoku.apps.samples.models import Respondent
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.collecting.walking import Page, Standing, first_wrong, stand
from yakusoku.web.answers import wants_part
from yakusoku.web.limits import count_guess, guessed_too_often
from yakusoku.web.messages import sentence
from yakusoku.web.requests import HtmxRequest

CLOSED = (NotOpenYet, Over, Withdrawn, NotAsked)
# Names that no question can have.
GO, SEEN = "-go", "-seen"
View = Callable[..., HttpResponseBase]


def by_code(view: View) -> View:
    """Let the holder of a personal code in: unknown 404, closed 410, guessing too often 429.

    Only codes that nobody has are counted: a company whose people all answer from one address is not slowed down.
    """

    @login_not_required
    @never_cache
    @sensitive_variables("code", "respondent")
    @wraps(view)
    def enter(request: HtmxRequest, code: str, **kwargs: Any) -> HttpResponseBase:
        if guessed_too_often(request):
            return _wait(request)
        try:
            respondent = access.respondent_by(code)
        except Http404:
            return _unknown(request, code, status=404)
        try:
            return view(request, respondent, **kwargs)
        except CLOSED as refusal:
            return _closed(request, respondent, refusal)

    return enter


def _wait(request: HtmxRequest) -> HttpResponse:
    """Return the page that asks to wait: too many codes that nobody has came from one address."""
    return render(request, "collecting/wait.html", status=429)


def _unknown(request: HtmxRequest, typed: str, status: int) -> HttpResponse:
    """Return the page that asks for the code, which says that nobody has this one; the guess is counted."""
    count_guess(request)
    return render(request, "collecting/door.html", {"typed": typed[:60], "wrong": True}, status=status)


def _closed(request: HtmxRequest, respondent: Respondent, refusal: Refusal) -> HttpResponse:
    record = _record(respondent)
    context = {
        "survey": respondent.survey,
        "words": sentence(refusal),
        "why": refusal.code,
        "record": record,
    }
    return render(request, "collecting/closed.html", context, status=410)


def _record(respondent: Respondent) -> Record | None:
    rows = Record.objects.filter(respondent=respondent, way=Way.WEB).select_related("questionnaire")
    return rows.defer("questionnaire__sheets").first()


def _paper(respondent: Respondent, record: Record | None) -> Paper:
    """Return the version that a respondent answers: the one they began with. Raises NotAsked."""
    version = record.questionnaire if record else published(respondent.survey_id)
    if version is None:
        raise NotAsked()
    return paper_of(version)


@login_not_required
@require_http_methods(["GET", "POST"])
def door(request: HtmxRequest) -> HttpResponse:
    """Ask for the code of the letter."""
    typed = request.POST.get("code", "")[:60]
    if request.method == "POST":
        if guessed_too_often(request):
            return _wait(request)
        code = access.normal_code(typed)
        if code and Respondent.objects.filter(code=code).exists():
            return redirect("respond", code)
        return _unknown(request, typed, status=422)
    return render(request, "collecting/door.html")


@by_code
@require_GET
def start(request: HtmxRequest, respondent: Respondent) -> HttpResponse:
    """Show what is asked, by whom and until when, and where the respondent stands."""
    record = _record(respondent)
    require_taking(respondent, localdate())
    paper = _paper(respondent, record)
    terms = terms_of(respondent.survey)
    handed_in = record is not None and record.submitted_at is not None and record.amending is None
    language = pages.language_of(record, paper)
    context = {
        "respondent": respondent,
        "survey": respondent.survey,
        "record": record,
        "handed_in": handed_in,
        "may_change": terms.amend,
        "page": _here(paper, record),
        "pages": len(paper.pages),
        "languages": [(code, pages_name(code)) for code in paper.languages],
        "language": language,
        "title": paper.form.about.title.said(language),
    }
    with translation.override(pages.interface_language(language)):
        return render(request, "collecting/start.html", context)


def pages_name(code: str) -> str:
    """Return the name of a language in itself; its code if it is not known."""
    try:
        return str(translation.get_language_info(code)["name_local"])
    except KeyError:
        return code


def _here(paper: Paper, record: Record | None) -> int:
    """Return the page on which a respondent left, from 1."""
    return min(record.section + 1, len(paper.pages)) if record is not None else 1


@by_code
@require_POST
def choose_language(request: HtmxRequest, respondent: Respondent) -> HttpResponse:
    """Remember the language in which a respondent answers."""
    record = _record(respondent)
    paper, wanted = _paper(respondent, record), request.POST.get("language", "")
    if wanted not in paper.languages:
        raise Http404
    try:
        section = record.section if record else 0
        answering.send(Sent(respondent.code, {}, now(), section=section, language=wanted))
    except answering.HandedIn:
        pass
    return redirect("respond", respondent.code)


@by_code
@require_http_methods(["GET", "POST"])
def page(request: HtmxRequest, respondent: Respondent, number: int) -> HttpResponse:
    """Show a page of questions; keep what is sent with it, and go where the button says."""
    record = _record(respondent)
    paper = _paper(respondent, record)
    if not 0 < number <= len(paper.pages):
        raise Http404
    shown = paper.pages[number - 1]
    if request.method == "GET":
        require_taking(respondent, localdate())
        if record is not None and record.submitted_at is not None and record.amending is None:
            return redirect("respond", respondent.code)
        standing = stand(paper.form, record.written if record else {})
        if not standing.is_open(shown):
            return redirect(_next(respondent, paper, standing, number))
        return _show(request, respondent, record, paper, number, standing, check="check" in request.GET)
    return _sent(request, respondent, paper, number, shown)


def _sent(
    request: HtmxRequest, respondent: Respondent, paper: Paper, number: int, shown: Page
) -> HttpResponse:
    written = pages.sent_on(shown, dict(request.POST.lists()))
    try:
        sent = Sent(respondent.code, written, now(), section=number - 1, page=step_of(request))
        record = answering.send(sent)
    except answering.HandedIn as refusal:
        return _handed_in_before(request, respondent, refusal)
    standing = stand(paper.form, record.written)
    if wants_part(request):
        places = " ".join(pages.shown_places(shown, standing))
        return render(request, "collecting/page.html#told", {"places": places})
    if request.POST.get(GO) == "back":
        return redirect(_before(respondent, paper, standing, number))
    # Without script a filter opens its questions only now: they are shown before one goes on.
    seen = request.POST.get(SEEN, "").split() if SEEN in request.POST else None
    opened = seen is not None and any(each not in seen for each in pages.shown_places(shown, standing))
    wrong = any(name in standing.wrong for name in shown.questions)
    if opened or wrong:
        return _show(request, respondent, record, paper, number, standing, check=not opened, opened=opened)
    return redirect(_next(respondent, paper, standing, number))


def _handed_in_before(request: HtmxRequest, respondent: Respondent, refusal: Refusal) -> HttpResponse:
    """Say that what was sent after handing in, as from another window, was not kept."""
    if wants_part(request):
        return HttpResponse(status=409)
    messages.warning(request, sentence(refusal))
    return redirect("respond", respondent.code)


def _show(
    request: HtmxRequest,
    respondent: Respondent,
    record: Record | None,
    paper: Paper,
    number: int,
    standing: Standing,
    *,
    check: bool,
    opened: bool = False,
) -> HttpResponse:
    """Return a page of questions; `check`: what must be put right is told; `opened`: more is asked than before."""
    language = pages.language_of(record, paper)
    shown, written = paper.pages[number - 1], record.written if record else {}
    told = [name for name in shown.questions if name in standing.wrong] if check else []
    with translation.override(pages.interface_language(language)):
        context = {
            "respondent": respondent,
            "survey": respondent.survey,
            "title": paper.form.about.title.said(language) or respondent.survey.title,
            "headings": pages.headings_of(paper, shown, standing, written, language, check=check),
            "wrong": [(f"q-{name}", paper.outline.marks(language).get(name, name)) for name in told],
            "places": " ".join(pages.shown_places(shown, standing)),
            "opened": opened,
            "page_name": new_page(),
            "number": number,
            "pages": len(paper.pages),
            "first": number == 1,
            "language": language,
        }
        return render(request, "collecting/page.html", context, status=422 if told else 200)


def _next(respondent: Respondent, paper: Paper, standing: Standing, number: int) -> str:
    """Return the address of the next page with something to ask; after the last, of the review."""
    for later in range(number + 1, len(paper.pages) + 1):
        if standing.is_open(paper.pages[later - 1]):
            return reverse("respond-page", args=[respondent.code, later])
    return reverse("respond-review", args=[respondent.code])


def _before(respondent: Respondent, paper: Paper, standing: Standing, number: int) -> str:
    for earlier in range(number - 1, 0, -1):
        if standing.is_open(paper.pages[earlier - 1]):
            return reverse("respond-page", args=[respondent.code, earlier])
    return reverse("respond", args=[respondent.code])


@by_code
@require_http_methods(["GET", "POST"])
def review(request: HtmxRequest, respondent: Respondent) -> HttpResponse:
    """Show all answers before they are handed in; hand them in."""
    if request.method == "POST":
        try:
            answering.send(Sent(respondent.code, {}, now(), hand_in=True))
        except answering.HandedIn:
            pass
        except answering.NotReady:
            return _show_review(request, respondent, status=422)
        return redirect("respond-thanks", respondent.code)
    require_taking(respondent, localdate())
    return _show_review(request, respondent)


def _show_review(request: HtmxRequest, respondent: Respondent, status: int = 200) -> HttpResponse:
    record = _record(respondent)
    if record is None or (record.submitted_at is not None and record.amending is None):
        return redirect("respond", respondent.code)
    paper = paper_of(record.questionnaire)
    language = pages.language_of(record, paper)
    standing = stand(paper.form, record.written)
    wrong = first_wrong(paper.pages, standing)
    with translation.override(pages.interface_language(language)):
        context = {
            "respondent": respondent,
            "survey": respondent.survey,
            "title": paper.form.about.title.said(language) or respondent.survey.title,
            "reviewed": pages.reviewed(paper, record.written, language),
            "wrong": len(standing.wrong),
            "wrong_page": None if wrong is None else wrong + 1,
            "answered": standing.answered,
            "asked": standing.asked,
            "last": next(
                (n for n in range(len(paper.pages), 0, -1) if standing.is_open(paper.pages[n - 1])), 1
            ),
            "amending": record.amending is not None,
            "language": language,
        }
        return render(request, "collecting/review.html", context, status=status)


@login_not_required
@require_POST
@sensitive_variables("code")
def send_all(request: HtmxRequest, code: str) -> HttpResponse:
    """Hand in the answers of a whole questionnaire that were sent at once.

    Many arrive in the last evening: no more is read here than must be.
    """
    if guessed_too_often(request):
        return _wait(request)
    code = access.normal_code(code)
    sent = Sent(code, dict(request.POST.lists()), now(), whole=True, hand_in=True)
    try:
        answering.send(sent)
    except answering.UnknownCode:
        return _unknown(request, code, status=404)
    except answering.HandedIn as refusal:
        return _handed_in_before(request, access.respondent_by(code), refusal)
    except answering.NotReady:
        answering.send(replace(sent, hand_in=False))
        return redirect("respond-review", code)
    except CLOSED as refusal:
        return _closed(request, access.respondent_by(code), refusal)
    return redirect("respond-thanks", code)


@by_code
@require_GET
def thanks(request: HtmxRequest, respondent: Respondent) -> HttpResponse:
    """Show the receipt."""
    record = _record(respondent)
    if record is None or record.submitted_at is None:
        return redirect("respond", respondent.code)
    paper = paper_of(record.questionnaire)
    language = pages.language_of(record, paper)
    context = {
        "respondent": respondent,
        "survey": respondent.survey,
        "record": record,
        "may_change": terms_of(respondent.survey).amend,
        "language": language,
    }
    with translation.override(pages.interface_language(language)):
        return render(request, "collecting/thanks.html", context)


@by_code
@require_POST
def change(request: HtmxRequest, respondent: Respondent) -> HttpResponse:
    """Let a respondent change what was handed in, or leave it as it is."""
    try:
        if request.POST.get("drop"):
            answering.drop_change(respondent, at=now())
            return redirect("respond", respondent.code)
        answering.begin_change(respondent, at=now())
    except answering.NoChange:
        return redirect("respond", respondent.code)
    return redirect("respond-page", respondent.code, 1)
