"""The forms that two people may have open at once, for test_two_at_one_form.

Each returns who opens it, where it is shown (and the address that takes it, where that is another), what the
first and the second of them type, what is there now, and what is there after the first and after the second.
"""

from datetime import date

from django.urls import reverse

from tests.apps import promised
from tests.apps.board import cases
from tests.apps.candidates import candidate
from tests.apps.chain import chained
from tests.apps.erasure import ended
from tests.apps.inspections import rounds
from tests.apps.results import reported
from tests.apps.samples import asked
from tests.apps.surveys import kept
from tests.apps.training import listed
from tests.cast import NOW, member
from yakusoku.apps.accounts.models import Department, Membership
from yakusoku.apps.board.models import BoardRules, Meeting
from yakusoku.apps.board.services import set_rules
from yakusoku.apps.candidates import announcing
from yakusoku.apps.candidates.models import Announcement, Candidacy, Contract
from yakusoku.apps.chain.models import Hop
from yakusoku.apps.engagements.models import CatalogueOverlay, Engagement, HouseRules
from yakusoku.apps.erasure.models import Copy
from yakusoku.apps.inspections.models import HoldersStatement, Inspection, Visit
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.publicity.models import PublicPage
from yakusoku.apps.samples.models import LetterText, Plan, Unit
from yakusoku.apps.surveys import writing
from yakusoku.apps.surveys.models import Survey
from yakusoku.apps.training.models import Course, Worker
from yakusoku.domain.accounts.permissions import Role
from yakusoku.domain.board.voting import Rule

TEXTS = ("大では多い。", "小では少ない。")
RULES = {
    "board": "always",
    "closing_only_days": 14,
    "short_months": 3,
    "short_check_days": 7,
    "every_months": 3,
    "covered_by_closing_days": 14,
    "lead_days": 14,
    "escalate_after_days": 7,
}


def house_rules(cast):
    def now_there():
        return HouseRules.objects.get(organization=cast.city).every_months

    address = reverse("house-rules")
    return cast.policy, address, {**RULES, "every_months": 4}, {**RULES, "every_months": 6}, now_there, (4, 6)


def overlay(cast):
    def now_there():
        return CatalogueOverlay.objects.get(organization=cast.city).text.strip()

    texts = ("leave_out: [publication]", "leave_out: [copying]")
    return cast.policy, reverse("catalogue-overlay"), {"text": texts[0]}, {"text": texts[1]}, now_there, texts


def wizard(cast):
    work = promised.begun(cast)

    def now_there():
        return Engagement.objects.get(pk=work.pk).draft["contract_kind"]

    told = {"title": "水道検針", "department": cast.water.pk}
    address = reverse("profile-step", args=[work.pk, "work"])
    first, second = {**told, "contract_kind": "請負"}, {**told, "contract_kind": "準委任"}
    return cast.owner, address, first, second, now_there, ("請負", "準委任")


def course(cast):
    row = listed.course(cast)

    def now_there():
        return Course.objects.get(pk=row.pk).about

    told = {"name": row.name, "audience": "responsible", "repeat_months": 12}
    first, second = {**told, "about": "一人目"}, {**told, "about": "二人目"}
    return cast.policy, reverse("course", args=[row.pk]), first, second, now_there, ("一人目", "二人目")


def worker(cast):
    row = listed.listed(cast, listed.contracted(cast))

    def now_there():
        return Worker.objects.get(pk=row.pk).name

    told = {"part": row.part}
    first, second = {**told, "name": "一人目"}, {**told, "name": "二人目"}
    return cast.contractor, reverse("worker", args=[row.pk]), first, second, now_there, ("一人目", "二人目")


def public_page(cast):
    PublicPage.objects.create(organization=cast.city, slug="minato", changed_by=cast.policy, changed_at=NOW)

    def now_there():
        return PublicPage.objects.get().words

    told = {"slug": "minato", "fields_released": ["title"]}
    first, second = {**told, "words": "一人目"}, {**told, "words": "二人目"}
    return cast.policy, reverse("publicity"), first, second, now_there, ("一人目", "二人目")


def board_rules(cast):
    set_rules(cast.city, Rule(), name="審査会", chair=None, names_in_minutes=False, by=cast.policy, at=NOW)

    def now_there():
        return BoardRules.objects.get().name

    told = {"quorum": "majority", "quorum_value": 0}
    first, second = {**told, "name": "一人目"}, {**told, "name": "二人目"}
    return cast.policy, reverse("board-settings"), first, second, now_there, ("一人目", "二人目")


def meeting(cast):
    row = cases.planned(cast)

    def now_there():
        return Meeting.objects.get(pk=row.pk).place

    told = {"manner": "room", "held_on": "2027-05-01", "chair": cast.board.pk}
    first, second = {**told, "place": "一人目"}, {**told, "place": "二人目"}
    address = reverse("board-meeting-change", args=[row.pk])
    return cast.policy, address, first, second, now_there, ("一人目", "二人目")


def copy(cast):
    row = ended.held(cast, ended.contracted(cast))

    def now_there():
        return Copy.objects.get(pk=row.pk).place

    told = {"what": row.what, "categories": ["identity"], "medium": "removable", "number": 2}
    first, second = {**told, "place": "一人目"}, {**told, "place": "二人目"}
    address = reverse("copy-change", args=[row.pk])
    return cast.contractor, address, first, second, now_there, ("一人目", "二人目")


def attendance(cast):
    row = cases.called(cast)
    people = cases.bench(cast)

    def now_there():
        return row.seats.get(user=people[0]).attendance

    told = {f"seat-{person.pk}": "absent" for person in people[1:]}
    first, second = ({**told, f"seat-{people[0].pk}": there} for there in ("present", "absent"))
    # The page of the meeting shows the form; another address takes it.
    pages = (row.get_absolute_url(), reverse("board-attendance", args=[row.pk]))
    return cast.policy, pages, first, second, now_there, ("present", "absent")


def contract(cast):
    work = rounds.running(cast)
    Contract.objects.create(
        engagement=work, signed_on=date(2027, 5, 20), entered_by=cast.owner, entered_at=NOW
    )

    def now_there():
        return Contract.objects.get().number

    told = {"signed_on": "2027-05-21", "reason": "書き誤り"}
    first, second = {**told, "number": "第11号"}, {**told, "number": "第22号"}
    pages = (reverse("candidacy", args=[work.pk]), reverse("contract-correct", args=[work.pk]))
    return cast.owner, pages, first, second, now_there, ("第11号", "第22号")


def announcement(cast):
    work = candidate.tendered(cast).engagement
    announcing.announce(work, last_day=None, today=NOW.date(), by=cast.owner, at=NOW)

    def now_there():
        return Announcement.objects.get().last_day.isoformat()

    days = ("2099-05-01", "2099-06-01")
    pages = (reverse("candidacy", args=[work.pk]), reverse("announce", args=[work.pk]))
    return cast.owner, pages, {"last_day": days[0]}, {"last_day": days[1]}, now_there, days


def responsible(cast):
    row = candidate.named(cast)

    def now_there():
        return Candidacy.objects.get().responsible_person

    told = {"contact": "03-0000-0000"}
    first, second = {**told, "person": "一人目"}, {**told, "person": "二人目"}
    return cast.contractor, row.get_absolute_url(), first, second, now_there, ("一人目", "二人目")


def person_who_looks(cast):
    row = promised.submitted(cast)
    other = member("三人目", "third@city.example", cast.city, Role.DEPARTMENT, cast.water)

    def now_there():
        return Inspection.objects.get().assigned_to_id

    pages = (reverse("inspection-visit", args=[row.pk]), reverse("inspection-assign", args=[row.pk]))
    people = (cast.owner.pk, other.pk)
    return cast.owner, pages, {"person": people[0]}, {"person": people[1]}, now_there, people


def visit(cast):
    row = promised.submitted(cast)

    def now_there():
        return Visit.objects.get().place

    told = {"day": "2099-04-01", "comers": "青木", "checks": [checks_of(row)[0].id]}
    first, second = {**told, "place": "一人目"}, {**told, "place": "二人目"}
    pages = (reverse("inspection-visit", args=[row.pk]), reverse("visit-plan", args=[row.pk]))
    return cast.owner, pages, first, second, now_there, ("一人目", "二人目")


def holders(cast):
    row = promised.opened(cast)

    def now_there():
        return HoldersStatement.objects.get().told

    first, second = ({"same": "no", "told": words} for words in ("一人目", "二人目"))
    pages = (row.get_absolute_url(), reverse("holders-state", args=[row.pk]))
    return cast.contractor, pages, first, second, now_there, ("一人目", "二人目")


def place(cast):
    row = chained.consented(cast)

    def now_there():
        return Hop.objects.get(pk=row.pk).site

    told = {"place": row.place, "travels_by": row.travels_by, "organization": cast.subcompany.pk}
    first, second = {**told, "site": "一人目"}, {**told, "site": "二人目"}
    pages = (row.get_absolute_url(), reverse("hop-amend", args=[row.pk]))
    return cast.owner, pages, first, second, now_there, ("一人目", "二人目")


def last_day(cast):
    row = chained.consented(cast)

    def now_there():
        return Hop.objects.get(pk=row.pk).until.isoformat()

    days = ("2026-05-01", "2026-06-01")
    pages = (row.get_absolute_url(), reverse("hop-end", args=[row.pk]))
    return cast.owner, pages, {"on": days[0]}, {"on": days[1]}, now_there, days


def clauses(cast):
    row = chained.consented(cast)
    slugs = row.passed[:2]

    def now_there():
        return Hop.objects.get(pk=row.pk).passed[0]

    pages = (row.get_absolute_url(), reverse("hop-clauses", args=[row.pk]))
    return cast.owner, pages, {"clauses": slugs[:1]}, {"clauses": slugs[1:]}, now_there, slugs


def superior(cast):
    people = (cast.owner.pk, cast.policy.pk)

    def now_there():
        return Department.objects.get(pk=cast.water.pk).superior_id

    address = reverse("department-superior", args=[cast.water.pk])
    return cast.administrator, address, {"superior": people[0]}, {"superior": people[1]}, now_there, people


def role(cast):
    row = cast.legal.memberships.get()

    def now_there():
        return Membership.objects.get(pk=row.pk).role

    roles = (Role.AUDITOR.value, Role.POLICY.value)
    address = reverse("member-role", args=[row.pk])
    return cast.administrator, address, {"role": roles[0]}, {"role": roles[1]}, now_there, roles


def strata(cast):
    survey = asked.framed(cast)

    def now_there():
        return Plan.objects.get(survey=survey).strata[0]

    kinds = ("role", "industry")
    address = reverse("sample-strata", args=[survey.pk])
    first, second = ({"strata": each, "sizes": "ほか: 小 1, 大 100"} for each in kinds)
    return cast.owner, address, first, second, now_there, kinds


def unit_asked(cast):
    row = asked.framed(cast).units.first()

    def now_there():
        return Unit.objects.get(pk=row.pk).address

    first, second = ({"name": row.name, "address": each} for each in ("一丁目", "二丁目"))
    return cast.owner, row.get_absolute_url(), first, second, now_there, ("一丁目", "二丁目")


def letter_text(cast):
    survey = asked.drawn(cast)

    def now_there():
        return LetterText.objects.get(survey=survey).body

    first, second = ({"title": "お願い", "body": each} for each in ("一", "二"))
    address = reverse("sample-letter", args=[survey.pk, "invitation"])
    return cast.owner, address, first, second, now_there, ("一", "二")


def survey(cast):
    row = kept.kept(cast)
    told = {"title": row.title, "department": cast.water.pk}

    def now_there():
        return Survey.objects.get(pk=row.pk).purpose

    purposes = ("手引を直す", "研修を決める")
    one, two = ({**told, "purpose": purpose} for purpose in purposes)
    return cast.owner, reverse("survey-change", args=[row.pk]), one, two, now_there, purposes


def question(cast):
    row = kept.written(cast)

    def now_there():
        return writing.sheets_now(row).survey[-1][1]["label"]

    labels = ("ご意見をお書きください", "自由にお書きください")
    one, two = ({"label-": label, "name": "Q4", "asked_of": "everyone"} for label in labels)
    return cast.owner, reverse("question", args=[row.pk, "Q4"]), one, two, now_there, labels


def place_of_report(cast):
    row = reported.whole(cast, reported.answered(cast))

    def now_there():
        row.refresh_from_db()
        return row.outline["results"][0]["blocks"][0]["headline"]

    one, two = ({"text": text} for text in TEXTS)
    return (
        cast.owner,
        reverse("survey-report-place", args=[row.survey_id, 1, "r1b1"]),
        one,
        two,
        now_there,
        TEXTS,
    )


FORMS = [
    place_of_report,
    strata,
    unit_asked,
    letter_text,
    house_rules,
    overlay,
    wizard,
    course,
    worker,
    public_page,
    board_rules,
    meeting,
    copy,
    attendance,
    contract,
    announcement,
    responsible,
    person_who_looks,
    visit,
    holders,
    place,
    last_day,
    clauses,
    superior,
    role,
    survey,
    question,
]
