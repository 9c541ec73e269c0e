"""A line that imported spend made goes with that spend; lines made before stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("budgets", "0003_entry_sums_index")]

    operations = [
        migrations.AddField(
            "budgetline", "made_by_spend", models.BooleanField(default=False, editable=False)
        ),
    ]
