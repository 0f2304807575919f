"""What every test can ask for."""

from importlib import import_module

import pytest

TRIGGERS = "yakusoku.apps.audit.migrations.0002_append_only"


@pytest.fixture
def cast(db, settings, tmp_path):
    """The fixed cast, with an empty store of its own."""
    from tests.cast import make_cast

    settings.STORE_ROOT = tmp_path / "store"
    return make_cast()


@pytest.fixture(autouse=True)
def trail_that_can_be_emptied(request):
    """Let a test that commits start with an empty audit trail and its triggers.

    After such a test every table is emptied, which the triggers rightly refuse: they are taken away just before.
    """
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not commits and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    from django.apps import apps
    from django.db import connection

    migration = import_module(TRIGGERS)
    with connection.schema_editor() as editor:
        migration.begin(apps, editor)
        migration.forbid_changes(apps, editor)
    yield
    with connection.schema_editor() as editor:
        migration.allow_changes(apps, editor)
