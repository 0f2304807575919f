"""The lists of training, searched and sorted as on the pages, and as files."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.apps.accounts.access import Acting
from yakusoku.apps.accounts.models import Organization, User
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.training import access
from yakusoku.apps.training.models import Course
from yakusoku.apps.training.queries import in_use, members_of, own_rows, training_of
from yakusoku.domain.training.requirements import PART_LABELS, VALIDITY_LABELS, Audience, Part
from yakusoku.web.exports import Cell, Table
from yakusoku.web.listing import Columns, Listing, listing_from
from yakusoku.web.words import say

COURSES = Columns(
    sorts={"name": "name", "audience": "audience", "months": "repeat_months", "changed": "changed_at"},
    searched=("name__icontains", "about__icontains"),
    default="name",
)
MEMBERS = Columns(sorts={"name": "name"}, searched=("name__icontains",), default="name")
COURSES_HEAD = (
    gettext_lazy("研修"),
    gettext_lazy("だれが受けるか"),
    gettext_lazy("受け直す間隔（月）"),
    gettext_lazy("着手の前に要る"),
    gettext_lazy("求め始める日"),
    gettext_lazy("求める最後の日"),
)
TRAINING_HEAD = (
    gettext_lazy("氏名または職員番号"),
    gettext_lazy("役割"),
    gettext_lazy("所属"),
    gettext_lazy("従事を始める日"),
    gettext_lazy("従事を終える日"),
)


def training_table(engagement: Engagement) -> Table:
    """Return who works on an engagement and how they stand with each course, for a file."""
    found = training_of(engagement, localdate())
    head = [str(title) for title in TRAINING_HEAD]
    for course in found.courses:
        head += [course.name, _("%(course)sの期限") % {"course": course.name}]
    rows: list[list[Cell]] = []
    for row in found.rows:
        person = row.worker
        line: list[Cell] = [
            person.name,
            say(PART_LABELS[Part(person.part)]),
            person.hop.name if person.hop else "",
            person.since,
            person.until,
        ]
        for cell in row.cells:
            line.append(say(VALIDITY_LABELS[cell.validity]) if cell.validity else "")
            line.append(cell.completion.expires_on if cell.completion else None)
        rows.append(line)
    return Table(f"training-{engagement.reference}", head, rows)


def courses_listed(who: Acting, query: Mapping[str, str]) -> tuple[Listing, "QuerySet[Course]"]:
    """Return the courses in use."""
    listing = listing_from(query, COURSES)
    return listing, listing.apply(access.courses_of(who).filter(retired_at__isnull=True))


def courses_table(who: Acting, query: Mapping[str, str]) -> Table:
    """Return the courses in use for a file."""
    _listing, rows = courses_listed(who, query)
    return Table("courses", COURSES_HEAD, map(_exported, rows))


def _exported(row: Course) -> tuple[Cell, ...]:
    return (
        row.name,
        str(row.get_audience_display()),
        row.repeat_months,
        _("はい") if row.before_start else _("いいえ"),
        row.since,
        row.until,
    )


def own_courses(organization: Organization) -> list[Course]:
    """Return the courses that the own staff takes."""
    return list(in_use(organization.pk).filter(audience=Audience.OWN))


def staff_listed(organization: Organization, query: Mapping[str, str]) -> tuple[Listing, "QuerySet[User]"]:
    """Return the own staff."""
    listing = listing_from(query, MEMBERS)
    return listing, listing.apply(members_of(organization))


def staff_table(organization: Organization, query: Mapping[str, str]) -> Table:
    """Return how each of the own staff stands with each course, for a file."""
    asked = own_courses(organization)
    _listing, people = staff_listed(organization, query)
    lines: list[list[Cell]] = [
        [row.member.name, *(say(VALIDITY_LABELS[c.validity]) if c.validity else "" for c in row.cells)]
        for row in own_rows(organization, list(people), asked, localdate())
    ]
    return Table("own-training", [_("氏名"), *(course.name for course in asked)], lines)
