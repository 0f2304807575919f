"""Reading templates: the list, one template, a version beside the law, two versions side by side."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yakusoku.apps.engagements.queries import catalogue_read
from yakusoku.apps.review.marking import Mark, marked
from yakusoku.apps.review.queries import pairs_shown
from yakusoku.apps.standards.laws import shipped_register, told
from yakusoku.apps.standards.models import Comment, LawNotice, Standard, StandardVersion
from yakusoku.domain.standards.due import AHEAD
from yakusoku.web.formats import jdate
from yakusoku.web.words import listed

Row = dict[str, Any]
# What only the page of the text itself needs.
HEAVY = ("clauses", "warnings")


def in_list(rows: "QuerySet[Standard]") -> "QuerySet[Standard]":
    """Return templates with `version`, the number of the present one, and `waiting`, how many comments wait."""
    latest = StandardVersion.objects.filter(standard=OuterRef("pk")).order_by("-number")
    waiting = Count("comments", filter=Q(comments__answered_at__isnull=True))
    return rows.annotate(version=Subquery(latest.values("number")[:1]), waiting=waiting)


def shown(rows: "QuerySet[Standard]", wanted: str, today: date) -> "QuerySet[Standard]":
    """Return the templates that a filter of the list asks for: near, early, comments, retired; else those in use."""
    if wanted == "retired":
        return rows.filter(retired_at__isnull=False)
    rows = rows.filter(retired_at__isnull=True)
    if wanted == "near":
        return rows.filter(due_on__lte=today + AHEAD)
    if wanted == "early":
        return rows.filter(due_on__lt=F("regular_on"))
    waiting = Comment.objects.filter(standard=OuterRef("pk"), answered_at__isnull=True)
    return rows.filter(Exists(waiting)) if wanted == "comments" else rows


def present_version(standard: Standard) -> StandardVersion:
    """Return the version that is in use, without its text."""
    return standard.versions.select_related("stored").defer(*HEAVY)[0]


def waiting_notices(standard: Standard) -> list[LawNotice]:
    """Return the changes of the law that call for a look and wait for one, old words first."""
    rows = standard.notices.filter(settled__isnull=True)
    return sorted(rows, key=lambda each: (each.trigger != "old-words", each.due_on, each.pk))


def why_then(standard: Standard, notices: Sequence[LawNotice]) -> str:
    """Return in a sentence why the next look is on its day."""
    if not standard.early:
        facts = {"day": jdate(standard.reviewed_on), "months": standard.months}
        return _("%(day)sから%(months)sか月です。") % facts
    titles = [f"「{each.told['title']}」" for each in notices if each.due_on == standard.due_on]
    facts = {"laws": listed(titles), "day": jdate(standard.regular_on)}
    return _("法令の変わり目（%(laws)s）のため、定期の%(day)sより早めました。") % facts


def titles_for(organization: int) -> Mapping[str, str]:
    """Return the titles of the requirements by slug, in the reader's language."""
    return {each.slug: each.title for each in catalogue_read(organization).requirements}


def laws_of(version: StandardVersion) -> list[Row]:
    """Return the changes of the law that the words of a version show, with what the register says of each."""
    known = {each.id: told(each) for each in shipped_register().changes}
    return [{**row, **known.get(row["rule"], {"title": row["rule"]})} for row in version.laws]


@dataclass(frozen=True, slots=True)
class ClauseShown:
    """A clause with the words that show old law marked, and what the field says of it."""

    place: int
    name: str
    row: Row
    html: SafeString
    laws: Sequence[Row]
    comments: Sequence[Comment]


def clauses_shown(version: StandardVersion) -> list[ClauseShown]:
    """Return every clause of a version."""
    laws: dict[int, list[Row]] = {}
    for row in laws_of(version):
        laws.setdefault(row["clause"], []).append(row)
    said: dict[int | None, list[Comment]] = {}
    for each in version.comments.select_related("made_by", "answered_by").order_by("pk"):
        said.setdefault(each.clause, []).append(each)
    return [
        ClauseShown(
            place,
            version.clause_name(place),
            row,
            marked(row["text"], [Mark(hit["span"][0], hit["span"][1], "old") for hit in laws.get(place, [])]),
            laws.get(place, []),
            said.get(place, []),
        )
        for place, row in enumerate(version.clauses)
    ]


def versions_compared(one: StandardVersion, other: StandardVersion) -> list[Row]:
    """Return how one version became the other, clause by clause."""
    return pairs_shown(one.clauses, other.clauses, titles_for(one.standard.organization_id))


def law_difference(one: StandardVersion, other: StandardVersion) -> list[str]:
    """Return in sentences which old words went and which came between two versions."""
    known = {row["rule"]: row["title"] for each in (one, other) for row in laws_of(each)}
    gone = [f"「{known[rule]}」" for rule in sorted(one.carried - other.carried)]
    come = [f"「{known[rule]}」" for rule in sorted(other.carried - one.carried)]
    lines = [_("%(laws)sのことばがなくなりました。") % {"laws": listed(gone)}] if gone else []
    return lines + ([_("%(laws)sのことばが入りました。") % {"laws": listed(come)}] if come else [])


def headline(standards: Iterable[Standard], today: date) -> str:
    """Return in a sentence how many templates wait for a look."""
    count = Counter(
        "late" if each.due_on < today else "near" if each.due_on <= today + AHEAD else "later"
        for each in standards
    )
    if not (count["late"] or count["near"]):
        return _("いま見直すひな形はありません。")
    words = (
        (count["late"], _("見直しの期限を過ぎたひな形が%(n)s件")),
        (count["near"], _("30日以内に見直すひな形が%(n)s件")),
    )
    return _("%(found)sあります。") % {"found": listed(text % {"n": n} for n, text in words if n)}


def trigger_words(notice: LawNotice) -> str:
    """Return why a change of the law calls for a look, in the reader's language."""
    return str(notice.get_trigger_display())
