"""OR-Tools CP-SAT on a levelling instance: better schedules and, above all, a proven bound.

The model is written in CP-SAT's text format and given to its native module: its Python modelling layer
would load pandas, which takes longer than many searches last. OR-Tools is loaded by the first search only.
"""

from collections.abc import Callable, Iterable, Sequence

from .bounds import remaining
from .capacities import Pool
from .instance import Instance

_NO_LIMIT = 2**62
# More than any calendar has; in the objective, it stays far from overflow.
_MOST_DAYS = 10**6


class Model:
    """The instance as CP-SAT reads it: schedules that end before `horizon` and are `late` days late at most.

    Variable j is the start of task j, the next one the makespan. Lags in calendar days are relaxed to the
    fewest working days they can take, so a solution is an order to place tasks in, not yet a schedule.
    """

    def __init__(self, instance: Instance, hint: Sequence[int], makespan: int, late: int) -> None:
        self._instance = instance
        self.tasks = len(instance.durations)
        self._lines: list[str] = []
        self._count = 0
        self._constraints = 0
        # Being less late may take longer: then the horizon leaves room for it.
        self.horizon = makespan - 1 if not late else 2 * makespan
        self.weight = self.horizon + 1 if late else 0
        self._rest = remaining(instance)
        self._starts()
        self._makespan = self._variable(instance.reach, self.horizon)
        self._links()
        intervals = [self._interval(task) if units else -1 for task, units in enumerate(instance.packed)]
        for lane in instance.lanes:
            for pool in lane.pools:
                self._pool(pool, intervals)
        misses = self._misses() if late else []
        self._objective(misses)
        self._hint([*hint, makespan if late else self.horizon])

    @property
    def text(self) -> str:
        """The CpModelProto in text format."""
        return "\n".join(self._lines)

    def _variable(self, low: int, high: int) -> int:
        self._lines.append(f"variables {{ domain: [{low}, {high}] }}")
        self._count += 1
        return self._count - 1

    def _starts(self) -> None:
        instance = self._instance
        for task, early in enumerate(instance.early):
            if task in instance.fixed:
                self._variable(early, early)
                continue
            last = self.horizon - self._rest[task]
            if not self.weight and task in instance.latest:
                last = min(last, instance.latest[task])
            self._variable(early, max(early, last))

    def _bound(self, terms: Sequence[tuple[int, int]], low: int) -> None:
        names, factors = ",".join(str(name) for name, _ in terms), ",".join(str(by) for _, by in terms)
        self._constraint(f"linear {{ vars: [{names}] coeffs: [{factors}] domain: [{low}, {_NO_LIMIT}] }}")

    def _constraint(self, text: str) -> None:
        self._lines.append(f"constraints {{ {text} }}")
        self._constraints += 1

    def _links(self) -> None:
        instance, last = self._instance, self._makespan
        for task in range(self.tasks):
            if task in instance.fixed and self.weight:
                continue  # a pin that comes too soon is a miss
            for source, weight in _weights(instance, task, self.horizon):
                self._bound([(task, 1), (source, -1)], weight)
        for task, duration in enumerate(instance.durations):
            after = instance.after[task]
            if not any(weight >= duration and target not in instance.fixed for target, weight in after):
                self._bound([(last, 1), (task, -1)], duration)

    def _interval(self, task: int) -> int:
        days = self._instance.durations[task]
        if task in self._instance.fixed:  # capacity begins with the plan: days before it are not reckoned
            start = self._instance.fixed[task]
            return self._block(max(0, start), max(0, start + days))
        self._constraint(
            f"interval {{ start {{ vars: {task} coeffs: 1 }} size {{ offset: {days} }} "
            f"end {{ vars: {task} coeffs: 1 offset: {days} }} }}"
        )
        return self._constraints - 1

    def _block(self, start: int, stop: int) -> int:
        """An interval that stays where it is."""
        self._constraint(
            f"interval {{ start {{ offset: {start} }} size {{ offset: {stop - start} }} "
            f"end {{ offset: {stop} }} }}"
        )
        return self._constraints - 1

    def _pool(self, pool: Pool, intervals: Sequence[int]) -> None:
        """The pool at its fullest, with what it has less of from day to day in use by nobody."""
        most = max([pool.at(offset) for offset in range(min(len(pool.steps), self.horizon))] + [pool.steady])
        used: list[int] = []
        units: list[int] = []
        for task, demand in enumerate(self._instance.demands):
            if pool.name in demand:
                used.append(intervals[task])
                units.append(demand[pool.name])
        for start, stop, capacity in _stretches(pool, self.horizon):
            if capacity < most:
                used.append(self._block(start, stop))
                units.append(most - capacity)
        demands = " ".join(f"demands {{ offset: {unit} }}" for unit in units)
        self._constraint(f"cumulative {{ capacity {{ offset: {most} }} intervals: {used} {demands} }}")

    def _misses(self) -> list[int]:
        """Variables of the days by which each date and each pin is missed."""
        instance = self._instance
        misses: list[int] = []
        for task, latest in instance.latest.items():
            misses.append(self._variable(0, _MOST_DAYS))
            self._bound([(misses[-1], 1), (task, -1)], -latest)
        for task, at in instance.fixed.items():
            fewest = max(0, instance.earliest[task] - at)
            misses.append(self._variable(fewest, fewest + _MOST_DAYS))
            for source, weight in _weights(instance, task, self.horizon):
                self._bound([(misses[-1], 1), (source, -1)], weight - at)
        return misses

    def _objective(self, misses: Sequence[int]) -> None:
        names, factors = [*misses, self._makespan], [self.weight] * len(misses) + [1]
        self._lines.append(f"objective {{ vars: {names} coeffs: {factors} }}")

    def _hint(self, values: Sequence[int]) -> None:
        self._lines.append(f"solution_hint {{ vars: {list(range(len(values)))} values: {list(values)} }}")


def _weights(instance: Instance, task: int, horizon: int) -> Iterable[tuple[int, int]]:
    """(predecessor, least weight) of every link to `task`."""
    calendar = instance.calendar_before.get(task, ())
    by_calendar = {arc.link for arc in calendar}
    for source, weight, link in instance.before[task]:
        if link not in by_calendar:
            yield source, weight
    for arc in calendar:
        first, last = instance.early[arc.source], horizon
        waits = (arc.earliest(instance.timeline, start) - start for start in range(first, last + 1))
        yield arc.source, min(waits, default=0)


def _stretches(pool: Pool, horizon: int) -> list[tuple[int, int, int]]:
    """(start, stop, capacity) of the days up to the horizon, by runs of equal capacity."""
    stretches: list[tuple[int, int, int]] = []
    steps = [*pool.steps[:horizon], *([pool.steady] if len(pool.steps) < horizon else [])]
    for offset, capacity in enumerate(steps):
        stop = offset + 1 if offset < len(pool.steps) else horizon
        if stretches and stretches[-1][2] == capacity:
            stretches[-1] = (stretches[-1][0], stop, capacity)
        else:
            stretches.append((offset, stop, capacity))
    return stretches


class Solver:
    """One run of CP-SAT. `solved` gets the starts of each better solution, `bounded` each better bound.

    Both are called from the solver's own threads.
    """

    def __init__(
        self, model: Model, solved: Callable[[list[int]], None], bounded: Callable[[float], None]
    ) -> None:
        from ortools.sat.python import cp_model_helper as native

        class Solved(native.SolutionCallback):  # type: ignore[misc]
            def OnSolutionCallback(self) -> None:  # noqa: N802 (its name in OR-Tools)
                solved([self.SolutionIntegerValue(task) for task in range(model.tasks)])

        self._native, self._model = native, model
        self._callback = Solved()  # OR-Tools keeps no reference
        self._wrapper = native.SolveWrapper()
        self._wrapper.add_solution_callback(self._callback)
        self._wrapper.add_best_bound_callback(bounded)

    def run(self, seconds: float, workers: int) -> float | None:
        """Solve; returns the objective that was proven to be the least, None when nothing was.

        When no solution is better than the hint, that is one day above the model's horizon.
        """
        proto, parameters = self._native.CpModelProto(), self._native.SatParameters()
        settings = f"max_time_in_seconds: {seconds} num_workers: {workers} random_seed: 1"
        if not (proto.parse_text_format(self._model.text) and parameters.parse_text_format(settings)):
            raise RuntimeError("CP-SAT cannot read the model or its settings")
        self._wrapper.set_parameters(parameters)
        response = self._wrapper.solve(proto)  # type: ignore[no-untyped-call]
        status = self._native.CpSolverStatus
        if response.status == status.OPTIMAL:
            return float(response.objective_value)
        if response.status == status.INFEASIBLE:
            return float(self._model.horizon + 1)
        return None

    def stop(self) -> None:
        """Make `run` return soon, from another thread. Without effect before the search has begun."""
        self._wrapper.stop_search()
