"""The workspace's calendar of a month: campaigns, waves and milestones, and what filters them.

Reads only what falls in the window, as plain values, in a number of queries that does not grow.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
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
    month_page,
    task_tone,
    window_of,
)
from campaigns.selectors.moment_entries import (
    ALL,
    MAIN,
    NONE,
    moment_entries,
    moments_for,
)
from campaigns.selectors.plan import working_calendar
from core.access import Access


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


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 10 else None
