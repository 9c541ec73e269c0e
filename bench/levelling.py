"""`python -m bench.levelling`: how near the best levelled plans are, and how soon.

Instances of PSPLIB are read from the folder given, or that of PSPLIB_DIR, each with a .csv of best known
makespans; without one, instances drawn on the same grid are judged against their proven bound.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean, median

from bench.psplib import Instance, made, read_folder
from campaigns.scheduling import Link, TaskSpec, WorkingCalendar
from campaigns.scheduling.levelling import Levelling, level
from campaigns.scheduling.network import Network, compile_network
from campaigns.scheduling.passes import Bounds, read_bounds
from campaigns.scheduling.timeline import Timeline

# Share above the best known, by tasks of the instance and seconds for each.
TARGETS = {(30, 1.0): 0.0002, (60, 1.0): 0.01, (120, 1.0): 0.055, (120, 5.0): 0.042}
INSTANT_MS, LARGE_GAP = 50.0, 0.01
EVERY_DAY = WorkingCalendar(country=None, weekdays=frozenset(range(7)))


@dataclass(frozen=True)
class Line:
    """One line of the table. `reference` says what the gap is to; a target of None is not judged."""

    name: str
    gap: float
    reference: str
    target: float | None
    about: str

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return f"{'PASS' if self.gap <= self.target else 'FAIL'} (≤ {self.target:.2%})"


def main() -> int:
    """0 when every judged line holds its target, 1 when one does not."""
    options = _options()
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f} before; each gap is an average\n")
    lines: list[Line] = []
    for folder in options.folders:
        lines += _instances(str(folder), read_folder(folder), options.seconds)
    for tasks in options.made:
        lines += _instances(f"drawn {tasks}", list(made(tasks))[:: options.every], options.seconds)
    if options.tasks:
        lines += _large(options.tasks)
    return 0 if all(not line.verdict.startswith("FAIL") for line in lines) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.levelling", description=__doc__)
    given = [Path(name) for name in os.environ.get("PSPLIB_DIR", "").split(os.pathsep) if name]
    parser.add_argument("folders", nargs="*", type=Path, default=given, help="of .sm files (PSPLIB_DIR)")
    parser.add_argument("--seconds", type=float, nargs="*", default=[1.0], help="for each instance (1)")
    parser.add_argument("--made", type=int, nargs="*", default=[60, 120], help="sizes to draw (60 120)")
    parser.add_argument("--every", type=int, default=6, help="take one in so many of those drawn (6)")
    parser.add_argument("--tasks", type=int, default=5_000, help="of the large plan, 0 for none (5000)")
    return parser.parse_args()


def _instances(name: str, instances: Sequence[Instance], limits: Sequence[float]) -> list[Line]:
    lines: list[Line] = []
    if not instances:
        return lines
    known = all(instance.best for instance in instances)
    size = len(instances[0].durations)
    for seconds in [0.0, *limits]:
        took, answers = _levelled(instances, seconds)
        gaps = [
            answer.makespan / instance.best - 1 if instance.best else answer.gap
            for instance, answer in zip(instances, answers, strict=True)
        ]
        proven = sum(answer.proven for answer in answers)
        about = f"{proven} of {len(answers)} proven, {mean(took):.3f} s each, {max(took):.3f} s at most"
        target = TARGETS.get((size, seconds)) if known else None
        label = f"{name}, {seconds:g} s" if seconds else f"{name}, at once"
        lines.append(_shown(Line(label, mean(gaps), "best known" if known else "bound", target, about)))
    return lines


def _levelled(instances: Sequence[Instance], seconds: float) -> tuple[list[float], list[Levelling]]:
    took: list[float] = []
    answers: list[Levelling] = []
    for instance in instances:
        plan = _compiled(instance.durations, [Link(i, j) for i, j in instance.links], EVERY_DAY)
        begun = time.perf_counter()
        answers.append(level(*plan, instance.demands, instance.capacity, time_limit=seconds))
        took.append(time.perf_counter() - begun)
    return took, answers


def _large(count: int) -> list[Line]:
    """Plans of many tasks and ten teams, scarce or wide, with few or many links between early and late."""
    lines: list[Line] = []
    for units, reach in ((6, count), (12, count), (20, count), (6, 100)):
        plan, demands, capacity = large_plan(count, units, reach)
        took: list[float] = []
        for _ in range(9):
            begun = time.perf_counter()
            answer = level(*plan, demands, capacity)
            took.append((time.perf_counter() - begun) * 1000)
        name = f"{count} tasks, 10 teams of {units}, links over {reach}"
        right = "" if count != 5_000 else f", {'PASS' if median(took) <= INSTANT_MS else 'FAIL'} (≤ 50 ms)"
        about = f"median {median(took):.0f} ms, least {min(took):.0f} ms{right}"
        lines.append(_shown(Line(f"{name}, at once", answer.gap, "bound", None, about)))
        begun = time.perf_counter()
        answer = level(*plan, demands, capacity, time_limit=5.0)
        about = f"{time.perf_counter() - begun:.2f} s"
        lines.append(_shown(Line(f"{name}, 5 s", answer.gap, "bound", LARGE_GAP, about)))
    return lines


def large_plan(
    count: int, units: int, reach: int
) -> tuple[tuple[Network, Timeline, Bounds], list[dict[str, int]], dict[str, int]]:
    """A plan with 1.9 links a task, each from one of the `reach` tasks before, on French working days."""
    draw = random.Random(1)
    durations = [draw.randint(1, 10) for _ in range(count)]
    pairs: set[tuple[int, int]] = set()
    while len(pairs) < 1.9 * count:
        successor = draw.randrange(1, count)
        pairs.add((draw.randrange(max(0, successor - reach), successor), successor))
    links = [Link(i, j, lag=draw.choice([0, 0, 0, 1, 2])) for i, j in sorted(pairs)]
    demands = [{f"team {draw.randrange(10)}": draw.randint(1, 3)} for _ in range(count)]
    capacity = {f"team {number}": units for number in range(10)}
    return _compiled(durations, links, WorkingCalendar()), demands, capacity


def _compiled(
    durations: Sequence[int], links: Sequence[Link], calendar: WorkingCalendar
) -> tuple[Network, Timeline, Bounds]:
    network = compile_network([TaskSpec(number, days) for number, days in enumerate(durations)], links)
    timeline = Timeline.starting(calendar, date(2026, 1, 5))
    return network, timeline, read_bounds(network, timeline)


def _shown(line: Line) -> Line:
    print(f"{line.name:<50} {line.gap:>8.3%} above the {line.reference:<11} {line.verdict:<17} {line.about}")
    sys.stdout.flush()
    return line


if __name__ == "__main__":
    sys.exit(main())
