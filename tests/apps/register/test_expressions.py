"""The database tells phase and risk as the rules do."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cast import NOW
from yakusoku.apps.engagements.models import Engagement, Fact
from yakusoku.apps.register import expressions
from yakusoku.apps.register.queries import course_of, readable
from yakusoku.domain.engagements.profile import Category
from yakusoku.domain.register.phase import phase_of
from yakusoku.domain.register.risk import risk_of

TODAY = date(2027, 4, 1)
days = st.one_of(st.none(), st.integers(-2, 2).map(lambda n: TODAY + timedelta(days=n)))
people = st.one_of(st.none(), st.sampled_from([0, 1, 99, 100, 999, 1000, 9_999, 10_000, 99_999, 100_000]))


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    fields=st.fixed_dictionaries(
        {
            "profile": st.sampled_from([{}, {"title": "x"}]),
            "undecided": st.sampled_from([None, 0, 3]),
            "contracted_on": days,
            "started_on": days,
            "ends_on": days,
            "closed_at": st.sampled_from([None, NOW]),
            "people": people,
        }
    ),
    categories=st.frozensets(st.sampled_from(Category)),
)
def test_phase_and_risk(cast, fields, categories):
    row = Engagement.objects.create(
        organization=cast.city,
        department=cast.water,
        title="x",
        created_by=cast.owner,
        created_at=NOW,
        changed_at=NOW,
        **fields,
    )
    Fact.objects.bulk_create(Fact(engagement=row, name=f"categories.{category}") for category in categories)
    found = (
        readable(Engagement.objects.filter(pk=row.pk))
        .annotate(phase=expressions.phase_number(TODAY), risk=expressions.risk_number())
        .get()
    )
    assert expressions.PHASES[found.phase] is phase_of(course_of(found), TODAY)
    assert expressions.RISKS[found.risk] is risk_of(categories, fields["people"])
