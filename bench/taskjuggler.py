"""A plan for TaskJuggler (`tj3`), and the dates it gives: the peer of the scheduling benchmark.

One working hour stands for a working day: the least work for TaskJuggler, whose slots are hours. Durations
only, no resources; links from finish to start with lags in working days.
"""

import csv
import subprocess
import time
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from campaigns.scheduling import Link, TaskId, TaskSpec, WorkingCalendar

_MORNING = 9
_PROJECT = """project plan "Plan" {start} - {end} {{
  timezone "UTC"
  timingresolution 60min
  dailyworkinghours 1
  yearlyworkingdays 252
  timeformat "%Y-%m-%d-%H"
  workinghours mon - fri 9:00 - 10:00
  workinghours sat, sun off
}}
{leaves}
"""
_REPORT = """taskreport "dates" {
  formats csv
  columns id, start, end
  hidetask ~isleaf()
  sorttasks tree
}
"""


def project(
    tasks: Sequence[TaskSpec],
    links: Sequence[Link],
    calendar: WorkingCalendar,
    start: date | None,
    launch: date | None,
    days: int,
) -> str:
    """The plan in TaskJuggler's language: as soon as possible from `start`, else as late as possible
    before `launch`. `days` is how many calendar days it may spread over."""
    spread = timedelta(days=days)
    if start is not None:
        first, last, anchor = start, start + spread, f"start {start.isoformat()}"
    elif launch is not None:
        first, last, anchor = launch - spread, launch, f"end {launch.isoformat()}"
    else:
        raise ValueError("a plan needs a start or a launch")
    numbers = {task.id: f"t{place}" for place, task in enumerate(tasks)}
    around: dict[TaskId, list[str]] = {task.id: [] for task in tasks}
    for link in links:
        assert (link.type, link.lag_unit) == ("FS", "working")
        assert link.lag >= 0
        gap = f" {{ gaplength {link.lag}d }}" if link.lag else ""
        if start is not None:
            around[link.successor].append(f"    depends !{numbers[link.predecessor]}{gap}")
        else:
            around[link.predecessor].append(f"    precedes !{numbers[link.successor]}{gap}")
    away = [first + timedelta(days=n) for n in range((last - first).days)]
    off = [day for day in away if day.weekday() < 5 and not calendar.is_working_day(day)]
    leaves = "\n".join(f'leaves holiday "off" {day.isoformat()}' for day in off)
    lines = [_PROJECT.format(start=first, end=last, leaves=leaves), 'task all "All" {', f"  {anchor}"]
    for task in tasks:
        lines += [
            f'  task {numbers[task.id]} "{task.id}" {{',
            f"    scheduling {'asap' if start is not None else 'alap'}",
            f"    length {task.duration}d",
            *around[task.id],
            "  }",
        ]
    return "\n".join([*lines, "}", _REPORT])


def scheduled(
    text: str, folder: Path, tasks: Sequence[TaskSpec], calendar: WorkingCalendar
) -> tuple[dict[TaskId, tuple[date, date]], float]:
    """First and last working day of each task as TaskJuggler has them, and the seconds its process took."""
    (folder / "plan.tjp").write_text(text)
    began = time.perf_counter()
    subprocess.run(
        ["tj3", "--silent", "--no-color", "--output-dir", str(folder), str(folder / "plan.tjp")],
        check=True,
        capture_output=True,
    )
    took = time.perf_counter() - began
    with (folder / "dates.csv").open(newline="") as file:
        rows = {row["Id"].rpartition(".")[2]: row for row in csv.DictReader(file, delimiter=";")}
    return {task.id: _days(rows[f"t{place}"], calendar) for place, task in enumerate(tasks)}, took


def _days(row: dict[str, str], calendar: WorkingCalendar) -> tuple[date, date]:
    """The days that hold the working hours between two instants: it may begin on an evening."""
    start, end = (datetime.strptime(row[key], "%Y-%m-%d-%H") for key in ("Start", "End"))
    first = start.date() + timedelta(days=start.hour > _MORNING)
    last = end.date() - timedelta(days=end.hour <= _MORNING)
    return calendar.next_working_day(first), calendar.previous_working_day(last)
