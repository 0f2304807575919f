import csv
import io

import pytest
from django.db import transaction

from tests.cast import NOW
from yakusoku.apps.accounts import services
from yakusoku.apps.audit.services import record
from yakusoku.domain.accounts.permissions import Role

TRAIL = "/audit/"


def write(cast, organization=None, **more):
    told = {"by": cast.owner, "at": NOW, "organization": (organization or cast.city).pk, **more}
    with transaction.atomic():
        return record("decision.made", "engagement:7", **told)


def rows_of(answer):
    content = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(content)))


@pytest.mark.parametrize(
    ("who", "status"),
    [
        pytest.param("auditor", 200, id="auditor"),
        pytest.param("administrator", 200, id="administrator"),
        pytest.param("owner", 403, id="owner"),
        pytest.param("policy", 403, id="policy"),
        pytest.param("contractor", 403, id="contractor"),
    ],
)
def test_only_those_who_may_read_the_trail_do(cast, who, status):
    client = cast.client(getattr(cast, who))
    assert client.get(TRAIL).status_code == status
    assert client.get(TRAIL, {"format": "csv"}).status_code == status


def test_the_trail_shows_ones_own_organization_only(cast):
    write(cast, reason="みなと市の理由")
    write(cast, cast.stranger_city, reason="よその市の理由")
    page = cast.client(cast.auditor).get(TRAIL).content.decode()
    assert "みなと市の理由" in page
    assert "よその市の理由" not in page
    page = cast.client(cast.stranger).get(TRAIL).content.decode()
    assert "みなと市の理由" not in page
    assert "よその市の理由" in page
    for query in ({"actor": f"user:{cast.owner.pk}"}, {"subject": "engagement:7"}, {"format": "csv"}):
        answer = cast.client(cast.stranger).get(TRAIL, query)
        content = answer.getvalue().decode()
        assert "みなと市の理由" not in content


def test_what_an_entry_is_about_is_told_in_words(cast):
    write(cast, reason="みなと市の理由")
    page = cast.client(cast.auditor).get(TRAIL).content.decode()
    assert "委託業務 7" in page
    assert "<td>engagement:7</td>" not in page


def test_people_are_shown_by_name_and_codes_in_words(cast):
    services.change_role(cast.owner.memberships.get(), Role.LEGAL, by=cast.administrator, at=NOW)
    page = cast.client(cast.auditor).get(TRAIL).content.decode()
    assert "木村 管理" in page
    assert "青木 水道" in page
    assert "利用者の役割を変えた" in page


def test_the_trail_is_narrowed_by_code_person_subject_and_day(cast):
    write(cast, reason="探すもの")
    client = cast.client(cast.auditor)

    def found(**query):
        return any(line.entry.reason == "探すもの" for line in client.get(TRAIL, query).context["lines"])

    assert found(
        actor=f"user:{cast.owner.pk}", subject="engagement:7", since="2027-04-01", until="2027-04-01"
    )
    assert not found(actor=f"user:{cast.policy.pk}")
    assert not found(subject="engagement:8")
    assert not found(code="member.added")
    assert not found(since="2027-04-02")
    assert not found(until="2027-03-31")


def test_a_wrong_condition_is_told_and_narrows_nothing(cast):
    write(cast)
    page = cast.client(cast.auditor).get(TRAIL, {"since": "きのう", "code": "unknown"})
    assert page.status_code == 200
    assert "field-error" in page.content.decode()


def test_a_name_cannot_be_asked_for_by_number(cast):
    page = cast.client(cast.auditor).get(TRAIL, {"actor": f"user:{cast.stranger.pk}"}).content.decode()
    assert "小林 他市" not in page


def test_the_file_holds_every_row_and_runs_nothing_in_a_spreadsheet(cast):
    for number in range(60):
        write(cast, reason=f"=cmd|{number}")
    rows = rows_of(cast.client(cast.auditor).get(TRAIL, {"format": "csv", "subject": "engagement:7"}))
    assert rows[0][:2] == ["番号", "いつ"]
    assert len(rows) == 61
    assert rows[1][1] == "2027-04-01 10:00:00+09:00"
    assert {row[5][:2] for row in rows[1:]} == {"'="}


def test_the_trail_comes_in_pages_at_the_same_cost(cast, django_assert_max_num_queries):
    for _ in range(60):
        write(cast)
    client = cast.client(cast.auditor)
    with django_assert_max_num_queries(8):
        page = client.get(TRAIL, {"page": "2"})
    assert len(page.context["lines"]) == 25
