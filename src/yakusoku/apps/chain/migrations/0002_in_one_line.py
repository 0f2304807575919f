"""Triggers by which the database itself keeps the chain in one line.

No row is deleted; engagement and parent of a row never change; a parent belongs to the same engagement;
whoever was asked for or agreed to holds no kind of data that its giver does not hold.
Together with the rule that a parent is older than its child, no loop can be written.
"""

from django.db import migrations

TABLE = "chain_hop"
NAMES = ("delete", "move", "insert", "update")

POSTGRESQL_FUNCTIONS = (
    """
CREATE OR REPLACE FUNCTION chain_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a place in the chain stays where it is' USING ERRCODE = 'integrity_constraint_violation'; END $$
""",
    """
CREATE OR REPLACE FUNCTION chain_check() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
IF NEW.parent_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM chain_hop p WHERE p.id = NEW.parent_id AND p.engagement_id = NEW.engagement_id
) THEN
    RAISE EXCEPTION 'the giver belongs to another engagement' USING ERRCODE = 'integrity_constraint_violation';
END IF;
IF NEW.standing IN ('requested', 'consented') AND EXISTS (
    SELECT 1 FROM chain_hop p WHERE p.id = NEW.parent_id AND NOT p.categories @> NEW.categories
) OR EXISTS (
    SELECT 1 FROM chain_hop c WHERE c.parent_id = NEW.id AND c.standing IN ('requested', 'consented')
    AND NOT NEW.categories @> c.categories
) THEN
    RAISE EXCEPTION 'data widens on its way' USING ERRCODE = 'integrity_constraint_violation';
END IF;
RETURN NEW;
END $$
""",
)
POSTGRESQL = {
    "delete": "BEFORE DELETE ON chain_hop FOR EACH ROW EXECUTE FUNCTION chain_refuse()",
    "move": (
        "BEFORE UPDATE ON chain_hop FOR EACH ROW WHEN (NEW.id IS DISTINCT FROM OLD.id OR "
        "NEW.parent_id IS DISTINCT FROM OLD.parent_id OR NEW.engagement_id IS DISTINCT FROM OLD.engagement_id) "
        "EXECUTE FUNCTION chain_refuse()"
    ),
    "insert": "BEFORE INSERT ON chain_hop FOR EACH ROW EXECUTE FUNCTION chain_check()",
    "update": "BEFORE UPDATE ON chain_hop FOR EACH ROW EXECUTE FUNCTION chain_check()",
}

SQLITE_WIDER = """EXISTS (
    SELECT 1 FROM json_each({narrow}) held
    WHERE held.value NOT IN (SELECT giving.value FROM json_each({wide}) giving)
)"""
SQLITE_CHECKS = f"""
SELECT RAISE(ABORT, 'the giver belongs to another engagement')
WHERE NEW.parent_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM chain_hop p WHERE p.id = NEW.parent_id AND p.engagement_id = NEW.engagement_id);
SELECT RAISE(ABORT, 'data widens on its way')
WHERE NEW.standing IN ('requested', 'consented') AND EXISTS (
    SELECT 1 FROM chain_hop p WHERE p.id = NEW.parent_id
    AND {SQLITE_WIDER.format(narrow="NEW.categories", wide="p.categories")});
SELECT RAISE(ABORT, 'data widens on its way')
WHERE EXISTS (
    SELECT 1 FROM chain_hop c WHERE c.parent_id = NEW.id AND c.standing IN ('requested', 'consented')
    AND {SQLITE_WIDER.format(narrow="c.categories", wide="NEW.categories")});
"""
SQLITE_REFUSE = "SELECT RAISE(ABORT, 'a place in the chain stays where it is');"
SQLITE = {
    "delete": f"BEFORE DELETE ON chain_hop BEGIN {SQLITE_REFUSE} END",
    "move": (
        "BEFORE UPDATE ON chain_hop WHEN NEW.id IS NOT OLD.id OR NEW.parent_id IS NOT OLD.parent_id "
        f"OR NEW.engagement_id IS NOT OLD.engagement_id BEGIN {SQLITE_REFUSE} END"
    ),
    "insert": f"BEFORE INSERT ON chain_hop BEGIN {SQLITE_CHECKS} END",
    "update": f"BEFORE UPDATE ON chain_hop BEGIN {SQLITE_CHECKS} END",
}


def forbid_changes(apps, schema_editor):
    """Set the triggers; those that are there are set anew."""
    allow_changes(apps, schema_editor)
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        for function in POSTGRESQL_FUNCTIONS:
            schema_editor.execute(function)
    for name, body in (POSTGRESQL if postgresql else SQLITE).items():
        schema_editor.execute(f"CREATE TRIGGER {TABLE}_{name} {body}")


def allow_changes(apps, schema_editor):
    """Take the triggers away."""
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    for name in NAMES:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_{name}{on}")


class Migration(migrations.Migration):
    dependencies = [("chain", "0001_initial")]
    operations = [migrations.RunPython(forbid_changes, allow_changes)]
