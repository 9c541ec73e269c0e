"""The waves of a campaign as lanes on a time axis: preparation, live window, today. Geometry for an SVG.

Everything is reckoned here, in the drawing's own units, so that the template only writes attributes.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from babel.dates import format_date
from django.db.models import Count, Max, Min, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.gates import read_once
from campaigns.models import Campaign, Task, Wave
from core.formatting import current_locale, date_range

WIDTH, LABELS, ROW, TOP = 760, 132, 36, 24
#: Below this a bar has no room for words beside its neighbour.
_ROOM_PER_LETTER = 6.2
_SHORTEST = 5.0
#: What is drawn of a campaign without an end.
_ENDLESS = timedelta(weeks=13)


@dataclass(frozen=True)
class Progress:
    """How far the tasks of a wave (or those of none) are: first and last day, counts."""

    first: date | None = None
    last: date | None = None
    total: int = 0
    done: int = 0
    late: int = 0
    milestones: int = 0


@dataclass(frozen=True)
class Bar:
    x: float
    width: float
    css: str
    text: str

    @property
    def text_x(self) -> float:
        return round(self.x + 8, 1)


@dataclass(frozen=True)
class Lane:
    label: str
    y: int  # top of the bars
    bars: tuple[Bar, ...]
    launch: str = ""  # path of the diamond on the day it goes live


@dataclass(frozen=True)
class Tick:
    x: float
    label: str


@dataclass(frozen=True)
class Lanes:
    """A drawing, and in `words` what it shows for those who do not see it."""

    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    height: int
    today: float | None
    words: str
    tasks: Progress = field(default_factory=Progress)
    width: int = WIDTH

    @property
    def grid(self) -> str:
        return "".join(f"M{tick.x:.1f} {TOP - 6}V{self.height - 6}" for tick in self.ticks)


@dataclass(frozen=True)
class _Axis:
    first: date
    last: date

    def x(self, day: date) -> float:
        span = max((self.last - self.first).days, 1)
        share = min(max((day - self.first).days / span, 0.0), 1.0)
        return round(LABELS + share * (WIDTH - LABELS - 2), 1)


def task_progress(campaign_ids: Iterable[int]) -> dict[int, dict[int | None, Progress]]:
    """{campaign id: {wave id: the tasks that prepare it}}, None for those of no wave: one query.

    Call it through `read_once`: the drawing and the figure beside it ask the same.
    """
    today = timezone.localdate()
    open_tasks = ~Q(status=Task.Status.DONE)
    rows = (
        Task.objects.filter(campaign__in=list(campaign_ids))
        .values_list("campaign_id", "wave_id")
        .order_by()
        .annotate(
            first=Min("starts_on", filter=_PREPARES),
            last=Max("ends_on", filter=_PREPARES),
            total=Count("pk"),
            done=Count("pk", filter=~open_tasks),
            late=Count("pk", filter=open_tasks & Q(ends_on__lt=today)),
            milestones=Count("pk", filter=Q(kind=Task.Kind.MILESTONE)),
        )
    )
    found: dict[int, dict[int | None, Progress]] = {}
    for campaign, wave, *counts in rows:
        found.setdefault(campaign, {})[wave] = Progress(*counts)
    return found


def tasks_total(campaign: Campaign) -> Progress:
    """All the tasks of a campaign: how many, done, late."""
    rows = read_once(task_progress, [campaign.pk]).get(campaign.pk, {}).values()
    return Progress(
        total=sum(row.total for row in rows),
        done=sum(row.done for row in rows),
        late=sum(row.late for row in rows),
        milestones=sum(row.milestones for row in rows),
    )


#: What is done before a wave goes live; the rest belongs to its live window.
_PREPARES = Q(phase__in=["BRIEF", "PLANNING", "BUDGET", "COORDINATION"])


def wave_lanes(campaign: Campaign, waves: Sequence[Wave], channels: dict[int, int]) -> Lanes:
    """`channels` is how many channels each wave uses, by its id."""
    progress = read_once(task_progress, [campaign.pk]).get(campaign.pk, {})
    axis = _axis(campaign, waves, progress)
    today = timezone.localdate()
    lanes = []
    common = progress.get(None)
    if common and common.first and common.last:
        bar = _preparation(axis, common, common.first, common.last)
        lanes.append(Lane(_("Pour toutes"), TOP, (bar,)))
    for wave in waves:
        y = TOP + len(lanes) * ROW
        lanes.append(_lane(axis, wave, progress.get(wave.pk), channels.get(wave.pk, 0), y, today))
    inside = axis.first <= today <= axis.last
    return Lanes(
        lanes=tuple(lanes),
        ticks=_ticks(axis),
        height=TOP + len(lanes) * ROW,
        today=axis.x(today) if inside else None,
        words=" ".join(_words(wave, progress.get(wave.pk)) for wave in waves),
        tasks=tasks_total(campaign),
    )


def _axis(campaign: Campaign, waves: Sequence[Wave], progress: dict[int | None, Progress]) -> _Axis:
    starts = [campaign.prepares_on, *(p.first for p in progress.values() if p.first)]
    ends = [
        campaign.ends_on or max(campaign.launch_on, timezone.localdate()) + _ENDLESS,
        *(wave.ends_on for wave in waves if wave.ends_on),
        *(p.last for p in progress.values() if p.last),
    ]
    return _Axis(min(starts), max(ends))


def _lane(axis: _Axis, wave: Wave, done: Progress | None, channels: int, y: int, today: date) -> Lane:
    x = axis.x(wave.goes_live_on)
    bars = []
    if done and done.first and done.last:
        # What is still to do once the wave is live would hide its window.
        bars.append(_preparation(axis, done, done.first, min(done.last, wave.goes_live_on)))
    end = axis.x(wave.ends_on + timedelta(days=1)) if wave.ends_on else WIDTH
    over = wave.ends_on is not None and wave.ends_on < today
    state = "done" if over and wave.opened_at else "bar" if wave.opened_at else "todo"
    words = ngettext("%(count)s canal", "%(count)s canaux", channels) % {"count": channels}
    bars.append(_bar(x, end, "" if state == "bar" else state, words))
    diamond = f"m{x} {y - 6} 6 6-6 6-6-6z"
    return Lane(f"{wave.number} · {wave.name}", y, tuple(bars), diamond)


def _preparation(axis: _Axis, done: Progress, first: date, last: date) -> Bar:
    css = "late" if done.late else "done" if done.done == done.total else ""
    if done.late:
        words = ngettext("%(count)s tâche en retard", "%(count)s tâches en retard", done.late)
        words %= {"count": done.late}
    else:
        words = _("%(done)s sur %(total)s") % {"done": done.done, "total": done.total}
    return _bar(axis.x(first), axis.x(last), css, words)


def _bar(start: float, end: float, css: str, words: str) -> Bar:
    width = round(max(end - start, _SHORTEST), 1)
    return Bar(start, width, css, words if len(words) * _ROOM_PER_LETTER + 12 < width else "")


def _ticks(axis: _Axis) -> tuple[Tick, ...]:
    """The first of each month on the axis; one in three over long spans."""
    months = (axis.last.year - axis.first.year) * 12 + axis.last.month - axis.first.month
    step = 1 if months <= 9 else 3
    ticks = []
    for offset in range(0, months + 1, step):
        year, month = divmod(axis.first.year * 12 + axis.first.month - 1 + offset, 12)
        day = date(year, month + 1, 1)
        if day >= axis.first:
            ticks.append(Tick(axis.x(day), format_date(day, "MMM", locale=current_locale())))
    return tuple(ticks)


def _words(wave: Wave, done: Progress | None) -> str:
    window = date_range(wave.goes_live_on, wave.ends_on)
    if done and done.late:
        text = ngettext(
            "%(name)s : %(window)s, %(late)s tâche en retard.",
            "%(name)s : %(window)s, %(late)s tâches en retard.",
            done.late,
        )
        return text % {"name": wave.name, "window": window, "late": done.late}
    return _("%(name)s : %(window)s.") % {"name": wave.name, "window": window}
