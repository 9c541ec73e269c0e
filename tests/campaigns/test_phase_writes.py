"""No source file writes a phase around its transition; the reading that proves it finds each way."""

from pathlib import Path

import pytest

from tests.campaigns.phase_writes import PACKAGES, phase_writes

ROOT = Path(__file__).resolve().parents[2]

#: What one file is there to do: the service that transitions, the two that ask the database something.
MAY_TRANSITION = {"campaigns/services/lifecycle.py", "campaigns/models/campaign.py"}
MAY_QUERY = {"core/views/health.py", "campaigns/services/evidence.py"}


def test_no_source_file_writes_the_phase_around_its_transition():
    read, problems = 0, []
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            name = path.relative_to(ROOT).as_posix()
            if "migrations" in path.parts:
                continue
            read += 1
            found = phase_writes(
                path.read_text(encoding="utf-8"),
                may_transition=name in MAY_TRANSITION,
                may_query=name in MAY_QUERY or package == "bench",
            )
            problems += [f"{name}:{each}" for each in found]
    assert problems == []
    assert read > 250


@pytest.mark.parametrize(
    "line",
    [
        "Campaign.objects.filter(pk=1).update(phase='EXECUTION')",
        "Campaign.objects.update(**{'phase': 'EXECUTION'})",
        "Campaign.objects.update(**dict(phase='EXECUTION'))",
        "workspace.campaigns.update(phase=Phase.EXECUTION)",
        "Campaign.objects.bulk_update(rows, ['phase'])",
        "Campaign.objects.bulk_update(rows, fields=('name', 'phase'))",
        "Campaign.objects.bulk_create([Campaign(phase='EXECUTION')])",
        "Campaign.objects.create(phase=target)",
        "Campaign.objects.update_or_create(pk=1, defaults={'phase': target})",
        "Campaign(phase=target)",
        "setattr(campaign, 'phase', target)",
        "object.__setattr__(campaign, 'phase', target)",
        "campaign.phase = target",
        "campaign.__dict__['phase'] = target",
        "campaign.__dict__.update(phase=target)",
        "campaign.save(update_fields=['phase'])",
        "campaign.start_execution()",
        "getattr(campaign, 'start_execution')()",
        "Campaign._base_manager.update(name='x')",
        "cursor.execute(statement)",
        "sql = 'UPDATE campaigns_campaign SET phase = 1'",
        "sql = 'update x set phase = 1'",
    ],
)
def test_the_reading_finds_each_way(line):
    assert phase_writes(line), line


@pytest.mark.parametrize(
    "line",
    [
        "Task.objects.filter(phase='BILAN').update(status='done')",
        "Campaign.objects.filter(phase='BILAN').update(name='x')",
        "campaign.tasks.create(phase='BILAN')",
        "campaign_advance(campaign=c, actor=a, expected_phase='BRIEF')",
        "asked = campaign.phase == 'EXECUTION'",
        "values['phase'] = 'BRIEF'",
    ],
)
def test_the_reading_lets_the_rest_be(line):
    assert phase_writes(line) == []
