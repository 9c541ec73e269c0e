"""The workspace's quarter or year: a lane for each campaign, its waves as bars, its milestones as points.

Reads only what falls in it, in a number of queries that does not grow.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from babel.dates import format_date
from django.core.paginator import Page, Paginator
from django.db.models import F, Q
from django.urls import reverse
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
from campaigns.selectors.launch_advice import launch_closed
from campaigns.selectors.moment_entries import (
    Band,
    moment_band,
    moments_for,
)
from campaigns.selectors.workspace_calendar import Filters, campaigns_shown
from core.access import Access
from core.formatting import current_locale, date_range, date_short
from core.models import Role

#: Campaigns on one page.
ROWS = 40
#: The drawing, in pixels.
ROW, TOP = 44, 44
#: Months shown, and how wide a day is then.
QUARTER, YEAR = 3, 12
_DAY = {QUARTER: 9, YEAR: 2}


@dataclass(frozen=True)
class Span:
    """The days shown, both included, and where each lies."""

    first: date
    last: date
    day: int

    @property
    def width(self) -> int:
        return ((self.last - self.first).days + 1) * self.day

    def x(self, on: date) -> int:
        return (on - self.first).days * self.day


@dataclass(frozen=True)
class Bar:
    x: int
    width: int
    css: str
    title: str
    text: str = ""  # inside
    beside: str = ""  # after it, when its name does not fit inside
    launch: date | None = None  # the launch that dragging it moves


@dataclass(frozen=True)
class Point:
    x: int
    path: str
    css: str
    title: str


@dataclass
class Lane:
    """A campaign: its preparation, its waves, its milestones, in the drawing's pixels.

    `move_url` is where its launch is moved; empty for whoever may not, and once it is launched.
    """

    name: str
    url: str
    detail: str
    y: int
    move_url: str = ""
    launch_on: date | None = None
    words: list[str] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)

    @property
    def middle(self) -> int:
        return self.y + ROW // 2


@dataclass(frozen=True)
class Lanes:
    title: str
    first: date
    day: int
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


def span_of(first: date, months: int) -> Span:
    """The quarter, or the year, that a day lies in."""
    start = first.replace(month=(first.month - 1) // months * months + 1, day=1)
    return Span(start, month_add(start, months) - timedelta(days=1), _DAY[months])


def workspace_lanes(
    access: Access, filters: Filters, first: date, page: str | None, months: int = QUARTER
) -> Lanes:
    """A lane per campaign at work in the quarter or the year, a page at a time, under the moments. Five
    queries."""
    span, today = span_of(first, months), timezone.localdate()
    rows = campaigns_shown(access, filters, span.first, span.last).order_by("launch_on", "pk")
    shown = Paginator(rows, ROWS).get_page(page)
    moments = moments_for(access, span.first, span.last, filters.moments)
    band = moment_band(access.workspace, moments, span.first, span.last, top=TOP, day=span.day)
    top = TOP + band.height
    lanes = {
        campaign.pk: _lane(access, campaign, top + index * ROW, span) for index, campaign in enumerate(shown)
    }
    _draw_waves(lanes, span)
    _draw_milestones(access, lanes, span, today)
    for lane in lanes.values():
        _name_short_waves(lane, span.width)
    return Lanes(
        title=_title(span, months),
        first=span.first,
        day=span.day,
        band=band,
        lanes=list(lanes.values()),
        page=shown,
        months=_months(span, months),
        weeks=[(span.x(day), str(day.day)) for day in _mondays(span)] if months == QUARTER else [],
        shades=_weekends(span) if months == QUARTER else [],
        width=span.width,
        height=top + len(lanes) * ROW,
        today_x=span.x(today) if span.first <= today <= span.last else None,
        previous=month_key(month_add(span.first, -months)),
        next=month_key(month_add(span.first, months)),
        now=month_key(today),
    )


def _title(span: Span, months: int) -> str:
    if months == YEAR:
        return _("Année %(year)s") % {"year": span.first.year}
    number = (span.first.month - 1) // 3 + 1
    return _("%(ordinal)s trimestre %(year)s") % {"ordinal": _ordinal(number), "year": span.first.year}


def _months(span: Span, months: int) -> list[tuple[int, str]]:
    pattern, locale = ("MMMM" if months == QUARTER else "MMM"), current_locale()
    starts = [month_add(span.first, offset) for offset in range(months)]
    return [(span.x(day), capfirst(format_date(day, pattern, locale=locale))) for day in starts]


def _weekends(span: Span) -> list[tuple[int, int]]:
    before = replace(span, first=span.first - timedelta(days=6))
    return [(span.x(day + timedelta(days=5)), 2 * span.day) for day in _mondays(before)]


def _lane(access: Access, campaign: Campaign, y: int, span: Span) -> Lane:
    campaign.workspace = access.workspace
    lane = Lane(
        name=campaign.name,
        url=campaign_url(campaign),
        detail=f"{campaign.get_type_display()} · {campaign.get_phase_display()}",
        y=y,
        move_url=_move_url(access, campaign),
        launch_on=campaign.launch_on,
    )
    if campaign.prepares_on < campaign.launch_on and campaign.launch_on > span.first:
        eve = campaign.launch_on - timedelta(days=1)
        window = date_range(campaign.prepares_on, eve)
        words = _("Préparation %(window)s") % {"window": window}
        bar = _bar(campaign.prepares_on, eve, span, "preparation", words, _("Préparation"))
        if bar:
            lane.bars.append(bar)
            lane.words.append(words)
    return lane


def _move_url(access: Access, campaign: Campaign) -> str:
    if not access.covers(Role.MANAGER) or launch_closed(campaign):
        return ""
    return reverse("campaigns:when-to-launch", args=[access.workspace.slug, campaign.reference])


def _draw_waves(lanes: dict[int, Lane], span: Span) -> None:
    waves = Wave.objects.filter(campaign__in=lanes, goes_live_on__lte=span.last)
    waves = waves.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=span.first)).order_by("number")
    for campaign, name, begins, ends, opened in waves.values_list(
        "campaign_id", "name", "goes_live_on", "ends_on", "opened_at"
    ):
        words = _("%(wave)s, %(window)s") % {"wave": name, "window": date_range(begins, ends)}
        css = "wave-bar done" if opened else "wave-bar"
        bar = _bar(begins, ends or span.last, span, css, words, name)
        if bar:
            lane = lanes[campaign]
            launches = bool(lane.move_url) and begins == lane.launch_on and not opened
            lane.bars.append(replace(bar, launch=begins if launches else None))
            lane.words.append(words)


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


def _draw_milestones(access: Access, lanes: dict[int, Lane], span: Span, today: date) -> None:
    days = (span.first, span.last)
    tasks = Task.objects.filter(campaign__in=lanes, kind=Task.Kind.MILESTONE, ends_on__range=days)
    if access.membership.team_only:
        tasks = tasks.filter(team__in=access.membership.teams.values("pk"))
    for campaign, name, on, status in tasks.order_by(F("ends_on")).values_list(
        "campaign_id", "name", "ends_on", "status"
    ):
        if on is None:
            continue
        lane = lanes[campaign]
        x, middle = span.x(on) + span.day, lane.middle + 13
        tone = task_tone(status, on, today)
        css = {"quiet": "done", "bad": "late"}.get(tone, "")
        words = _("%(milestone)s, le %(day)s") % {"milestone": name, "day": date_short(on)}
        lane.points.append(Point(x, f"M{x} {middle - 5}l5 5-5 5-5-5z", css, words))
        lane.words.append(words)


def _bar(start: date, end: date, span: Span, css: str, title: str, text: str = "") -> Bar | None:
    if end < span.first or start > span.last:
        return None
    x = span.x(max(start, span.first))
    width = span.x(min(end, span.last)) + span.day - x
    return Bar(x, width, css, title, text if len(text) * 6.4 + 12 < width else "")


def _mondays(span: Span) -> Iterable[date]:
    day = span.first + timedelta(days=-span.first.weekday() % 7)
    while day <= span.last:
        yield day
        day += timedelta(days=7)


def _ordinal(number: int) -> str:
    return [_("1er"), _("2e"), _("3e"), _("4e")][number - 1]
