"""A frozen plan's dates, reckoned from its content alone by the same engine as the living one's.

They know public holidays, which are part of what is signed; closures and leave declared later are not.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from campaigns.scheduling import (
    InvalidPlan,
    LagUnit,
    Link,
    LinkType,
    OutOfCalendar,
    TaskSpec,
    WorkingCalendar,
    schedule,
)

#: First and last day of a task.
Days = tuple[date, date]


def frozen_calendar(content: Mapping[str, Any]) -> WorkingCalendar:
    return WorkingCalendar(country="FR", subdivision=content.get("holidays") or None)


def frozen_dates(content: Mapping[str, Any], calendar: WorkingCalendar | None = None) -> dict[str, Days]:
    """The days of each task, by its name in the content; empty when they make no plan."""
    tasks = content["tasks"]
    specs = [
        TaskSpec(
            task["name"],
            task["duration_days"],
            not_before=day_of(task["not_before"]),
            not_after=day_of(task.get("not_after")),
            pinned=day_of(task["pinned_on"]),
        )
        for task in tasks
    ]
    start = date.fromisoformat(content["prepares_on"])
    try:
        found = schedule(specs, frozen_links(tasks), calendar or frozen_calendar(content), start=start)
    except (InvalidPlan, OutOfCalendar):
        return {}
    return {str(name): (task.start, task.end) for name, task in found.tasks.items()}


def frozen_links(tasks: Sequence[Mapping[str, Any]]) -> list[Link]:
    return [
        Link(link["task"], task["name"], LinkType(link["type"]), link["lag_days"], lag_unit_of(link))
        for task in tasks
        for link in task["after"]
    ]


def lag_unit_of(link: Mapping[str, Any]) -> LagUnit:
    """Contents say the unit of a lag only where it is not working days."""
    return LagUnit(link.get("lag_unit", LagUnit.WORKING))


def day_of(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
