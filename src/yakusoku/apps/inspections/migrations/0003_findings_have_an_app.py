from datetime import timedelta

from django.db import migrations, models
from django.utils.timezone import localdate

KIND, ACT = "finding.instruct", "correction.instruct"


def move_findings(apps, schema_editor):
    """Let every finding that an inspection kept stand in the table of findings, open and to be instructed."""
    Record = apps.get_model("inspections", "FindingRecord")
    Finding = apps.get_model("findings", "Finding")
    Observation = apps.get_model("inspections", "ObservationRecord")
    known, waiting = {}, {}
    records = Record.objects.select_related("inspection__version__engagement").defer(
        "inspection__version__snapshot"
    )
    for record in records.order_by("inspection__concluded_at", "pk").iterator(chunk_size=500):
        inspection = record.inspection
        engagement = inspection.version.engagement
        seen = Observation.objects.filter(inspection=inspection, check_id=record.check_id)
        key = (engagement.pk, inspection.hop_id, record.check_id)
        before = known.get(key)
        source = f"inspection:{inspection.pk}"
        found = Finding.objects.create(
            organization_id=engagement.organization_id,
            engagement=engagement,
            hop_id=inspection.hop_id,
            source=source,
            check_id=record.check_id,
            slug=record.slug,
            kind=record.kind,
            severity=record.severity,
            remedies=record.remedies,
            seen="\n".join(seen.values_list("seen", flat=True)),
            repeats=before if before and before.source != source else None,
            state="open",
            raised_by_id=inspection.concluded_by_id,
            raised_at=inspection.concluded_at or inspection.opened_at,
        )
        known[key] = found
        waiting.setdefault(engagement.pk, []).append(found)
    for found in waiting.values():
        let_them_be_instructed(apps, found)


def let_them_be_instructed(apps, found):
    """Tell the department what waits. Those who move in get two weeks: what was found is not late at once."""
    engagement, latest = found[0].engagement, max(each.raised_at for each in found)
    apps.get_model("duties", "Duty").objects.create(
        kind=KIND,
        subject=f"engagement:{engagement.pk}",
        organization_id=engagement.organization_id,
        department_id=engagement.department_id,
        act=ACT,
        engagement=engagement.pk,
        about=engagement.title[:200],
        href=f"/engagements/{engagement.pk}/findings/",
        left=len(found),
        due_on=max(localdate(latest), localdate()) + timedelta(days=14),
        since=latest,
    )


class Migration(migrations.Migration):
    dependencies = [
        ("duties", "0001_initial"),
        ("findings", "0001_initial"),
        ("inspections", "0002_whom_it_asks"),
    ]

    operations = [
        migrations.AddField(
            model_name="inspection",
            name="added",
            field=models.JSONField(default=list),
        ),
        migrations.RunPython(move_findings, migrations.RunPython.noop),
        migrations.DeleteModel(name="FindingRecord"),
    ]
