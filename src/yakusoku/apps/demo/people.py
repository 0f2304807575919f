"""The people of the town: its departments, its officers, and the companies that work for it."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yakusoku.apps.accounts import services
from yakusoku.apps.accounts.models import Kind, Organization, User
from yakusoku.apps.demo.story import Town
from yakusoku.domain.accounts.permissions import Role

# Who they are and what they are good for, e-mail address, password.
Account = tuple[str, str, str]


def make_people(data: Mapping[str, Any], at: datetime, since: datetime) -> tuple[Town, list[Account]]:
    """Make everyone who can sign in, with new passwords; `since`: when they began."""
    city = services.create_organization(data["city"], Kind.PUBLIC_BODY, by=None, at=since)
    town, accounts = Town(city, at), []
    for name in data["departments"]:
        town.departments[name] = services.add_department(city, name, by=None, at=since)
    for row in data["people"]:
        role, department = Role(row["role"]), town.departments.get(row.get("department", ""))
        user, account = _person(row, f"{row['for']}", since)
        services.add_member(user, city, role, department, by=None, at=since)
        town.people[row["email"]] = user
        for place in row.get("acts_for", ()):
            town.clerks[place] = user
        accounts.append(account)
    for row in data["companies"]:
        accounts.append(_company(town, city, row, since))
    for name, email in data["superiors"].items():
        superior, by = town.people[email], town.people[data["administrator"]]
        services.name_superior(town.departments[name], superior, by=by, at=since)
    return town, accounts


def _company(town: Town, city: Organization, row: Mapping[str, Any], since: datetime) -> Account:
    company = services.create_organization(
        row["company"], Kind.COMPANY, by=None, at=since, introduced_by=city
    )
    user, account = _person(row, f"{row['company']}：{row['for']}", since)
    services.add_member(user, company, Role.CONTRACTOR, None, by=None, at=since)
    town.companies[row["company"]], town.contractors[row["company"]] = company, user
    town.people[row["email"]] = user
    return account


def _person(row: Mapping[str, Any], told: str, since: datetime) -> tuple[User, Account]:
    secret = secrets.token_urlsafe(9)
    user = services.create_person(row["email"], row["name"], password=secret, by=None, at=since)
    return user, (told, row["email"], secret)
