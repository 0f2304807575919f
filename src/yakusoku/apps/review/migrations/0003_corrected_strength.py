"""People correct how a clause binds."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("review", "0002_portfolios")]

    operations = [
        migrations.AlterField(
            "correction",
            "action",
            models.CharField(
                choices=[
                    ("add", "この要件を加える"),
                    ("remove", "この要件ではない"),
                    ("change", "強さが違う"),
                ],
                max_length=6,
            ),
        )
    ]
