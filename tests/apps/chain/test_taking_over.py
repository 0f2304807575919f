"""The list of holders of before becomes the chain."""

from datetime import UTC, datetime

import pytest
from django.db import connections
from django.db.migrations.executor import MigrationExecutor

BEFORE = [("engagements", "0002_figures_and_rules"), ("chain", "0002_in_one_line")]
AFTER = [("chain", "0003_from_holders")]
PROFILE = {"personal_information": {"categories": ["identity", "contact", "sensitive"]}}


@pytest.fixture
def old_database(django_db_blocker, tmp_path):
    """Return the name of an empty database as it was with the list of holders."""
    name = "before"
    connections.databases[name] = {
        **connections.databases["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": tmp_path / "before.sqlite3",
        "OPTIONS": {},
    }
    with django_db_blocker.unblock():
        MigrationExecutor(connections[name]).migrate(BEFORE)
        yield name
        connections[name].close()
    del connections[name], connections.databases[name]


def test_every_holder_becomes_a_place(old_database):
    executor = MigrationExecutor(connections[old_database])
    apps = executor.loader.project_state(BEFORE).apps

    def make(model, **values):
        return apps.get_model(model).objects.using(old_database).create(**values)

    at = datetime(2026, 4, 1, tzinfo=UTC)
    city = make("accounts.Organization", name="みなと市", kind="public_body", created=at)
    company = make("accounts.Organization", name="みなと検針株式会社", kind="company", created=at)
    person = make("accounts.User", email="suido@minato.example", name="青木")
    department = make("accounts.Department", organization=city, name="水道課")
    work = make(
        "engagements.Engagement",
        organization=city,
        department=department,
        contractor=company,
        title="検針",
        profile=PROFILE,
        created_by=person,
        created_at=at,
        changed_at=at,
    )

    def holder(name, parent=None, declared=True, place="subcontractor"):
        return make(
            "engagements.Holder",
            engagement=work,
            parent=parent,
            name=name,
            place=place,
            travels_by="courier",
            declared=declared,
        )

    stray = holder("直接渡った会社")
    top = holder(company.name, place="contractor_premises")
    second = holder("いろは入力", top, declared=False)
    holder("在宅の人", second, declared=False, place="home")
    state = executor.migrate(AFTER)
    rows = {hop.name: hop for hop in state.apps.get_model("chain.Hop").objects.using(old_database).all()}
    root = rows[company.name]
    assert (root.parent, root.organization_id, root.standing) == (None, company.pk, "consented")
    assert (rows[stray.name].parent, rows[stray.name].standing) == (root, "consented")
    assert (rows["いろは入力"].parent, rows["いろは入力"].standing) == (root, "undeclared")
    assert rows["在宅の人"].parent == rows["いろは入力"]
    assert rows["在宅の人"].travels_by == "courier"
    assert set(root.categories) == {"identity", "contact", "sensitive"}
