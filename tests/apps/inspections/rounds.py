"""Rounds of inspections under way, with companies below the contractor, for the tests of their pages."""

from datetime import date, datetime, timedelta

from tests.apps import promised
from tests.cast import NOW, Cast
from yakusoku.apps.chain.models import Hop, Standing
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.inspections import services
from yakusoku.apps.inspections.holders import state_holders
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.domain.inspections.answers import Answer, GivenAnswer, Verification
from yakusoku.domain.inspections.schedule import InspectionKind

# The work of tests/apps/engagements/work.py runs from June to November: one check in August, then the closing.
NEAR = date(2027, 8, 20)
PLANNED = date(2027, 8, 31)
CLOSING = date(2027, 11, 30)


def running(cast: Cast, title: str = "水道検針") -> Engagement:
    """Return a work with a promise and a contract, of which no round was opened yet."""
    work = promised.published(cast, title).engagement
    Engagement.objects.filter(pk=work.pk).update(contracted_on=date(2027, 5, 20))
    work.refresh_from_db()
    return work


def below(cast: Cast, work: Engagement, *, registered: bool = True, **changes: object) -> Hop:
    """Return a subcontractor of the contractor that the client agreed to."""
    top, _ = Hop.objects.get_or_create(
        engagement=work,
        parent=None,
        organization=cast.company,
        defaults={"name": cast.company.name, "standing": Standing.CONSENTED, "place": "contractor_premises"},
    )
    company = cast.subcompany if registered else None
    fields = {
        "engagement": work,
        "parent": top,
        "organization": company,
        "name": company.name if company else "内職の家",
        "place": "subcontractor",
        "standing": Standing.CONSENTED,
        "since": date(2026, 4, 1),
    }
    return Hop.objects.create(**{**fields, **changes})


def asked_below(cast: Cast, **options: bool) -> Inspection:
    """Return a round that the subcontractor has been asked to answer."""
    work = running(cast)
    version = work.versions.get()
    return services.open_inspection(
        version,
        InspectionKind.PERIODIC,
        promised.DUE,
        hop=below(cast, work, **options),
        by=cast.owner,
        at=NOW,
    )


def answer_all(inspection: Inspection, cast: Cast, **others: Answer) -> None:
    """Answer whatever is open with はい, but for `others` (by check id, with _ for -), and hand it in."""
    wanted = {name.replace("_", "-"): answer for name, answer in others.items()}
    told = set(inspection.answers.values_list("check_id", flat=True))
    given = [
        GivenAnswer(check.id, wanted.get(check.id, Answer.YES), "記録あり", ("記録簿.pdf",))
        for check in checks_of(inspection)
        if check.id not in told
    ]
    services.take_answers(inspection, given, by=cast.contractor, at=NOW)
    state_holders(inspection, unchanged=True, by=cast.contractor, at=NOW)
    services.submit(inspection, by=cast.contractor, at=NOW)


def conclude(inspection: Inspection, cast: Cast, at: datetime = NOW) -> None:
    """Confirm everything and end the round."""
    for check in checks_of(inspection):
        services.observe(inspection, check.id, Verification.CONFIRMED, "", by=cast.owner, at=at)
    services.conclude(inspection, by=cast.owner, at=at)


def second_round(cast: Cast, **others: Answer) -> Inspection:
    """Return a second round of the contractor, the first having been answered with `others`."""
    first = promised.submitted(cast, **others)
    conclude(first, cast)
    return services.open_inspection(
        first.version, InspectionKind.PERIODIC, promised.DUE, by=cast.owner, at=NOW + timedelta(days=90)
    )
