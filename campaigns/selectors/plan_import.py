"""What a file would make of a plan, before anything is written: task by task, and where it would end."""

import copy
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from campaigns.exchange.headers import plain
from campaigns.exchange.links import LinkText
from campaigns.exchange.reading import PlanRow, Problem, ReadPlan, plan_read
from campaigns.exchange.table import Table
from campaigns.models import Campaign, Dependency, PlanImport, Task, Wave
from campaigns.scheduling import Cycle, InvalidPlan, OutOfCalendar, WorkingCalendar
from campaigns.selectors.plan import PlanRows, forward, plan_rows, working_calendar
from campaigns.selectors.plan_matching import Names, kind_of, known_of, names_of, phase_of
from campaigns.selectors.plan_outlook import Outlook, plan_outlook

#: The authored fields a file may say, in the order a change is told.
FIELDS = (
    "name", "wave", "phase", "kind", "team", "assignee", "duration_days", "not_before", "not_after",
    "pinned_on",
    "description",
)  # fmt: skip
_COLUMNS = {"assignee": "person", "duration_days": "duration"}

#: A link's type, its lag and the days this counts.
Bond = tuple[str, int, str]


@dataclass(frozen=True)
class RowChange:
    """What becomes of a line: `before` is None for a new task; `fields` are those that change, `links` is
    whether what it waits for does."""

    line: int
    task: Task
    before: Task | None
    fields: tuple[str, ...] = ()
    links: bool = False

    @property
    def state(self) -> str:
        return "new" if self.before is None else "changed" if self.fields or self.links else "same"


@dataclass
class ImportPlan:
    """The plan a file would make. New tasks have negative keys. `cycle` names the tasks that wait for each
    other in a circle; `ends` are the plan's last day before and after."""

    read: ReadPlan
    names: Names
    calendar: WorkingCalendar
    tasks: list[Task] = field(default_factory=list)
    links: list[Dependency] = field(default_factory=list)
    changes: list[RowChange] = field(default_factory=list)
    refused: list[Problem] = field(default_factory=list)
    untouched: int = 0
    cycle: tuple[str, ...] = ()
    out_of_calendar: bool = False
    ends: tuple[date | None, date | None] = (None, None)
    outlook: Outlook | None = None
    links_before: dict[int, dict[int, Bond]] = field(default_factory=dict)
    links_after: dict[int, dict[int, Bond]] = field(default_factory=dict)

    @property
    def blocked(self) -> bool:
        return bool(self.refused or self.cycle or self.out_of_calendar or not self.changes)

    @property
    def written(self) -> list[RowChange]:
        return [change for change in self.changes if change.state != "same"]

    def fingerprint(self) -> str:
        """Of everything that would be written: a preview confirmed is the one that was seen."""
        said = [
            [
                change.line,
                (change.before.pk, change.before.version) if change.before else None,
                [_plain_value(change.task, name) for name in FIELDS],
                sorted(self.links_after.get(change.task.pk, {}).items()),
            ]
            for change in self.written
        ]
        return hashlib.sha256(json.dumps(said, default=str).encode()).hexdigest()[:32]


def table_of(kept: PlanImport) -> Table:
    """The cells of an upload in preview."""
    rows = [(line, cells) for line, cells in kept.table["rows"]]
    return Table(rows, bool(kept.table.get("epoch_1904")))


def import_plan(campaign: Campaign, kept: PlanImport) -> ImportPlan:
    """What the upload would make of the plan as it is now. Six queries. Raises FileRefusedError."""
    read = plan_read(table_of(kept))
    current = plan_rows(campaign)
    calendar = working_calendar(campaign.workspace)
    found = ImportPlan(read, names_of(campaign, kept.answers), calendar)
    found.refused = list(read.refused)
    targets = _tasks(campaign, found, current.tasks)
    _links(found, current, targets, keep_starts=kept.answers.get("starts") == "1")
    found.changes = [_change(found, row, task, before) for row, task, before in targets]
    found.untouched = len(current.tasks) - sum(1 for _row, _task, before in targets if before)
    found.refused.sort(key=lambda problem: problem.line)
    if not found.refused:
        _date(campaign, found, current)
    return found


def _tasks(
    campaign: Campaign, found: ImportPlan, tasks: Sequence[Task]
) -> list[tuple[PlanRow, Task, Task | None]]:
    """Each row with the task it would be and the one it is; fills `found.tasks`."""
    known, columns = known_of(tasks), found.read.columns
    taken: dict[object, int] = {}
    targets = []
    for row in found.read.rows:
        wave = found.names.wave(row.wave)
        try:
            before = known.find(row, wave, by_wave="wave" in columns)
        except LookupError:
            found.refused.append(Problem(row.line, "ambiguous", row.name))
            continue
        twin: object = before.pk if before else (plain(row.name), wave.pk if wave else None)
        if twin in taken:
            found.refused.append(Problem(row.line, "twice", row.name, str(taken[twin])))
            continue
        taken[twin] = row.line
        task = copy.copy(before) if before else Task(pk=-row.line, campaign=campaign)
        _author(task, row, wave, found)
        targets.append((row, task, before))
    replaced = {before.pk: task for _row, task, before in targets if before}
    found.tasks = [replaced.get(task.pk, task) for task in tasks]
    found.tasks += [task for _row, task, before in targets if before is None]
    return targets


def _author(task: Task, row: PlanRow, wave: Wave | None, found: ImportPlan) -> None:
    """Write what the file says onto a task. An empty cell empties what may be empty, and leaves the rest."""
    columns, names = found.read.columns, found.names
    new = task.pk is None or task.pk < 0
    if new or row.identifier == task.pk:
        # Found by its name, a task keeps its own way of writing it.
        task.name = row.name
    if "wave" in columns:
        task.wave = wave
    if "team" in columns:
        task.team = names.team(row.team)
    if "person" in columns:
        # Planning tools have one word, «ressource», for a team and for a person.
        team = names.teams.get(plain(row.person)) if "team" not in columns else None
        task.team = team or task.team
        task.assignee = None if team else names.person(row.person)
    if "description" in columns and row.description != task.description.strip():
        task.description = row.description
    said: dict[str, Any] = {
        name: getattr(row, name) for name in ("not_before", "not_after", "pinned_on") if name in columns
    }
    if row.phase:
        phase = phase_of(row.phase)
        if phase is None:
            found.refused.append(Problem(row.line, "phase", row.phase))
        else:
            said["phase"] = phase
    for name, value in said.items():
        setattr(task, name, value)
    kind = kind_of(row)
    if row.kind and kind is None:
        found.refused.append(Problem(row.line, "kind", row.kind))
    task.kind = kind or (Task.Kind.TASK if row.milestone is False and task.is_milestone else task.kind)
    _last(task, row, new, found.calendar)


def _last(task: Task, row: PlanRow, new: bool, calendar: WorkingCalendar) -> None:
    """Set how long a task lasts: what the file says, else from its start to its end, else a day."""
    if task.is_milestone:
        task.duration_days = 0
    elif row.duration:
        task.duration_days = row.duration
    elif new and row.start and row.end:
        task.duration_days = max(1, calendar.working_days_between(row.start, row.end + timedelta(days=1)))
    else:
        task.duration_days = max(1, task.duration_days)


def _links(
    found: ImportPlan,
    current: PlanRows,
    targets: Sequence[tuple[PlanRow, Task, Task | None]],
    *,
    keep_starts: bool,
) -> None:
    """The links of the plan to be. A row's links replace those its task has, when the file has a column for
    them."""
    before: dict[int, dict[int, Bond]] = {}
    for link in current.links:
        before.setdefault(link.successor_id, {})[link.predecessor_id] = (
            link.type,
            link.lag_days,
            link.lag_unit if link.lag_days else Dependency.Unit.WORKING,
        )
    after = {successor: dict(links) for successor, links in before.items()}
    by_number = {row.number: task for row, task, _before in targets if row.number is not None}
    by_name = known_of(found.tasks).by_name
    for row, task, _old in targets:
        if "links" in found.read.columns:
            after[task.pk] = {}
            for said in row.links:
                _link(found, row, task, said, by_number, by_name, after[task.pk])
        if keep_starts and row.start and not after.get(task.pk) and "not_before" not in found.read.columns:
            task.not_before = row.start
    found.links_before, found.links_after = before, after
    tasks = {task.pk: task for task in found.tasks}
    found.links = [
        Dependency(predecessor=tasks[first], successor=tasks[second], type=kind, lag_days=lag, lag_unit=unit)
        for second, links in after.items()
        for first, (kind, lag, unit) in links.items()
        if first in tasks and second in tasks
    ]


def _link(
    found: ImportPlan,
    row: PlanRow,
    task: Task,
    link: LinkText,
    by_number: Mapping[int, Task],
    by_name: Mapping[str, list[Task]],
    into: dict[int, Bond],
) -> None:
    if isinstance(link.ref, int):
        first = by_number.get(link.ref)
    else:
        same = by_name.get(plain(link.ref), [])
        # Of several tasks of one name, the one of the same wave.
        near = [each for each in same if each.wave_id == task.wave_id] if len(same) > 1 else same
        first = near[0] if len(near) == 1 else None
    if first is None:
        found.refused.append(Problem(row.line, "link_lost", str(link.ref)))
    elif first is task:
        found.refused.append(Problem(row.line, "link_self", row.name))
    elif first.pk in into and into[first.pk] != _bond(link):
        found.refused.append(Problem(row.line, "link_twice", first.name))
    else:
        into[first.pk] = _bond(link)


def _bond(link: LinkText) -> Bond:
    """Without a lag there is nothing to count, in whatever days."""
    return link.type, link.lag, link.unit if link.lag else Dependency.Unit.WORKING


def _change(found: ImportPlan, row: PlanRow, task: Task, before: Task | None) -> RowChange:
    fields = () if before is None else tuple(
        name for name in FIELDS if _plain_value(task, name) != _plain_value(before, name)
    )  # fmt: skip
    links = found.links_after.get(task.pk, {}) != found.links_before.get(task.pk, {})
    return RowChange(row.line, task, before, fields, links)


def _plain_value(task: Task, name: str) -> Any:
    return getattr(task, f"{name}_id" if name in ("wave", "team", "assignee") else name)


def _date(campaign: Campaign, found: ImportPlan, current: PlanRows) -> None:
    """Where the plan would end, or why it would not be one."""
    names = {task.pk: task.name for task in found.tasks}
    try:
        dated = forward(campaign, found.tasks, found.links)
    except InvalidPlan as error:
        cycle = next((each.path for each in error.problems if isinstance(each, Cycle)), ())
        found.cycle = tuple(names[int(each)] for each in cycle) or tuple(list(names.values())[:1])
        return
    except OutOfCalendar:
        found.out_of_calendar = True
        return
    for task in found.tasks:
        task.starts_on, task.ends_on = dated.tasks[task.pk].start, dated.tasks[task.pk].end
    found.ends = (
        max((task.ends_on for task in current.tasks if task.ends_on), default=None),
        max((task.ends_on for task in found.tasks if task.ends_on), default=None),
    )
    waves = list(campaign.waves.order_by("number"))
    found.outlook = plan_outlook(campaign, PlanRows(found.tasks, found.links), waves)
