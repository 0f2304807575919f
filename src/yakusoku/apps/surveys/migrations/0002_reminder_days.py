from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep the days on which the owner wants reminders to go out."""

    dependencies = [("surveys", "0001_initial")]

    operations = [
        migrations.AddField("survey", "remind_days", models.JSONField(default=list)),
    ]
