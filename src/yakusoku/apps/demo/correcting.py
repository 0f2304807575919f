"""Scenes of corrective instructions: given, replied to, looked at; more time, and what is let be."""

from collections.abc import Mapping

from yakusoku.apps.demo.story import Act, Moment
from yakusoku.apps.findings import replying, services, verifying
from yakusoku.apps.findings.models import Asked, CorrectiveInstruction, Extension, Finding, Outcome, State
from yakusoku.apps.findings.services import Demand
from yakusoku.apps.findings.verifying import Looked
from yakusoku.domain.findings.kinds import Remedy


def instruct(moment: Moment) -> None:
    """Instruct about the first open findings of the company itself (`most`), or those of the `holder`."""
    rows = Finding.objects.filter(engagement=moment.work, state=State.OPEN)
    holder = moment.told.get("holder")
    rows = rows.filter(hop__name=holder) if holder else rows.filter(hop__isnull=True)
    found = list(rows.order_by("pk")[: moment.told.get("most", 20)])
    demands = {row.pk: _demand(moment, row) for row in found}
    note, due = moment.told.get("note", ""), moment.day("due")
    services.instruct(moment.work, demands, due, note=note, by=moment.clerk, at=moment.at)


def reply(moment: Moment) -> None:
    """Reply to the latest instruction with one measure for all; `draft`: do not hand it in yet."""
    instruction = _latest(moment)
    measures = {item.pk: moment.told["measure"] for item in replying.open_items(instruction)}
    write = replying.keep_reply if moment.told.get("draft") else replying.reply_to
    write(instruction, moment.told["text"], measures, by=moment.contractor, at=moment.at)


def verify(moment: Moment) -> None:
    """Look at the reply: everything is put right, or `left` says what is missing in the first point."""
    instruction = _latest(moment)
    items = replying.open_items(instruction)
    looked = {item.pk: Looked(Outcome.CONFIRMED, moment.told.get("seen", "")) for item in items}
    left = moment.told.get("left")
    if left:
        looked[items[0].pk] = Looked(Outcome.NOT_YET, left)
    due = moment.day("due") if left else None
    verifying.verify(instruction, looked, due, by=moment.clerk, at=moment.at)


def ask_time(moment: Moment) -> None:
    """Ask for a later deadline."""
    until, reason = moment.day("until"), moment.told["reason"]
    replying.ask_extension(_latest(moment), until, reason, by=moment.contractor, at=moment.at)


def give_time(moment: Moment) -> None:
    """Grant it."""
    asked = Extension.objects.get(instruction=_latest(moment), state=Asked.WAITING)
    replying.answer_extension(asked, granted=True, by=moment.clerk, at=moment.at)


def let_be(moment: Moment) -> None:
    """Close the first open finding that nobody has to put right."""
    finding = Finding.objects.filter(engagement=moment.work, state=State.OPEN).earliest("pk")
    services.dismiss(finding, moment.told["reason"], by=moment.clerk, at=moment.at)


def _latest(moment: Moment) -> CorrectiveInstruction:
    return CorrectiveInstruction.objects.filter(engagement=moment.work).latest("pk")


def _demand(moment: Moment, finding: Finding) -> Demand:
    fit = services.remedies_of(finding)
    wanted = str(moment.told.get("remedy", Remedy.ADDITIONAL_MEASURE))
    return Demand(Remedy(wanted if wanted in fit else fit[0]), moment.told["demand"])


ACTS: Mapping[str, Act] = {
    "instruct": instruct,
    "reply": reply,
    "verify": verify,
    "ask-time": ask_time,
    "give-time": give_time,
    "let-be": let_be,
}
