"""Decisions of before the quarter of an hour of grace count already; everybody was invited at once."""

from django.db import migrations
from django.db.models import F


def settle(apps, schema_editor):
    signatures = apps.get_model("campaigns", "Signature").objects
    signatures.filter(decided_at__isnull=False, final_at__isnull=True).update(final_at=F("decided_at"))
    requests = apps.get_model("campaigns", "SignOffRequest").objects.all()
    for pk, asked in requests.values_list("pk", "requested_at").iterator():
        signatures.filter(request_id=pk, invited_at__isnull=True).update(invited_at=asked)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0006_decisions_with_codes")]

    operations = [migrations.RunPython(settle, migrations.RunPython.noop)]
