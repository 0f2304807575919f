"""The daily letter: what is late, due and new, to each person once a day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db.models import Max
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yakusoku.apps.accounts.models import Department, Membership, User
from yakusoku.apps.duties.labels import wording_of
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.duties.queries import held, open_duties
from yakusoku.apps.notices.models import Preference, Rhythm, Told
from yakusoku.domain.accounts.permissions import Role, acts_of
from yakusoku.domain.duties.reminding import Due, When, told_today

MONDAY = 0
AT_ONCE = 200
HEADINGS = {
    When.LATE: gettext_lazy("期限を過ぎています"),
    When.TODAY: gettext_lazy("今日が期限です"),
    When.SOON: gettext_lazy("一週間のうちに期限が来ます"),
    When.NEW: gettext_lazy("新しく届きました"),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """A place in an organisation from which duties are seen."""

    organization: int
    department: int | None
    acts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing in a letter. `escalated`: it is told because it is late in the person's departments."""

    what: str
    about: str
    due_on: date | None
    link: str


def write_letters(today: date) -> int:
    """Write today's letters and return how many. Said again on the same day, nobody gets a second one.

    Each is noted before it is sent: a letter that the mail server refuses is not written twice; what it
    told is told again tomorrow.
    """
    last = dict(Told.objects.values_list("user").annotate(last=Max("day")))
    waiting = _waiting(held(open_duties().only(*_FIELDS)))
    letters = []
    for user, seats, heads in _readers(today):
        if last.get(user.pk) == today:
            continue
        duties = _seen_from(user.pk, seats, heads, waiting)
        letter = _letter(user, duties, today, last.get(user.pk))
        if letter is not None:
            letters.append((user, *letter))
    return sum(_send(letters[start : start + AT_ONCE], today) for start in range(0, len(letters), AT_ONCE))


_FIELDS = (
    "kind",
    "organization",
    "department",
    "assignee",
    "act",
    "otherwise",
    "about",
    "href",
    "due_on",
    "since",
    "escalated_at",
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is due: by place for whoever sits there, and by number for the person who holds it.

    late   by place, what the superior is told, whoever holds it
    """

    shared: Mapping[tuple[int, int | None], list[Duty]]
    held: Mapping[int, list[Duty]]
    late: Mapping[tuple[int, int | None], list[Duty]]


def _waiting(duties: Iterable[Duty]) -> Waiting:
    shared: dict[tuple[int, int | None], list[Duty]] = {}
    late: dict[tuple[int, int | None], list[Duty]] = {}
    by_holder: dict[int, list[Duty]] = {}
    for duty in duties:
        place = duty.organization_id, duty.department_id
        holder: int | None = duty.holder  # type: ignore[attr-defined]  # `held` puts it there
        if holder is None:
            shared.setdefault(place, []).append(duty)
        else:
            by_holder.setdefault(holder, []).append(duty)
        if duty.escalated_at is not None:
            late.setdefault(place, []).append(duty)
    return Waiting(shared, by_holder, late)


def _readers(today: date) -> list[tuple[User, list[Seat], frozenset[int]]]:
    """Return who may get a letter today, from which seats they look, and which departments they head."""
    rhythms = dict(Preference.objects.values_list("user", "letters"))
    heads: dict[int, set[int]] = {}
    for user, department in Department.objects.exclude(superior=None).values_list("superior", "pk"):
        heads.setdefault(user, set()).add(department)
    seats: dict[User, list[Seat]] = {}
    rows = Membership.objects.filter(user__is_active=True).select_related("user")
    for row in rows:
        rhythm = rhythms.get(row.user_id, Rhythm.DAILY)
        if rhythm == Rhythm.DAILY or (rhythm == Rhythm.WEEKLY and today.weekday() == MONDAY):
            acts = frozenset(act.value for act in acts_of([Role(row.role)]))
            seats.setdefault(row.user, []).append(Seat(row.organization_id, row.department_id, acts))
    return [(user, found, frozenset(heads.get(user.pk, ()))) for user, found in seats.items()]


def _seen_from(user: int, seats: Iterable[Seat], heads: frozenset[int], waiting: Waiting) -> dict[int, Duty]:
    seen = {duty.pk: duty for duty in waiting.held.get(user, ())}
    for seat in seats:
        for duty in waiting.shared.get((seat.organization, seat.department), ()):
            if (duty.otherwise or duty.act) in seat.acts:
                seen[duty.pk] = duty
        for department in heads:
            for duty in waiting.late.get((seat.organization, department), ()):
                seen[duty.pk] = duty
    return seen


def _letter(
    user: User, duties: Mapping[int, Duty], today: date, last_told: date | None
) -> tuple[int, str, str] | None:
    """Return how many things the letter tells, its subject and its text; None: nothing to tell."""
    dues = [Due(d.pk, d.due_on, timezone.localdate(d.since)) for d in duties.values()]
    sections = told_today(dues, today, last_told)
    if not sections:
        return None
    with translation.override(user.language or settings.LANGUAGE_CODE):
        told = [(HEADINGS[when], [_line(duties[due.id]) for due in found]) for when, found in sections]
        count = sum(len(lines) for _heading, lines in told)
        text = render_to_string(
            "notices/digest.txt",
            {"user": user, "sections": told, "today": today, "address": settings.ADDRESS},
        )
        return count, _("今日すること %(count)d件（約束）") % {"count": count}, text


def _line(duty: Duty) -> Line:
    return Line(str(wording_of(duty.kind).what), duty.about, duty.due_on, f"{settings.ADDRESS}{duty.href}")


def _send(letters: list[tuple[User, int, str, str]], today: date) -> int:
    noted = [
        (user, subject, text)
        for user, things, subject, text in letters
        if Told.objects.get_or_create(user=user, day=today, defaults={"things": things})[1]
    ]
    mails = [EmailMessage(subject, text, None, [user.email]) for user, subject, text in noted]
    try:
        get_connection().send_messages(mails)
    except (SMTPException, OSError):
        return 0
    return len(mails)
