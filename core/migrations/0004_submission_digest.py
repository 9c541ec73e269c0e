"""A form's one-time key remembers what was sent with it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("core", "0003_outbox_holds_long_work")]

    operations = [
        migrations.AddField(
            "submission",
            "digest",
            models.CharField(blank=True, default="", editable=False, max_length=64),
            preserve_default=False,
        ),
    ]
