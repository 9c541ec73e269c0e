"""The Gantt of a plan, ready for its template: rows of labels beside a drawing, in the same order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import cast

from babel.dates import format_date
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign, Dependency, Task, Wave
from campaigns.scheduling import WorkingCalendar
from campaigns.scheduling.layout import Bar, Diamond, Gantt, GanttGroup, GanttItem, GanttScale, gantt
from campaigns.selectors.plan import links_of, working_calendar
from campaigns.selectors.plan_marks import DENSE, Mark, Strokes, marks_of, notes_of, strokes_of
from campaigns.selectors.plan_outlook import Outlook
from campaigns.selectors.work_days import days_off
from core.formatting import current_locale, date_range, date_short, working_days

#: What the drawing fills on a desk before it scrolls, and the widths a day may have.
_ROOM, _NARROWEST, _WIDEST = 860, 3, 18
#: Pixels a day by the zoom the address asks for; none fits the drawing to its room.
ZOOMS = {"jour": 24, "semaine": 12, "mois": 4}
#: A week narrower than this has no room for its date.
_WEEK_ROOM = 34


@dataclass(frozen=True)
class Label:
    """A line of the left column: a task's link, or the name of a group."""

    text: str
    task: Task | None = None
    css: str = ""
    icon: str = ""


@dataclass(frozen=True)
class Chart:
    """`drawn` is the geometry. In a dense drawing `strokes.looks` stand for bars and diamonds; else bars
    and diamonds come with their marks. `months` and `weeks` come with words."""

    drawn: Gantt
    labels: list[Label]
    bars: list[tuple[Bar, Mark]]
    diamonds: list[tuple[Diamond, Mark]]
    notes: list[tuple[Bar, str, int]]
    strokes: Strokes
    groups: list[tuple[object, str]]
    months: list[tuple[int, str]]
    weeks: list[tuple[int, str]]
    words: str

    @property
    def drifted(self) -> bool:
        """Whether anything lies elsewhere than it was signed for."""
        return bool(self.strokes.signed)

    @property
    def approvals(self) -> bool:
        return any(bar.item.approval for bar in self.drawn.bars)

    @property
    def launches(self) -> list[tuple[object, str]]:
        return [(row, text) for row, text in self.groups if text]


def plan_chart(
    campaign: Campaign,
    tasks: Sequence[Task],
    links: Iterable[Dependency],
    waves: Sequence[Wave],
    outlook: Outlook | None,
    late: Mapping[int, int],
    *,
    today: date,
    signed: Mapping[int, tuple[date, date]] | None = None,
    measures: Mapping[int, str] | None = None,
    zoom: str = "",
) -> Chart | None:
    """None when no task is dated. Tasks lie where they were planned; late ones say so."""
    dated = [task for task in tasks if task.starts_on and task.ends_on]
    if not dated:
        return None
    critical = outlook.critical if outlook else frozenset()
    items = [
        _item(task, task.pk in critical, late.get(task.pk, 0), (signed or {}).get(task.pk), outlook)
        for task in dated
    ]
    groups = _groups_of(dated, waves)
    drawn = chart_layout(
        items,
        links_of(links, {task.pk for task in dated}),
        working_calendar(campaign.workspace),
        groups,
        today=today,
        include=[campaign.launch_on],
        zoom=zoom,
        day_names=days_off(campaign.workspace).names,
    )
    dense = len(dated) > DENSE
    said = (
        {} if dense else {task.pk: _said(task, outlook, (measures or {}).get(task.pk, "")) for task in dated}
    )
    marks = marks_of(dated, critical, late, said)
    names = {str(wave.number): wave for wave in waves}
    return Chart(
        drawn=drawn,
        labels=_labels(dated, groups, names, critical, late),
        bars=[] if dense else [(bar, marks[int(bar.item.id)]) for bar in drawn.bars],
        diamonds=[] if dense else [(shape, marks[int(shape.item.id)]) for shape in drawn.diamonds],
        notes=notes_of(drawn.bars, marks),
        strokes=strokes_of(drawn, marks, dense=dense),
        groups=[(row, _launch_words(names.get(row.group.key))) for row in drawn.groups],
        months=month_ticks(drawn),
        weeks=week_ticks(drawn),
        words=_words(dated, late),
    )


def chart_layout(
    items: Sequence[GanttItem],
    links: Iterable[object],
    calendar: WorkingCalendar,
    groups: Sequence[GanttGroup],
    *,
    today: date | None,
    include: Sequence[date] = (),
    zoom: str = "",
    day_names: Mapping[date, str] | None = None,
) -> Gantt:
    """A drawing whose days are as wide as the zoom says, else as the room allows."""
    days = [day for item in items for day in (item.start, item.end)] + list(include)
    days += [group.launch for group in groups if group.launch]
    span = (max(days) - min(days)).days + 8
    scale = GanttScale(px_per_day=ZOOMS.get(zoom) or max(_NARROWEST, min(_WIDEST, _ROOM // span)))
    return gantt(
        items,
        links,  # type: ignore[arg-type]
        calendar,
        groups=groups,
        today=today,
        include=include,
        scale=scale,
        day_names=day_names,
    )


def month_ticks(drawn: Gantt) -> list[tuple[int, str]]:
    """(x, «décembre 2026») of the months with room for their name."""
    locale = current_locale()
    return [
        (tick.x + 4, capfirst(format_date(tick.start, "MMMM y" if tick.width > 96 else "MMM", locale=locale)))
        for tick in drawn.months
        if tick.width > 30
    ]


def week_ticks(drawn: Gantt) -> list[tuple[int, str]]:
    """(x, day of the month) of the Mondays; one in two or in four where weeks are narrow, and of every day
    where days have room."""
    px = drawn.scale.px_per_day
    if px >= ZOOMS["jour"]:
        days = range((drawn.last - drawn.first).days + 1)
        return [(day * px + 4, str((drawn.first + timedelta(days=day)).day)) for day in days]
    width = drawn.scale.px_per_day * 7
    step = 1 if width >= _WEEK_ROOM else 2 if width * 2 >= _WEEK_ROOM else 4
    return [(tick.x + 4, str(tick.start.day)) for tick in drawn.weeks[::step]]


def _said(task: Task, outlook: Outlook | None, measure: str) -> list[str]:
    """What a bar tells besides its days: how far it may slip, what its duration rests on."""
    slack = outlook.slack(task) if outlook else None
    words = _("%(days)s de marge") % {"days": working_days(slack)} if slack and slack > 0 else ""
    return list(filter(None, [words, measure]))


def _item(
    task: Task, critical: bool, late: int, signed: tuple[date, date] | None, outlook: Outlook | None
) -> GanttItem:
    return GanttItem(
        id=task.pk,
        start=cast(date, task.starts_on),
        end=cast(date, task.ends_on),
        group=str(task.wave.number) if task.wave else "0",
        milestone=task.is_milestone,
        critical=critical,
        late=bool(late),
        signed=signed,
        latest=outlook.schedule.tasks[task.pk].late_finish if outlook and not task.is_done else None,
        approval=task.kind == Task.Kind.APPROVAL,
    )


def _groups_of(tasks: Sequence[Task], waves: Sequence[Wave]) -> list[GanttGroup]:
    used = {str(task.wave.number) if task.wave else "0" for task in tasks}
    groups = [GanttGroup("0")] if "0" in used else []
    return groups + [GanttGroup(str(w.number), w.goes_live_on) for w in waves if str(w.number) in used]


def _labels(
    tasks: Sequence[Task],
    groups: Sequence[GanttGroup],
    waves: Mapping[str, Wave],
    critical: frozenset[int],
    late: Mapping[int, int],
) -> list[Label]:
    labels = []
    for group in groups:
        wave = waves.get(group.key)
        labels.append(Label(f"{wave.number} · {wave.name}" if wave else _("Pour toute la campagne")))
        for task in tasks:
            if (str(task.wave.number) if task.wave else "0") == group.key:
                labels.append(_label(task, critical, late))
    return labels


def _label(task: Task, critical: frozenset[int], late: Mapping[int, int]) -> Label:
    icon = {"done": "check", "blocked": "stop"}.get(task.status, "")
    if not icon and late.get(task.pk):
        icon = "alert"
    css = "critical" if task.pk in critical else "done" if task.is_done else ""
    return Label(task.name, task, css, icon)


def _launch_words(wave: Wave | None) -> str:
    return _("en ligne le %(day)s") % {"day": date_short(wave.goes_live_on)} if wave else ""


def _words(tasks: Sequence[Task], late: Mapping[int, int]) -> str:
    first = min(task.starts_on for task in tasks if task.starts_on)
    last = max(task.ends_on for task in tasks if task.ends_on)
    overdue = sum(1 for task in tasks if late.get(task.pk))
    text = ngettext(
        "Diagramme de Gantt de %(count)s tâche, %(window)s",
        "Diagramme de Gantt de %(count)s tâches, %(window)s",
        len(tasks),
    ) % {"count": len(tasks), "window": date_range(first, last)}
    if overdue:
        return _("%(chart)s, dont %(late)s en retard. Le tableau qui suit dit la même chose.") % {
            "chart": text, "late": overdue
        }  # fmt: skip
    return _("%(chart)s. Le tableau qui suit dit la même chose.") % {"chart": text}
