"""Waivers granted before waivers were signed stay in force: whoever granted one had asked for it."""

from django.db import migrations
from django.db.models import F


def fill(apps, schema_editor):
    earlier = apps.get_model("campaigns", "Waiver").objects.filter(granted_at__isnull=False)
    earlier.update(
        asked_at=F("granted_at"), asked_by_id=F("granted_by_id"), asked_by_name=F("granted_by_name")
    )


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0010_waivers_are_signed")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
