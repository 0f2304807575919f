"""Works of the city in every phase, with findings, a chain and something late."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from tests.apps import promised
from tests.apps.engagements.work import PROFILE
from tests.cast import NOW
from yakusoku.apps.candidates.models import Candidacy, Outcome
from yakusoku.apps.chain.models import Hop, Standing
from yakusoku.apps.duties.services import owe
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.findings.models import Finding
from yakusoku.domain.accounts.permissions import Act

TODAY = localdate()


def work(cast, title, department=None, contractor=None, **changes):
    """Return a described work; period, people, categories and places are facts, the rest columns."""
    department = department or cast.water
    row = engagements.create(cast.city, department, title, by=cast.owner, at=NOW)
    facts = {**PROFILE, "title": title, "department": department.name}
    information = {**PROFILE["personal_information"]}
    for name in ("people", "categories"):
        if name in changes:
            information[name] = changes.pop(name)
    facts["personal_information"] = information
    for name in ("period", "places"):
        if name in changes:
            facts[name] = changes.pop(name)
    engagements.describe(row, facts, department=department, contractor=contractor, by=cast.owner, at=NOW)
    if changes:
        Engagement.objects.filter(pk=row.pk).update(**changes)
    row.refresh_from_db()
    return row


@pytest.fixture
def works(cast):
    """Return works by name: one of each kind that the register tells apart."""
    over = {"start": "2025-04-01", "end": "2026-03-31"}
    running = {"start": "2026-04-01", "end": "2099-03-31"}
    rows = {
        "draft": promised.begun(cast, "下書きの業務"),
        "plain": work(cast, "封入の業務", cast.health, people=0, categories=[], period=running),
        "running": work(
            cast,
            "検診の業務",
            contractor=cast.company,
            people=80_000,
            categories=["identity", "sensitive"],
            places=["home"],
            period=running,
            contracted_on=date(2026, 3, 20),
            started_on=date(2026, 4, 1),
        ),
        "over": work(
            cast, "調査の業務", contractor=cast.other_company, people=600, categories=["contact"], period=over
        ),
        "closed": work(cast, "終わった業務", people=50, categories=["family"], period=over, closed_at=NOW),
    }
    _trouble(cast, rows["running"])
    return rows


def _trouble(cast, row):
    for severity, state in (("high", "open"), ("low", "instructed"), ("high", "closed")):
        Finding.objects.create(
            engagement=row,
            organization=cast.city,
            source="inspection:1",
            slug="copying",
            kind="not-operated",
            severity=severity,
            state=state,
            raised_at=NOW,
        )
    top = Hop.objects.create(
        engagement=row, name=cast.company.name, place="contractor_premises", standing=Standing.CONSENTED
    )
    below = Hop.objects.create(
        engagement=row, parent=top, name="はしけ印刷", place="home", standing=Standing.CONSENTED
    )
    Hop.objects.create(
        engagement=row, parent=below, name="運送", place="visits", standing=Standing.UNDECLARED
    )
    Hop.objects.create(engagement=row, parent=top, name="断った先", place="home", standing=Standing.REFUSED)
    Candidacy.objects.create(
        engagement=row,
        company=cast.company,
        outcome=Outcome.CONDITIONAL,
        selected_by=cast.owner,
        selected_at=NOW,
    )
    owe(
        "inspection.verify",
        row,
        organization=cast.city,
        department=cast.water,
        act=Act.WRITE_VERIFICATION,
        engagement=row.pk,
        about=row.title,
        href="/",
        at=NOW,
        due_on=TODAY - timedelta(days=3),
    )
