"""Settings and dictionaries may be edited by two people at once: they carry a version number."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0001_initial")]

    operations = [
        migrations.AddField("brand", "version", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("audience", "version", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("team", "version", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("channel", "version", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("format", "version", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("kpi", "version", models.PositiveIntegerField(default=1, editable=False)),
        migrations.AddField("stakeholder", "version", models.PositiveIntegerField(default=1, editable=False)),
    ]
