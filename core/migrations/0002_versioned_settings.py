"""Settings and dictionaries may be edited by two people at once: they carry a version number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.AddField("workspace", "version", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("membership", "version", models.PositiveIntegerField(default=1, editable=False)),
    ]
