"""A frozen plan, read from its JSON alone: its dates are reckoned again by the engine, the same way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import template
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from campaigns.models import Task
from campaigns.models.campaign import STEPS
from campaigns.scheduling import WorkingCalendar
from campaigns.scheduling.layout import Bar, Diamond, Gantt, GanttGroup, GanttItem, GanttScale, gantt
from campaigns.selectors.plan import BEFORE_LAUNCH
from campaigns.selectors.plan_chart import month_ticks, week_ticks
from campaigns.selectors.plan_frozen import (
    day_of,
    frozen_calendar,
    frozen_dates,
    frozen_links,
    lag_unit_of,
)
from campaigns.selectors.plan_words import link_words

register = template.Library()

#: Width of the labels and of the days, in the drawing's own pixels.
_LABELS, _DAYS = 236, 520
#: More rows than this do not fit a printed page; the table says it all.
_PRINTABLE = 55


@dataclass(frozen=True)
class Line:
    """A task as it was frozen, with the days reckoned from durations and links (None if they make none)."""

    data: Mapping[str, Any]
    kind: str
    phase: str
    start: date | None
    end: date | None
    after: list[tuple[str, str]]
    not_before: date | None
    not_after: date | None
    pinned_on: date | None

    @property
    def who(self) -> str:
        return " · ".join(filter(None, [self.data["team"], self.data["owner"], self.data.get("approver")]))


@dataclass(frozen=True)
class Section:
    name: str
    goes_live_on: date | None
    ends_on: date | None
    placements: Sequence[str]
    lines: list[Line]


@dataclass(frozen=True)
class Drawing:
    gantt: Gantt
    labels: list[tuple[str, int, str]]
    bars: list[Any]
    diamonds: list[Any]
    months: list[tuple[int, str]]
    weeks: list[tuple[int, str]]
    width: int
    offset: int = _LABELS


@dataclass(frozen=True)
class FrozenPlan:
    sections: list[Section]
    milestones: list[Line]
    tasks: int
    first: date | None
    last: date | None
    ready_on: date | None
    launch_on: date
    prepares_on: date
    ends_on: date | None
    holidays: str
    drawing: Drawing | None


@register.simple_tag
def frozen_plan(content: Mapping[str, Any], pdf: bool = False) -> FrozenPlan:
    """``{% frozen_plan content pdf as plan %}``: everything the page of a frozen plan shows."""
    calendar = frozen_calendar(content)
    dates = frozen_dates(content, calendar)
    lines = [_line(task, dates) for task in content["tasks"]]
    lines.sort(key=lambda line: (line.start or date.max, line.end or date.max, line.data["name"]))
    sections = _sections(content, lines)
    before = [line.end for line in lines if line.data["phase"] in BEFORE_LAUNCH and line.end]
    return FrozenPlan(
        sections=sections,
        milestones=[line for line in lines if line.data["kind"] == Task.Kind.MILESTONE],
        tasks=len(lines),
        first=min((line.start for line in lines if line.start), default=None),
        last=max((line.end for line in lines if line.end), default=None),
        ready_on=max(before, default=None),
        launch_on=date.fromisoformat(content["launch_on"]),
        prepares_on=date.fromisoformat(content["prepares_on"]),
        ends_on=day_of(content["ends_on"]),
        holidays=content.get("holidays") or "",
        drawing=_drawing(content, sections, calendar)
        if dates and not (pdf and len(lines) > _PRINTABLE)
        else None,
    )


def _line(task: Mapping[str, Any], dates: Mapping[str, tuple[date, date]]) -> Line:
    start, end = dates.get(task["name"], (None, None))
    return Line(
        data=task,
        kind=str(dict(Task.Kind.choices).get(task["kind"], task["kind"])),
        phase=str({step.value: step.label for step in STEPS}.get(task["phase"], task["phase"])),
        start=start,
        end=end,
        after=[
            (link["task"], link_words(link["type"], link["lag_days"], lag_unit_of(link)))
            for link in task["after"]
        ],
        not_before=day_of(task["not_before"]),
        not_after=day_of(task.get("not_after")),
        pinned_on=day_of(task["pinned_on"]),
    )


def _sections(content: Mapping[str, Any], lines: Sequence[Line]) -> list[Section]:
    common = [line for line in lines if not line.data["wave"]]
    sections = [Section(_("Pour toute la campagne"), None, None, (), common)] if common else []
    return sections + [
        Section(
            wave["name"],
            day_of(wave["goes_live_on"]),
            day_of(wave["ends_on"]),
            wave["placements"],
            [line for line in lines if line.data["wave"] == wave["name"]],
        )
        for wave in content["waves"]
    ]


def _drawing(
    content: Mapping[str, Any], sections: Sequence[Section], calendar: WorkingCalendar
) -> Drawing | None:
    items, groups, labels = [], [], []
    for number, section in enumerate(sections):
        groups.append(GanttGroup(str(number), section.goes_live_on))
        for line in section.lines:
            if line.start and line.end:
                milestone = line.data["kind"] == Task.Kind.MILESTONE
                items.append(
                    GanttItem(line.data["name"], line.start, line.end, str(number), milestone=milestone)
                )
    if not items:
        return None
    days = [day for item in items for day in (item.start, item.end)]
    days += [group.launch for group in groups if group.launch]
    span = (max(days) - min(days)).days + 8
    scale = GanttScale(
        px_per_day=max(1, _DAYS // span), row_height=20, bar_height=12, group_height=24, header_height=40
    )
    drawn = gantt(items, frozen_links(content["tasks"]), calendar, groups=groups, today=None, scale=scale)
    for row, section in zip(drawn.groups, sections, strict=True):
        labels.append((section.name, row.middle + 4, "group"))
    shapes: list[Bar | Diamond] = [*drawn.bars, *drawn.diamonds]
    labels += [(Truncator(str(each.item.id)).chars(36), each.middle + 4, "") for each in shapes]
    return Drawing(
        gantt=drawn,
        labels=labels,
        bars=list(drawn.bars),
        diamonds=list(drawn.diamonds),
        months=month_ticks(drawn),
        weeks=week_ticks(drawn),
        width=_LABELS + drawn.width + drawn.overhang,
    )
