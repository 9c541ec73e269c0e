"""A plan kept dated while it is edited: an edit visits only what it touches.

The state of both passes is kept. An edit reckons the tasks it touches again, in the order of the network,
and goes on from a task only when its offset has moved. A plan without a launch counts late dates back
from its own finish: an edit that moves the finish moves them all, and costs a backward pass.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from heapq import heapify, heappop, heappush
from operator import add
from types import MappingProxyType
from typing import NamedTuple

from .calendar import OutOfCalendar, WorkingCalendar
from .model import Link, TaskId, TaskSpec
from .network import Arc, CalendarArc, compile_link, compile_network
from .ordering import Ordering
from .passes import backward, bounds_of, forward, free_slack, read_bounds
from .problems import InvalidPlan, NegativeDuration, SelfLink, UnknownTask
from .result import ScheduledTask
from .timeline import Timeline, last_day_offset

_NEVER = 10**15


class Edit(NamedTuple):
    """What an edit did: the tasks whose dates, slacks or criticality changed, and the plan's length.

    `late_by` is the working days missing before the launch, None without one.
    """

    changed: dict[TaskId, ScheduledTask]
    makespan: int
    late_by: int | None


class Rescheduler:
    """Holds a plan counted forward from its start; `tasks` is always what `schedule` would give.

    Raises as `schedule` does, and ValueError for a task with a calendar of its own: such plans are dated
    whole. An edit that raises leaves the plan as it was.
    """

    def __init__(
        self,
        tasks: Sequence[TaskSpec],
        links: Sequence[Link],
        calendar: WorkingCalendar,
        start: date,
        launch: date | None = None,
    ) -> None:
        self._timeline = timeline = Timeline.starting(calendar, start)
        self._deadline = None if launch is None else timeline.offset_of(launch)
        self._load(tasks, links)

    def _load(self, tasks: Sequence[TaskSpec], links: Sequence[Link]) -> None:
        for task in tasks:
            _refuse_own_calendar(task)
        self._network = network = compile_network(tasks, links)  # its lists are edited in place
        timeline = self._timeline
        self._tasks = list(tasks)
        self._links = dict(enumerate(links))
        self._next_link = len(links)
        self._bounds = bounds = read_bounds(network, timeline)
        self._outgoing: list[list[Arc]] = [[] for _ in tasks]
        self._calendar_out: dict[int, list[tuple[int, CalendarArc]]] = {}
        for target, arcs in enumerate(network.incoming):
            for source, weight, number in arcs:
                self._outgoing[source].append((target, weight, number))
        for target, bounding in network.calendar_arcs.items():
            for arc in bounding:
                self._calendar_out.setdefault(arc.source, []).append((target, arc))
        self._order = Ordering(network.order)
        self._early = forward(network, timeline, bounds)
        self._makespan = max(0, max(map(add, self._early, network.durations), default=0))
        self._late = backward(network, timeline, bounds, self._horizon)
        self._free = free_slack(network, timeline, bounds, self._horizon, self._early)
        self._total = [0] * len(tasks)
        self._unpinned = [0] * len(tasks)  # total slacks, out of the way where a pin makes them
        self._tightest = _NEVER
        self._days: list[date] = []
        self._first_offset = 0
        self._rows: dict[TaskId, ScheduledTask] = {}
        self._tell(range(len(tasks)))

    @property
    def tasks(self) -> Mapping[TaskId, ScheduledTask]:
        """Every task as it lies now, in the order given."""
        return MappingProxyType(self._rows)

    @property
    def specs(self) -> tuple[TaskSpec, ...]:
        return tuple(self._tasks)

    @property
    def links(self) -> tuple[Link, ...]:
        return tuple(self._links.values())

    def set_task(self, task: TaskSpec) -> Edit:
        """Give a task of the plan another duration or other constraints. Raises KeyError for another id."""
        place = self._network.position[task.id]
        _refuse_own_calendar(task)
        if task.duration < 0:
            raise InvalidPlan((NegativeDuration(task.id, task.duration),))
        before = self._tasks[place]
        try:
            return self._set_task(place, task)
        except OutOfCalendar:
            self._tasks[place] = before
            self._load(self._tasks, self.links)
            raise

    def _set_task(self, place: int, task: TaskSpec) -> Edit:
        bounds = bounds_of([task], self._timeline)
        numbers = [number for _, _, number in self._network.incoming[place] + self._outgoing[place]]
        finish = self._early[place] + self._network.durations[place]
        for number in numbers:
            self._unlink(number)
        self._tasks[place], self._network.durations[place] = task, task.duration
        for number in numbers:
            self._link(number)
        for name in ("earliest", "latest", "pinned"):
            of_plan, of_task = getattr(self._bounds, name), getattr(bounds, name)
            of_plan.pop(place, None)
            if 0 in of_task:
                of_plan[place] = of_task[0]
        return self._settle({place, *self._sources(place)}, {place, *self._targets(place)}, {place: finish})

    def add_link(self, link: Link) -> Edit:
        """Make a task wait for another. Raises InvalidPlan, the cycle named, when it waits already."""
        position = self._network.position
        unknown = [end for end in (link.predecessor, link.successor) if end not in position]
        if unknown:
            raise InvalidPlan(tuple(UnknownTask(task, link) for task in unknown))
        if link.predecessor == link.successor:
            raise InvalidPlan((SelfLink(link.successor),))
        source, target = position[link.predecessor], position[link.successor]
        self._order.put_before(source, target, self._sources, self._targets, self._tasks)
        number = self._next_link
        self._next_link += 1
        self._links[number] = link
        try:
            self._link(number)
            return self._settle({source}, {target}, {})
        except OutOfCalendar:
            del self._links[number]
            self._load(self._tasks, self.links)
            raise

    def remove_link(self, link: Link) -> Edit:
        """Let a task wait no longer; of links alike, one. Raises KeyError when there is none."""
        number = next((number for number, known in self._links.items() if known == link), None)
        if number is None:
            raise KeyError(link)
        position = self._network.position
        self._unlink(number)
        del self._links[number]
        return self._settle({position[link.predecessor]}, {position[link.successor]}, {})

    @property
    def _horizon(self) -> int:
        return self._makespan if self._deadline is None else self._deadline

    def _sources(self, place: int) -> list[int]:
        return [source for source, _, _ in self._network.incoming[place]]

    def _targets(self, place: int) -> list[int]:
        return [target for target, _, _ in self._outgoing[place]]

    def _link(self, number: int) -> None:
        link, network = self._links[number], self._network
        source, target = network.position[link.predecessor], network.position[link.successor]
        durations = network.durations
        weight, arc = compile_link(link, number, source, durations[source], durations[target])
        network.incoming[target].append((source, weight, number))
        self._outgoing[source].append((target, weight, number))
        if arc is not None:
            network.calendar_arcs.setdefault(target, []).append(arc)
            self._calendar_out.setdefault(source, []).append((target, arc))

    def _unlink(self, number: int) -> None:
        link, network = self._links[number], self._network
        source, target = network.position[link.predecessor], network.position[link.successor]
        for arcs in (network.incoming[target], self._outgoing[source]):
            arcs[:] = [arc for arc in arcs if arc[2] != number]
        if target in network.calendar_arcs:
            bounding = network.calendar_arcs[target]
            bounding[:] = [arc for arc in bounding if arc.link != number]
            leaving = self._calendar_out.get(source, [])
            leaving[:] = [(end, arc) for end, arc in leaving if arc.link != number]

    def _settle(self, before: set[int], after: set[int], finished: dict[int, int]) -> Edit:
        """Reckon again: late dates from the tasks `before` the edit, early ones from those `after` it.

        `finished` are the tasks that were given another duration, and the offsets they finished at.
        """
        horizon, moved = self._horizon, self._forward(after)
        durations = self._network.durations
        finished = {place: start + durations[place] for place, start in moved.items()} | finished
        self._follow_finish(finished)
        if self._horizon != horizon:
            return self._tell(self._all_late())
        late = self._backward(before)
        return self._tell({*finished, *late, *self._free_again({*before, *after, *moved, *late})})

    def _forward(self, dirty: set[int]) -> dict[int, int]:
        """Earliest starts from these tasks on: the tasks that moved, and where they were."""
        rank, order = self._order.rank, self._order.order
        moved: dict[int, int] = {}
        queue = [rank[place] for place in dirty]
        heapify(queue)
        waiting = set(dirty)
        while queue:
            place = order[heappop(queue)]
            waiting.discard(place)
            at = self._earliest(place)
            if at != self._early[place]:
                moved[place] = self._early[place]
                self._early[place] = at
                for target, _, _ in self._outgoing[place]:
                    if target not in waiting:
                        waiting.add(target)
                        heappush(queue, rank[target])
        return moved

    def _earliest(self, place: int) -> int:
        at = self._bounds.earliest.get(place, 0)
        for source, weight, _ in self._network.incoming[place]:
            at = max(at, self._early[source] + weight)
        for arc in self._network.calendar_arcs.get(place, ()):
            at = max(at, arc.earliest(self._timeline, self._early[arc.source]))
        if place in self._bounds.pinned:
            first, last = self._bounds.pinned[place]
            at = min(max(at, first), last)
        return at

    def _follow_finish(self, finished: dict[int, int]) -> None:
        """Keep the makespan: searched for among all only when what made it has come back."""
        durations, early = self._network.durations, self._early
        highest = max((early[place] + durations[place] for place in finished), default=0)
        if highest >= self._makespan:
            self._makespan = highest
        elif max(finished.values(), default=-1) >= self._makespan:
            self._makespan = max(0, max(map(add, early, durations)))

    def _all_late(self) -> set[int]:
        network = self._network
        self._late = backward(network, self._timeline, self._bounds, self._horizon)
        self._free = free_slack(network, self._timeline, self._bounds, self._horizon, self._early)
        return set(range(len(self._tasks)))

    def _backward(self, dirty: set[int]) -> set[int]:
        """Latest starts from these tasks back: the tasks that moved."""
        rank, order = self._order.rank, self._order.order
        moved: set[int] = set()
        queue = [-rank[place] for place in dirty]
        heapify(queue)
        waiting = set(dirty)
        while queue:
            place = order[-heappop(queue)]
            waiting.discard(place)
            at = self._latest(place, self._late)
            if at != self._late[place]:
                moved.add(place)
                self._late[place] = at
                for source, _, _ in self._network.incoming[place]:
                    if source not in waiting:
                        waiting.add(source)
                        heappush(queue, -rank[source])
        return moved

    def _latest(self, place: int, starts: list[int]) -> int:
        """The last start that keeps the task's own limits and leaves its successors at these starts."""
        at = self._horizon - self._network.durations[place]
        if place in self._bounds.latest:
            at = min(at, self._bounds.latest[place])
        if place in self._bounds.pinned:
            at = min(at, self._bounds.pinned[place][1])
        for target, weight, _ in self._outgoing[place]:
            at = min(at, starts[target] - weight)
        for target, arc in self._calendar_out.get(place, ()):
            at = min(at, arc.latest(self._timeline, starts[target]))
        return at

    def _free_again(self, moved: set[int]) -> set[int]:
        """Free slack of the tasks that moved and of those they wait for: the tasks where it changed."""
        around = moved.union(*map(self._sources, moved))
        changed = set()
        for place in around:
            free = self._latest(place, self._early) - self._early[place]
            if free != self._free[place]:
                self._free[place] = free
                changed.add(place)
        return changed

    def _tell(self, places: Iterable[int]) -> Edit:
        """Write the rows of these tasks, and of those that became critical or ceased to be."""
        early, late, pinned = self._early, self._late, self._bounds.pinned
        places = set(places)
        for place in places:
            self._total[place] = slack = late[place] - early[place]
            self._unpinned[place] = _NEVER if place in pinned else slack
        tightest = min(self._unpinned, default=_NEVER)
        if tightest == _NEVER:  # pins alone
            tightest = min(self._total, default=_NEVER)
        if tightest != self._tightest:
            low, high = sorted((tightest, self._tightest))
            places.update(place for place, slack in enumerate(self._total) if low < slack <= high)
            self._tightest = tightest
        changed = {}
        for row in self._fresh_rows(sorted(places)):
            if self._rows.get(row.id) != row:
                changed[row.id] = self._rows[row.id] = row
        late_by = None if self._deadline is None else max(0, self._makespan - self._deadline)
        return Edit(changed, self._makespan, late_by)

    def _fresh_rows(self, places: Sequence[int]) -> Iterator[ScheduledTask]:
        if not places:
            return
        early, late, durations = self._early, self._late, self._network.durations
        lowest = min(min(early[place], late[place]) for place in places) - 1
        highest = max(max(early[place], late[place]) + durations[place] for place in places)
        self._reach(lowest, highest + 1)
        days, first = self._days, self._first_offset
        for place in places:
            duration, starts = durations[place], (early[place], late[place])
            ends = [days[last_day_offset(start, duration) - first] for start in starts]
            begins = [days[start - first] for start in starts] if duration else ends
            slack = self._total[place]
            yield ScheduledTask(
                self._tasks[place].id, duration, begins[0], ends[0], begins[0], ends[0], begins[1], ends[1],
                slack, self._free[place], slack <= self._tightest,
            )  # fmt: skip

    def _reach(self, lowest: int, highest: int) -> None:
        """Have the days of these offsets at hand."""
        stop = self._first_offset + len(self._days)
        if lowest < self._first_offset or highest > stop:
            lowest, highest = min(lowest, self._first_offset), max(highest, stop)
            self._days = self._timeline.days_at(lowest, highest)
            self._first_offset = lowest


def _refuse_own_calendar(task: TaskSpec) -> None:
    if task.calendar is not None:
        raise ValueError(f"task {task.id!r} has a calendar of its own: date the plan with `schedule`")
