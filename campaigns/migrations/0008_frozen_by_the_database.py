"""Snapshots and events of evidence refuse changes in the database itself, unless a purge is open.

On SQLite a later migration that rebuilds one of these tables drops its triggers: such a migration must
install them again (`tests/campaigns/test_frozen.py` fails otherwise).
"""

from django.db import migrations

#: Table → the columns that never change. Foreign keys to people may be emptied, names erased.
FROZEN = {
    "campaigns_snapshot": ["campaign_id", "kind", "number", "content", "sha256", "created_at"],
    "campaigns_evidenceevent": [
        "workspace_id", "campaign_id", "sequence", "kind", "subject", "payload", "previous", "digest", "at",
    ],
}  # fmt: skip

SQLITE = """
CREATE TRIGGER {table}_{what} BEFORE {event} ON {table}
WHEN NOT EXISTS (SELECT 1 FROM campaigns_evidencepurge WHERE is_open)
BEGIN SELECT RAISE(ABORT, '{table} is frozen: open a purge to {what} its rows'); END
"""

POSTGRESQL_FUNCTION = """
CREATE FUNCTION campaigns_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM campaigns_evidencepurge WHERE is_open) THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
  END IF;
  RAISE EXCEPTION '% is frozen: open a purge to % its rows', TG_TABLE_NAME, lower(TG_OP)
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

POSTGRESQL = """
CREATE TRIGGER {table}_{what} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION campaigns_frozen()
"""


def install(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    if postgresql:
        schema_editor.execute(POSTGRESQL_FUNCTION, params=None)
    for table, columns in FROZEN.items():
        events = {"update": f"UPDATE OF {', '.join(columns)}", "delete": "DELETE"}
        for what, event in events.items():
            sql = POSTGRESQL if postgresql else SQLITE
            schema_editor.execute(sql.format(table=table, what=what, event=event), params=None)


def remove(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table in FROZEN:
        for what in ("update", "delete"):
            on_table = f" ON {table}" if postgresql else ""
            schema_editor.execute(f"DROP TRIGGER {table}_{what}{on_table}", params=None)
    if postgresql:
        schema_editor.execute("DROP FUNCTION campaigns_frozen()", params=None)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0007_decisions_taken_are_final")]

    operations = [migrations.RunPython(install, remove)]
