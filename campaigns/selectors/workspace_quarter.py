"""The workspace's quarter: a lane for each campaign, its waves as bars, its milestones as points.

Reads only what falls in the quarter, in a number of queries that does not grow.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from babel.dates import format_date
from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.models import (
    Campaign,
    Task,
    Wave,
)
from campaigns.selectors.calendar import (
    month_add,
    month_key,
    task_tone,
)
from campaigns.selectors.frame import campaign_url
from campaigns.selectors.moment_entries import (
    Band,
    moment_band,
    moments_for,
)
from campaigns.selectors.workspace_calendar import Filters, campaigns_shown
from core.access import Access
from core.formatting import current_locale, date_range, date_short

#: Campaigns on one page of the quarter.
ROWS = 40
#: The drawing of a quarter, in pixels.
DAY, ROW, TOP = 9, 44, 44


@dataclass(frozen=True)
class Bar:
    x: int
    width: int
    css: str
    title: str
    text: str = ""  # inside
    beside: str = ""  # after it, when its name does not fit inside


@dataclass(frozen=True)
class Point:
    x: int
    path: str
    css: str
    title: str


@dataclass
class Lane:
    """A campaign: its preparation, its waves, its milestones, in the drawing's pixels."""

    name: str
    url: str
    detail: str
    y: int
    words: list[str] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)

    @property
    def middle(self) -> int:
        return self.y + ROW // 2


@dataclass(frozen=True)
class Quarter:
    title: str
    first: date
    band: Band
    lanes: list[Lane]
    page: Page[Campaign]
    months: list[tuple[int, str]]
    weeks: list[tuple[int, str]]
    shades: list[tuple[int, int]]
    width: int
    height: int
    today_x: int | None
    previous: str
    next: str
    now: str


def quarter_start(first: date) -> date:
    return first.replace(month=(first.month - 1) // 3 * 3 + 1, day=1)


def workspace_quarter(access: Access, filters: Filters, first: date, page: str | None) -> Quarter:
    """A lane per campaign at work in the quarter, a page at a time, under the moments. Five queries."""
    first, today = quarter_start(first), timezone.localdate()
    last = month_add(first, 3) - timedelta(days=1)
    rows = campaigns_shown(access, filters, first, last).order_by("launch_on", "pk")
    shown = Paginator(rows, ROWS).get_page(page)
    moments = moments_for(access, first, last, filters.moments)
    band = moment_band(access.workspace, moments, first, last, top=TOP, day=DAY)
    top = TOP + band.height
    lanes = {
        campaign.pk: _lane(access, campaign, top + index * ROW, first, last)
        for index, campaign in enumerate(shown)
    }
    _draw_waves(lanes, first, last)
    _draw_milestones(access, lanes, first, last, today)
    width = ((last - first).days + 1) * DAY
    for lane in lanes.values():
        _name_short_waves(lane, width)
    locale = current_locale()
    starts = [month_add(first, offset) for offset in range(3)]
    number = (first.month - 1) // 3 + 1
    return Quarter(
        title=_("%(ordinal)s trimestre %(year)s") % {"ordinal": _ordinal(number), "year": first.year},
        first=first,
        band=band,
        lanes=list(lanes.values()),
        page=shown,
        months=[(_x(day, first), capfirst(format_date(day, "MMMM", locale=locale))) for day in starts],
        weeks=[(_x(day, first), str(day.day)) for day in _mondays(first, last)],
        shades=[
            (_x(day + timedelta(days=5), first), 2 * DAY) for day in _mondays(first - timedelta(days=6), last)
        ],
        width=width,
        height=top + len(lanes) * ROW,
        today_x=_x(today, first) if first <= today <= last else None,
        previous=month_key(month_add(first, -3)),
        next=month_key(month_add(first, 3)),
        now=month_key(today),
    )


def _lane(access: Access, campaign: Campaign, y: int, first: date, last: date) -> Lane:
    campaign.workspace = access.workspace
    lane = Lane(
        name=campaign.name,
        url=campaign_url(campaign),
        detail=f"{campaign.get_type_display()} · {campaign.get_phase_display()}",
        y=y,
    )
    if campaign.prepares_on < campaign.launch_on and campaign.launch_on > first:
        eve = campaign.launch_on - timedelta(days=1)
        window = date_range(campaign.prepares_on, eve)
        words = _("Préparation %(window)s") % {"window": window}
        bar = _bar(campaign.prepares_on, eve, first, last, "preparation", words, _("Préparation"))
        if bar:
            lane.bars.append(bar)
            lane.words.append(words)
    return lane


def _draw_waves(lanes: dict[int, Lane], first: date, last: date) -> None:
    waves = Wave.objects.filter(campaign__in=lanes, goes_live_on__lte=last)
    waves = waves.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first)).order_by("number")
    for campaign, name, begins, ends, opened in waves.values_list(
        "campaign_id", "name", "goes_live_on", "ends_on", "opened_at"
    ):
        words = _("%(wave)s, %(window)s") % {"wave": name, "window": date_range(begins, ends)}
        bar = _bar(begins, ends or last, first, last, "wave-bar done" if opened else "wave-bar", words, name)
        if bar:
            lanes[campaign].bars.append(bar)
            lanes[campaign].words.append(words)


def _name_short_waves(lane: Lane, width: int) -> None:
    """A wave too short for its name has it beside, as far as nothing else is drawn there."""
    bars = lane.bars
    for index, bar in enumerate(bars):
        if bar.text or bar.css == "preparation":
            continue
        free = min((other.x for other in bars if other.x > bar.x), default=width) - bar.x - bar.width
        name = bar.title.partition(",")[0]
        if len(name) * 6.4 + 12 < free:
            bars[index] = replace(bar, beside=name)


def _draw_milestones(access: Access, lanes: dict[int, Lane], first: date, last: date, today: date) -> None:
    tasks = Task.objects.filter(campaign__in=lanes, kind=Task.Kind.MILESTONE, ends_on__range=(first, last))
    if access.membership.team_only:
        tasks = tasks.filter(team__in=access.membership.teams.values("pk"))
    for campaign, name, on, status in tasks.order_by(F("ends_on")).values_list(
        "campaign_id", "name", "ends_on", "status"
    ):
        if on is None:
            continue
        lane = lanes[campaign]
        x, middle = _x(on, first) + DAY, lane.middle + 13
        tone = task_tone(status, on, today)
        css = {"quiet": "done", "bad": "late"}.get(tone, "")
        words = _("%(milestone)s, le %(day)s") % {"milestone": name, "day": date_short(on)}
        lane.points.append(Point(x, f"M{x} {middle - 5}l5 5-5 5-5-5z", css, words))
        lane.words.append(words)


def _bar(start: date, end: date, first: date, last: date, css: str, title: str, text: str = "") -> Bar | None:
    if end < first or start > last:
        return None
    x = _x(max(start, first), first)
    width = _x(min(end, last), first) + DAY - x
    return Bar(x, width, css, title, text if len(text) * 6.4 + 12 < width else "")


def _x(day: date, first: date) -> int:
    return (day - first).days * DAY


def _mondays(first: date, last: date) -> Iterable[date]:
    day = first + timedelta(days=-first.weekday() % 7)
    while day <= last:
        yield day
        day += timedelta(days=7)


def _ordinal(number: int) -> str:
    return [_("1er"), _("2e"), _("3e"), _("4e")][number - 1]
