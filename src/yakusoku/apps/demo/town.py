"""Loads the demonstration town through the same services that the pages use."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from yakusoku.adapters.profiles import decision_from
from yakusoku.adapters.yaml_files import read_yaml
from yakusoku.apps.accounts import services as accounts
from yakusoku.apps.accounts.models import ROLE_CHOICES, Department, Kind, Organization, User
from yakusoku.apps.demo.chained import add_holders
from yakusoku.apps.demo.inspected import answer_some, inspect_fully
from yakusoku.apps.engagements import services as engagements
from yakusoku.apps.engagements.models import Engagement
from yakusoku.apps.inspections.services import open_inspection
from yakusoku.apps.specifications.models import Version
from yakusoku.apps.specifications.services import publish
from yakusoku.domain.accounts.permissions import Role
from yakusoku.domain.inspections.schedule import InspectionKind

TOLD = (
    "title",
    "contract_kind",
    "procurement",
    "period",
    "personal_information",
    "places",
    "needs",
    "supervision_hours_per_year",
)
ROLE_WORDS = dict(ROLE_CHOICES)
TOWN = Path(__file__).with_name("town.yaml")
# An engagement in a state has passed through all states before it.
STATES = ("draft", "described", "decided", "published", "open", "submitted", "concluded")


@dataclass(frozen=True, slots=True)
class Town:
    """What was made, to be looked up by name."""

    city: Organization
    departments: Mapping[str, Department]
    clerks: Mapping[str, User]
    companies: Mapping[str, Organization]
    contractors: Mapping[str, User]
    at: datetime

    def clerk(self, department: str) -> User:
        """Return who acts for a department; the policy officer where it has no clerk."""
        return self.clerks.get(department) or self.clerks[""]


def is_empty() -> bool:
    """Return whether no organisation has been registered yet."""
    return not Organization.objects.exists()


@transaction.atomic
def load_town(at: datetime) -> list[tuple[str, str, str]]:
    """Make the town; return e-mail address, name and role of everyone who can sign in, with new passwords.

    returns  rows of (who they are, e-mail address, password)
    """
    data = read_yaml(TOWN)
    town, accounts_made = _make_people(data, at)
    for row in data["engagements"]:
        _make_engagement(town, _dated(row, at.date()))
    return accounts_made


def _make_people(data: Mapping[str, Any], at: datetime) -> tuple[Town, list[tuple[str, str, str]]]:
    city = accounts.create_organization(data["city"], Kind.PUBLIC_BODY, by=None, at=at)
    departments = {name: accounts.add_department(city, name, by=None, at=at) for name in data["departments"]}
    made, clerks = [], {}
    for row in data["people"]:
        user, secret = _make_person(row["email"], row["name"], at)
        role = Role(row["role"])
        department = departments.get(row.get("department", ""))
        accounts.add_member(user, city, role, department, by=None, at=at)
        clerks[row.get("department", "" if role is Role.POLICY else row["email"])] = user
        made.append((f"{data['city']} {row.get('department') or ROLE_WORDS[role]}", row["email"], secret))
    companies, contractors = {}, {}
    for row in data["contractors"]:
        company = accounts.create_organization(row["name"], Kind.COMPANY, by=None, at=at, introduced_by=city)
        user, secret = _make_person(row["email"], row["person"], at)
        accounts.add_member(user, company, Role.CONTRACTOR, None, by=None, at=at)
        companies[row["name"]], contractors[row["name"]] = company, user
        made.append((row["name"], row["email"], secret))
    return Town(city, departments, clerks, companies, contractors, at), made


def _make_person(email: str, name: str, at: datetime) -> tuple[User, str]:
    secret = secrets.token_urlsafe(9)
    return accounts.create_person(email, name, password=secret, by=None, at=at), secret


def _dated(row: Mapping[str, Any], today: date) -> dict[str, Any]:
    """Return the row with fy0, fy1 … replaced by fiscal years, counted from today's."""
    year = today.year if today.month >= 4 else today.year - 1
    period = {key: f"{year + int(text[2])}{text[3:]}" for key, text in row.get("period", {}).items()}
    return {**row, "period": period}


def _make_engagement(town: Town, row: Mapping[str, Any]) -> None:
    clerk, reached = town.clerk(row["department"]), STATES.index(row["state"])
    department = town.departments[row["department"]]
    # What happened long ago is dated so; the pages show it in that order.
    at = town.at - timedelta(days=90)
    engagement = engagements.create(town.city, department, row["title"], by=clerk, at=at)
    if reached < STATES.index("described"):
        return
    _describe(town, engagement, row, clerk, at + timedelta(days=1))
    for decision in row.get("decisions", ()):
        engagements.decide(engagement, decision_from(decision), by=clerk, at=at + timedelta(days=2))
    if reached < STATES.index("decided"):
        return
    engagements.adopt_the_rest(engagement, by=clerk, at=at + timedelta(days=2))
    if reached < STATES.index("published"):
        return
    version = publish(engagement, reason="", by=clerk, at=at + timedelta(days=3))
    version = _publish_again(engagement, row, version, clerk, at + timedelta(days=30))
    add_holders(town, engagement, row, at=at + timedelta(days=31))
    if reached >= STATES.index("open"):
        _inspect(town, version, row, reached)


def _describe(town: Town, engagement: Engagement, row: Mapping[str, Any], by: User, at: datetime) -> None:
    contractor = town.companies.get(row.get("contractor", ""))
    mapping = {key: row[key] for key in TOLD}
    mapping |= {
        "client": town.city.name,
        "department": row["department"],
        "contractor": row.get("contractor"),
    }
    engagement.draft = _as_typed(mapping, engagement, contractor)
    engagement.save(update_fields=["draft"])
    engagements.describe(
        engagement, mapping, department=engagement.department, contractor=contractor, by=by, at=at
    )


def _as_typed(
    mapping: Mapping[str, Any], engagement: Engagement, contractor: Organization | None
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
        "contractor": str(contractor.pk) if contractor else "",
        "contractor_name": "",
        "supervision_hours_per_year": str(mapping["supervision_hours_per_year"]),
    }


def _publish_again(
    engagement: Engagement, row: Mapping[str, Any], version: Version, by: User, at: datetime
) -> Version:
    second = row.get("second_version")
    if not second:
        return version
    for decision in second["decisions"]:
        engagements.decide(engagement, decision_from(decision), by=by, at=at)
    return publish(engagement, reason=second["reason"], by=by, at=at + timedelta(hours=1))


def _inspect(town: Town, version: Version, row: Mapping[str, Any], reached: int) -> None:
    clerk, contractor = town.clerk(row["department"]), town.contractors[row["contractor"]]
    due = town.at.date() + timedelta(days=row.get("due_in_days", 14))
    opened = town.at - timedelta(days=20)
    inspection = open_inspection(version, InspectionKind.PERIODIC, due, by=clerk, at=opened)
    answer_some(inspection, row, by=contractor, at=opened + timedelta(days=5))
    if reached > STATES.index("open"):
        inspect_fully(
            inspection,
            row,
            contractor=contractor,
            clerk=clerk,
            at=opened + timedelta(days=6),
            conclude=reached >= STATES.index("concluded"),
        )
