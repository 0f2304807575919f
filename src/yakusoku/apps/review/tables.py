"""The lists of reviews and of corrections, searched and sorted as on the pages, and as files."""

from collections.abc import Iterable, Mapping

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.engagements.queries import catalogue_read
from yakusoku.apps.review import access
from yakusoku.apps.review.forms import OfWorkForm
from yakusoku.apps.review.models import Correction, Review
from yakusoku.apps.review.queries import HEAVY, strength_words
from yakusoku.web.exports import Table
from yakusoku.web.listing import Columns, Listing, listing_from

REVIEWS = Columns(
    sorts={
        "title": "title",
        "work": "engagement__title",
        "department": "department__name",
        "missing": "missing",
        "weak": "weak",
        "outdated": "outdated",
        "conflicts": "conflicts",
        "made": "created_at",
    },
    searched=("title__icontains", "engagement__title__icontains"),
    default="-made",
)
CORRECTIONS = Columns(
    sorts={"document": "file__review__title", "slug": "slug", "action": "action", "made": "made_at"},
    searched=("text__icontains", "heading__icontains", "slug__icontains", "file__review__title__icontains"),
    default="-made",
)


def work_asked(query: Mapping[str, str]) -> int | None:
    """Return the number of the work whose reviews are asked for; None: of all."""
    form = OfWorkForm(query)
    return form.cleaned_data["engagement"] if form.is_valid() else None


def reviews_listed(who: Acting, query: Mapping[str, str]) -> tuple[Listing, "QuerySet[Review]"]:
    """Return the reviews that a person sees, of one work as asked."""
    listing = listing_from(query, REVIEWS)
    rows = listing.apply(access.reviews_of(who)).defer("results", "profile")
    if not with_portfolios(query):
        rows = rows.filter(listed=None)
    number = work_asked(query)
    return listing, rows.filter(engagement=number) if number else rows


def with_portfolios(query: Mapping[str, str]) -> bool:
    """Return whether the thousands out of portfolios are asked for as well; they would bury all others."""
    return query.get("show") == "all"


def reviews_table(who: Acting, query: Mapping[str, str]) -> Table:
    """Return the reviews for a file."""
    _listing, rows = reviews_listed(who, query)
    head = [
        _("件名"),
        _("業務"),
        _("課"),
        _("回"),
        _("足りない"),
        _("弱い"),
        _("古い・注意"),
        _("守れない・食い違い"),
        _("点検した日時"),
    ]
    table = [
        (
            row.title,
            row.engagement.title if row.engagement else "",
            row.department.name if row.department else "",
            row.revision,
            row.missing,
            row.weak,
            row.outdated,
            row.conflicts,
            row.created_at,
        )
        for row in rows
    ]
    return Table(_("契約書の点検"), head, table)


def corrections_listed(who: Acting, query: Mapping[str, str]) -> tuple[Listing, "QuerySet[Correction]"]:
    """Return the corrections that count."""
    listing = listing_from(query, CORRECTIONS)
    return listing, listing.apply(access.corrections_of(who)).defer(*HEAVY)


def corrections_shown(
    corrections: Iterable[Correction], organization: int
) -> list[tuple[Correction, str, str]]:
    """Return corrections with the title of the requirement and how it is to bind, in the reader's language."""
    titles = {each.slug: each.title for each in catalogue_read(organization).requirements}
    return [
        (each, titles.get(each.slug, each.slug), strength_words(each.strength) if each.strength else "")
        for each in corrections
    ]


def corrections_table(who: Acting, query: Mapping[str, str]) -> Table:
    """Return the corrections that count, for a file."""
    _listing, rows = corrections_listed(who, query)
    head = [_("件名"), _("見出し"), _("条文"), _("要件"), _("訂正"), _("強さ"), _("訂正した日時")]
    cells = (
        (row.file.review.title, row.heading, row.text, title, row.get_action_display(), bound, row.made_at)
        for row, title, bound in corrections_shown(rows, who.organization.pk)
    )
    return Table(_("見立ての訂正"), head, cells)
