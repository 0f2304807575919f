"""Scenes before the contract: telling the facts, deciding, publishing, choosing a company, signing."""

from collections.abc import Mapping
from typing import Any

from yakusoku.adapters.profiles import decision_from
from yakusoku.apps.accounts.models import Organization
from yakusoku.apps.candidates import announcing, contracts, planning
from yakusoku.apps.candidates import services as candidates
from yakusoku.apps.candidates.models import Candidacy
from yakusoku.apps.candidates.planning import Written
from yakusoku.apps.candidates.queries import live_candidacy
from yakusoku.apps.demo.story import Act, Moment
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.engagements.fairness import settle_demand
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.specifications.services import publish
from yakusoku.domain.candidates.plan import Way

TOLD = (
    "title",
    "contract_kind",
    "procurement",
    "personal_information",
    "places",
    "needs",
    "supervision_hours_per_year",
)


def begin(moment: Moment) -> None:
    """Begin a work; of its facts only the name is known."""
    town, about = moment.town, moment.about
    department = town.departments[about["department"]]
    made = engagements.create(town.city, department, about["title"], by=moment.clerk, at=moment.at)
    town.works[moment.name] = made


def describe(moment: Moment) -> None:
    """Tell the facts of the work. `held`: the company is known from the beginning."""
    town, about = moment.town, moment.about
    company = moment.company if moment.told.get("held") else None
    mapping = {key: about[key] for key in TOLD} | {
        "period": {name: town.day(number).isoformat() for name, number in about["period"].items()},
        "client": town.city.name,
        "department": about["department"],
        "contractor": company.name if company else None,
    }
    work = moment.work
    work.draft = as_typed(mapping, work, company)
    work.save(update_fields=["draft"])
    department = town.departments[about["department"]]
    engagements.describe(
        work, mapping, department=department, contractor=company, by=moment.clerk, at=moment.at
    )


def as_typed(
    mapping: Mapping[str, Any], engagement: Engagement, company: Organization | None
) -> dict[str, Any]:
    """Return the facts as the wizard would have kept them, so that they can be changed there."""
    information = mapping["personal_information"]
    return {
        "title": mapping["title"],
        "department": str(engagement.department_id),
        "contract_kind": mapping["contract_kind"],
        "categories": information["categories"],
        "people": str(information["people"]),
        "forms": information["forms"],
        "places": mapping["places"],
        "needs": mapping["needs"],
        **mapping["period"],
        "procurement": mapping["procurement"],
        "contractor": str(company.pk) if company else "",
        "contractor_name": "",
        "supervision_hours_per_year": str(mapping["supervision_hours_per_year"]),
    }


def decide(moment: Moment) -> None:
    """Decide some requirements, as the scene tells them; `rest`: adopt all others as proposed."""
    work = moment.work
    for row in moment.told.get("decisions", ()):
        engagements.decide(work, decision_from(row), by=moment.clerk, at=moment.at)
    if moment.told.get("rest"):
        engagements.adopt_the_rest(work, by=moment.clerk, at=moment.at)


def publish_version(moment: Moment) -> None:
    """Publish a version of the specification."""
    publish(moment.work, reason=moment.told.get("reason", ""), by=moment.clerk, at=moment.at)


def prepare(moment: Moment) -> None:
    """Do all of it on one day: begin, tell the facts, adopt everything, publish. For works of long ago."""
    begin(moment)
    describe(moment)
    decide(Moment(moment.town, moment.about, {**moment.told, "rest": True}, moment.at))
    publish_version(moment)


def announce(moment: Moment) -> None:
    """Show what is demanded to everyone who has the link."""
    last = moment.day("until")
    announcing.announce(moment.work, last_day=last, today=moment.today, by=moment.clerk, at=moment.at)


def talk(moment: Moment) -> None:
    """Record the necessity of a demand above the baseline, and the talk about its cost."""
    told = {**moment.told, "talked_on": moment.today}
    slug = told.pop("slug")
    settle_demand(moment.work, slug, told, by=moment.clerk, at=moment.at)


def select(moment: Moment) -> None:
    """Hold a company as candidate."""
    reason = moment.told["reason"]
    candidates.select(moment.work, moment.company, reason, by=moment.clerk, at=moment.at)


def name_responsible(moment: Moment) -> None:
    """Let the candidate name who is responsible for the protection of the data."""
    person, contact = moment.told["person"], moment.told.get("contact", "")
    candidates.name_responsible(_case(moment), person, contact, by=moment.contractor, at=moment.at)


def ask(moment: Moment) -> None:
    """Send the 調査票."""
    candidates.open_pre_assessment(_case(moment), moment.day("due"), by=moment.clerk, at=moment.at)


def plan(moment: Moment) -> None:
    """Write points of the security plan for the candidate; a `key` that was written before is written anew."""
    candidates.catch_up(at=moment.at)
    for row in moment.told["items"]:
        case = _case(moment)
        edition = next((item.edition for item in case.plan_items.filter(key=row["key"])), 0)
        written = Written(
            Way(row.get("way", Way.MEASURE)),
            row["measure"],
            moment.town.day(row["by_when"]) if "by_when" in row else None,
            row.get("who", ""),
        )
        planning.write_item(case, row["key"], written, edition=edition, by=moment.contractor, at=moment.at)


def agree(moment: Moment) -> None:
    """Agree to the plan; `to_board`: put the candidate before the review board."""
    candidates.catch_up(at=moment.at)
    planning.agree(_case(moment), by=moment.clerk, at=moment.at)
    if moment.told.get("to_board"):
        candidates.submit_to_board(_case(moment), by=moment.clerk, at=moment.at)


def carry_out(moment: Moment) -> None:
    """Let the contractor report measures of the plan; `seen`: the client has looked, too."""
    for item in _case(moment).plan_items.filter(key__in=moment.told["keys"]):
        planning.report_done(item, moment.told["note"], by=moment.contractor, at=moment.at)
        if moment.told.get("seen"):
            planning.verify_done(item, True, moment.told["seen"], by=moment.clerk, at=moment.at)


def sign(moment: Moment) -> None:
    """Enter the day of the contract; `override`: why it is signed before the board has decided."""
    override = moment.told.get("override", "")
    number = moment.told["number"]
    contracts.enter_contract(
        moment.work, moment.today, number, override_reason=override, by=moment.clerk, at=moment.at
    )


def _case(moment: Moment) -> Candidacy:
    case = live_candidacy(moment.work)
    assert case is not None
    return case


ACTS: Mapping[str, Act] = {
    "begin": begin,
    "describe": describe,
    "decide": decide,
    "publish": publish_version,
    "prepare": prepare,
    "announce": announce,
    "talk": talk,
    "select": select,
    "name-responsible": name_responsible,
    "ask": ask,
    "plan": plan,
    "agree": agree,
    "carry-out": carry_out,
    "sign": sign,
}
