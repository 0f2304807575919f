"""The fixed cast of the app tests: who they are, where they belong, and a way to walk in as one of them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.test import Client

from yakusoku.apps.accounts import services
from yakusoku.apps.accounts.access import Acting, acting_as
from yakusoku.apps.accounts.models import Department, Kind, Organization, User
from yakusoku.domain.accounts.permissions import Role

NOW = datetime(2027, 4, 1, 1, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """A city with two departments and its officers, companies, and a city that must see nothing of it.

    contractor           works for the city
    other_contractor     works for the city too, in other engagements
    subcontractor        stands below the contractor in a chain, where a test puts it there
    """

    city: Organization
    water: Department
    health: Department
    owner: User
    colleague: User
    policy: User
    legal: User
    board: User
    auditor: User
    administrator: User
    company: Organization
    contractor: User
    other_company: Organization
    other_contractor: User
    subcompany: Organization
    subcontractor: User
    stranger_city: Organization
    stranger_department: Department
    stranger: User

    def client(self, user: User | None) -> Client:
        """Return a browser in which `user` is signed in; None: a visitor."""
        client = Client()
        if user is not None:
            client.force_login(user)
        return client

    def acting(self, user: User) -> Acting:
        """Return `user` acting for their organisation."""
        return acting_as(user)


def person(name: str, mail: str) -> User:
    """Return a new person without a password: tests walk in by `Cast.client`."""
    return services.create_person(mail, name, by=None, at=NOW)


def member(
    name: str, mail: str, organization: Organization, role: Role, department: Department | None = None
) -> User:
    """Return a new person with a role."""
    user = person(name, mail)
    services.add_member(user, organization, role, department, by=None, at=NOW)
    return user


def make_cast() -> Cast:
    """Return the cast, made through the services like everything else."""
    city = services.create_organization("みなと市", Kind.PUBLIC_BODY, by=None, at=NOW)
    water = services.add_department(city, "水道課", by=None, at=NOW)
    health = services.add_department(city, "健康課", by=None, at=NOW)
    company = services.create_organization(
        "みなと検針株式会社", Kind.COMPANY, by=None, at=NOW, introduced_by=city
    )
    rival = services.create_organization(
        "港データ入力株式会社", Kind.COMPANY, by=None, at=NOW, introduced_by=city
    )
    below = services.create_organization(
        "はしけ印刷株式会社", Kind.COMPANY, by=None, at=NOW, introduced_by=city
    )
    other = services.create_organization("よその市", Kind.PUBLIC_BODY, by=None, at=NOW)
    other_department = services.add_department(other, "水道課", by=None, at=NOW)
    return Cast(
        city=city,
        water=water,
        health=health,
        owner=member("青木 水道", "owner@city.example", city, Role.DEPARTMENT, water),
        colleague=member("井上 健康", "colleague@city.example", city, Role.DEPARTMENT, health),
        policy=member("上田 政策", "policy@city.example", city, Role.POLICY),
        legal=member("江口 法務", "legal@city.example", city, Role.LEGAL),
        board=member("大野 審査", "board@city.example", city, Role.BOARD),
        auditor=member("加藤 監査", "auditor@city.example", city, Role.AUDITOR),
        administrator=member("木村 管理", "administrator@city.example", city, Role.ADMINISTRATOR),
        company=company,
        contractor=member("工藤 検針", "contractor@company.example", company, Role.CONTRACTOR),
        other_company=rival,
        other_contractor=member("佐々木 入力", "contractor@other.example", rival, Role.CONTRACTOR),
        subcompany=below,
        subcontractor=member("清水 印刷", "contractor@below.example", below, Role.CONTRACTOR),
        stranger_city=other,
        stranger_department=other_department,
        stranger=member("小林 他市", "stranger@other.example", other, Role.ADMINISTRATOR),
    )
