"""The components of every page as template tags, and the formats as filters. Loaded everywhere."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache, lru_cache
from importlib.metadata import version
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from yakusoku.web import formats
from yakusoku.web.components import KNOT_LABELS, Step, Thread
from yakusoku.web.listing import Listing
from yakusoku.web.navigation import MAIN, MENU, Link, links
from yakusoku.web.paging import Page
from yakusoku.web.words import reads_english
from yakusoku.web.work_pages import pages_of

register = template.Library()

register.filter("jdate", formats.jdate)
register.filter("jdate_era", formats.jdate_era)
register.filter("jtime", formats.jtime)
register.filter("days_left", formats.days_left)
register.filter("is_over", formats.is_over)
register.filter("number", formats.number)
register.filter("yen", formats.yen)
register.filter("hours_range", formats.hours_range)

TONES = {
    "info": gettext_lazy("お知らせ"),
    "done": gettext_lazy("済みました"),
    "warning": gettext_lazy("ご注意"),
    "danger": gettext_lazy("確認してください"),
}
BADGES: dict[str, Any] = {
    **{str(state): label for state, label in KNOT_LABELS.items()},
    "info": gettext_lazy("お知らせ"),
    "warning": gettext_lazy("注意"),
    "draft": gettext_lazy("下書き"),
}
AFTER_THE_YEAR = re.compile(r"^\d{4}\D")


@register.filter
def jdate_two_lines(day: Any) -> SafeString:
    """Return the date, which may break after a leading year (2027, then 4 and 1) and nowhere else."""
    return mark_safe(AFTER_THE_YEAR.sub(r"\g<0><wbr>", escape(formats.jdate(day))))  # noqa: S308 (escaped)


CHOICE_WIDGETS = {"radioselect", "checkboxselectmultiple"}


def component(name: str, **context: object) -> SafeString:
    """Return the HTML of templates/components/NAME.html, filled."""
    return render_to_string(f"components/{name}.html", context)


@register.simple_block_tag
def notice(content: str, tone: str = "info", heading: str = "") -> SafeString:
    """Show the block as a notice. Tone: info, done, warning, danger; its word is always written."""
    if tone not in TONES:
        raise template.TemplateSyntaxError(f"notice: unknown tone {tone!r}")
    return component("notice", content=content, tone=tone, heading=heading or TONES[tone])


@register.simple_block_tag
def card(content: str, heading: str = "", id: str = "") -> SafeString:
    """Show the block as a sheet of paper with a heading (h2)."""
    return component("card", content=content, heading=heading, id=id)


@register.simple_block_tag
def why(content: str, basis: str | Iterable[object] = "", label: str = "") -> SafeString:
    """Fold the block away under なぜ, with 根拠 (one line or several) below it."""
    lines = [basis] if isinstance(basis, str) else list(basis or ())
    return component("why", content=content, basis=[b for b in lines if b], label=label or _("なぜ"))


@register.simple_tag
def field(bound: BoundField, label: str = "", help_text: str = "", **attrs: Any) -> SafeString:
    """Show a form field with its label, help and errors tied together.

    label, help_text   take the place of the field's own
    attrs              go to the control, or to the fieldset of a group; hx_post becomes hx-post
    """
    if bound.is_hidden:
        return bound.as_widget()
    extra: dict[str, Any] = {name.replace("_", "-"): value for name, value in attrs.items()}
    told = help_text or bound.help_text
    ids = [f"{bound.auto_id}_helptext"] if told else []
    ids += [f"{bound.auto_id}_error"] if bound.errors else []
    if ids:
        extra["aria-describedby"] = " ".join(ids)
    group = bound.use_fieldset
    choices = bound.subwidgets if bound.widget_type in CHOICE_WIDGETS else []
    return component(
        "field",
        bound=bound,
        label=label or bound.label,
        help=told,
        kind=bound.widget_type,
        group=group,
        group_attrs=flatatt({k: str(v) for k, v in extra.items()}) if group else "",
        choices=choices,
        control="" if choices else bound.as_widget(attrs={} if group else extra),
    )


@register.simple_tag
def form_errors(form: BaseForm) -> SafeString:
    """Say at the top of a form what to put right, each with a link to its field; nothing if all is well."""
    wrong = [bound for bound in form if bound.errors and not bound.is_hidden]
    return component("form_errors", form=form, wrong=wrong) if form.errors else SafeString("")


@register.simple_tag
def thread(line: Thread, compact: bool = False, label: str = "") -> SafeString:
    """Draw the life of an engagement: the whole thread, or a small one for a row of a list."""
    label = label or _("段階")
    if not compact:
        return component("thread", thread=line, label=label)
    drawing, width, summary = _small(line.without_days)
    return component("thread_small", label=f"{label}{_('：')}{summary}", drawing=drawing, width=width)


@lru_cache(maxsize=1024)
def _small(line: Thread) -> tuple[SafeString, int, str]:
    """Return the small drawing, its width and its sentence: a list draws the same few states many times.

    The words of the knots are of one language, so no drawing is shown to readers of another.
    """
    return component("thread_drawing", thread=line), line.width, line.summary


@register.simple_tag(takes_context=True)
def head_links(context: RequestContext, part: str) -> list[Link]:
    """Return the links of the head for the person of the page. Part: main or menu."""
    acting = context.get("acting")
    entries = MAIN if part == "main" else MENU
    path = context.request.path if hasattr(context, "request") else ""
    return links(entries, acting.may if acting else lambda act: False, path)


@register.simple_tag
def work_pages(engagement: int, here: str, client: bool = True) -> SafeString:
    """Show the links to the pages of an engagement; `here` names the present one (web/work_pages.py)."""
    return component("work_pages", links=pages_of(engagement, here, client=client))


@register.simple_tag
def progress_steps(steps: Sequence[Step], label: str = "") -> SafeString:
    """Show the steps of a wizard for its side."""
    return component("progress_steps", steps=steps, label=label or _("手順"))


@register.simple_tag
def badge(state: str, label: str = "") -> SafeString:
    """Show a state as a word with a sign: done, next, overdue, later, info, warning or draft."""
    if state not in BADGES:
        raise template.TemplateSyntaxError(f"badge: unknown state {state!r}")
    return component("badge", state=str(state), label=label or BADGES[state])


@register.simple_tag
def due(day: Any) -> SafeString:
    """Show a deadline as people say it (あと3日…), marked when it has passed; nothing without a date."""
    if not isinstance(day, date):
        return SafeString("")
    return _due(formats.local_day(day), localdate(), get_language())


@lru_cache(maxsize=1024)
def _due(day: date, today: date, _language: str | None) -> SafeString:
    """Return a deadline as it is shown: a list shows the same few days many times."""
    return component("due", day=day, words=formats.days_left(day, today), over=formats.is_over(day, today))


@register.simple_tag
def empty_state(heading: str, text: str = "", action: str = "", href: str = "") -> SafeString:
    """Show that there is nothing yet, why, and the next step as a button that leads to `href`."""
    return component("empty_state", heading=heading, text=text, action=action, href=href)


@register.simple_tag
def crumb(label: str, href: str = "") -> SafeString:
    """Show one step of the way to this page; the last one has no `href`."""
    return component("crumb", label=label, href=href)


@register.simple_tag
def saved_mark(at: Any = None) -> SafeString:
    """Show 保存しました 10:42 beside a form that saves itself (data-autosave); `at`: the last time."""
    return component("saved_mark", at=at)


@register.simple_tag(takes_context=True)
def column(
    context: RequestContext, listing: Listing, name: str, label: str, numeric: bool = False
) -> SafeString:
    """Show a table head cell that sorts by `name` and tells how it is sorted now."""
    return component(
        "column",
        direction=listing.direction(name),
        numeric=numeric,
        link=sort_link(context, listing, name, label),
    )


@register.simple_tag(takes_context=True)
def sort_link(context: RequestContext, listing: Listing, name: str, label: str) -> SafeString:
    """Show a link that sorts by `name`; the rest of the query string stays, the page starts over."""
    return component(
        "sort_link",
        query=context.request.GET,
        label=label,
        sort=listing.toggled(name),
        direction=listing.direction(name),
    )


@register.simple_tag(takes_context=True)
def pagination(context: RequestContext, page: Page[Any], unit: str = "") -> SafeString:
    """Show which rows are seen, the way to the other pages, and the page sizes."""
    return component("pagination", query=context.request.GET, page=page, unit=unit or _("件"))


@register.simple_tag(takes_context=True)
def search_box(context: RequestContext, listing: Listing, label: str = "") -> SafeString:
    """Show a search over the list; the sort and the page size stay as they are."""
    kept = [(k, v) for k, v in context.request.GET.items() if k not in {"q", "page"}]
    return component("search_box", listing=listing, label=label or _("ことばで探す"), kept=kept)


@register.simple_tag(takes_context=True)
def export_links(context: RequestContext) -> SafeString:
    """Show links that give the list as it is seen as a file (`format=csv`, `format=xlsx`)."""
    return component("export_links", query=context.request.GET)


@register.simple_tag
def contract_language() -> str:
    """Say in English that what binds is Japanese; nothing for readers of Japanese."""
    return _("条文と書類は、契約のことばである日本語のままです。") if reads_english() else ""


@register.simple_tag
@cache
def styles() -> SafeString:
    """Return the links to every style sheet (styles.html): the same on every page."""
    return render_to_string("styles.html")


@register.simple_tag
@cache
def product_version() -> str:
    """Return the version of this installation."""
    return version("yakusoku")
