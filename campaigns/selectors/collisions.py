"""Collisions of a workspace's campaigns: with each other, with the calendar, with what teams can do.

Computed from the dates each time; only what somebody accepted is stored. The number of queries does not
depend on how many campaigns, waves or tasks there are.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import AcceptedCollision, Audience, Campaign, Channel, Wave
from campaigns.moments.collisions import Overlap, Overload, overlaps, overloads
from campaigns.moments.fit import HURTS, fit
from campaigns.selectors.moments import ShownMoment, moments_shown
from campaigns.selectors.on_air import Air, Labour, air, labour, window_end
from campaigns.selectors.preparation import workspace_calendar
from core.models import Workspace

AUDIENCE, TEAM, MOMENT, EMBARGO = "audience", "team", "moment", "embargo"
#: Names said of a long list before the rest is counted.
_NAMED = 3


@dataclass(frozen=True)
class CampaignLink:
    """A campaign that takes part, and the page where its dates are changed."""

    name: str
    url: str


@dataclass(frozen=True)
class Collision:
    """`key` names it as long as what collides stays the same; `accepted` is why somebody lives with it."""

    key: str
    kind: str
    text: str
    start: date
    end: date
    links: list[CampaignLink]
    campaigns: frozenset[int]
    waves: frozenset[int] = frozenset()
    accepted: AcceptedCollision | None = field(default=None, compare=False)


def workspace_collisions(workspace: Workspace, *, today: date | None = None) -> list[Collision]:
    """Every collision from today on, by its first day. Nine queries."""
    today = today or timezone.localdate()
    on_air, work = air(workspace, today), labour(workspace, today)
    names = _names(workspace)
    found = [
        *_between(workspace, on_air, names),
        *_of_teams(workspace, work),
        *_with_moments(workspace, on_air, today),
    ]
    accepted = {row.key: row for row in AcceptedCollision.objects.filter(workspace=workspace)}
    found = [_judged(collision, accepted.get(collision.key)) for collision in found]
    return sorted(found, key=lambda each: (each.start, each.end, each.key))


def campaign_collisions(campaign: Campaign, *, wave: Wave | None = None) -> list[Collision]:
    """Those a campaign takes part in that nobody accepted; of one wave when it is given."""
    return [
        collision
        for collision in workspace_collisions(campaign.workspace)
        if campaign.pk in collision.campaigns
        and not collision.accepted
        and (wave is None or not collision.waves or wave.pk in collision.waves)
    ]


def _judged(collision: Collision, accepted: AcceptedCollision | None) -> Collision:
    """Accepted only for the days it was accepted for: one that grew is to be looked at again."""
    if accepted is None or collision.start < accepted.starts_on or collision.end > accepted.ends_on:
        return collision
    return Collision(
        collision.key,
        collision.kind,
        collision.text,
        collision.start,
        collision.end,
        collision.links,
        collision.campaigns,
        collision.waves,
        accepted,
    )


def _names(workspace: Workspace) -> tuple[Mapping[int, str], Mapping[int, str]]:
    audiences = Audience.objects.filter(workspace=workspace).values_list("pk", "name")
    channels = Channel.objects.filter(workspace=workspace).values_list("pk", "name")
    return dict(audiences), dict(channels)


def _between(
    workspace: Workspace, on_air: Air, names: tuple[Mapping[int, str], Mapping[int, str]]
) -> Iterator[Collision]:
    audiences, channels = names
    for pair in overlaps(on_air.windows):
        yield _pair(workspace, on_air, pair, audiences, channels)


def _pair(
    workspace: Workspace,
    on_air: Air,
    pair: Overlap,
    audiences: Mapping[int, str],
    channels: Mapping[int, str],
) -> Collision:
    waves = [on_air.waves[pair.first.wave], on_air.waves[pair.second.wave]]
    text = _("« %(first)s » et « %(second)s » parlent en même temps à %(audiences)s sur %(channels)s.") % {
        "first": waves[0].campaign.name,
        "second": waves[1].campaign.name,
        "audiences": _listed(audiences[pk] for pk in pair.audiences),
        "channels": _listed(channels[pk] for pk in pair.channels),
    }
    ids = sorted((pair.first.wave, pair.second.wave))
    return Collision(
        key=f"{AUDIENCE}:{ids[0]}-{ids[1]}",
        kind=AUDIENCE,
        text=text,
        start=pair.start,
        end=pair.end,
        links=[_wave_link(workspace, wave) for wave in waves],
        campaigns=frozenset({pair.first.campaign, pair.second.campaign}),
        waves=frozenset(ids),
    )


def _of_teams(workspace: Workspace, work: Labour) -> Iterator[Collision]:
    calendar = workspace_calendar(workspace)
    for run in overloads(work.work, work.capacities, calendar.is_working_day):
        yield _overload(workspace, work, run)


def _overload(workspace: Workspace, work: Labour, run: Overload) -> Collision:
    words = ngettext(
        "%(team)s : jusqu’à %(peak)s tâches le même jour, pour %(capacity)s personne.",
        "%(team)s : jusqu’à %(peak)s tâches le même jour, pour %(capacity)s personnes.",
        run.capacity,
    )
    campaigns = {work.tasks[pk].campaign_id: work.tasks[pk].campaign for pk in run.tasks}
    return Collision(
        key=f"{TEAM}:{run.team}:{run.start.isoformat()}",
        kind=TEAM,
        text=words % {"team": work.teams[run.team].name, "peak": run.peak, "capacity": run.capacity},
        start=run.start,
        end=run.end,
        links=[
            CampaignLink(campaign.name, _address(workspace, campaign, "campaigns:planning"))
            for campaign in campaigns.values()
        ],
        campaigns=run.campaigns,
    )


def _with_moments(workspace: Workspace, on_air: Air, today: date) -> Iterator[Collision]:
    if not on_air.waves:
        return
    first = min(wave.goes_live_on for wave in on_air.waves.values())
    last = max(window.end for window in on_air.windows)
    moments = [moment for moment in moments_shown(workspace, first, last) if moment.end >= today]
    for wave in on_air.waves.values():
        end = window_end(wave, wave.campaign, today)
        for moment in moments:
            if moment.is_embargo and moment.overlaps(wave.goes_live_on, end):
                yield _with_moment(workspace, wave, moment, EMBARGO, end)
            elif _hurts(wave, moment, today):
                yield _with_moment(workspace, wave, moment, MOMENT, wave.goes_live_on)


def _hurts(wave: Wave, moment: ShownMoment, today: date) -> bool:
    """Whether a wave starts in a moment that is bad for its kind of campaign; what has started, has."""
    return (
        moment.is_national
        and wave.goes_live_on >= today
        and moment.overlaps(wave.goes_live_on, wave.goes_live_on)
        and fit(wave.campaign.type, moment.kind, moment.family) <= HURTS
    )


def _with_moment(workspace: Workspace, wave: Wave, moment: ShownMoment, kind: str, end: date) -> Collision:
    named = {"campaign": wave.campaign.name, "wave": wave.name, "moment": moment.title}
    if kind == EMBARGO:
        text = (
            _("« %(campaign)s », %(wave)s : en ligne pendant « %(moment)s » (pas de communication).") % named
        )
    else:
        text = (
            _("« %(campaign)s », %(wave)s : part pendant « %(moment)s », un mauvais moment pour ce type.")
            % named
        )
    name = f"own-{moment.row.pk}" if moment.row and moment.moment is None else moment.family
    return Collision(
        key=f"{kind}:{wave.pk}:{name}:{moment.start.year}",
        kind=kind,
        text=text,
        start=max(moment.start, wave.goes_live_on),
        end=max(min(moment.end, end), max(moment.start, wave.goes_live_on)),
        links=[_wave_link(workspace, wave)],
        campaigns=frozenset({wave.campaign_id}),
        waves=frozenset({wave.pk}),
    )


def _wave_link(workspace: Workspace, wave: Wave) -> CampaignLink:
    name = _("%(campaign)s, %(wave)s") % {"campaign": wave.campaign.name, "wave": wave.name}
    place = [workspace.slug, wave.campaign.reference, wave.number]
    return CampaignLink(name, reverse("campaigns:wave", args=place))


def _address(workspace: Workspace, campaign: Campaign, name: str) -> str:
    return reverse(name, args=[workspace.slug, campaign.reference])


def _listed(names: Iterable[str]) -> str:
    """«Femmes 30–45 ans, Étudiants», and how many more."""
    ordered = sorted(names)
    said = ", ".join(ordered[:_NAMED])
    more = len(ordered) - _NAMED
    return said if more <= 0 else _("%(names)s et %(more)s de plus") % {"names": said, "more": more}
