"""Fixtures of the plan's tests: a dated plan of four tasks, and long plans."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from campaigns.models import Campaign, Dependency, Task, Wave
from campaigns.services.plan import plan_reschedule

#: A Monday with no public holiday in the weeks around it.
MONDAY = date(2027, 2, 1)


@pytest.fixture
def clock(monkeypatch):
    """Sets today for everything that asks Django."""
    return lambda day: monkeypatch.setattr("django.utils.timezone.localdate", lambda *a, **k: day)


@pytest.fixture
def plan(campaign, creation, agency, clock):
    """concept (3 days) → tournage (2) → montage (4, the agency's), and the milestone «Prêt» after it."""
    clock(MONDAY)
    Campaign.objects.filter(pk=campaign.pk).update(
        prepares_on=MONDAY, launch_on=MONDAY + timedelta(days=28), ends_on=MONDAY + timedelta(days=60)
    )
    Wave.objects.filter(campaign=campaign).update(
        goes_live_on=MONDAY + timedelta(days=28), ends_on=MONDAY + timedelta(days=60)
    )
    campaign.refresh_from_db()
    rows = [
        Task(campaign=campaign, position=1, name="Concept", team=creation, duration_days=3),
        Task(campaign=campaign, position=2, name="Tournage", team=creation, duration_days=2),
        Task(campaign=campaign, position=3, name="Montage", team=agency, duration_days=4),
        Task(campaign=campaign, position=4, name="Prêt", kind="milestone", team=creation, duration_days=0),
    ]
    Task.objects.bulk_create(rows)
    for before, after in pairwise(rows):
        Dependency.objects.create(predecessor=before, successor=after)
    plan_reschedule(campaign=campaign)
    return {task.name: task for task in campaign.tasks.order_by("position")}


def make_tasks(campaign, team, count):
    """A chain of `count` one-day tasks and as many links less one."""
    rows = [
        Task(campaign=campaign, position=i, name=f"Tâche {i}", team=team, duration_days=1)
        for i in range(1, count + 1)
    ]
    Task.objects.bulk_create(rows)
    Dependency.objects.bulk_create(
        Dependency(predecessor=before, successor=after) for before, after in pairwise(rows)
    )
    plan_reschedule(campaign=campaign)
    return rows
