"""Triggers by which the database refuses to change minutes that the chair approved."""

from django.db import migrations

TABLES = ("board_minutesversion",)
EVENTS = ("UPDATE", "DELETE")
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION board_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'approved minutes are never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def forbid_changes(apps, schema_editor):
    """Set the triggers; those that are there are set anew."""
    allow_changes(apps, schema_editor)
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(POSTGRESQL_FUNCTION)
    for table in TABLES:
        action = (
            "FOR EACH ROW EXECUTE FUNCTION board_refuse()"
            if postgresql
            else "BEGIN SELECT RAISE(ABORT, 'approved minutes are never changed'); END"
        )
        for event in EVENTS:
            name = f"{table}_no_{event.lower()}"
            schema_editor.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} {action}")


def allow_changes(apps, schema_editor):
    """Take the triggers away."""
    for table in TABLES:
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        for event in EVENTS:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event.lower()}{on}")


class Migration(migrations.Migration):
    dependencies = [("board", "0001_initial")]
    operations = [migrations.RunPython(forbid_changes, allow_changes)]
