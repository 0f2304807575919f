"""Pages of consultations: asking, advising, the list, and the expert's page without an account."""

from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting, require
from yakusoku.apps.consultations import access, services, tables
from yakusoku.apps.consultations.forms import AskForm, ExpertForm, PostForm
from yakusoku.apps.consultations.models import (
    Addressee,
    Consultation,
    ConsultationState,
    ExpertLink,
)
from yakusoku.apps.consultations.queries import about_words, local_address, thread_of
from yakusoku.apps.engagements.access import client_engagement_for
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.files.answers import download
from yakusoku.domain.accounts.permissions import Act
from yakusoku.domain.refusal import Refusal
from yakusoku.web.limits import too_often
from yakusoku.web.messages import sentence
from yakusoku.web.paging import page_of
from yakusoku.web.requests import UserRequest


@require_http_methods(["GET", "POST"])
def consultations(request: UserRequest, pk: int) -> HttpResponse:
    """Show what was asked about an engagement; a POST asks something new."""
    who = access.require_client_side(acting(request))
    if request.method == "GET":
        engagement = client_engagement_for(who, pk)
        about = local_address(request.GET.get("about", "")) or _came_from(request, pk)
        return show_work(request, engagement, AskForm(initial={"about": about}), about)
    engagement = client_engagement_for(require(who, Act.ASK_ADVICE), pk, Act.ASK_ADVICE)
    form = AskForm(request.POST, request.FILES)
    about = local_address(request.POST.get("about", ""))
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = services.ask(
                engagement,
                Addressee(data["addressee"]),
                data["title"],
                data["text"],
                about=about,
                files=data["uploads"],
                by=request.user,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("相談しました。"))
            return redirect(made)
    return show_work(request, engagement, form, about)


def show_work(request: UserRequest, engagement: Engagement, form: AskForm, about: str) -> HttpResponse:
    """Return the page of consultations of one engagement."""
    who = acting(request)
    rows = access.consultations_of(who).filter(engagement=engagement)
    context = {
        "engagement": engagement,
        "page": page_of(rows, request.GET),
        "form": form,
        "about": about,
        "about_words": about_words(about, engagement.organization_id),
        "may_ask": who.may_in(Act.ASK_ADVICE, engagement.department_id),
    }
    return render(request, "consultations/work.html", context, status=422 if form.errors else 200)


@require_GET
def all_consultations(request: UserRequest) -> HttpResponse:
    """List the consultations of the organisation, to be searched and taken away."""
    who = acting(request)
    listing, rows = tables.consultations_listed(who, request.GET)
    if request.GET.get("format"):
        return tables.consultations_table(who, request.GET).answer(request.GET["format"])
    context = {
        "page": page_of(rows, request.GET),
        "listing": listing,
        "state": request.GET.get("state", ""),
        "states": ConsultationState.choices,
    }
    return render(request, "consultations/list.html", context)


@require_GET
def consultation(request: UserRequest, pk: int) -> HttpResponse:
    """Show a thread: to answer for those who advise, to ask on or close for the department."""
    return show_thread(request, access.consultation_for(acting(request), pk), PostForm())


def show_thread(
    request: UserRequest,
    found: Consultation,
    form: PostForm,
    expert: ExpertForm | None = None,
    link: str = "",
) -> HttpResponse:
    """Return the thread; a form that failed stands there filled (422)."""
    who = acting(request)
    open_ = found.state != ConsultationState.CLOSED
    leads = who.may_in(Act.ASK_ADVICE, found.engagement.department_id)
    context = {
        "consultation": found,
        "engagement": found.engagement,
        "posts": thread_of(found),
        "about_words": about_words(found.about, found.engagement.organization_id),
        "form": form,
        "expert_form": expert or ExpertForm(),
        "for_expert": found.addressee == Addressee.EXPERT,
        "links": [(each, each.is_waiting(now())) for each in found.links.all()],
        "link": link,
        "may_advise": open_ and who.may(Act.GIVE_ADVICE),
        "may_lead": open_ and leads,
    }
    failed = bool(form.errors or (expert and expert.errors))
    return render(request, "consultations/thread.html", context, status=422 if failed else 200)


@require_POST
def advise(request: UserRequest, pk: int) -> HttpResponse:
    """Take advice from inside the house."""
    who = require(acting(request), Act.GIVE_ADVICE)
    found = access.consultation_to_advise(who, pk)
    return _say(request, found, advice=True)


@require_POST
def ask_on(request: UserRequest, pk: int) -> HttpResponse:
    """Take a further question of the department."""
    who = require(acting(request), Act.ASK_ADVICE)
    found = access.consultation_to_lead(who, pk)
    return _say(request, found, advice=False)


def _say(request: UserRequest, found: Consultation, *, advice: bool) -> HttpResponse:
    form = PostForm(request.POST, request.FILES)
    if form.is_valid():
        act = services.advise if advice else services.ask_on
        try:
            act(
                found,
                form.cleaned_data["text"],
                files=form.cleaned_data["uploads"],
                by=request.user,
                at=now(),
            )
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("助言を送りました。") if advice else _("続けて相談しました。"))
            return redirect(found)
    return show_thread(request, found, form)


@require_POST
def close(request: UserRequest, pk: int) -> HttpResponse:
    """Let a consultation be over."""
    found = access.consultation_to_lead(require(acting(request), Act.ASK_ADVICE), pk)
    try:
        services.close(found, by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("相談を終えました。やり取りは業務と一緒に残ります。"))
    return redirect(found)


@never_cache
@sensitive_variables("secret", "link")
@require_POST
def let_in(request: UserRequest, pk: int) -> HttpResponse:
    """Make a link for an expert and show it, this once, as the answer to the POST itself."""
    found = access.consultation_to_lead(require(acting(request), Act.ASK_ADVICE), pk)
    form = ExpertForm(request.POST)
    if form.is_valid():
        try:
            _made, secret = services.let_in(found, form.cleaned_data["name"], by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            link = request.build_absolute_uri(reverse("advice", args=[secret]))
            return show_thread(request, found, PostForm(), link=link)
    return show_thread(request, found, PostForm(), form)


@require_POST
def withdraw_link(request: UserRequest, pk: int, link: int) -> HttpResponse:
    """Take an expert's link back."""
    found = access.consultation_to_lead(require(acting(request), Act.ASK_ADVICE), pk)
    try:
        services.withdraw_link(access.link_for(found, link), by=request.user, at=now())
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, _("リンクを取り消しました。"))
    return redirect(found)


@require_GET
def post_file(request: UserRequest, pk: int, file: int) -> FileResponse:
    """Hand out a file of a thread."""
    return download(access.file_for(access.consultation_for(acting(request), pk), file).stored)


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def advice(request: HttpRequest, secret: str) -> HttpResponseBase:
    """Show an expert the one question; a POST answers it. Unknown link: 404; one that is over: 410."""
    slow = too_often(request, "sent_by_link")
    if slow is not None:
        return slow
    link = access.link_by(secret)
    if not link.is_waiting(now()):
        return _over(request, link)
    form = PostForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.advise_by_link(link, given["text"], files=given["uploads"], at=now())
        except services.LinkOver:
            link.refresh_from_db()
            return _over(request, link)
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            return _hidden(render(request, "consultations/thanks.html", {"link": link}))
    context = {
        "link": link,
        "secret": secret,
        "consultation": link.consultation,
        "engagement": link.consultation.engagement,
        "posts": thread_of(link.consultation),
        "form": form,
    }
    return _hidden(render(request, "consultations/advice.html", context, status=422 if form.errors else 200))


@login_not_required
@never_cache
@require_GET
def advice_file(request: HttpRequest, secret: str, file: int) -> HttpResponseBase:
    """Hand an expert a file of the one question."""
    link = access.link_by(secret)
    if not link.is_waiting(now()):
        return _over(request, link)
    return _hidden(download(access.file_for(link.consultation, file).stored))


def _over(request: HttpRequest, link: ExpertLink) -> HttpResponseBase:
    return _hidden(render(request, "consultations/advice_over.html", {"link": link}, status=410))


def _hidden(answer: HttpResponseBase) -> HttpResponseBase:
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _came_from(request: HttpRequest, pk: int) -> str:
    """Return the page of this engagement from which the person came, as the browser tells."""
    referer = urlsplit(request.headers.get("Referer", ""))
    own = referer.path.startswith(f"/engagements/{pk}/") and referer.path != request.path
    return local_address(referer.path) if referer.netloc == request.get_host() and own else ""
