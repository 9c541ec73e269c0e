"""Months of a calendar: the campaign's own, and the workspace's. Only what falls in the window is read."""

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from babel.dates import format_date, get_day_names
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from campaigns.access import CampaignAccess
from campaigns.models import Campaign, SignOffRequest, Task, Wave
from campaigns.scheduling import WorkingCalendar
from campaigns.scheduling.layout import CalendarEvent, MonthGrid, month_grid
from campaigns.selectors.plan import working_calendar
from campaigns.signoff import kinds_loaded
from campaigns.signoff.amendments import request_title
from core.formatting import current_locale

#: Lanes of a week before the rest is counted.
LANES = 6
#: Things a phone lists of a month before the rest is counted.
LISTED = 60
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)


class Entry(NamedTuple):
    """A dated thing. `kind` is moment, wave, launch, milestone, task, signoff or an app's own."""

    text: str
    start: date
    end: date
    kind: str
    url: str
    tone: str = ""
    icon: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Slot:
    """A place in a cell: an entry that begins (or goes on from last week) there, or gaps under bars."""

    entry: Entry | None = None
    span: int = 1
    came: bool = False
    goes_on: bool = False
    gaps: str = ""  # their HTML


@dataclass(frozen=True)
class Cell:
    day: date
    outside: bool
    off: bool
    today: bool
    moment: str
    slots: list[Slot]
    more: int


@dataclass(frozen=True)
class Row:
    iso_week: int
    cells: list[Cell]


@dataclass(frozen=True)
class Month:
    """A month to draw: rows of cells on a desk, `listed` on a phone with how many more there are."""

    first: date
    title: str
    long_name: str
    weekdays: list[str]
    rows: list[Row]
    listed: list[Entry]
    unlisted: int
    previous: str
    next: str
    now: str
    day: date | None = None
    of_day: list[Entry] = field(default_factory=list)


def month_of(text: str | None, default: date) -> date:
    """The first day of «2026-12»; of the default's month when the address says nothing sensible."""
    try:
        found = date.fromisoformat(f"{text}-01") if text and len(text) == 7 else default
    except ValueError:
        found = default
    return min(max(found, _FIRST), _LAST).replace(day=1)


def month_add(first: date, months: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)


def month_key(first: date) -> str:
    return first.strftime("%Y-%m")


def day_of(text: str | None, first: date) -> date | None:
    """A day asked for, when it lies in the weeks shown."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    start, end = window_of(first)
    return day if start <= day <= end else None


def window_of(first: date) -> tuple[date, date]:
    """First and last day of the whole weeks that hold a month."""
    last = first.replace(day=monthrange(first.year, first.month)[1])
    return first - timedelta(days=first.weekday()), last + timedelta(days=6 - last.weekday())


def month_page(
    first: date,
    entries: Sequence[Entry],
    calendar: WorkingCalendar,
    *,
    today: date,
    day: date | None = None,
    lanes: int = LANES,
    beyond: Mapping[date, int] | None = None,
) -> Month:
    """Lay out the entries of a window on its month. `beyond` is how many more each day has."""
    beyond = beyond or {}
    events = [CalendarEvent(index, entry.start, entry.end, entry.kind) for index, entry in enumerate(entries)]
    grid = month_grid(first.year, first.month, events, calendar, today=today, lanes=lanes)
    locale = current_locale()
    names = get_day_names("abbreviated", locale=locale)
    start, _end = window_of(first)
    shown = sorted(entries, key=lambda entry: (max(entry.start, start), entry.end, entry.text))
    after = month_add(first, 1)
    month = [entry for entry in shown if entry.end >= first and entry.start < after]
    listed = _listed(month, today)
    unread = sum(count for on, count in beyond.items() if first <= on < after)
    return Month(
        first=first,
        title=format_date(first, "MMMM y", locale=locale),
        long_name=format_date(first, "MMMM", locale=locale),
        weekdays=[names[number] for number in range(7)],
        rows=_rows(grid, entries, beyond),
        listed=listed,
        unlisted=len(month) - len(listed) + unread,
        previous=month_key(month_add(first, -1)),
        next=month_key(month_add(first, 1)),
        now=month_key(today),
        day=day,
        of_day=[entry for entry in shown if entry.start <= day <= entry.end] if day else [],
    )


def _listed(month: list[Entry], today: date) -> list[Entry]:
    """What a phone lists: all of it or, of a month too full, the first that are not over."""
    if len(month) <= LISTED:
        return month
    coming = [entry for entry in month if entry.end >= today]
    return (coming or month)[:LISTED]


def _rows(grid: MonthGrid, entries: Sequence[Entry], beyond: Mapping[date, int]) -> list[Row]:
    rows = []
    for week in grid.weeks:
        placed = {(bar.lane, bar.column): bar for bar in week.bars}
        covered = {
            (bar.lane, column) for bar in week.bars for column in range(bar.column, bar.column + bar.span)
        }
        cells = []
        for column, day in enumerate(week.days):
            slots, gaps = [], 0
            used = [lane for lane in range(week.lanes) if (lane, column) in covered]
            for lane in range(max(used) + 1 if used else 0):
                bar = placed.get((lane, column))
                if bar is None:
                    gaps += 1
                    continue
                if gaps:
                    slots.append(_gaps(gaps))
                    gaps = 0
                entry = entries[int(bar.event.id)]
                slots.append(Slot(entry, bar.span, bar.continues_before, bar.continues_after))
            if gaps:
                slots.append(_gaps(gaps))
            cells.append(
                Cell(
                    day=day.date,
                    outside=not day.in_month,
                    off=not day.working,
                    today=day.is_today,
                    moment=day.holiday or "",
                    slots=slots,
                    more=len(day.hidden) + beyond.get(day.date, 0),
                )
            )
        rows.append(Row(week.iso_week, cells))
    return rows


@cache
def _gaps(count: int) -> Slot:
    """Under long bars most of a month is gaps: written once for each number of them."""
    return Slot(gaps=SafeString('<span class="event gap" aria-hidden="true">·</span>' * count))


def campaign_month(
    access: CampaignAccess, first: date, day: date | None, moments: Sequence[Entry] = ()
) -> Month:
    """One campaign's month: waves, tasks, milestones, sign-off due dates, beside `moments`.

    Four queries at most.
    """
    campaign, today = access.campaign, timezone.localdate()
    start, end = window_of(first)
    entries = [*moments, *_wave_entries(access, start, end), *_task_entries(access, start, end, today)]
    if not access.membership.team_only:
        entries += _signoff_entries(campaign, start, end, today)
        entries += _own_days(campaign, start, end)
    order = {"moment": 0, "wave": 1, "launch": 2, "milestone": 3, "signoff": 4}
    entries.sort(key=lambda entry: (order.get(entry.kind, 9), entry.start, entry.end))
    return month_page(first, entries, working_calendar(campaign.workspace), today=today, day=day)


def campaign_default_month(campaign: Campaign, today: date) -> date:
    """The month to open on: today's, or the campaign's nearest one."""
    last = campaign.ends_on or max(today, campaign.launch_on)
    return min(max(today, campaign.prepares_on), last)


def _own_days(campaign: Campaign, start: date, end: date) -> Iterable[Entry]:
    url = reverse("campaigns:campaign", args=[campaign.workspace.slug, campaign.reference])
    days = [(campaign.prepares_on, _("Début de la préparation"))]
    if campaign.ends_on:
        days.append((campaign.ends_on, _("Fin de la campagne")))
    return [Entry(text, on, on, "launch", url, "quiet", "flag") for on, text in days if start <= on <= end]


def _wave_entries(access: CampaignAccess, start: date, end: date) -> list[Entry]:
    campaign = access.campaign
    url = reverse("campaigns:planning", args=[campaign.workspace.slug, campaign.reference])
    waves = Wave.objects.filter(campaign=campaign, goes_live_on__lte=end).order_by("number")
    return [
        Entry(
            text=_("En ligne : %(wave)s") % {"wave": wave.name},
            start=wave.goes_live_on,
            end=wave.ends_on or end,
            kind="wave",
            url=f"{url}?vague={wave.number}",
            tone="ok",
            icon="wave",
        )
        for wave in waves
        if wave.ends_on is None or wave.ends_on >= start
    ]


def _task_entries(access: CampaignAccess, start: date, end: date, today: date) -> list[Entry]:
    campaign = access.campaign
    place = [campaign.workspace.slug, campaign.reference]
    tasks = Task.objects.filter(campaign=campaign, starts_on__lte=end, ends_on__gte=start)
    if access.membership.team_only:
        tasks = tasks.filter(team__in=access.team_ids)
    return [
        Entry(
            text=task.name,
            start=task.starts_on or today,
            end=task.ends_on or today,
            kind=task.kind,
            url=reverse("campaigns:task", args=[*place, task.pk]),
            tone=task_tone(task.status, task.ends_on, today),
            icon={"milestone": "diamond", "approval": "sign"}.get(task.kind, ""),
            detail=" · ".join(filter(None, [task.team.name if task.team else "", task.get_status_display()])),
        )
        for task in tasks.select_related("team").order_by("starts_on", "position", "id")
    ]


def task_tone(status: str, ends_on: date | None, today: date) -> str:
    if status == Task.Status.DONE:
        return "quiet"
    if status == Task.Status.BLOCKED:
        return "warn"
    return "bad" if ends_on and ends_on < today else ""


def _signoff_entries(campaign: Campaign, start: date, end: date, today: date) -> list[Entry]:
    asked = list(
        SignOffRequest.objects.filter(
            campaign=campaign, status=SignOffRequest.Status.OPEN, due_on__range=(start, end)
        )
    )
    with kinds_loaded({request.kind for request in asked}):
        titles = {request.pk: request_title(request) for request in asked}
    url = reverse("campaigns:signoff", args=[campaign.workspace.slug, campaign.reference])
    return [
        Entry(
            text=_("Réponse attendue : %(kind)s") % {"kind": titles[request.pk]},
            start=request.due_on,
            end=request.due_on,
            kind="signoff",
            url=f"{url}#{request.kind}",
            tone="bad" if request.due_on < today else "warn",
            icon="sign",
        )
        for request in asked
    ]
