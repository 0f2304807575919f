"""Courses, the staff list, completions and the start of work, over HTTP."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from python_calamine import CalamineWorkbook

from tests.apps.training.listed import START, contracted, course, hop_of, listed, upload
from tests.cast import NOW
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.duties.models import Duty
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.flows.starting import NotReady, remind_of_start, start
from yakusoku.apps.training import services
from yakusoku.apps.training.models import Completion, Course, Worker
from yakusoku.apps.training.queries import missing_for_start
from yakusoku.domain.refusal import Refusal
from yakusoku.domain.training.requirements import Audience, Part

TODAY = NOW.date()


def due(work=None):
    rows = Duty.objects.filter(done_at__isnull=True, kind__startswith="training.")
    return sorted(rows.filter(engagement=work.pk if work else None).values_list("kind", "left"))


def test_policy_adds_changes_and_retires_a_course(cast):
    browser = cast.client(cast.policy)
    form = {"name": "取扱い研修", "audience": "staff", "repeat_months": "12", "before_start": "on"}
    assert browser.post(reverse("course-new"), form).status_code == 302
    found = Course.objects.get()
    assert browser.post(reverse("course", args=[found.pk]), {**form, "repeat_months": "6"}).status_code == 302
    found.refresh_from_db()
    assert found.repeat_months == 6
    assert "取扱い研修" in browser.get(reverse("courses")).content.decode()
    browser.post(reverse("course-retire", args=[found.pk]))
    assert "取扱い研修" not in browser.get(reverse("courses")).content.decode().split("</h1>")[1]
    assert list(
        AuditEntry.objects.filter(code__startswith="course.").order_by("pk").values_list("code", flat=True)
    ) == ["course.added", "course.changed", "course.retired"]


def test_two_courses_in_use_never_share_a_name(cast):
    course(cast)
    answer = cast.client(cast.policy).post(
        reverse("course-new"), {"name": "個人情報保護責任者研修", "audience": "staff", "repeat_months": "3"}
    )
    assert answer.status_code == 422
    assert "もうあります" in answer.content.decode()


def test_a_wrong_course_comes_back_filled(cast):
    body = {
        "name": "x",
        "audience": "staff",
        "repeat_months": "-1",
        "since": "2027-04-02",
        "until": "2027-04-01",
    }
    answer = cast.client(cast.policy).post(reverse("course-new"), body)
    assert answer.status_code == 422
    assert Course.objects.count() == 0


def test_what_is_missing_is_due_until_it_is_taken(cast):
    work = contracted(cast)
    asked = course(cast)
    worker = listed(cast, work)
    assert due(work) == [("training.complete", 1)]
    assert [each.course.name for each in missing_for_start(work, START)] == [asked.name]
    browser = cast.client(cast.contractor)
    body = {"course": asked.pk, "people": [worker.pk], "completed_on": localdate().isoformat()}
    assert browser.post(reverse("training-complete", args=[work.pk]), body).status_code == 302
    kept = Completion.objects.get()
    assert kept.expires_on == localdate().replace(year=localdate().year + 1)
    assert browser.post(reverse("training-complete", args=[work.pk]), body).status_code == 422
    assert Completion.objects.count() == 1


def test_a_certificate_reaches_both_sides_and_no_one_else(cast):
    work, asked = contracted(cast), course(cast)
    worker = listed(cast, work)
    services.complete(
        asked,
        [worker],
        TODAY,
        engagement=work,
        certificate=upload("修了証.txt", "修了".encode()),
        by=cast.contractor,
        at=NOW,
    )
    address = reverse("completion-certificate", args=[Completion.objects.get().pk])
    assert b"".join(cast.client(cast.owner).get(address).streaming_content).decode() == "修了"
    assert cast.client(cast.contractor).get(address).status_code == 200
    assert cast.client(cast.other_contractor).get(address).status_code == 404
    assert cast.client(cast.colleague).get(address).status_code == 404


def test_names_of_people_stay_out_of_the_trail(cast):
    work = contracted(cast)
    worker = listed(cast, work, "機微 太郎")
    asked = course(cast, audience=Audience.STAFF)
    services.complete(asked, [worker], TODAY, engagement=work, by=cast.contractor, at=NOW)
    assert "機微" not in "".join(f"{e.facts}{e.subject}{e.reason}" for e in AuditEntry.objects.all())
    assert "機微" not in repr(worker)


def test_a_person_with_courses_is_not_struck_but_ended(cast):
    work, asked = contracted(cast), course(cast)
    worker = listed(cast, work)
    services.complete(asked, [worker], TODAY, engagement=work, by=cast.contractor, at=NOW)
    browser = cast.client(cast.contractor)
    browser.post(reverse("worker-strike", args=[worker.pk]))
    assert Worker.objects.filter(pk=worker.pk).exists()
    body = {"name": worker.name, "part": "responsible", "until": "2027-03-31"}
    assert browser.post(reverse("worker", args=[worker.pk]), body).status_code == 302
    assert missing_for_start(work, START)[0].person is None


def test_a_mistaken_completion_is_taken_back_and_missing_again(cast):
    work, asked = contracted(cast), course(cast)
    worker = listed(cast, work)
    services.complete(asked, [worker], TODAY, engagement=work, by=cast.contractor, at=NOW)
    assert not missing_for_start(work, START)
    cast.client(cast.contractor).post(reverse("completion-withdraw", args=[Completion.objects.get().pk]))
    assert missing_for_start(work, START)


@pytest.mark.parametrize("what", ["course", "person"])
def test_a_completion_of_another_engagement_is_refused(cast, what):
    work, other = contracted(cast), contracted(cast, "別の業務")
    asked = course(cast)
    foreign = services.keep_course(
        None, cast.stranger_city, {"name": "よその研修", "audience": "staff"}, by=cast.stranger, at=NOW
    )
    worker = listed(cast, other if what == "person" else work)
    chosen = foreign if what == "course" else asked
    with pytest.raises(Refusal):
        services.complete(chosen, [worker], TODAY, engagement=work, by=cast.contractor, at=NOW)


def test_work_starts_when_nothing_stands_against_it(cast):
    work, asked = contracted(cast), course(cast)
    with pytest.raises(NotReady) as caught:
        start(work, START, by=cast.owner, at=NOW)
    assert "名簿に一人もいません" in caught.value.facts["reasons"]
    worker = listed(cast, work)
    browser = cast.client(cast.owner)
    answer = browser.post(reverse("start-work", args=[work.pk]), {"day": "2027-04-01"})
    assert answer.status_code == 422
    assert asked.name in answer.content.decode()
    services.complete(asked, [worker], TODAY, engagement=work, by=cast.contractor, at=NOW)
    assert browser.post(reverse("start-work", args=[work.pk]), {"day": "2027-04-01"}).status_code == 302
    work.refresh_from_db()
    assert work.started_on == START
    assert browser.post(reverse("start-work", args=[work.pk]), {"day": "2027-04-02"}).status_code == 422
    assert AuditEntry.objects.filter(code="engagement.started").count() == 1


def test_work_never_starts_before_its_contract(cast):
    work = contracted(cast)
    listed(cast, work)
    with pytest.raises(NotReady) as caught:
        start(work, date(2027, 3, 24), by=cast.owner, at=NOW)
    assert "契約日" in caught.value.facts["reasons"]


def test_a_subcontractors_people_need_their_own_course(cast):
    work = contracted(cast)
    course(cast, name="再委託先研修", audience=Audience.SUBCONTRACTOR)
    listed(cast, work)
    assert not missing_for_start(work, START)
    listed(cast, work, "清水", part=Part.WORKER, hop=hop_of(cast, work))
    assert [each.person.name for each in missing_for_start(work, START)] == ["清水"]


def test_the_tick_says_what_is_due_once_and_again_when_a_course_expires(cast):
    work, asked = contracted(cast), course(cast)
    assert services.remind_of_training(TODAY, NOW) == 1
    assert due(work) == [("training.list-staff", 0)]
    worker = listed(cast, work)
    services.complete(asked, [worker], TODAY, engagement=work, by=cast.contractor, at=NOW)
    assert due(work) == []
    Engagement.objects.filter(pk=work.pk).update(started_on=START, ends_on=date(2030, 3, 31))
    soon = date(2028, 3, 15)
    assert services.remind_of_training(soon, NOW) == 1
    assert Duty.objects.get(kind="training.complete", done_at__isnull=True).due_on == date(2028, 4, 1)
    assert services.remind_of_training(soon, NOW) == 0
    assert services.remind_of_training(date(2028, 4, 2), NOW) == 1
    assert due(work) == [("training.complete", 1)]


def test_the_tick_lets_the_start_be_due_once(cast):
    first = contracted(cast).starts_on
    assert remind_of_start(first - timedelta(days=8), NOW) == 0
    assert remind_of_start(first - timedelta(days=7), NOW) == 1
    assert remind_of_start(first, NOW) == 0


def test_own_staff_is_due_until_they_have_taken_it(cast):
    asked = course(cast, name="職員研修", audience=Audience.OWN, role="department", department=cast.water)
    assert due() == [("training.own-staff", 1), ("training.take", 0)]
    own = cast.client(cast.owner)
    assert "研修を受ける" in own.get("/").content.decode()
    assert "職員研修" in own.get(reverse("my-training")).content.decode()
    for other in (cast.colleague, cast.stranger):
        assert "研修を受ける" not in cast.client(other).get("/").content.decode()
        assert "職員研修" not in cast.client(other).get(reverse("my-training")).content.decode()
    body = {"course": asked.pk, "people": [cast.owner.pk], "completed_on": localdate().isoformat()}
    assert cast.client(cast.policy).post(reverse("own-complete"), body).status_code == 302
    page = cast.client(cast.policy).get(reverse("own-training")).content.decode()
    assert "有効" in page
    assert services.remind_of_training(localdate(), NOW) == 0
    assert due() == []


def test_nobody_of_another_organisation_is_recorded_as_own_staff(cast):
    asked = course(cast, name="職員研修", audience=Audience.OWN)
    with pytest.raises(Refusal):
        services.complete_own(asked, [cast.stranger], TODAY, by=cast.policy, at=NOW)


def test_the_matrix_leaves_as_a_file(cast):
    work = contracted(cast)
    course(cast)
    listed(cast, work)
    raw = cast.client(cast.owner).get(reverse("engagement-training", args=[work.pk]) + "?format=xlsx").content
    table = CalamineWorkbook.from_filelike(__import__("io").BytesIO(raw)).get_sheet_by_index(0).to_python()
    assert table[1][0] == "工藤 検針"
    assert "まだ" in table[1]
