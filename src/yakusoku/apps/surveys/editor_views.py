"""The editor of a questionnaire: what stands in it, one item at a time, what is wrong, and how it looks."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yakusoku.apps.accounts.access import acting
from yakusoku.apps.surveys import access, queries, writing
from yakusoku.apps.surveys.asking import Reader, asked_sections
from yakusoku.apps.surveys.condition_form import HOWS, MODES, askable
from yakusoku.apps.surveys.forms import AboutForm
from yakusoku.apps.surveys.item_form import ItemForm
from yakusoku.apps.surveys.models import Survey
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.survey.questionnaire.columns import LANGUAGE_NAMES, languages_of
from yakusoku.domain.survey.questionnaire.drafts import (
    ANSWER_LABELS,
    CHOOSING,
    TYPES,
    Draft,
    blank,
    draft_of,
    open_section,
)
from yakusoku.domain.survey.questionnaire.editing import (
    NoSuchItem,
    battery_around,
    is_repeat,
    item_for,
    items_of,
)
from yakusoku.domain.survey.questionnaire.outline import outline_of
from yakusoku.domain.survey.questionnaire.sheets import Sheets
from yakusoku.domain.survey.wording import words_of
from yakusoku.web.edits import FIELD
from yakusoku.web.messages import sentence
from yakusoku.web.requests import UserRequest, sent
from yakusoku.web.survey_pages import pages_of_survey
from yakusoku.web.words import choices

MOST_NAME = 64


@require_GET
def questionnaire(request: UserRequest, pk: int) -> HttpResponse:
    """Show the draft, else the version in force, with what is wrong beside it."""
    who = acting(request)
    found = access.survey_for(who, pk)
    row = writing.present(found)
    sheets = queries.version_sheets(row) if row else Sheets()
    findings = queries.findings_of(sheets)
    errors, warnings = queries.counts(findings)
    may_run = access.may_run(who, found)
    context = {
        "survey": found,
        "pages": pages_of_survey(found.pk, "questionnaire"),
        "row": row,
        "drafted": row is not None and row.published_at is None,
        "items": queries.items_shown(sheets, findings),
        "findings": findings,
        "errors": errors,
        "warnings": warnings,
        "languages": [LANGUAGE_NAMES.get(each, each) for each in languages_of(sheets) if each],
        "reference_on": queries.reference_day(found, sheets),
        "may_run": may_run,
        "kinds": choices(ANSWER_LABELS),
    }
    return render(request, "surveys/questionnaire.html", context)


@require_http_methods(["GET", "POST"])
def new_item(request: UserRequest, pk: int) -> HttpResponse:
    """Add an item: `?kind=` says what it is, else a 単一回答; `?after=` after which it comes."""
    found = access.survey_to_run(acting(request), pk)
    kind, after = request.GET.get("kind", "single"), request.GET.get("after", "")[:MOST_NAME]
    if kind not in TYPES:
        raise Http404
    sheets = writing.sheets_now(found)
    after = after or open_section(sheets, kind)
    return _item(request, found, blank(sheets, kind), old="", after=after)


@require_http_methods(["GET", "POST"])
def item(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """Change an item."""
    found = access.survey_to_run(acting(request), pk)
    sheets = writing.sheets_now(found)
    try:
        around, draft = battery_around(sheets, name), draft_of(sheets, name)
    except NoSuchItem as refusal:
        raise Http404 from refusal
    if around:
        # A line of a battery shares its options with the others: it is written with them.
        return redirect("question", pk, around)
    if draft.kind not in TYPES:
        raise Http404
    return _item(request, found, draft, old=name, after="")


def _item(request: UserRequest, survey: Survey, draft: Draft, *, old: str, after: str) -> HttpResponse:
    sheets = writing.sheets_now(survey)
    known = queries.form_or_none(sheets)
    outline = outline_of(known)
    form = ItemForm(sent(request), draft=draft, languages=languages_of(sheets), form=known, outline=outline)
    mark = writing.mark_of_item(sheets, old)
    if form.is_bound and form.rearrange():
        # Nothing was compared with what another wrote meanwhile: that is still to come.
        mark = request.POST.get(FIELD, "")
    elif form.is_valid():
        filled, seen = form.filled(), request.POST.get(FIELD)
        try:
            name = writing.put(survey, filled, old=old, after=after, seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("「%s」を保存しました。") % name)
            if "another" in request.POST and not old:
                return redirect(f"{reverse('question-new', args=[survey.pk])}?kind={draft.kind}&after={name}")
            return redirect(f"{reverse('questionnaire', args=[survey.pk])}#i-{name}")
    context = {
        "survey": survey,
        "form": form,
        "draft": draft,
        "old": old,
        "where": _where(sheets, after),
        "findings": queries.findings_about(old, sheets) if old else [],
        "repeat": bool(old) and is_repeat(item_for(sheets, old).row),
        "kind_words": _kind_words(draft.kind),
        "mark": mark,
        "askable": askable(known, outline, old),
        "modes": MODES,
        "hows": HOWS,
        "choosing": draft.kind in CHOOSING,
    }
    return render(request, "surveys/item.html", context, status=422 if form.errors else 200)


def _where(sheets: Sheets, after: str) -> str:
    """Return where a new item comes, in words; empty: at the end."""
    item = next((each for each in items_of(sheets) if after and each.name == after), None)
    if item is None:
        return ""
    told = {"label": words_of(item.row, "label").said() or item.name}
    inside = item.kind == "section"
    return (_("節「%(label)s」の中に足します。") if inside else _("「%(label)s」の後に足します。")) % told


def _kind_words(kind: str) -> str:
    if kind in {"section", "battery"}:
        return _("節") if kind == "section" else _("表で答える組")
    return dict(choices(ANSWER_LABELS))[kind]


@require_POST
def move_item(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """Move an item up, or down."""
    found = access.survey_to_run(acting(request), pk)
    up = request.POST.get("way") != "down"
    return _done(request, found, name, lambda told: writing.move(found, name, up=up, **told))


@require_POST
def delete_item(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """Take an item away."""
    found = access.survey_to_run(acting(request), pk)

    def delete(told: dict[str, Any]) -> None:
        writing.delete(found, name, **told)
        messages.success(request, _("「%s」を消しました。「元に戻す」で戻せます。") % name)

    return _done(request, found, "", delete)


@require_POST
def duplicate_item(request: UserRequest, pk: int, name: str) -> HttpResponse:
    """Put a copy of an item after it."""
    found = access.survey_to_run(acting(request), pk)
    return _done(request, found, name, lambda told: writing.duplicate(found, name, **told))


@require_POST
def undo(request: UserRequest, pk: int) -> HttpResponse:
    """Take the last change back."""
    found = access.survey_to_run(acting(request), pk)
    seen = request.POST.get(FIELD)
    return _done(request, found, "", lambda told: writing.undo(found, seen=seen, **told))


def _done(request: UserRequest, survey: Survey, name: str, act: Any) -> HttpResponse:
    """Do one thing to the draft and go back to where it stands."""
    try:
        act({"by": request.user, "at": now()})
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
    place = f"#i-{name}" if name else ""
    return redirect(f"{reverse('questionnaire', args=[survey.pk])}{place}")


@require_http_methods(["GET", "POST"])
def about(request: UserRequest, pk: int) -> HttpResponse:
    """Set title, reference day and languages of the questionnaire."""
    found = access.survey_to_run(acting(request), pk)
    sheets = writing.sheets_now(found)
    languages = languages_of(sheets)
    second = languages[1] if len(languages) > 1 else ""
    titles = dict(words_of(sheets.settings, "form_title").each)
    initial = {
        "title": titles.get(languages[0]) or titles.get("", ""),
        "title_second": titles.get(second, "") if second else "",
        "reference_on": sheets.settings.get("reference_on", ""),
        "second": second,
    }
    form = AboutForm(sent(request), initial=initial)
    if form.is_valid():
        given = form.cleaned_data
        day = given["reference_on"].isoformat() if given["reference_on"] else ""
        title = {"": given["title"]} | ({given["second"]: given["title_second"]} if given["second"] else {})
        seen = request.POST.get(FIELD)
        try:
            writing.set_about(found, title, day, given["second"], seen=seen, by=request.user, at=now())
        except Refusal as refusal:
            form.add_error(None, sentence(refusal))
        else:
            messages.success(request, _("調査票の設定を保存しました。"))
            return redirect("questionnaire", found.pk)
    context = {"survey": found, "form": form, "mark": writing.mark_of_about(sheets)}
    return render(request, "surveys/about.html", context, status=422 if form.errors else 200)


@require_GET
def preview(request: UserRequest, pk: int) -> HttpResponse:
    """Show the draft, else the version in force, as its respondents see it; `?language=` in another language."""
    found = access.survey_for(acting(request), pk)
    sheets = writing.sheets_now(found)
    known = queries.form_or_none(sheets)
    language = request.GET.get("language", "")
    languages = [each for each in known.languages if each]
    reader = Reader(language if language in languages else (languages[0] if languages else "ja"))
    context = {
        "survey": found,
        "sections": asked_sections(known, reader),
        "left_out": known.left_out,
        "languages": [(each, LANGUAGE_NAMES.get(each, each)) for each in languages],
        "language": reader.language,
        "title": known.about.title.said(reader.language) or found.title,
        "reference_on": queries.reference_day(found, sheets),
    }
    return render(request, "surveys/preview.html", context)
