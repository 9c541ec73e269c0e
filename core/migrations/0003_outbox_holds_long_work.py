"""The outbox also holds work too long for a request, done by a worker."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0002_versioned_settings")]

    operations = [
        migrations.AlterField(
            "outboxmessage",
            "kind",
            models.CharField(
                choices=[("mail", "E-mail"), ("pdf", "PDF"), ("work", "Travail de fond")], max_length=10
            ),
        ),
    ]
