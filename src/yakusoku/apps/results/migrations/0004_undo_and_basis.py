"""The outline before the last change of a report; what the tables of a release were counted by."""

from importlib import import_module

from django.db import migrations, models

TRIGGERS = import_module("yakusoku.apps.results.migrations.0003_releases_unchangeable")


def tell_basis(apps, schema_editor):
    """Write to each release what its report was counted by: until now, that never changed."""
    for row in apps.get_model("results", "ReportVersion").objects.select_related("report").defer("figures"):
        report = row.report
        row.basis = {"weight": report.weight, "earlier": report.earlier_id, "earlier_by": report.earlier_by}
        row.save(update_fields=["basis"])


def forbid_changes(apps, schema_editor):
    """Set the triggers anew: where columns are added to a table by making it anew, they are lost."""
    TRIGGERS.forbid_changes(apps, schema_editor)


class Migration(migrations.Migration):
    dependencies = [("results", "0003_releases_unchangeable")]
    operations = [
        migrations.AddField("report", "act", models.CharField(blank=True, max_length=20)),
        migrations.AddField("report", "before", models.JSONField(null=True)),
        migrations.AddField("reportversion", "basis", models.JSONField(default=dict)),
        migrations.RunPython(tell_basis, migrations.RunPython.noop),
        migrations.RunPython(forbid_changes, migrations.RunPython.noop),
    ]
