"""Triggers by which the database refuses to change a published version or its papers."""

from django.db import migrations

TABLES = ("specifications_version", "specifications_versionfile")
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION specifications_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'published versions are never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def forbid_changes(apps, schema_editor):
    """Set the triggers; those that are there are set anew."""
    allow_changes(apps, schema_editor)
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(POSTGRESQL_FUNCTION)
    for table in TABLES:
        action = (
            "FOR EACH ROW EXECUTE FUNCTION specifications_refuse()"
            if postgresql
            else "BEGIN SELECT RAISE(ABORT, 'published versions are never changed'); END"
        )
        schema_editor.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {action}")


def allow_changes(apps, schema_editor):
    """Take the triggers away."""
    for table in TABLES:
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_update{on}")


class Migration(migrations.Migration):
    dependencies = [("specifications", "0001_initial")]
    operations = [migrations.RunPython(forbid_changes, allow_changes)]
