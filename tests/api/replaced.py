"""What two programs may replace at once, for test_marks.

Each returns who replaces, what both read (and under which names the mark lies there), how it is replaced, and
with what first and second. `at` gives the method and the address; what is read is what must stay as it is.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.apps import promised
from tests.apps.board import cases
from tests.apps.candidates import candidate
from tests.apps.chain import chained
from tests.apps.collecting import collected
from tests.apps.engagements.work import PROFILE
from tests.apps.erasure import ended
from tests.apps.findings import corrected
from tests.apps.inspections import rounds
from tests.apps.samples import asked
from tests.apps.surveys import kept
from tests.apps.training import listed
from tests.cast import NOW, member
from yakusoku.apps.accounts.models import User
from yakusoku.apps.candidates import announcing
from yakusoku.apps.candidates.models import Contract
from yakusoku.apps.findings import replying, verifying
from yakusoku.apps.findings.models import Outcome
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.domain.accounts.permissions import Role


@dataclass(frozen=True)
class Case:
    """One thing that is replaced.

    name    of the mark in what is read, after the names of the parts that lead to it
    one     what the first sends; second: what the second sends, whose mark is stale by then
    alone   both are the same person in two programs
    by      how the first changes it, where that is another operation, or something no program does
    two     None: nothing is sent but the mark, in the address
    """

    user: User
    read: str
    at: tuple[str, str]
    one: dict[str, Any]
    two: dict[str, Any] | None
    name: tuple[str | int, ...] = ("mark",)
    alone: bool = False
    by: tuple[str, str] | Callable[[], object] | None = None
    code: str = "edit.changed-meanwhile"


RULES = {
    "board": "always",
    "closing_only_days": 14,
    "short_months": 3,
    "short_check_days": 7,
    "covered_by_closing_days": 14,
    "lead_days": 14,
    "yearly_visit": False,
    "escalate_after_days": 7,
}
ON_THE_BOARD = "board.changed-meanwhile"


def house_rules(cast):
    one, two = ({**RULES, "every_months": months} for months in (4, 6))
    return Case(cast.policy, "rules", ("put", "rules"), one, two)


def overlay(cast):
    one, two = ({"text": f"leave_out: [{slug}]"} for slug in ("publication", "copying"))
    return Case(cast.policy, "catalogue/overlay", ("put", "catalogue/overlay"), one, two)


def profile(cast):
    work = promised.described(cast)
    told = {"department": cast.water.pk, "contractor": cast.company.pk}
    one, two = ({**told, "profile": {**PROFILE, "contract_kind": kind}} for kind in ("請負", "準委任"))
    return Case(cast.owner, f"engagements/{work.pk}", ("put", f"engagements/{work.pk}/profile"), one, two)


def verdict(cast):
    path = f"engagements/{promised.described(cast).pk}/decisions"
    told = {"decision": "decline"}
    one, two = ({**told, "reason": reason} for reason in ("条例で定めている", "別に定めている"))
    at, name = ("post", f"{path}/publication"), ("items", "publication", "mark")
    return Case(cast.owner, path, at, one, two, name)


def role(cast):
    member = cast.legal.memberships.get()
    one, two = {"role": "auditor"}, {"role": "policy"}
    at, name = ("put", f"members/{member.pk}/role"), ("items", member.pk, "mark")
    return Case(cast.administrator, "members", at, one, two, name)


def superior(cast):
    one, two = {"superior": cast.owner.pk}, {"superior": cast.policy.pk}
    at, name = ("put", f"departments/{cast.water.pk}/superior"), ("items", cast.water.pk, "mark")
    return Case(cast.administrator, "departments", at, one, two, name)


def board_rules(cast):
    one, two = ({"quorum": "majority", "name": name} for name in ("一人目", "二人目"))
    return Case(cast.policy, "board/rules", ("put", "board/rules"), one, two)


def meeting(cast):
    path = f"board/meetings/{cases.planned(cast).pk}"
    told = {"manner": "room", "held_on": "2099-05-01", "chair": cast.board.pk}
    one, two = ({**told, "place": place} for place in ("一人目", "二人目"))
    return Case(cast.policy, path, ("put", path), one, two)


def attendance(cast):
    path, member = f"board/meetings/{cases.called(cast).pk}", cast.board.pk
    one, two = ({"seats": [{"member": member, "attendance": there}]} for there in ("present", "absent"))
    return Case(cast.policy, path, ("put", f"{path}/attendance"), one, two, ("attendance_mark",))


def minutes(cast):
    held = cases.closed(cast)
    path, item = f"board/meetings/{held.pk}", held.items.get().pk
    by, one = ("post", f"{path}/items/{item}/correction"), {"decision": "承認する", "reason": "誤記"}
    name, at = ("minutes_mark",), ("post", f"{path}/minutes")
    return Case(cast.board, path, at, one, {}, name, alone=True, by=by)


def own_vote(cast):
    item = cases.gathered(cast)
    path = f"board/meetings/{item.meeting_id}/items/{item.pk}"
    one, two = {"vote": "approve"}, {"vote": "reject"}
    name, at = ("vote_mark",), ("post", f"{path}/vote")
    return Case(cast.board, path, at, one, two, name, alone=True, code=ON_THE_BOARD)


def room_vote(cast):
    item = cases.gathered(cast)
    path = f"board/meetings/{item.meeting_id}/items/{item.pk}"
    one, two = ({"member": cast.board.pk, "vote": vote} for vote in ("approve", "reject"))
    name, at = ("vote_mark",), ("post", f"{path}/room-vote")
    return Case(cast.policy, path, at, one, two, name, code=ON_THE_BOARD)


def wording(cast):
    item = cases.closed(cast).items.get()
    path = f"board/meetings/{item.meeting_id}/items/{item.pk}"
    one, two = ({"decision": words, "reason": "誤記"} for words in ("一人目", "二人目"))
    name, at = ("decision_mark",), ("post", f"{path}/correction")
    return Case(cast.policy, path, at, one, two, name, code=ON_THE_BOARD)


def course(cast):
    row = listed.course(cast)
    told = {"name": row.name, "audience": "responsible"}
    one, two = ({**told, "about": about} for about in ("一人目", "二人目"))
    return Case(cast.policy, "courses", ("put", f"courses/{row.pk}"), one, two, ("items", row.pk, "mark"))


def worker(cast):
    work = listed.contracted(cast)
    row = listed.listed(cast, work)
    one, two = ({"name": name, "part": "worker"} for name in ("一人目", "二人目"))
    at, name = ("put", f"workers/{row.pk}"), ("staff", row.pk, "mark")
    return Case(cast.contractor, f"engagements/{work.pk}/training", at, one, two, name)


def copy(cast):
    work = ended.contracted(cast)
    row = ended.held(cast, work)
    told = {"what": row.what, "categories": ["identity"], "medium": "removable"}
    one, two = ({**told, "place": place} for place in ("一人目", "二人目"))
    at, name = ("put", f"copies/{row.pk}"), ("items", row.pk, "mark")
    return Case(cast.contractor, f"engagements/{work.pk}/copies", at, one, two, name)


def public_page(cast):
    told = {"slug": "minato", "opened": False, "fields": ["title"]}
    one, two = ({**told, "words": words} for words in ("一人目", "二人目"))
    return Case(cast.policy, "publicity", ("put", "publicity"), one, two)


def announcement(cast):
    work = candidate.tendered(cast).engagement
    announcing.announce(work, last_day=None, today=NOW.date(), by=cast.owner, at=NOW)
    one, two = ({"last_day": day} for day in ("2099-05-01", "2099-06-01"))
    path, name = f"engagements/{work.pk}", ("announcement_mark",)
    return Case(cast.owner, f"{path}/candidacy", ("post", f"{path}/announcement"), one, two, name)


def contract(cast):
    work = rounds.running(cast)
    Contract.objects.create(
        engagement=work, signed_on=date(2027, 5, 20), entered_by=cast.owner, entered_at=NOW
    )
    one, two = ({"signed_on": day, "reason": "書き誤り"} for day in ("2027-05-21", "2027-05-22"))
    path, name = f"engagements/{work.pk}", ("contract_mark",)
    return Case(cast.owner, f"{path}/candidacy", ("put", f"{path}/contract"), one, two, name)


def responsible(cast):
    path = f"candidacies/{candidate.named(cast).pk}"
    one, two = ({"person": person, "contact": "03-0000-0000"} for person in ("一人目", "二人目"))
    return Case(cast.contractor, path, ("put", f"{path}/responsible"), one, two, ("responsible_mark",))


def plan(cast):
    row = candidate.short(cast)
    candidate.planning.write_item(
        row, candidate.first_check(row), candidate.MEASURE, edition=0, by=cast.contractor, at=NOW
    )
    path = f"candidacies/{row.pk}"
    by = ("put", f"{path}/plan/items/{candidate.first_check(row)}")
    written = {"way": "measure", "measure": "鞄を買わない", "by_when": "2027-05-31", "who": "工藤"}
    one, name = {**written, "edition": 1}, ("plan_mark",)
    return Case(cast.owner, path, ("post", f"{path}/plan/agree"), one, None, name, by=by)


def record(cast):
    path = f"hops/{chained.consented(cast).pk}"
    one, two = {"site": "一人目"}, {"site": "二人目"}
    return Case(cast.owner, path, ("put", f"{path}/record"), one, two, ("record_mark",))


def last_day(cast):
    path = f"hops/{chained.consented(cast).pk}"
    one, two = {"on": "2026-05-01"}, {"on": "2026-06-01"}
    return Case(cast.owner, path, ("post", f"{path}/end"), one, two, ("until_mark",))


def clauses(cast):
    row = chained.consented(cast)
    path = f"hops/{row.pk}"
    one, two = {"clauses": row.passed[:1]}, {"clauses": row.passed[1:2]}
    return Case(cast.owner, path, ("post", f"{path}/clauses"), one, two, ("clauses_mark",))


def holders(cast):
    path = f"inspections/{promised.opened(cast).pk}"
    one, two = ({"unchanged": False, "told": told} for told in ("一人目", "二人目"))
    return Case(cast.contractor, path, ("put", f"{path}/holders"), one, two, ("holders", "mark"))


def holders_looked_at(cast):
    sheet = promised.opened(cast)
    path, name = f"inspections/{sheet.pk}", ("holders", "mark")

    def told(words, at):
        promised.state_holders(sheet, unchanged=False, told=words, by=cast.contractor, at=at)

    def told_again():
        told("印刷会社にも渡した", corrected.LATER)

    told("運送会社にも渡した", NOW)
    at, two = ("post", f"{path}/holders/look"), {"note": "聞いた"}
    return Case(cast.owner, path, at, {}, two, name, by=told_again)


def answer(cast):
    sheet = promised.opened(cast)
    path, check = f"inspections/{sheet.pk}", checks_of(sheet)[0].id
    one, two = ({"answer": "yes", "comment": comment} for comment in ("一人目", "二人目"))
    at, name = ("post", f"{path}/checks/{check}/answer"), ("checks", check, "answer_mark")
    return Case(cast.contractor, path, at, one, two, name)


def observation(cast):
    sheet = promised.submitted(cast)
    path, check = f"inspections/{sheet.pk}", checks_of(sheet)[0].id
    one, two = ({"verification": "different", "seen": seen} for seen in ("一人目", "二人目"))
    at, name = ("post", f"{path}/checks/{check}/observation"), ("checks", check, "observation_mark")
    return Case(cast.owner, path, at, one, two, name)


def person_who_looks(cast):
    path = f"inspections/{promised.submitted(cast).pk}/visit"
    one, two = {"person": cast.owner.pk}, {"person": None}
    return Case(cast.owner, path, ("put", f"{path}/person"), one, two, ("person_mark",))


def visit(cast):
    path = f"inspections/{promised.submitted(cast).pk}/visit"
    one, two = ({"day": "2099-04-01", "place": place} for place in ("一人目", "二人目"))
    return Case(cast.owner, path, ("put", path), one, two)


def method(cast):
    path = f"inspections/{promised.submitted(cast).pk}/visit"
    one, two = {"day": "2099-04-01", "place": "港町"}, {"method": "remote", "reason": "離島のため"}
    return Case(cast.owner, path, ("put", f"{path}/method"), one, two, by=("put", path))


def reply(cast):
    row = corrected.instructed(cast)
    measures = corrected.measures(row)
    other = member("同僚", "mate@company.example", cast.company, Role.CONTRACTOR)
    path, name = f"instructions/{row.pk}", ("reply", "mark")
    two = {"text": "二人目", "measures": [{"item": item, "text": "直した"} for item in measures]}

    def written():
        replying.keep_reply(row, "一人目", measures, by=other, at=corrected.LATER)

    return Case(cast.contractor, path, ("post", f"{path}/reply"), {}, two, name, by=written)


def verification(cast):
    row = corrected.replied(cast)
    item = next(iter(corrected.measures(row)))
    path, name = f"instructions/{row.pk}", ("reply", "mark")
    left = {"item": item, "outcome": "not-yet", "seen": "まだ記録がない"}
    two = {"looked": [left], "due_on": "2099-08-20"}

    def replied_again():
        looked = {item: verifying.Looked(Outcome.NOT_YET, "まだ記録がない")}
        verifying.verify(row, looked, corrected.DUE, by=cast.owner, at=corrected.LATER)
        row.refresh_from_db()
        measures, at = corrected.measures(row), corrected.LATER + timedelta(days=1)
        replying.reply_to(row, "記録を始めた", measures, by=cast.contractor, at=at)

    return Case(cast.owner, path, ("post", f"{path}/verification"), {}, two, name, by=replied_again)


def survey_terms(cast):
    path = f"surveys/{collected.opened(cast).pk}/answers/terms"
    one, two = ({"joining": joining} for joining in ("web", "paper"))
    return Case(cast.owner, path, ("put", path), one, two)


def survey_plan(cast):
    path = f"surveys/{asked.framed(cast).pk}/sample"
    return Case(cast.owner, path, ("put", f"{path}/plan"), {"strata_of": ["role"]}, {"strata_of": ["size"]})


def survey_unit(cast):
    row = asked.framed(cast).units.first()
    path = f"surveys/{row.survey_id}/sample/units/{row.pk}"
    return Case(cast.owner, path, ("put", path), {"name": "一"}, {"name": "二"})


def survey_letter(cast):
    path = f"surveys/{asked.drawn(cast).pk}/sample/letters/reminder"
    return Case(cast.owner, path, ("put", path), *({"title": "お願い", "body": text} for text in "一二"))


def survey(cast):
    path = f"surveys/{kept.kept(cast).pk}"
    return Case(cast.owner, path, ("put", path), *({"title": t, "department": cast.water.pk} for t in "一二"))


def questionnaire(cast):
    path = f"surveys/{kept.written(cast).pk}/questionnaire"
    rows = [{"type": "text", "name": name, "label": "ご意見"} for name in ("Q1", "Q2")]
    return Case(cast.owner, path, ("put", path), *({"sheets": {"survey": [row]}} for row in rows))


CASES = [
    survey_plan,
    survey_unit,
    survey_letter,
    house_rules,
    survey_terms,
    overlay,
    profile,
    verdict,
    role,
    superior,
    board_rules,
    meeting,
    attendance,
    minutes,
    own_vote,
    room_vote,
    wording,
    course,
    worker,
    copy,
    public_page,
    announcement,
    contract,
    responsible,
    plan,
    record,
    last_day,
    clauses,
    holders,
    holders_looked_at,
    answer,
    observation,
    person_who_looks,
    visit,
    method,
    reply,
    verification,
    survey,
    questionnaire,
]
