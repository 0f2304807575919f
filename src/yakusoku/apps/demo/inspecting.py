"""Scenes of inspections: sent, answered, handed in, looked at, concluded."""

from collections.abc import Iterable, Mapping
from typing import Any

from yakusoku.apps.accounts.models import User
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.demo.story import Act, Moment
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.holders import state_holders
from yakusoku.apps.inspections.queries import asks_holders, checks_of
from yakusoku.apps.inspections.visits import Plan, choose_method, plan_visit, record_visit
from yakusoku.apps.specifications.queries import latest_version
from yakusoku.domain.inspections.answers import Answer, AskedCheck, GivenAnswer, Verification
from yakusoku.domain.inspections.methods import Method
from yakusoku.domain.inspections.schedule import InspectionKind

EVIDENCE = "社内規程.pdf"


def send(moment: Moment) -> None:
    """Send the check sheet to the contractor, or to the `holder` below it."""
    work = moment.work
    version, holder = latest_version(work), moment.told.get("holder")
    assert version is not None
    hop = Hop.objects.get(engagement=work, name=holder) if holder else None
    kind = InspectionKind(moment.told.get("kind", InspectionKind.PERIODIC))
    services.open_inspection(version, kind, moment.day("due"), hop=hop, by=moment.clerk, at=moment.at)


def answer(moment: Moment) -> None:
    """Answer a share of the sheet: はい, but for what the scene says otherwise; `hand_in`: hand it in, too."""
    inspection, by = moment.round(), _respondent(moment)
    checks = checks_of(inspection)
    _need_known(checks, moment.told.get("answers", {}))
    part = checks[: round(len(checks) * moment.told.get("share", 1))]
    given = [_given(check, moment.told) for check in part]
    services.take_answers(inspection, given, by=by, at=moment.at)
    if moment.told.get("hand_in", True):
        if asks_holders(inspection):
            others = moment.told.get("others_hold", "")
            state_holders(inspection, unchanged=not others, told=others, by=by, at=moment.at)
        services.submit(inspection, by=by, at=moment.at)


def look(moment: Moment) -> None:
    """Look at what the scene says."""
    inspection = moment.round()
    for check, (word, seen) in moment.told["observed"].items():
        services.observe(inspection, check, Verification(word), seen, by=moment.clerk, at=moment.at)


def conclude(moment: Moment) -> None:
    """Look at everything, as the scene says and else finding it in order, and conclude."""
    inspection, observed = moment.round(), moment.told.get("observed", {})
    checks = checks_of(inspection)
    _need_known(checks, observed)
    for check in checks:
        word, seen = observed.get(check.id, (Verification.CONFIRMED, ""))
        services.observe(inspection, check.id, Verification(word), seen, by=moment.clerk, at=moment.at)
    services.conclude(inspection, by=moment.clerk, at=moment.at)


def send_back(moment: Moment) -> None:
    """Give a sheet back to be completed."""
    services.send_back(moment.round(), moment.told["reason"], by=moment.clerk, at=moment.at)


def plan_to_visit(moment: Moment) -> None:
    """Plan to go there."""
    told = moment.told
    plan = Plan(moment.day("visit"), told["place"], told["comers"], tuple(told["checks"]))
    plan_visit(moment.round(), plan, by=moment.clerk, at=moment.at)


def visit(moment: Moment) -> None:
    """Write down that somebody was there."""
    told = moment.told
    record_visit(moment.round(), moment.today, told["comers"], told["met"], by=moment.clerk, at=moment.at)


def look_from_afar(moment: Moment) -> None:
    """Settle that nobody goes there, and why."""
    reason = moment.told["reason"]
    choose_method(moment.round(), Method.REMOTE, reason, by=moment.clerk, at=moment.at)


def _need_known(checks: Iterable[AskedCheck], told: Iterable[str]) -> None:
    """Raise KeyError for a check of the story that the sheet does not ask: the catalogue has changed."""
    unknown = set(told) - {check.id for check in checks}
    if unknown:
        raise KeyError(*sorted(unknown))


def _respondent(moment: Moment) -> User:
    holder = moment.told.get("holder")
    return moment.town.contractors[holder] if holder else moment.contractor


def _given(check: AskedCheck, told: Mapping[str, Any]) -> GivenAnswer:
    word = Answer(told.get("answers", {}).get(check.id, "yes"))
    comment = told.get("comments", {}).get(check.id, "")
    return GivenAnswer(check.id, word, comment, (EVIDENCE,) if word is Answer.YES else ())


ACTS: Mapping[str, Act] = {
    "send": send,
    "answer": answer,
    "look": look,
    "conclude": conclude,
    "send-back": send_back,
    "plan-to-visit": plan_to_visit,
    "visit": visit,
    "look-from-afar": look_from_afar,
}
