"""One piece of work for the tests of its pages: a survey on visits that cannot do without copies."""

from tests.cast import NOW, Cast
from yakusoku.apps.engagements import services
from yakusoku.apps.engagements.models import Engagement

PROFILE = {
    "title": "高齢者世帯訪問調査業務",
    "client": "みなと市",
    "contractor": None,
    "department": "水道課",
    "contract_kind": "準委任",
    "procurement": "negotiated",
    "period": {"start": "2027-06-01", "end": "2027-11-30"},
    "personal_information": {
        "categories": ["identity", "contact", "sensitive"],
        "people": 8000,
        "forms": ["paper"],
    },
    "places": ["contractor_premises", "visits"],
    "needs": ["carry_out", "copy", "collect"],
    "supervision_hours_per_year": 24,
}


def begun(cast: Cast, title: str = "高齢者世帯訪問調査業務") -> Engagement:
    """Return an engagement of the water department of which only title and department are known."""
    return services.create(cast.city, cast.water, title, by=cast.owner, at=NOW)


def described(cast: Cast, engagement: Engagement | None = None, **changes: object) -> Engagement:
    """Return an engagement whose facts are complete; `changes` take the place of facts."""
    work = engagement or begun(cast)
    mapping = {**PROFILE, **changes}
    services.describe(work, mapping, department=cast.water, contractor=None, by=cast.owner, at=NOW)
    return work
