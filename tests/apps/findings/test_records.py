"""Sums over findings: what they say, and that they ask the same few queries for many rows."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.apps import promised
from tests.apps.findings.corrected import DUE, LATER, another, instructed, replied
from tests.apps.findings.test_correcting import hop_of
from yakusoku.apps.findings import replying, verifying
from yakusoku.apps.findings.models import Finding, Outcome
from yakusoku.apps.findings.records import CompanyRecord, findings_by_requirement, record_of, records_of
from yakusoku.apps.findings.verifying import Looked
from yakusoku.domain.findings.kinds import FindingKind, Remedy, Severity

TODAY = date(2027, 5, 1)


@pytest.fixture
def work(cast):
    return promised.published(cast).engagement


def test_how_a_company_stands_with_a_client(cast, work):
    first = another(cast, work, severity=Severity.LOW, slug="copying", remedies=[Remedy.ADDITIONAL_MEASURE])
    again = another(cast, work, source="hop:4", severity=Severity.LOW, slug="copying")
    below = another(cast, work, source="hop:5", hop=hop_of(cast, work, cast.subcompany))
    in_time = replied(cast, instructed(cast, first))
    # Its finding is about no check; another finding of the same sheet is not needed for the sums.
    Finding.objects.filter(pk=first.pk).update(check_id="copying-1a")
    looked = {item.pk: Looked(Outcome.CONFIRMED) for item in replying.open_items(in_time)}
    verifying.verify(in_time, looked, by=cast.owner, at=LATER)
    instructed(cast, again, due=date(2027, 4, 10))
    assert record_of(cast.company, cast.city, TODAY) == CompanyRecord(
        low=1, medium=1, open=1, repeated=1, in_time=1, late=1
    )
    assert record_of(cast.company, cast.city, TODAY).findings == 2
    assert record_of(cast.subcompany, cast.city, TODAY) == CompanyRecord(high=1, open=1)
    assert below.hop.organization == cast.subcompany
    assert record_of(cast.company, cast.stranger_city, TODAY) == CompanyRecord()


def test_findings_by_requirement(cast, work):
    another(cast, work, slug="copying")
    another(cast, work, slug="copying", source="hop:4")
    another(cast, work, slug="removal", severity=Severity.LOW, kind=FindingKind.DESIGN_MISSING)
    told = [(c.slug, c.total, c.open, c.high, c.repeated) for c in findings_by_requirement(cast.city)]
    assert told == [("copying", 2, 2, 2, 1), ("removal", 1, 1, 0, 0)]
    assert findings_by_requirement(cast.stranger_city) == []


def asked(act):
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def test_the_pages_and_sums_ask_no_more_for_many_findings(cast, work):
    finding = another(cast, work, slug="removal")
    below = hop_of(cast, work, cast.subcompany)
    instruction = replied(cast, instructed(cast, finding))
    owner, policy, contractor = (cast.client(user) for user in (cast.owner, cast.policy, cast.contractor))
    acts = {
        "of the work": lambda: owner.get(f"/engagements/{work.pk}/findings/"),
        "of the work as file": lambda: owner.get(f"/engagements/{work.pk}/findings/?format=csv"),
        "of the work for the contractor": lambda: contractor.get(f"/engagements/{work.pk}/findings/"),
        "to instruct": lambda: owner.get(f"/engagements/{work.pk}/findings/instruct/"),
        "one": lambda: owner.get(f"/engagements/{work.pk}/findings/{finding.pk}/"),
        "all": lambda: policy.get("/findings/"),
        "all as file": lambda: policy.get("/findings/?format=csv"),
        "all of a contractor": lambda: contractor.get("/findings/"),
        "instruction": lambda: owner.get(f"/instructions/{instruction.pk}/"),
        "instruction for the contractor": lambda: contractor.get(f"/instructions/{instruction.pk}/"),
        "records": lambda: records_of([cast.company.pk, cast.subcompany.pk], cast.city, TODAY),
        "requirements": lambda: findings_by_requirement(cast.city),
    }
    # Two are open from the start: what is shown only when there is something is shown both times.
    another(cast, work, source="hop:90", slug="copying")
    little = {name: asked(act) for name, act in acts.items()}
    for number in range(5):
        another(cast, work, source=f"hop:{number}", slug="removal", hop=below)
        another(cast, work, source=f"inspection:{number}", slug="copying")
    instructed(cast, Finding.objects.filter(hop=below).latest("pk"), due=DUE)
    assert {name: asked(act) for name, act in acts.items()} == little
    assert max(little.values()) <= 19
