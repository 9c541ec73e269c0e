"""The same plan, dated by TaskJuggler: where `tj3` is installed (`make test` installs it)."""

import shutil
from datetime import date

import pytest

from bench.plans import plan_of
from bench.taskjuggler import project, scheduled
from campaigns.scheduling import WorkingCalendar, schedule

pytestmark = pytest.mark.skipif(shutil.which("tj3") is None, reason="tj3 is not installed")

# A bridge and a closed week besides the public holidays.
CALENDAR = WorkingCalendar(closures=frozenset(date(2027, 5, day) for day in (7, 10, 11, 12, 13, 14)))
COUNT = 250


@pytest.mark.parametrize(
    ("start", "launch"),
    [(date(2026, 11, 16), None), (None, date(2027, 6, 15))],
    ids=["as soon as possible", "as late as possible"],
)
def test_taskjuggler_gives_the_same_dates(start, launch, tmp_path):
    tasks, links = plan_of(COUNT)

    plan = schedule(tasks, links, CALENDAR, start, launch)
    theirs, _ = scheduled(project(tasks, links, CALENDAR, start, launch, days=400), tmp_path, tasks, CALENDAR)

    assert {task.id: (task.start, task.end) for task in plan.tasks.values()} == theirs
    assert plan.makespan > 60, "long enough to meet holidays and the closed week"
