"""`python -m bench.scheduling`: the engine against TaskJuggler, one edit against all, and growth."""

import argparse
import gc
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from bench.plans import plan_of
from bench.taskjuggler import project, scheduled
from campaigns.scheduling import Rescheduler, Schedule, WorkingCalendar, schedule

START, LAUNCH = date(2026, 11, 16), date(2029, 1, 2)
CALENDAR = WorkingCalendar()
ROUNDS = 15
EDITS = 1000

MOST_OF_TASKJUGGLER = 1 / 400
MOST_OF_A_FULL_RUN = 1 / 5
MOST_GROWTH = 2.0


def main() -> int:
    """0 when every target holds, 1 when one does not or TaskJuggler is missing."""
    parser = argparse.ArgumentParser(prog="python -m bench.scheduling", description=__doc__)
    parser.add_argument("--tasks", type=int, default=5000, help="tasks against TaskJuggler (5000)")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of lines")
    options = parser.parse_args()
    results = [*against_taskjuggler(options.tasks), *edits(options.tasks), growth()]
    if options.json:
        print(json.dumps(results))
    else:
        for result in results:
            verdict = "PASS" if result["holds"] else "FAIL"
            print(f"{verdict}  {result['name']}: " + ", ".join(_said(result)))
    return 0 if all(result["holds"] for result in results) else 1


def against_taskjuggler(count: int) -> list[dict[str, Any]]:
    """The same dates from both, forward from a start and back from a launch, and the time each takes."""
    if shutil.which("tj3") is None:
        return [{"name": "TaskJuggler", "holds": False, "missing": "tj3 (apt-get install tj3)"}]
    tasks, links = plan_of(count)
    found = []
    for name, start, launch in (("ASAP", START, None), ("ALAP", None, LAUNCH)):
        plan: Schedule = schedule(tasks, links, CALENDAR, start, launch)
        days = plan.makespan * 3 // 2 + 60
        text = project(tasks, links, CALENDAR, start, launch, days)
        with tempfile.TemporaryDirectory() as folder:
            theirs, seconds = scheduled(text, Path(folder), tasks, CALENDAR)
        ours = _median_seconds(
            lambda start=start, launch=launch: schedule(tasks, links, CALENDAR, start, launch)
        )
        differing = sum(theirs[task.id] != (task.start, task.end) for task in plan.tasks.values())
        ratio = ours / seconds
        found.append(
            {
                "name": f"{count} tasks, {len(links)} links, {name}",
                "ms": ours * 1000,
                "tj3_s": seconds,
                "one_in": 1 / ratio,
                "differing_dates": differing,
                "holds": not differing and ratio <= MOST_OF_TASKJUGGLER,
            }
        )
    return found


def edits(count: int) -> list[dict[str, Any]]:
    """Durations changed at random, with a launch and without: the 95th percentile against a full run."""
    tasks, links = plan_of(count)
    found = []
    for name, launch in (("with a launch", LAUNCH), ("without", None)):
        full = _median_seconds(lambda launch=launch: schedule(tasks, links, CALENDAR, START, launch))
        kept, draw, took = Rescheduler(tasks, links, CALENDAR, START, launch), random.Random(7), []
        for _ in range(EDITS):
            task = replace(tasks[draw.randrange(count)], duration=draw.randint(1, 10))
            began = time.perf_counter()
            kept.set_task(task)
            took.append(time.perf_counter() - began)
        p95 = quantiles(took, n=20)[-1]
        again = schedule(kept.specs, kept.links, CALENDAR, START, launch)
        found.append(
            {
                "name": f"one edit of {count} tasks {name}",
                "p95_ms": p95 * 1000,
                "full_ms": full * 1000,
                "ratio": p95 / full,
                "holds": p95 <= full * MOST_OF_A_FULL_RUN and dict(kept.tasks) == dict(again.tasks),
            }
        )
    return found


def growth() -> dict[str, Any]:
    """Time a task takes in plans of 1,000 to 50,000."""
    microseconds = {}
    for count in (1_000, 5_000, 20_000, 50_000):
        tasks, links = plan_of(count)
        took = _median_seconds(lambda tasks=tasks, links=links: schedule(tasks, links, CALENDAR, START), 5)
        microseconds[f"{count}_tasks_us_each"] = took / count * 1e6
    worst = max(microseconds.values()) / min(microseconds.values())
    return {"name": "growth", **microseconds, "worst": worst, "holds": worst <= MOST_GROWTH}


def _median_seconds(run: Callable[[], object], rounds: int = ROUNDS) -> float:
    took = []
    for _ in range(rounds):
        gc.collect()
        began = time.perf_counter()
        run()
        took.append(time.perf_counter() - began)
    return median(took)


def _said(result: dict[str, Any]) -> list[str]:
    shown = {key: value for key, value in result.items() if key not in ("name", "holds")}
    return [
        f"{key} {value:.3g}" if isinstance(value, float) else f"{key} {value}" for key, value in shown.items()
    ]


if __name__ == "__main__":
    sys.exit(main())
