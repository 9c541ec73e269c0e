"""No waiver is granted without a signature any more, and none changes what it says: the database refuses.

Lifting one and naming its request stay possible; so does everything while a purge is open (0008). On
SQLite a later migration that rebuilds `campaigns_waiver` drops these triggers and must install them again
(`tests/campaigns/test_waivers.py` fails otherwise).
"""

from django.db import migrations

TABLE = "campaigns_waiver"
#: What a waiver says. The database keeps it as it was signed.
SAID = ["campaign_id", "wave_id", "check_key", "reason", "valid_until", "facts", "asked_at", "granted_at"]

SQLITE = """
CREATE TRIGGER {table}_{what} BEFORE {event} ON {table}
WHEN ({when}) AND NOT EXISTS (SELECT 1 FROM campaigns_evidencepurge WHERE is_open)
BEGIN SELECT RAISE(ABORT, '{table} is frozen: open a purge to {what} its rows'); END
"""

POSTGRESQL = """
CREATE TRIGGER {table}_{what} BEFORE {event} ON {table}
FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION campaigns_frozen()
"""


def install(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    sql, differs = (POSTGRESQL, "IS DISTINCT FROM") if postgresql else (SQLITE, "IS NOT")
    changed = " OR ".join(f"OLD.{column} {differs} NEW.{column}" for column in SAID)
    rules = {"grant": ("INSERT", "NEW.granted_at IS NOT NULL"), "update": ("UPDATE", changed)}
    for what, (event, when) in rules.items():
        schema_editor.execute(sql.format(table=TABLE, what=what, event=event, when=when), params=None)


def remove(apps, schema_editor):
    on_table = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    for what in ("grant", "update"):
        schema_editor.execute(f"DROP TRIGGER {TABLE}_{what}{on_table}", params=None)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0011_earlier_waivers_say_who_asked")]

    operations = [migrations.RunPython(install, remove)]
