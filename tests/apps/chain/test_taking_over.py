"""The list of holders of before becomes the chain."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.apps import promised
from tests.cast import make_cast
from yakusoku.apps.chain.models import Hop

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE = [("engagements", "0002_figures_and_rules"), ("chain", "0002_in_one_line")]


def latest(executor):
    """Return the newest migration of every app: going back takes along whatever was built since."""
    return executor.loader.graph.leaf_nodes()


@pytest.fixture
def work(transactional_db, settings, tmp_path):
    """A work with its contractor, made while the tables are those of today."""
    settings.STORE_ROOT = tmp_path / "store"
    cast = make_cast()
    return cast, promised.described(cast)


@pytest.fixture
def old_tables(work):
    """The database as it was with the list of holders; afterwards it is brought up to date again."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    executor = MigrationExecutor(connection)
    executor.migrate(latest(executor))


def test_every_holder_becomes_a_place(work, old_tables):
    cast, work = work
    Holder = old_tables.get_model("engagements", "Holder")

    def holder(name, parent=None, declared=True, place="subcontractor"):
        return Holder.objects.create(
            engagement_id=work.pk,
            parent=parent,
            name=name,
            place=place,
            travels_by="courier",
            declared=declared,
        )

    stray = holder("直接渡った会社")
    top = holder("みなと検針株式会社", place="contractor_premises")
    second = holder("いろは入力", top, declared=False)
    holder("在宅の人", second, declared=False, place="home")
    executor = MigrationExecutor(connection)
    executor.migrate(latest(executor))
    rows = {hop.name: hop for hop in Hop.objects.all()}
    root = rows["みなと検針株式会社"]
    assert (root.parent, root.organization, root.standing) == (None, cast.company, "consented")
    assert (rows[stray.name].parent, rows[stray.name].standing) == (root, "consented")
    assert (rows["いろは入力"].parent, rows["いろは入力"].standing) == (root, "undeclared")
    assert rows["在宅の人"].parent == rows["いろは入力"]
    assert rows["在宅の人"].travels_by == "courier"
    assert set(root.categories) == {"identity", "contact", "sensitive"}
