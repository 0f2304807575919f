"""Answers and observations of the demonstration town."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yakusoku.apps.accounts.models import User
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.holders import state_holders
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.domain.inspections.answers import Answer, AskedCheck, GivenAnswer, Verification

EVIDENCE = "社内規程.pdf"


def answer_some(inspection: Inspection, row: Mapping[str, Any], *, by: User, at: datetime) -> None:
    """Answer the first part of the sheet: はい, but for what the row says otherwise."""
    checks = checks_of(inspection)
    part = checks[: round(len(checks) * row.get("share_answered", 1))]
    services.take_answers(inspection, [_answer(check, row) for check in part], by=by, at=at)


def inspect_fully(
    inspection: Inspection,
    row: Mapping[str, Any],
    *,
    contractor: User,
    clerk: User,
    at: datetime,
    conclude: bool,
) -> None:
    """Hand the sheet in and look at what the row says; at everything when it is concluded."""
    state_holders(inspection, unchanged=True, by=contractor, at=at)
    services.submit(inspection, by=contractor, at=at)
    observed = row.get("observed", {})
    for check in checks_of(inspection):
        if check.id in observed:
            word, seen = observed[check.id]
            services.observe(inspection, check.id, Verification(word), seen, by=clerk, at=at)
        elif conclude:
            services.observe(inspection, check.id, Verification.CONFIRMED, "", by=clerk, at=at)
    if conclude:
        services.conclude(inspection, by=clerk, at=at)


def _answer(check: AskedCheck, row: Mapping[str, Any]) -> GivenAnswer:
    answer = Answer(row.get("answers", {}).get(check.id, "yes"))
    comment = row.get("comments", {}).get(check.id, "")
    return GivenAnswer(check.id, answer, comment, (EVIDENCE,) if answer is Answer.YES else ())
