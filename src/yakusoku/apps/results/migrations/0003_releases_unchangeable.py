"""Triggers by which the database refuses to change what was released of a report, or to delete it."""

from django.db import migrations

TABLE = "results_reportversion"
# Its files are made after the release, and it may be let to visitors: those columns stay open.
KEPT = "report_id, number, outline, figures, data_digest, released_by_id, released_at"
EVENTS = {"update": f"UPDATE OF {KEPT}", "delete": "DELETE"}
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION results_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'released reports are never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def forbid_changes(apps, schema_editor):
    """Set the triggers; those that are there are set anew."""
    allow_changes(apps, schema_editor)
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(POSTGRESQL_FUNCTION)
    action = (
        "FOR EACH ROW EXECUTE FUNCTION results_refuse()"
        if postgresql
        else "BEGIN SELECT RAISE(ABORT, 'released reports are never changed'); END"
    )
    for name, event in EVENTS.items():
        schema_editor.execute(f"CREATE TRIGGER {TABLE}_no_{name} BEFORE {event} ON {TABLE} {action}")


def allow_changes(apps, schema_editor):
    """Take the triggers away."""
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    for name in EVENTS:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{name}{on}")


class Migration(migrations.Migration):
    dependencies = [("results", "0002_reports")]
    operations = [migrations.RunPython(forbid_changes, allow_changes)]
