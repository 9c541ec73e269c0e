"""A campaign's phase moves only with its record: the database itself refuses any other way.

The newest row of `campaigns_phasechange` must tell of this very move; a move forward must carry an open
gate's report, and EXECUTION is reached by nothing but a move forward. A campaign begins in BRIEF.

On SQLite a later migration that rebuilds `campaigns_campaign` drops these triggers, and one that rebuilds
`campaigns_phasechange` is refused while they stand: such a migration calls `remove` before and `install`
after (`tests/campaigns/test_no_way_around.py` fails otherwise).
"""

from django.db import migrations

WORDS = "The phase of a campaign moves through its gate, with its record"

RECORDED = """
EXISTS (
  SELECT 1 FROM campaigns_phasechange AS move
  WHERE move.id = (SELECT MAX(newest.id) FROM campaigns_phasechange AS newest WHERE newest.campaign_id = OLD.id)
    AND move.source = OLD.phase AND move.target = NEW.phase
    AND (
      move.verb = 'abandon'
      OR (move.verb = 'reopen' AND NEW.phase <> 'EXECUTION')
      OR (move.verb = 'advance' AND {open})
    )
)
"""

SQLITE = [
    """
CREATE TRIGGER campaigns_campaign_phase_moves BEFORE UPDATE OF phase ON campaigns_campaign
WHEN NEW.phase <> OLD.phase AND NOT """
    + RECORDED.format(open="json_extract(move.report, '$.can_advance') = 1")
    + f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    f"""
CREATE TRIGGER campaigns_campaign_phase_begins BEFORE INSERT ON campaigns_campaign
WHEN NEW.phase <> 'BRIEF' BEGIN SELECT RAISE(ABORT, '{WORDS}'); END
""",
]

POSTGRESQL = [
    """
CREATE FUNCTION campaigns_phase_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.phase = 'BRIEF' THEN RETURN NEW; END IF;
  ELSIF NEW.phase = OLD.phase OR """
    + RECORDED.format(open="""move.report @> '{"can_advance": true}'""")
    + f"""
  THEN RETURN NEW;
  END IF;
  RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation';
END $$
""",
    """
CREATE TRIGGER campaigns_campaign_phase_moves BEFORE UPDATE OF phase ON campaigns_campaign
FOR EACH ROW EXECUTE FUNCTION campaigns_phase_moves()
""",
    """
CREATE TRIGGER campaigns_campaign_phase_begins BEFORE INSERT ON campaigns_campaign
FOR EACH ROW EXECUTE FUNCTION campaigns_phase_moves()
""",
]


def install(apps, schema_editor):
    for sql in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(sql, params=None)


def remove(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for name in ("campaigns_campaign_phase_moves", "campaigns_campaign_phase_begins"):
        on_table = " ON campaigns_campaign" if postgresql else ""
        schema_editor.execute(f"DROP TRIGGER {name}{on_table}", params=None)
    if postgresql:
        schema_editor.execute("DROP FUNCTION campaigns_phase_moves()", params=None)


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0008_frozen_by_the_database")]

    operations = [migrations.RunPython(install, remove)]
