"""A piece of work on its way through an inspection, made through the services, for the tests of pages."""

from datetime import date, timedelta

from tests.apps.engagements.work import PROFILE
from tests.cast import NOW, Cast
from tests.stages import staged
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections.holders import state_holders
from yakusoku.apps.inspections.models import Inspection
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.services import publish
from yakusoku.domain.engagements.decisions import Decision, Verdict
from yakusoku.domain.inspections.answers import Answer, GivenAnswer, Verification
from yakusoku.domain.inspections.schedule import InspectionKind

DUE = date(2099, 7, 9)


def begun(cast: Cast, title: str = "水道検針") -> Engagement:
    """Return an engagement of the water department without facts."""
    return engagements.create(cast.city, cast.water, title, by=cast.owner, at=NOW)


def described(cast: Cast, title: str = "水道検針") -> Engagement:
    """Return an engagement with facts and a registered contractor."""
    work = begun(cast, title)
    facts = {**PROFILE, "title": title, "contractor": cast.company.name}
    engagements.describe(work, facts, department=cast.water, contractor=cast.company, by=cast.owner, at=NOW)
    return work


def decided(cast: Cast, title: str = "水道検針") -> Engagement:
    """Return an engagement with every requirement adopted as proposed."""
    work = described(cast, title)
    engagements.adopt_the_rest(work, by=cast.owner, at=NOW)
    return work


@staged
def published(cast: Cast, title: str = "水道検針") -> Version:
    """Return the first version."""
    return publish(decided(cast, title), reason="", by=cast.owner, at=NOW)


def decline(cast: Cast, work: Engagement, slug: str = "publication") -> None:
    """Leave a requirement out after all."""
    decision = Decision(slug, Verdict.DECLINE, None, "公表は条例で定めている", "水道課長")
    engagements.decide(work, decision, by=cast.owner, at=NOW + timedelta(days=1))


def published_again(cast: Cast) -> Version:
    """Return a second version, in which a requirement is left out."""
    work = published(cast).engagement
    decline(cast, work)
    at = NOW + timedelta(days=2)
    return publish(work, reason="公表の定めが重なっていた", by=cast.owner, at=at)


@staged
def opened(cast: Cast, due: date = DUE, title: str = "水道検針") -> Inspection:
    """Return an inspection that the contractor has been asked to answer."""
    version = published(cast, title)
    return inspections.open_inspection(version, InspectionKind.PERIODIC, due, by=cast.owner, at=NOW)


@staged
def answered(cast: Cast, **others: Answer) -> Inspection:
    """Return an inspection with every question answered: はい with evidence, but for `others`.

    others   by check id, with _ for -
    """
    inspection = opened(cast)
    wanted = {name.replace("_", "-"): answer for name, answer in others.items()}
    given = [
        GivenAnswer(check.id, wanted.get(check.id, Answer.YES), "", ("記録簿.pdf",))
        for check in checks_of(inspection)
    ]
    inspections.take_answers(inspection, given, by=cast.contractor, at=NOW)
    state_holders(inspection, unchanged=True, by=cast.contractor, at=NOW)
    return inspection


@staged
def submitted(cast: Cast, **others: Answer) -> Inspection:
    """Return an inspection whose answers wait for the client."""
    inspection = answered(cast, **others)
    inspections.submit(inspection, by=cast.contractor, at=NOW)
    return inspection


@staged
def verified(cast: Cast, **others: Answer) -> Inspection:
    """Return an inspection at which the client has looked at everything."""
    inspection = submitted(cast, **others)
    for check in checks_of(inspection):
        inspections.observe(inspection, check.id, Verification.CONFIRMED, "", by=cast.owner, at=NOW)
    return inspection
