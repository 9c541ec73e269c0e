"""What `schedule_plan` answers, as plain data ready for JSON: dates as YYYY-MM-DD, days as numbers."""

import re
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from enum import Enum
from typing import Any

from .explain import critical_chain
from .levelled import LevelledPlan
from .model import Link
from .problems import DeadlineMissed, LaunchMissed, PinConflict, PlanProblem
from .result import Schedule, ScheduledTask

_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")


def answer_of(plan: Schedule, words: Callable[[Any], str]) -> dict[str, Any]:
    """The dated plan. `words` says a problem in a sentence.

    `late_by` is the most working days that the launch, a `not_after` or a pin lacks, 0 when none does.
    `lower_bound` is what no schedule of these links can beat: without levelling, the critical path.
    """
    return {
        "feasible": plan.feasible,
        "late_by": _late_by(plan.problems),
        "makespan": plan.makespan,
        "critical": list(plan.critical),
        "tasks": [_task(task) for task in plan.tasks.values()],
        "lower_bound": plan.makespan,
        "conflicts": [_conflict(plan, problem, words) for problem in plan.problems],
    }


def levelled_answer_of(levelled: LevelledPlan, words: Callable[[Any], str]) -> dict[str, Any]:
    """The levelled plan: `start`, `end`, `makespan`, what is late and `lower_bound` are with capacities;
    early and late dates, slacks and `critical` are those of the links alone. `levelling` says how it was
    found, how far it may be from the best, and whether it is proven to be the best."""
    answer = answer_of(levelled.plan, words)
    for row in answer["tasks"]:
        row["start"], row["end"] = (day.isoformat() for day in levelled.days[row["id"]])
    found = levelled.levelling
    return answer | {
        "feasible": not levelled.problems,
        "late_by": _late_by(levelled.problems),
        "makespan": found.makespan,
        "lower_bound": found.lower_bound,
        "conflicts": [{**problem_data(each), "words": words(each)} for each in levelled.problems],
        "levelling": {"method": found.method.value, "gap": found.gap, "proven": found.proven},
    }


def refusal_of(problems: tuple[Any, ...], words: Callable[[Any], str]) -> dict[str, Any]:
    """Why there is no answer: faults of the document, or what makes its tasks and links no plan."""
    said = [{**problem_data(problem), "words": words(problem)} for problem in problems]
    return {"error": said[0]["words"], "problems": said}


def problem_data(problem: Any) -> dict[str, Any]:
    """A problem's kind and fields: `PinConflict(…)` → {"kind": "pin_conflict", …}."""
    kind = _HUMP.sub("_", type(problem).__name__).lower()
    return {"kind": kind, **{each.name: _plain(getattr(problem, each.name)) for each in fields(problem)}}


def _late_by(problems: tuple[PlanProblem, ...]) -> int:
    missed = LaunchMissed | DeadlineMissed | PinConflict
    return max((each.days_late for each in problems if isinstance(each, missed)), default=0)


def _conflict(plan: Schedule, problem: Any, words: Callable[[Any], str]) -> dict[str, Any]:
    data = problem_data(problem)
    if isinstance(problem, LaunchMissed):
        data["chain"] = [step.task for step in critical_chain(plan)]
    return {**data, "words": words(problem)}


def _task(task: ScheduledTask) -> dict[str, Any]:
    return {
        "id": task.id,
        "start": task.start.isoformat(),
        "end": task.end.isoformat(),
        "early_start": task.early_start.isoformat(),
        "early_finish": task.early_finish.isoformat(),
        "late_start": task.late_start.isoformat(),
        "late_finish": task.late_finish.isoformat(),
        "total_slack": task.total_slack,
        "free_slack": task.free_slack,
        "critical": task.critical,
    }


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Link):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value.value if isinstance(value, Enum) else value
