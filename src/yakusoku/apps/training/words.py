"""What stands against a start of work, in words."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from yakusoku.domain.training.requirements import Missing, Validity
from yakusoku.domain.training.start import Obstacle, Preparation
from yakusoku.web.formats import jdate


def told(prepared: Preparation, found: Sequence[Obstacle]) -> list[str]:
    """Return each obstacle as a sentence; a course that is missing names who lacks it."""
    sentences = {
        Obstacle.CLOSED: _("この業務は閉じています。"),
        Obstacle.NOT_PUBLISHED: _("特記仕様書を、まだ発行していません。"),
        Obstacle.NO_CONTRACT: _("契約日が、まだ入っていません。"),
        Obstacle.BEFORE_CONTRACT: _("契約日（%(day)s）より前には始められません。")
        % {"day": jdate(prepared.contracted_on)},
        Obstacle.NO_STAFF: _("その日に従事する人が、名簿に一人もいません。"),
        Obstacle.NO_RESPONSIBLE: _("委託先の責任者が、名簿にいません。"),
    }
    lines = [sentences[each] for each in found if each in sentences]
    if Obstacle.COURSES_MISSING in found:
        lines += [missing_told(each) for each in prepared.missing]
    return lines


def missing_told(missing: Missing) -> str:
    """Return a missing course as a sentence."""
    name = missing.course.name
    if missing.person is None:
        return _("「%(course)s」を受けた責任者がいません。") % {"course": name}
    facts = {"course": name, "person": missing.person.name, "day": jdate(missing.expired_on)}
    if missing.validity is Validity.EXPIRED:
        return _("%(person)sの「%(course)s」は、%(day)sに切れました。") % facts
    return _("%(person)sが「%(course)s」をまだ受けていません。") % facts
