"""Geometry of a Gantt chart at a scale of whole pixels a day.

Time runs to the right: a day is `px_per_day` wide, a bar covers its days from the left edge of the first to
the right edge of the last, and a milestone sits on the right edge of its day, the evening it is reached.
Rows run down in the order given, under a header, each group under a row of its own.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from ..calendar import WorkingCalendar
from ..model import Link, TaskId
from ..result import Schedule
from .arrows import STUB, Shape, arrow_path

#: From the line of what was signed to the bottom of its row.
_SIGNED = 5


@dataclass(frozen=True, slots=True)
class GanttScale:
    """Sizes in pixels."""

    px_per_day: int = 16
    row_height: int = 28
    bar_height: int = 16
    group_height: int = 32
    header_height: int = 44


@dataclass(frozen=True, slots=True)
class GanttItem:
    """A row: a bar from `start` to `end` inclusive, or a milestone on `end`, in the group of this key.

    `signed` are the first and last day it was approved for, drawn beneath where they differ; `latest` is the
    last day it may end on, drawn as a tail. An `approval` has a point of its own.
    """

    id: TaskId
    start: date
    end: date
    group: str = ""
    milestone: bool = False
    critical: bool = False
    late: bool = False
    signed: tuple[date, date] | None = None
    latest: date | None = None
    approval: bool = False


@dataclass(frozen=True, slots=True)
class GanttGroup:
    """A wave: its items lie under a row of its own, with a diamond on its launch."""

    key: str
    launch: date | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """Where an item was signed to lie, as a thin line at the bottom of its row."""

    x: int
    y: int
    width: int


@dataclass(frozen=True, slots=True)
class Bar:
    """The rectangle of an item; `row_y` is the top of its row, `middle` the line its texts stand on.

    `path` outlines it, pointed at its end for an approval; `tail` is how far it may slip, within the days
    that are drawn.
    """

    item: GanttItem
    x: int
    y: int
    width: int
    height: int
    row_y: int
    middle: int
    signed: Span | None = None
    tail: int = 0

    @property
    def path(self) -> str:
        height = self.height
        if not self.item.approval:
            return f"M{self.x} {self.y}h{self.width}v{height}h{-self.width}z"
        half = height // 2
        point = min(half, self.width // 2)
        return f"M{self.x} {self.y}h{self.width - point}l{point} {half}l{-point} {half}H{self.x}z"


@dataclass(frozen=True, slots=True)
class Diamond:
    """A milestone centred on (`x`, `middle`)."""

    item: GanttItem
    x: int
    path: str
    row_y: int
    middle: int
    signed: Span | None = None


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The row of a group: what its items span, and its launch where it has one."""

    group: GanttGroup
    x: int
    width: int
    row_y: int
    middle: int
    launch_x: int | None
    launch_path: str


@dataclass(frozen=True, slots=True)
class Arrow:
    """A dependency: the path of its line and of its head."""

    link: Link
    path: str
    head: str
    critical: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A month or a week on the scale. `start` is its first day, even when the chart begins later."""

    start: date
    x: int
    width: int

    @property
    def iso_week(self) -> int:
        """ISO 8601 number of the week that `start` lies in."""
        return self.start.isocalendar().week


@dataclass(frozen=True, slots=True)
class Shade:
    """A run of days off, and what they are called where they are more than a weekend."""

    x: int
    width: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Gantt:
    """Everything to draw, in pixels from the top left corner of the first day.

    `today_x` is the left edge of today, None when it is off the chart. `overhang` is how far a diamond
    or an arrow on the first or last day can reach beyond the days, hence `view_box`.
    """

    first: date
    last: date
    width: int
    height: int
    scale: GanttScale
    groups: tuple[GroupRow, ...]
    bars: tuple[Bar, ...]
    diamonds: tuple[Diamond, ...]
    arrows: tuple[Arrow, ...]
    months: tuple[Tick, ...]
    weeks: tuple[Tick, ...]
    shades: tuple[Shade, ...]
    today_x: int | None
    overhang: int

    @property
    def outer_width(self) -> int:
        """Width of the drawing with its overhang on both sides."""
        return self.width + 2 * self.overhang

    @property
    def view_box(self) -> str:
        """`viewBox` of the SVG that cuts nothing."""
        return f"{-self.overhang} 0 {self.outer_width} {self.height}"


def gantt_items(plan: Schedule, group_of: Mapping[TaskId, str] | None = None) -> list[GanttItem]:
    """The items of a schedule in its tasks' order; late are those without enough slack to hold."""
    groups = group_of or {}
    return [
        GanttItem(
            id=task.id,
            start=task.start,
            end=task.end,
            group=groups.get(task.id, ""),
            milestone=task.is_milestone,
            critical=task.critical,
            late=task.total_slack < 0,
        )
        for task in plan.tasks.values()
    ]


def gantt(
    items: Sequence[GanttItem],
    links: Iterable[Link],
    calendar: WorkingCalendar,
    *,
    groups: Sequence[GanttGroup] = (),
    today: date | None = None,
    include: Iterable[date] = (),
    scale: GanttScale = GanttScale(),
    day_names: Mapping[date, str] | None = None,
) -> Gantt:
    """Lay out a plan on whole weeks that hold every item, launch and date to `include`.

    Rows come group by group in the order of `groups`; items of no listed group come first, without a
    group row. Links to items that are not shown are left out. `day_names` names days off that are no public
    holidays. Raises ValueError with nothing to show.
    """
    launches = [group.launch for group in groups if group.launch is not None]
    signed = [day for item in items if item.signed for day in item.signed]
    dates = [
        *(item.start for item in items), *(item.end for item in items), *signed, *launches, *include
    ]  # fmt: skip
    if not dates:
        raise ValueError("a Gantt chart needs at least one date to show")
    first = _monday(min(dates))
    last = _monday(max(dates)) + timedelta(days=6)
    axis = _Axis(first, last, scale.px_per_day)
    rows = _Rows(axis, scale)
    members: dict[str, list[GanttItem]] = {group.key: [] for group in groups}
    for item in items:
        if item.group in members:
            members[item.group].append(item)
        else:
            rows.add_item(item)
    for group in groups:
        rows.add_group(group, members[group.key])
    return Gantt(
        first=first,
        last=last,
        width=axis.width,
        height=rows.y,
        scale=scale,
        groups=tuple(rows.groups),
        bars=tuple(rows.bars),
        diamonds=tuple(rows.diamonds),
        arrows=tuple(_arrows(links, rows, scale)),
        months=axis.months(),
        weeks=axis.weeks(),
        shades=axis.shades(calendar, day_names or {}),
        today_x=axis.x(today) if today is not None and first <= today <= last else None,
        overhang=max(scale.bar_height // 2, STUB),
    )


class _Axis:
    """The time scale between two days, both shown."""

    def __init__(self, first: date, last: date, px_per_day: int) -> None:
        self.first, self.last, self.px = first, last, px_per_day
        self.width = self.x(last) + px_per_day

    def x(self, day: date) -> int:
        """Left edge of a day."""
        return (day - self.first).days * self.px

    def months(self) -> tuple[Tick, ...]:
        starts = [self.first.replace(day=1)]
        while (following := _next_month(starts[-1])) <= self.last:
            starts.append(following)
        return self._ticks(starts)

    def weeks(self) -> tuple[Tick, ...]:
        return self._ticks(
            [self.first + timedelta(days=d) for d in range(0, (self.last - self.first).days + 1, 7)]
        )

    def shades(self, calendar: WorkingCalendar, names: Mapping[date, str]) -> tuple[Shade, ...]:
        worked = calendar.days_at(calendar.index_of(self.first), calendar.last_index_of(self.last) + 1)
        edges = [self.first - timedelta(days=1), *worked, self.last + timedelta(days=1)]
        return tuple(
            Shade(
                self.x(before) + self.px,
                self.x(after) - self.x(before) - self.px,
                _names_between(before, after, calendar, names),
            )
            for before, after in pairwise(edges)
            if (after - before).days > 1
        )

    def _ticks(self, starts: list[date]) -> tuple[Tick, ...]:
        edges = [max(0, self.x(start)) for start in starts] + [self.width]
        return tuple(Tick(start, edges[i], edges[i + 1] - edges[i]) for i, start in enumerate(starts))


def _names_between(before: date, after: date, calendar: WorkingCalendar, names: Mapping[date, str]) -> str:
    """What the days between two working days are called, each name once."""
    days = [before + timedelta(days=number) for number in range(1, (after - before).days)]
    return ", ".join(dict.fromkeys(filter(None, (calendar.holiday_name(d) or names.get(d) for d in days))))


class _Rows:
    """Rows from top to bottom; `shapes` are what arrows can tie, by item."""

    def __init__(self, axis: _Axis, scale: GanttScale) -> None:
        self._axis, self._scale = axis, scale
        self.y = scale.header_height
        self.groups: list[GroupRow] = []
        self.bars: list[Bar] = []
        self.diamonds: list[Diamond] = []
        self.shapes: dict[TaskId, Shape] = {}
        self.critical: set[TaskId] = set()

    def add_item(self, item: GanttItem) -> None:
        scale, y = self._scale, self.y
        middle = y + scale.row_height // 2
        top = middle - scale.bar_height // 2
        left, right = self._left(item.start), self._left(item.end) + scale.px_per_day
        if item.milestone:
            left = right
            path = _diamond(right, middle, scale)
            self.diamonds.append(Diamond(item, right, path, y, middle, self._signed(item, y)))
        else:
            signed = self._signed(item, y)
            width, tail = right - left, self._tail(item, right)
            self.bars.append(Bar(item, left, top, width, scale.bar_height, y, middle, signed, tail))
        self.shapes[item.id] = Shape(left, right, top, top + scale.bar_height)
        if item.critical:
            self.critical.add(item.id)
        self.y += scale.row_height

    def _tail(self, item: GanttItem, right: int) -> int:
        if item.latest is None:
            return 0
        return max(0, min(self._left(item.latest) + self._scale.px_per_day, self._axis.width) - right)

    def _signed(self, item: GanttItem, row_y: int) -> Span | None:
        if item.signed is None or item.signed == (item.start, item.end):
            return None
        left, right = self._left(item.signed[0]), self._left(item.signed[1]) + self._scale.px_per_day
        if item.milestone:
            left = right - self._scale.px_per_day
        return Span(left, row_y + self._scale.row_height - _SIGNED, right - left)

    def add_group(self, group: GanttGroup, items: list[GanttItem]) -> None:
        scale, y = self._scale, self.y
        middle = y + scale.group_height // 2
        left = self._left(min((item.start for item in items), default=self._axis.first))
        right = max((self._left(item.end) + scale.px_per_day for item in items), default=left)
        launch_x = None if group.launch is None else self._left(group.launch)
        launch_path = "" if launch_x is None else _diamond(launch_x, middle, scale)
        self.groups.append(GroupRow(group, left, right - left, y, middle, launch_x, launch_path))
        self.y += scale.group_height
        for item in items:
            self.add_item(item)

    def _left(self, day: date) -> int:
        return self._axis.x(day)


def _arrows(links: Iterable[Link], rows: _Rows, scale: GanttScale) -> list[Arrow]:
    """Arrows between the rows that are shown, critical ones last so that they are drawn on top."""
    arrows: list[Arrow] = []
    for link in links:
        source, target = rows.shapes.get(link.predecessor), rows.shapes.get(link.successor)
        if source is not None and target is not None:
            path, head = arrow_path(link.type, source, target, scale.row_height)
            critical = link.predecessor in rows.critical and link.successor in rows.critical
            arrows.append(Arrow(link, path, head, critical))
    return sorted(arrows, key=lambda arrow: arrow.critical)


def _diamond(x: int, middle: int, scale: GanttScale) -> str:
    half = scale.bar_height // 2
    return f"M{x} {middle - half}l{half} {half}l{-half} {half}l{-half} {-half}z"


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _next_month(first_day: date) -> date:
    return (first_day + timedelta(days=31)).replace(day=1)
