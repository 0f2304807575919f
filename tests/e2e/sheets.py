"""Check sheets that are handed in, where the story does not need every press."""

from tests.cast import NOW
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.holders import state_holders
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.domain.inspections.answers import Answer, GivenAnswer


def hand_in(inspection, by):
    """Return the inspection, answered with はい wherever it was not, and submitted."""
    told = set(inspection.answers.values_list("check_id", flat=True))
    waiting = [check.id for check in checks_of(inspection) if check.id not in told]
    given = [GivenAnswer(check, Answer.YES, "", ("記録簿.pdf",)) for check in waiting]
    services.take_answers(inspection, given, by=by, at=NOW)
    state_holders(inspection, unchanged=True, by=by, at=NOW)
    services.submit(inspection, by=by, at=NOW)
    return inspection
