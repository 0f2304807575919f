from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep how far the saves of each page came."""

    dependencies = [("collecting", "0001_initial")]

    operations = [
        migrations.AddField("record", "steps", models.JSONField(default=list)),
    ]
