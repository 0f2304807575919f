from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep how far the saves of each page of a keying came."""

    dependencies = [("collecting", "0002_steps")]

    operations = [
        migrations.AddField("keying", "steps", models.JSONField(default=list)),
    ]
