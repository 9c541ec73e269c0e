"""The plan for paper: its Gantt cut into sheets that share one scale of time, and what its table needs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.text import Truncator

from campaigns.models import Campaign, Task, Wave
from campaigns.scheduling.layout import Bar, Diamond, Gantt, GanttGroup, GanttItem, GanttScale, gantt
from campaigns.selectors.plan import PlanRows, links_of, plan_rows, working_calendar
from campaigns.selectors.plan_chart import month_ticks
from campaigns.selectors.plan_marks import Mark, marks_of
from campaigns.selectors.plan_outlook import Outlook, days_late, plan_outlook

#: Left of the drawing, for names; and their length there.
LABELS, _LETTERS = 270, 46
#: The widest a day is drawn, and the narrowest a week may be to have its date.
_WIDEST, _WEEK_ROOM = 26, 26


@dataclass(frozen=True)
class PaperSize:
    """`rows` fit on a sheet beside the drawing's head; `width` is the drawing's, in its own pixels."""

    rows: int
    width: int


SIZES = {"a4": PaperSize(22, 1080), "a3": PaperSize(36, 1620)}


@dataclass(frozen=True)
class Sheet:
    """A part of the Gantt. `labels` are (text, y, whether it names a group)."""

    drawn: Gantt
    labels: list[tuple[str, int, bool]]
    bars: list[tuple[object, Mark]]
    diamonds: list[tuple[object, Mark]]
    months: list[tuple[int, str]]
    weeks: list[tuple[int, str]]
    number: int = 1
    total: int = 1

    @property
    def left(self) -> int:
        """Where the names begin."""
        return -LABELS - self.drawn.overhang

    @property
    def full(self) -> int:
        return self.drawn.outer_width + LABELS

    @property
    def body(self) -> int:
        return self.drawn.height - self.drawn.scale.header_height

    @property
    def view_box(self) -> str:
        return f"{self.left} 0 {self.full} {self.drawn.height}"


@dataclass(frozen=True)
class PrintedPlan:
    """`outlook` is None without tasks. `late` are working days, by task."""

    rows: PlanRows
    waves: list[Wave]
    outlook: Outlook | None
    late: dict[int, int]
    sheets: list[Sheet]


def printed_plan(campaign: Campaign, size: PaperSize) -> PrintedPlan:
    """Everything the paper says of a plan, today. Four queries."""
    today = timezone.localdate()
    rows = plan_rows(campaign)
    waves = list(campaign.waves.order_by("number"))
    outlook = plan_outlook(campaign, rows, waves, today=today)
    calendar = working_calendar(campaign.workspace)
    late = {task.pk: days_late(task, calendar, today) for task in rows.tasks}
    made = PrintedPlan(rows, waves, outlook, late, [])
    dated = [task for task in rows.tasks if task.starts_on and task.ends_on]
    if not dated:
        return made
    parts = _parts(dated, waves, size.rows)
    sheets = [_sheet(campaign, part, made, size, dated) for part in parts]
    count = len(sheets)
    numbered = [replace(sheet, number=n, total=count) for n, sheet in enumerate(sheets, start=1)]
    return replace(made, sheets=numbered)


def _parts(tasks: Sequence[Task], waves: Sequence[Wave], rows: int) -> list[list[Task]]:
    """Tasks by wave, on as few sheets as hold them, filled alike."""
    order = {None: 0} | {wave.pk: wave.number for wave in waves}
    ordered = sorted(tasks, key=lambda task: order[task.wave_id])
    fewest = len(_cut(ordered, rows))
    alike = (len(_cut(ordered, fewer)) for fewer in range(2, rows))
    return _cut(ordered, next((n for n, sheets in enumerate(alike, start=2) if sheets == fewest), rows))


def _cut(tasks: Sequence[Task], rows: int) -> list[list[Task]]:
    """Sheets of so many rows at most; each group costs one more for its name."""
    parts: list[list[Task]] = [[]]
    used, group = 0, None
    for task in tasks:
        cost = 1 if parts[-1] and task.wave_id == group else 2
        if used + cost > rows and parts[-1]:
            parts.append([])
            used, cost = 0, 2
        parts[-1].append(task)
        used, group = used + cost, task.wave_id
    return parts


def _sheet(
    campaign: Campaign, tasks: Sequence[Task], plan: PrintedPlan, size: PaperSize, everything: Sequence[Task]
) -> Sheet:
    critical = plan.outlook.critical if plan.outlook else frozenset()
    first = min(day for task in everything if (day := task.starts_on))
    last = max(day for task in everything if (day := task.ends_on))
    used = {task.wave_id for task in tasks}
    groups = [GanttGroup("0")] if None in used else []
    groups += [GanttGroup(str(wave.pk), wave.goes_live_on) for wave in plan.waves if wave.pk in used]
    ends = [first, last, campaign.launch_on, *(wave.goes_live_on for wave in plan.waves)]
    drawn = gantt(
        [_item(task, critical, plan.late) for task in tasks],
        links_of(plan.rows.links, {task.pk for task in tasks}),
        working_calendar(campaign.workspace),
        groups=groups,
        today=timezone.localdate(),
        include=ends,
        scale=_scale(ends, size),
    )
    by_pk = {task.pk: task for task in tasks}
    marks = marks_of(tasks, critical, plan.late, {})
    names = {str(wave.pk): f"{wave.number} · {wave.name}" for wave in plan.waves}
    labels = [(names.get(row.group.key, ""), row.row_y + 20, True) for row in drawn.groups]
    marked: list[Bar | Diamond] = [*drawn.bars, *drawn.diamonds]
    labels += [
        (Truncator(by_pk[int(each.item.id)].name).chars(_LETTERS), each.middle + 4, False) for each in marked
    ]
    return Sheet(
        drawn=drawn,
        labels=labels,
        bars=[(bar, marks[int(bar.item.id)]) for bar in drawn.bars],
        diamonds=[(mark, marks[int(mark.item.id)]) for mark in drawn.diamonds],
        months=month_ticks(drawn),
        weeks=_weeks(drawn),
    )


def _item(task: Task, critical: frozenset[int], late: dict[int, int]) -> GanttItem:
    assert task.starts_on is not None  # noqa: S101 - only dated tasks are drawn
    assert task.ends_on is not None  # noqa: S101
    return GanttItem(
        id=task.pk,
        start=task.starts_on,
        end=task.ends_on,
        group=str(task.wave_id or 0),
        milestone=task.is_milestone,
        critical=task.pk in critical,
        late=bool(late[task.pk]),
    )


def _scale(days: Sequence[date], size: PaperSize) -> GanttScale:
    span = (max(days) - min(days)).days + 8
    room = size.width - LABELS
    return GanttScale(px_per_day=max(2, min(_WIDEST, room // span)), row_height=24, bar_height=13)


def _weeks(drawn: Gantt) -> list[tuple[int, str]]:
    step = next((n for n in (1, 2, 4) if drawn.scale.px_per_day * 7 * n >= _WEEK_ROOM), 8)
    return [(tick.x + 4, str(tick.start.day)) for tick in drawn.weeks[::step]]
