"""The workspace's calendar: campaigns, waves and milestones, a month or a quarter at a time.

Reads only what falls in the window, as plain values, in a number of queries that does not grow.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from babel.dates import format_date
from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.access import visible_campaigns
from campaigns.models import (
    Audience,
    Brand,
    BriefAudience,
    Campaign,
    Channel,
    Phase,
    Placement,
    Task,
    Team,
    Wave,
)
from campaigns.ports import calendar as calendar_port
from campaigns.selectors.calendar import (
    LANES,
    Entry,
    Month,
    month_add,
    month_key,
    month_page,
    task_tone,
    window_of,
)
from campaigns.selectors.frame import campaign_url
from campaigns.selectors.moment_entries import (
    ALL,
    MAIN,
    NONE,
    Band,
    moment_band,
    moment_entries,
    moments_for,
)
from campaigns.selectors.plan import working_calendar
from core.access import Access
from core.formatting import current_locale, date_range, date_short

#: Campaigns on one page of the quarter.
ROWS = 40
#: The drawing of a quarter, in pixels.
DAY, ROW, TOP = 9, 44, 44


@dataclass(frozen=True)
class Filters:
    """What the address asks for: a type, a team at work, a brand, a channel, an audience (None: all of them),
    and how much of the commercial calendar to show beside them."""

    type: str = ""
    team: int | None = None
    brand: int | None = None
    channel: int | None = None
    audience: int | None = None
    moments: str = MAIN


def filters_of(query: QueryDict) -> Filters:
    kind, moments = query.get("type", ""), query.get("temps", "")
    return Filters(
        type=kind if kind in Campaign.Type.values else "",
        team=_number(query.get("equipe")),
        brand=_number(query.get("marque")),
        channel=_number(query.get("canal")),
        audience=_number(query.get("cible")),
        moments=moments if moments in (ALL, NONE) else MAIN,
    )


@dataclass(frozen=True)
class Choices:
    """What the filters offer."""

    types: list[tuple[str, str]]
    teams: list[tuple[int, str]] = field(default_factory=list)
    brands: list[tuple[int, str]] = field(default_factory=list)
    channels: list[tuple[int, str]] = field(default_factory=list)
    audiences: list[tuple[int, str]] = field(default_factory=list)


def filter_choices(access: Access) -> Choices:
    """Four queries. A partner filters by type only: the rest is not theirs to list."""
    types = [(value, str(label)) for value, label in Campaign.Type.choices]
    if access.membership.team_only:
        return Choices(types)
    here = {"workspace": access.workspace}
    return Choices(
        types,
        teams=list(Team.objects.filter(**here, is_active=True).values_list("pk", "name")),
        brands=list(Brand.objects.filter(**here).values_list("pk", "name")),
        channels=list(Channel.objects.filter(**here, is_active=True).values_list("pk", "name")),
        audiences=list(Audience.objects.filter(**here, is_active=True).values_list("pk", "name")),
    )


def campaigns_shown(access: Access, filters: Filters, start: date, end: date) -> QuerySet[Campaign]:
    """Campaigns at work (from preparation to end) in a window, given up ones left out."""
    rows = visible_campaigns(access).exclude(phase=Phase.ABANDONNEE)
    rows = rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=start), prepares_on__lte=end)
    if filters.type:
        rows = rows.filter(type=filters.type)
    if filters.brand is not None:
        rows = rows.filter(brand_id=filters.brand)
    if filters.team is not None:
        at_work = Task.objects.filter(team_id=filters.team).values("campaign_id")
        rows = rows.filter(pk__in=at_work)
    if filters.channel is not None:
        planned = Placement.objects.filter(channel_id=filters.channel).values("wave__campaign_id")
        rows = rows.filter(pk__in=planned)
    if filters.audience is not None:
        spoken_to = BriefAudience.objects.filter(audience_id=filters.audience).values("campaign_id")
        rows = rows.filter(pk__in=spoken_to)
    return rows


def workspace_month(access: Access, filters: Filters, first: date, day: date | None) -> Month:
    """Waves as bars, milestones as days, and what other apps put in the calendar."""
    today = timezone.localdate()
    start, end = window_of(first)
    among = campaigns_shown(access, filters, start, end)
    milestones, beyond = _milestones(access, among, start, end, today, day)
    entries = [
        *moment_entries(access.workspace, moments_for(access, start, end, filters.moments)),
        *_waves(access, among, start, end),
        *milestones,
        *_from_apps(access, filters, start, end),
    ]
    calendar = working_calendar(access.workspace)
    return month_page(first, entries, calendar, today=today, day=day, beyond=beyond)


#: Stands for a campaign's reference in an address that is made by hand for each of hundreds.
_REFERENCE = "REFERENCE"


def _address(access: Access, name: str, *args: int) -> str:
    return reverse(name, args=[access.workspace.slug, _REFERENCE, *args])


def _waves(access: Access, among: QuerySet[Campaign], start: date, end: date) -> list[Entry]:
    live = Wave.objects.filter(campaign__in=among.values("pk"), goes_live_on__lte=end)
    live = live.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=start)).order_by("goes_live_on", "pk")
    rows = live.annotate(opened=Q(opened_at__isnull=False)).values_list(
        "name", "goes_live_on", "ends_on", "campaign__name", "campaign__reference", "opened"
    )
    page = _address(access, "campaigns:campaign")
    live_words, coming_words = _("en ligne"), _("à ouvrir")
    return [
        Entry(
            text=f"{campaign} · {name}",
            start=begins,
            end=ends or end,
            kind="wave",
            url=page.replace(_REFERENCE, reference),
            tone="ok" if opened else "",
            detail=live_words if opened else coming_words,
        )
        for name, begins, ends, campaign, reference, opened in rows
    ]


def _milestones(
    access: Access, among: QuerySet[Campaign], start: date, end: date, today: date, day: date | None
) -> tuple[list[Entry], dict[date, int]]:
    """Of each day as many as a cell can hold, all of them of the `day` asked for; and how many more there
    are. A thousand campaigns have thousands in a month, which nobody could read."""
    tasks = Task.objects.filter(
        kind=Task.Kind.MILESTONE, campaign__in=among.values("pk"), ends_on__range=(start, end)
    )
    if access.membership.team_only:
        tasks = tasks.filter(team__in=access.membership.teams.values("pk"))
    counts: Counter[date | None] = Counter()
    read: list[int] = []
    for pk, on in tasks.order_by("ends_on", "pk").values_list("pk", "ends_on"):
        counts[on] += 1
        if counts[on] <= LANES or on == day:
            read.append(pk)
    rows = (
        Task.objects.filter(pk__in=read)
        .order_by("ends_on", "pk")
        .values_list("pk", "name", "ends_on", "status", "campaign__name", "campaign__reference")
    )
    page = _address(access, "campaigns:task", 0).removesuffix("0/")
    entries = [
        Entry(
            # A chip is too short for both names: which campaign it is comes first, without its year.
            text=f"{reference.partition('-')[2]} · {name} · {campaign}",
            start=on,
            end=on,
            kind="milestone",
            url=f"{page.replace(_REFERENCE, reference)}{pk}/",
            tone=task_tone(status, on, today),
            icon="diamond",
        )
        for pk, name, on, status, campaign, reference in rows
        if on
    ]
    counts.subtract(entry.start for entry in entries)
    return entries, {on: count for on, count in counts.items() if on and count}


def _from_apps(access: Access, filters: Filters, start: date, end: date) -> list[Entry]:
    """What upper apps add, of the campaigns shown; nothing for partners."""
    if access.membership.team_only or not list(calendar_port):
        return []
    kept = set(campaigns_shown(access, filters, start, end).values_list("pk", flat=True))
    return [
        Entry(f"{item.text} · {item.campaign.name}", item.start, item.end, item.kind, item.url)
        for provider in calendar_port
        for item in provider(access, start, end)
        if item.campaign.pk in kept and item.start <= end and item.end >= start
    ]


# The quarter ---------------------------------------------------------------------------------------------


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


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None
