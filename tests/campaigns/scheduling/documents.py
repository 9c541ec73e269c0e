"""Documents for `schedule_plan`, and asking it."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

FRANCE = {"country": "FR", "subdivision": None, "closures": [], "weekdays": [0, 1, 2, 3, 4]}
TASK = {"id": "a", "duration": 1}


@pytest.fixture
def ask(tmp_path):
    """Runs the command on a document (or on raw text): (exit status, answer, what stderr says)."""

    def run(document):
        file = tmp_path / "plan.json"
        file.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
        out, err = StringIO(), StringIO()
        try:
            call_command("schedule_plan", str(file), "--json", stdout=out, stderr=err)
        except SystemExit as left:
            return left.code, json.loads(out.getvalue()), err.getvalue()
        return 0, json.loads(out.getvalue()), err.getvalue()

    return run


def document(*tasks, **more):
    return {"calendar": FRANCE, "start": "2026-11-16", "launch": None, "tasks": list(tasks), **more}


def after(*ids, **how):
    return [{"id": each, **how} for each in ids]
