"""Doors that stand between people who know of each other."""

import pytest
from django.urls import reverse

from tests.apps import promised
from tests.apps.engagements.work import PROFILE
from tests.cast import NOW, member
from yakusoku.apps.accounts import services as accounts
from yakusoku.apps.accounts.models import Kind
from yakusoku.apps.audit.models import AuditEntry
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.domain.accounts.permissions import Role
from yakusoku.domain.refusal import Refusal


@pytest.fixture
def reader(cast):
    """A clerk of the health department who also reads everything, for 契約・法務."""
    accounts.add_member(cast.colleague, cast.city, Role.LEGAL, by=None, at=NOW)
    return cast.client(cast.colleague)


def test_reading_everything_lets_a_clerk_write_in_the_own_department_only(cast, reader):
    inspection = promised.submitted(cast)
    work = inspection.version.engagement
    check = checks_of(inspection)[0].id
    entries = AuditEntry.objects.count()
    acts = [
        reverse("decide", args=[work.pk, "copying"]),
        reverse("withdraw", args=[work.pk, "copying"]),
        reverse("adopt-the-rest", args=[work.pk]),
        reverse("profile-step", args=[work.pk, "work"]),
        reverse("profile-keep", args=[work.pk, "work"]),
        reverse("publish", args=[work.pk]),
        reverse("send-sheet", args=[work.pk]),
        reverse("observe", args=[inspection.pk, check]),
        reverse("send-back", args=[inspection.pk]),
        reverse("conclude", args=[inspection.pk]),
    ]
    assert [reader.post(path).status_code for path in acts] == [403] * len(acts)
    assert reader.get(work.get_absolute_url()).status_code == 200
    assert AuditEntry.objects.count() == entries


def test_work_begins_in_the_own_department_only(cast, reader):
    other = {"title": "よその課の業務", "department": cast.water.pk}
    assert reader.post(reverse("engagement-new"), other).status_code == 422
    assert reader.post(reverse("engagement-new"), other | {"department": cast.health.pk}).status_code == 302


def test_another_contractor_never_inherits_what_one_answered(cast):
    work = promised.submitted(cast).version.engagement
    other = accounts.create_organization("別の会社", Kind.COMPANY, by=None, at=NOW, introduced_by=cast.city)
    facts = {**PROFILE, "title": work.title, "contractor": other.name}
    with pytest.raises(Refusal) as caught:
        engagements.describe(work, facts, department=cast.water, contractor=other, by=cast.owner, at=NOW)
    assert caught.value.code == "engagement.contractor-fixed"
    rival = member("佐藤 別会社", "rival@other.example", other, Role.CONTRACTOR)
    assert cast.client(rival).get(work.get_absolute_url()).status_code == 404


def test_the_wizard_says_that_the_contractor_stays(cast):
    work = promised.submitted(cast).version.engagement
    work.refresh_from_db()
    work.draft = {
        "title": work.title,
        "department": str(cast.water.pk),
        "contract_kind": "準委任",
        "categories": ["identity"],
        "people": "10",
        "forms": ["paper"],
        "places": ["home"],
        "needs": [],
    }
    work.save(update_fields=["draft"])
    period = {
        "start": "2027-04-01",
        "end": "2028-03-31",
        "procurement": "proposal",
        "contractor": "",
        "contractor_name": "別の会社",
        "supervision_hours_per_year": "10",
    }
    answer = cast.client(cast.owner).post(f"/engagements/{work.pk}/profile/period/", period, follow=True)
    assert "新しい委託業務を作ってください" in answer.content.decode()
    work.refresh_from_db()
    assert work.contractor == cast.company
