"""What is due, in words, for lists and pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from yakusoku.apps.duties.labels import wording_of
from yakusoku.apps.duties.models import Duty


@dataclass(frozen=True, slots=True)
class ShownDuty:
    """One thing that is due.

    what    the act in words, with how much of it is left
    """

    duty: Duty
    what: str
    why: str
    late: bool

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


def _counted(words: str, left: int) -> str:
    return _("%(step)s（残り%(count)d件）") % {"step": words, "count": left} if left else words
