"""Resource-constrained instances: PSPLIB's .sm files, and like ones made here where those are not at hand."""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Instance:
    """Tasks by number from 0, with (predecessor, successor) pairs; dummies are left out."""

    name: str
    durations: list[int]
    links: list[tuple[int, int]]
    demands: list[dict[str, int]]
    capacity: dict[str, int]
    best: int | None = None


def read_folder(folder: Path) -> list[Instance]:
    """The .sm files of a folder, with the makespans of its .csv files (instance name, best known).

    Raises ValueError, naming the file, for one that is not in the format.
    """
    best: dict[str, int] = {}
    for table in sorted(folder.glob("*.csv")):
        with table.open(newline="", encoding="utf-8") as lines:
            for row in csv.reader(lines):
                if len(row) >= 2 and row[1].strip().isdigit():
                    best[row[0].strip().removesuffix(".sm")] = int(row[1])
    return [read_sm(path, best.get(path.stem)) for path in sorted(folder.glob("*.sm"))]


def read_sm(path: Path, best: int | None = None) -> Instance:
    """One single-mode file of PSPLIB (Kolisch & Sprecher, 1996). Raises ValueError for anything else."""
    try:
        sections = _sections(path.read_text(encoding="ascii"))
        successors = {
            int(row[0]): [int(job) for job in row[3:]] for row in sections["PRECEDENCE RELATIONS"][1:]
        }
        requests = {int(row[0]): list(map(int, row[2:])) for row in sections["REQUESTS/DURATIONS"][1:]}
        capacities = list(map(int, sections["RESOURCEAVAILABILITIES"][-1]))
    except (KeyError, IndexError, ValueError) as problem:
        raise ValueError(f"{path.name} is not a PSPLIB .sm file: {problem!r}") from problem
    jobs = sorted(requests)[1:-1]  # without super-source and sink
    place = {job: number for number, job in enumerate(jobs)}
    return Instance(
        name=path.stem,
        durations=[requests[job][0] for job in jobs],
        links=[(place[i], place[j]) for i in jobs for j in successors[i] if j in place],
        demands=[{f"R{k}": units for k, units in enumerate(requests[job][1:], 1) if units} for job in jobs],
        capacity={f"R{k}": units for k, units in enumerate(capacities, 1)},
        best=best,
    )


def _sections(text: str) -> dict[str, list[list[str]]]:
    """Rows of words by the title above them; a rule of stars ends a section."""
    sections: dict[str, list[list[str]]] = {}
    rows: list[list[str]] | None = None
    for line in text.splitlines():
        if line.startswith("*"):
            rows = None
        elif rows is None and line.strip().endswith(":"):
            rows = sections.setdefault(line.strip().rstrip(":"), [])
        elif rows is not None and not line.startswith("-"):
            rows.append(line.split())
    return sections


# The parameter grid of PSPLIB: arcs a task, share of the resources a task uses, and how scarce they are.
COMPLEXITY = (1.5, 1.8, 2.1)
FACTOR = (0.25, 0.5, 0.75, 1.0)
STRENGTH = {30: (0.2, 0.5, 0.7, 1.0), 60: (0.2, 0.5, 0.7, 1.0), 120: (0.1, 0.2, 0.3, 0.4, 0.5)}


def made(tasks: int, seed: int = 1) -> Iterator[Instance]:
    """One instance for each point of PSPLIB's grid at this size (30, 60 or 120), as ProGen draws them."""
    grid = [(nc, rf, rs) for nc in COMPLEXITY for rf in FACTOR for rs in STRENGTH[tasks]]
    for number, (complexity, factor, strength) in enumerate(grid, 1):
        draw = random.Random(f"{tasks}-{seed}-{number}")
        durations = [draw.randint(1, 10) for _ in range(tasks)]
        links = _network(draw, tasks, complexity)
        demands = _demands(draw, tasks, factor)
        capacity = _capacity(durations, links, demands, strength)
        yield Instance(f"made{tasks}{number:02}_{seed}", durations, links, demands, capacity)


def _network(draw: random.Random, tasks: int, complexity: float) -> list[tuple[int, int]]:
    """At most three links into and out of a task, three first and three last tasks."""
    into, out = [0] * tasks, [0] * tasks
    links: set[tuple[int, int]] = set()

    def add(i: int, j: int) -> None:
        if i < j and (i, j) not in links and out[i] < 3 and into[j] < 3:
            links.add((i, j))
            out[i] += 1
            into[j] += 1

    for j in range(3, tasks):
        free = [i for i in range(min(j, tasks - 3)) if out[i] < 3]
        add(draw.choice(free[-30:]), j)
    for i in range(tasks - 3):
        if not out[i]:
            free = [j for j in range(max(i + 1, 3), tasks) if into[j] < 3]
            if free:
                add(i, draw.choice(free[:30]))
    # The source and the sink, left out here, have three links each.
    for _ in range(100 * tasks):
        if len(links) + 6 >= complexity * (tasks + 2):
            break
        add(*sorted(draw.sample(range(tasks), 2)))
    return sorted(links)


def _demands(draw: random.Random, tasks: int, factor: float) -> list[dict[str, int]]:
    names = ("R1", "R2", "R3", "R4")
    count = round(factor * len(names))
    return [{name: draw.randint(1, 10) for name in sorted(draw.sample(names, count))} for _ in range(tasks)]


def _capacity(
    durations: list[int], links: list[tuple[int, int]], demands: list[dict[str, int]], strength: float
) -> dict[str, int]:
    """Between what the largest task needs and what the earliest dates would use at their peak."""
    starts = [0] * len(durations)
    for i, j in links:  # sorted by i, and every link goes up
        starts[j] = max(starts[j], starts[i] + durations[i])
    capacity = {}
    for name in ("R1", "R2", "R3", "R4"):
        used: dict[int, int] = {}
        for task, start in enumerate(starts):
            for day in range(start, start + durations[task]):
                used[day] = used.get(day, 0) + demands[task].get(name, 0)
        least = max(demand.get(name, 0) for demand in demands)
        capacity[name] = round(least + strength * (max(used.values()) - least))
    return capacity
