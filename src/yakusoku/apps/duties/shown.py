"""What is due, in words, for lists and pages."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from yakusoku.apps.accounts.models import User
from yakusoku.apps.duties.labels import wording_of
from yakusoku.apps.duties.models import Duty


@dataclass(frozen=True, slots=True)
class ShownDuty:
    """One thing that is due.

    what     the act in words, with how much of it is left
    holder   whose matter it is; None: it is anyone's
    former   to whom it was given, who has it no longer; None: to nobody
    """

    duty: Duty
    what: str
    why: str
    late: bool
    holder: User | None = None
    former: User | None = None

    @property
    def about(self) -> str:
        """Return what it is about."""
        return self.duty.about

    @property
    def href(self) -> str:
        """Return the page on which it is done."""
        return self.duty.href

    @property
    def due_on(self) -> date | None:
        """Return the last day."""
        return self.duty.due_on


def shown(duties: Iterable[Duty], today: date) -> list[ShownDuty]:
    """Return duties in words, in the given order."""
    result = []
    for duty in duties:
        wording = wording_of(duty.kind)
        late = duty.due_on is not None and duty.due_on < today
        result.append(ShownDuty(duty, _counted(str(wording.what), duty.left), str(wording.why), late))
    return result


def shown_with_holders(duties: Iterable[Duty], today: date) -> list[ShownDuty]:
    """Return duties in words with whose matter each is; the rows come from `queries.held`, with `assignee`."""
    return [_held(each) for each in shown(duties, today)]


def _held(each: ShownDuty) -> ShownDuty:
    holds = getattr(each.duty, "holder", None) is not None
    person = each.duty.assignee
    return replace(each, holder=person) if holds else replace(each, former=person)


def folded(duties: Iterable[Duty], user: int) -> list[Duty]:
    """Return duties with what several people owe each as one: the person's own, else with how many are left."""
    found: dict[tuple[str, str], list[Duty]] = {}
    for duty in duties:
        alike = duty.subject if duty.personal else f"{duty.subject} {duty.pk}"
        found.setdefault((duty.kind, alike), []).append(duty)
    rows = []
    for each in found.values():
        first, *others = sorted(each, key=lambda duty: duty.assignee_id != user)
        if others and first.assignee_id != user:
            first.left = len(each)
        rows.append(first)
    return rows


def _counted(words: str, left: int) -> str:
    return _("%(step)s（残り%(count)d件）") % {"step": words, "count": left} if left else words
