"""The first end of the chain, and triggers by which the database refuses to change what was recorded.

An operation that rebuilds the table of entries on SQLite drops its triggers: a later migration that
alters AuditEntry ends with `RunPython(forbid_changes, allow_changes)` again.
"""

from django.db import migrations

SQLITE = {
    "audit_no_update": "BEFORE UPDATE ON audit_auditentry BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END",
    "audit_no_delete": "BEFORE DELETE ON audit_auditentry BEGIN SELECT RAISE(ABORT, 'audit entries are never deleted'); END",
    # INSERT OR REPLACE would replace a row without any of the triggers above.
    "audit_no_replace": "BEFORE INSERT ON audit_auditentry "
    "WHEN EXISTS (SELECT 1 FROM audit_auditentry WHERE sequence = NEW.sequence) "
    "BEGIN SELECT RAISE(ABORT, 'audit entries are never replaced'); END",
}
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit entries are never changed or deleted' USING ERRCODE = 'integrity_constraint_violation'; END $$
"""
POSTGRESQL = {
    "audit_no_change": "BEFORE UPDATE OR DELETE ON audit_auditentry FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    "audit_no_truncate": "BEFORE TRUNCATE ON audit_auditentry FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()",
}


def forbid_changes(apps, schema_editor):
    """Set the triggers; those that are there are set anew."""
    allow_changes(apps, schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_FUNCTION)
        triggers = POSTGRESQL
    else:
        triggers = SQLITE
    for name, text in triggers.items():
        schema_editor.execute(f"CREATE TRIGGER {name} {text}")


def allow_changes(apps, schema_editor):
    """Take the triggers away."""
    if schema_editor.connection.vendor == "postgresql":
        for name in POSTGRESQL:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name} ON audit_auditentry")
    else:
        for name in SQLITE:
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}")


def begin(apps, schema_editor):
    """Write the end of the empty chain."""
    apps.get_model("audit", "AuditHead").objects.get_or_create(pk=1, defaults={"count": 0, "digest": "0" * 64})


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [
        migrations.RunPython(begin, migrations.RunPython.noop),
        migrations.RunPython(forbid_changes, allow_changes),
    ]
