"""What every test can ask for."""

import shutil
from dataclasses import replace
from functools import lru_cache
from importlib import import_module

import pytest
from hypothesis import settings

# How busy the machine is says nothing of a law: no test fails for the time one example took.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")

TRIGGERS = "yakusoku.apps.audit.migrations.0002_append_only"
ALL_TRIGGERS = (
    TRIGGERS,
    "yakusoku.apps.specifications.migrations.0002_unchangeable",
    "yakusoku.apps.board.migrations.0002_unchangeable",
    "yakusoku.apps.results.migrations.0003_releases_unchangeable",
    "yakusoku.apps.chain.migrations.0002_in_one_line",
)


@pytest.fixture(scope="session", autouse=True)
def static_files_looked_up_one_by_one():
    """Let no browser of a test list every static file before it asks for its first page."""
    from django.test import override_settings

    with override_settings(WHITENOISE_AUTOREFRESH=True):
        yield


@pytest.fixture(autouse=True)
def nothing_counted():
    """Begin each test as on a quiet day: what was counted of an address, kept, or last read in English, is forgotten."""
    from django.core.cache import cache
    from django.utils.translation import deactivate

    cache.clear()
    deactivate()


@pytest.fixture(scope="session")
def layouts():
    """Keep what the press has laid out from test to test, and the papers of a pack: tests publish the same one.

    Only of those that a publication writes; the tests of the papers themselves have each made anew.
    """
    from yakusoku.adapters.pdf import press
    from yakusoku.apps.specifications.papers import PAPERS

    made = {name: replace(each, render=lru_cache(4)(each.render)) for name, each in PAPERS.items()}
    with pytest.MonkeyPatch.context() as patch, press().batch():
        for name, paper in made.items():
            patch.setitem(PAPERS, name, paper)
        yield


@pytest.fixture
def cast(db, settings, tmp_path, layouts):
    """The fixed cast, with an empty store of its own."""
    from tests.cast import make_cast
    from tests.stages import staged

    settings.STORE_ROOT = tmp_path / "store"
    # A thread would not see what a test has not committed; tests read on by themselves, as the tick does.
    settings.BACKGROUND = False
    return staged(make_cast)()


@pytest.fixture(scope="module")
def lived(django_db_setup, django_db_blocker, layouts, tmp_path_factory):
    """The fixed cast and one work with everything on it, made once for the tests of a file that only look, or undo.

    They ask for the database by the mark, and for one worker by a group of their own.
    """
    from django.db import transaction
    from django.test import override_settings

    from tests.apps.life import live
    from tests.cast import make_cast

    settings = override_settings(
        STORE_ROOT=tmp_path_factory.mktemp("lived") / "store", WEBHOOK_HOSTS=["127.0.0.1"]
    )
    with django_db_blocker.unblock(), settings, transaction.atomic():
        cast = make_cast()
        yield cast, live(cast)
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def trail_that_can_be_emptied(request):
    """Let a test that commits start with an empty audit trail and its triggers.

    After it every table is emptied, which the triggers rightly refuse: they are taken away just before.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    from django.apps import apps
    from django.db import connection

    migrations = [import_module(name) for name in ALL_TRIGGERS]
    migrations[0].begin(apps, None)
    with connection.schema_editor() as editor:
        for migration in migrations:
            migration.forbid_changes(apps, editor)
    yield
    with connection.schema_editor() as editor:
        for migration in migrations:
            migration.allow_changes(apps, editor)


def say_migrated():
    """Do what migrations do beside tables, and note that all of them were applied."""
    from django.apps import apps
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    import_module(TRIGGERS).begin(apps, None)
    with connection.schema_editor() as editor:
        for name in ALL_TRIGGERS:
            import_module(name).forbid_changes(apps, editor)
    executor = MigrationExecutor(connection)
    executor.recorder.ensure_schema()
    for app, name in executor.loader.graph.nodes:
        executor.recorder.record_applied(app, name)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, tmp_path_factory):
    """Keep SQLite's test database in a file, as in real life: in memory, writers do not wait.

    No test cuts the power: it does not wait for the disk.
    """
    from django.db import connection

    if connection.vendor == "sqlite":
        options = connection.settings_dict["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
        connection.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def django_db_use_migrations():
    """Make the tables from the models, in two seconds instead of ten: tests/cli/test_database.py says they are the same."""
    return False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, tmp_path_factory):
    """Make the database, and keep a copy of it as it is before the first test. SQLite only: else None."""
    from django.conf import settings
    from django.db import connection

    # What the fixture of that name has put in the place of all migrations.
    settings.MIGRATION_MODULES = {}
    with django_db_blocker.unblock():
        say_migrated()
        if connection.vendor != "sqlite":
            return None
        copy = tmp_path_factory.mktemp("migrated") / "yakusoku.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
    return copy


@pytest.fixture
def migrated(db, django_db_setup, tmp_path):
    """A data folder with an empty database, as `yakusoku manage migrate` leaves it; on PostgreSQL without one."""
    folder = tmp_path / "data"
    folder.mkdir()
    if django_db_setup:
        shutil.copy(django_db_setup, folder)
    return folder
