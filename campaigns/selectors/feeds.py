"""What a calendar subscription shows, decided again at each reading: whose it is and what they may see.

What is deleted, settled or abandoned is absent rather than cancelled. A subscribed calendar is a copy of
its file: what the file no longer has disappears at the next reading, in Outlook, Google Agenda and Apple
Calendar alike, while a cancelled event would stay on the page, struck through, for people who have nothing
to do about it.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import cast

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.access import partner_teams, visible_campaigns
from campaigns.models import Campaign, FeedSubscription, Phase, Signature, SignOffRequest, Task, Team, Wave
from campaigns.selectors.calendar_revisions import Revision, revisions_of, task_key, wave_key
from campaigns.signoff import kinds_loaded
from campaigns.signoff.amendments import request_title
from core.access import Access

#: How far back the calendars of a team and of a person go: a quarter. A campaign's holds all of it.
PAST = timedelta(days=92)
_READ_KEPT = 400 * 24 * 3600


@dataclass(frozen=True)
class FeedEvent:
    """A whole-day event; `last` is its last day, included. `changed_at` is when it last changed."""

    uid: str
    title: str
    first: date
    last: date
    details: tuple[str, ...]
    url: str
    category: str
    revision: Revision


@dataclass(frozen=True)
class Feed:
    """A calendar: its name, and its events by date."""

    name: str
    events: list[FeedEvent]

    @property
    def changed_at(self) -> datetime | None:
        return max((event.revision.changed_at for event in self.events), default=None)


@dataclass(frozen=True)
class _Reach:
    """The rows a subscription shows, and whether each must say its campaign."""

    campaigns: QuerySet[Campaign]
    tasks: QuerySet[Task]
    waves: QuerySet[Wave]
    asked: QuerySet[SignOffRequest]
    named: bool


def feed_digest(token: str) -> str:
    """What is stored of an address's secret (hex SHA-256)."""
    return hashlib.sha256(token.encode()).hexdigest()


def feed_by_token(token: str) -> FeedSubscription | None:
    """The subscription of an address, while its member may read what it shows. None says nothing of why."""
    rows = FeedSubscription.objects.select_related("workspace", "membership__user", "campaign", "team")
    found = rows.filter(
        token_hash=feed_digest(token),
        revoked_at__isnull=True,
        membership__is_active=True,
        membership__user__is_active=True,
    ).first()
    return found if found and _may_read(found) else None


def feed_access(feed: FeedSubscription) -> Access:
    return Access(feed.workspace, feed.membership)


def feed_list(access: Access) -> list[FeedSubscription]:
    """A member's own living subscriptions, the newest first."""
    rows = access.membership.feeds.filter(revoked_at__isnull=True)
    return list(rows.select_related("campaign", "team"))


def feed_campaigns(access: Access) -> QuerySet[Campaign]:
    """The campaigns a member may subscribe to."""
    return visible_campaigns(access).exclude(phase=Phase.ABANDONNEE).order_by("name")


def feed_teams(access: Access) -> QuerySet[Team]:
    """The teams a member may subscribe to: a partner's own only."""
    teams = Team.objects.filter(workspace=access.workspace, is_active=True)
    return teams.filter(pk__in=partner_teams(access)) if access.membership.team_only else teams


def feed_read_note(feed: FeedSubscription) -> None:
    """Remember that an application read the calendar. In the cache: reading writes nothing, and a memory
    lost costs a line on a page."""
    cache.set(f"feed-read:{feed.pk}", timezone.now(), _READ_KEPT)


def feeds_read_at(feeds: Iterable[FeedSubscription]) -> dict[int, datetime]:
    """{subscription: when it was last read}, for those it is known of."""
    keys = {f"feed-read:{feed.pk}": feed.pk for feed in feeds}
    return {keys[key]: moment for key, moment in cache.get_many(keys).items()}


def feed_of(feed: FeedSubscription) -> Feed:
    """Everything the calendar holds, in the language that is active. A fixed number of queries."""
    reach = _reach(feed, feed_access(feed))
    tasks, waves, asked = list(reach.tasks), list(reach.waves), list(reach.asked)
    ids = {task.campaign_id for task in tasks} | {wave.campaign_id for wave in waves}
    campaigns = reach.campaigns.in_bulk(ids | {request.campaign_id for request in asked})
    revisions = revisions_of(campaigns)
    events = [
        *(_task_event(task, campaigns[task.campaign_id], revisions, reach.named) for task in tasks),
        *(_wave_event(wave, campaigns[wave.campaign_id], revisions, reach.named) for wave in waves),
        *_signoff_events(asked, campaigns, reach.named),
    ]
    return Feed(feed.name, sorted(events, key=lambda event: (event.first, event.uid)))


def _may_read(feed: FeedSubscription) -> bool:
    access = feed_access(feed)
    if feed.kind == FeedSubscription.Kind.CAMPAIGN:
        return feed_campaigns(access).filter(feeds=feed).exists()
    if feed.kind == FeedSubscription.Kind.TEAM and access.membership.team_only:
        return feed.team_id in partner_teams(access)
    return True


def _reach(feed: FeedSubscription, access: Access) -> _Reach:
    # The workspace comes with the campaign: its name is in every address.
    campaigns = visible_campaigns(access).exclude(phase=Phase.ABANDONNEE).select_related("workspace")
    partner, since = access.membership.team_only, timezone.localdate() - PAST
    tasks = Task.objects.filter(starts_on__isnull=False, ends_on__isnull=False)
    asked = SignOffRequest.objects.filter(status=SignOffRequest.Status.OPEN)
    if partner:
        tasks = tasks.filter(team__in=partner_teams(access))
        asked = asked.none()
    if feed.kind == FeedSubscription.Kind.CAMPAIGN:
        campaigns = campaigns.filter(feeds=feed)
        waves = Wave.objects.filter(campaign__in=campaigns)
        asked = asked.filter(campaign__in=campaigns)
        return _Reach(campaigns, _whole(tasks.filter(campaign__in=campaigns)), waves, asked, named=False)
    tasks = tasks.filter(campaign__in=campaigns, ends_on__gte=since)
    if feed.kind == FeedSubscription.Kind.TEAM:
        tasks = tasks.filter(team=feed.team_id)
        at_work = Q(campaign__in=tasks.order_by().values("campaign"))
        asked = asked.none()
    else:
        tasks = tasks.filter(assignee=access.membership)
        at_work = Q(campaign__owner=access.membership)
        waiting = Signature.objects.filter(membership=access.membership, decision="")
        # A person who signs sees what waits for them, partner or not: they were asked by name.
        asked = SignOffRequest.objects.filter(
            status=SignOffRequest.Status.OPEN,
            pk__in=waiting.filter(invited_at__isnull=False).values("request"),
            campaign__in=campaigns,
        )
    waves = Wave.objects.filter(at_work, campaign__in=campaigns)
    waves = waves.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=since))
    return _Reach(campaigns, _whole(tasks), waves, asked, named=True)


def _whole(tasks: QuerySet[Task]) -> QuerySet[Task]:
    return tasks.select_related("team", "assignee__user").order_by("starts_on", "pk")


def _task_event(task: Task, campaign: Campaign, revisions: dict[str, Revision], named: bool) -> FeedEvent:
    first, last = cast(date, task.starts_on), cast(date, task.ends_on)  # the query asked for both
    key = task_key(task.pk)
    who = " · ".join(
        filter(None, [task.team.name if task.team else "", task.assignee.user.name if task.assignee else ""])
    )
    details = [
        _("Campagne : %(name)s") % {"name": campaign.name},
        _("Qui : %(who)s") % {"who": who} if who else "",
        _("État : %(status)s") % {"status": task.get_status_display()},
        _("Ce qui bloque : %(reason)s") % {"reason": task.blocked_reason} if task.blocked_reason else "",
        task.description,
    ]
    return FeedEvent(
        uid=_uid(key),
        title=_title(task.name, campaign, named),
        first=first,
        last=last,
        details=tuple(filter(None, details)),
        url=_absolute("campaigns:task", campaign, task.pk),
        category=task.get_kind_display(),
        revision=revisions.get(key) or Revision(0, campaign.created_at),
    )


def _wave_event(wave: Wave, campaign: Campaign, revisions: dict[str, Revision], named: bool) -> FeedEvent:
    key = wave_key(wave.pk)
    return FeedEvent(
        uid=_uid(key),
        title=_title(_("En ligne : %(wave)s") % {"wave": wave.name}, campaign, named),
        first=wave.goes_live_on,
        # A wave without an end is shown on the day it begins: calendars have no event that never ends.
        last=wave.ends_on or wave.goes_live_on,
        details=(_("Campagne : %(name)s") % {"name": campaign.name},),
        url=_absolute("campaigns:planning", campaign),
        category=_("Diffusion"),
        revision=revisions.get(key) or Revision(0, campaign.created_at),
    )


def _signoff_events(
    requests: list[SignOffRequest], campaigns: dict[int, Campaign], named: bool
) -> list[FeedEvent]:
    with kinds_loaded({request.kind for request in requests}):
        titles = {request.pk: request_title(request) for request in requests}
    return [
        FeedEvent(
            uid=_uid(f"signoff:{request.pk}"),
            title=_title(
                _("Réponse attendue : %(kind)s") % {"kind": titles[request.pk]},
                campaigns[request.campaign_id],
                named,
            ),
            first=request.due_on,
            last=request.due_on,
            details=(
                _("Campagne : %(name)s") % {"name": campaigns[request.campaign_id].name},
                _("Demandé par %(who)s") % {"who": request.requested_by_name},
            ),
            url=f"{_absolute('campaigns:signoff', campaigns[request.campaign_id])}#{request.kind}",
            category=_("Validation"),
            # A request never changes: another one replaces it.
            revision=Revision(0, request.requested_at),
        )
        for request in requests
    ]


def _title(text: str, campaign: Campaign, named: bool) -> str:
    return f"{text} · {campaign.name}" if named else text


def _uid(key: str) -> str:
    return f"{key.replace(':', '-')}@{settings.SITE_URL.partition('://')[2].partition('/')[0]}"


def _absolute(name: str, campaign: Campaign, *more: object) -> str:
    return settings.SITE_URL + reverse(name, args=[campaign.workspace.slug, campaign.reference, *more])
