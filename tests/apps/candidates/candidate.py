"""A candidate on its way to the contract, made through the services."""

from datetime import date

from tests.apps import promised
from tests.cast import NOW, Cast
from tests.stages import staged
from yakusoku.apps.candidates import planning, services
from yakusoku.apps.candidates.models import Candidacy, Outcome
from yakusoku.apps.candidates.planning import Written
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.inspections import services as inspections
from yakusoku.apps.inspections.queries import checks_of
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.services import publish
from yakusoku.domain.candidates.plan import Way
from yakusoku.domain.inspections.answers import Answer, GivenAnswer

DUE = date(2099, 7, 9)
BY_WHEN = date(2027, 5, 31)
MEASURE = Written(Way.MEASURE, "施錠できる鞄を買う", BY_WHEN, "工藤 検針")


@staged
def tendered(cast: Cast, title: str = "水道検針") -> Version:
    """Return the first version of an engagement that has no contractor yet."""
    work = promised.begun(cast, title)
    facts = {**promised.PROFILE, "title": title, "contractor": None}
    engagements.describe(work, facts, department=cast.water, contractor=None, by=cast.owner, at=NOW)
    engagements.adopt_the_rest(work, by=cast.owner, at=NOW)
    return publish(work, reason="", by=cast.owner, at=NOW)


def held(cast: Cast, title: str = "水道検針") -> Candidacy:
    """Return a candidate that was selected."""
    work = tendered(cast, title).engagement
    return services.select(work, cast.company, "見積りが最も低かった", by=cast.owner, at=NOW)


def named(cast: Cast, title: str = "水道検針") -> Candidacy:
    """Return a candidate that named its responsible person."""
    candidacy = held(cast, title)
    services.name_responsible(candidacy, "工藤 検針（部長）", "03-0000-0000", by=cast.contractor, at=NOW)
    return candidacy


@staged
def asked(cast: Cast, title: str = "水道検針") -> Candidacy:
    """Return a candidate that has the 調査票."""
    candidacy = named(cast, title)
    services.open_pre_assessment(candidacy, DUE, by=cast.owner, at=NOW)
    return candidacy


@staged
def answered(cast: Cast, *others: Answer, title: str = "水道検針") -> Candidacy:
    """Return a candidate that handed the 調査票 in: はい, but for the first questions as in `others`."""
    candidacy = asked(cast, title)
    sheet = candidacy.pre_assessment
    given = [
        GivenAnswer(check.id, others[place] if place < len(others) else Answer.YES, "", ("記録簿.pdf",))
        for place, check in enumerate(checks_of(sheet))
    ]
    inspections.take_answers(sheet, given, by=cast.contractor, at=NOW)
    inspections.submit(sheet, by=cast.contractor, at=NOW)
    services.catch_up(at=NOW)
    candidacy.refresh_from_db()
    return candidacy


def short(cast: Cast) -> Candidacy:
    """Return a candidate that cannot keep the first check: its 対策 is いいえ."""
    return answered(cast, Answer.NO)


def first_check(candidacy: Candidacy) -> str:
    """Return the id of the first question."""
    return checks_of(candidacy.pre_assessment)[0].id


@staged
def agreed(cast: Cast) -> Candidacy:
    """Return a candidate whose plan of one measure is agreed."""
    candidacy = short(cast)
    planning.write_item(candidacy, first_check(candidacy), MEASURE, edition=0, by=cast.contractor, at=NOW)
    planning.agree(candidacy, by=cast.owner, at=NOW)
    return candidacy


def submitted(cast: Cast) -> Candidacy:
    """Return a candidate that stands before the board."""
    candidacy = agreed(cast)
    services.submit_to_board(candidacy, by=cast.owner, at=NOW)
    return candidacy


def approved(cast: Cast, outcome: Outcome = Outcome.APPROVED) -> Candidacy:
    """Return a candidate that the board let through."""
    candidacy = submitted(cast)
    services.conclude(candidacy, outcome, by=cast.policy, at=NOW)
    return candidacy


def work_of(candidacy: Candidacy) -> Engagement:
    """Return the engagement as the database holds it now."""
    return Engagement.objects.get(pk=candidacy.engagement_id)
