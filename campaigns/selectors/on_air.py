"""What collisions are computed from: waves on air with whom they reach, and the work given to teams."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from campaigns.models import BriefAudience, Campaign, Phase, Placement, Task, Team, Wave
from campaigns.moments.collisions import OnAir, Work
from core.models import Workspace

#: How far an endless wave is followed.
ENDLESS = timedelta(days=365)
_OVER = (Phase.ABANDONNEE, Phase.CLOTUREE)


@dataclass(frozen=True)
class Air:
    """Waves still to end, by what they reach. `waves` has the campaign of each, its workspace not loaded."""

    windows: list[OnAir]
    waves: Mapping[int, Wave]


def air(workspace: Workspace, today: date) -> Air:
    """Waves that end today or later, given up and closed campaigns left out. Three queries."""
    rows = (
        Wave.objects.filter(campaign__workspace=workspace)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
        .exclude(campaign__phase__in=_OVER)
        .select_related("campaign")
    )
    waves = {wave.pk: wave for wave in rows}
    channels: dict[int, set[int]] = defaultdict(set)
    for wave, channel in Placement.objects.filter(wave__in=waves).values_list("wave_id", "channel_id"):
        channels[wave].add(channel)
    audiences: dict[int, set[int]] = defaultdict(set)
    among = {wave.campaign_id for wave in waves.values()}
    spoken_to = BriefAudience.objects.filter(campaign__in=among)
    for campaign, audience in spoken_to.values_list("campaign_id", "audience_id"):
        audiences[campaign].add(audience)
    windows = [
        OnAir(
            wave.pk,
            wave.campaign_id,
            wave.goes_live_on,
            window_end(wave, wave.campaign, today),
            frozenset(audiences[wave.campaign_id]),
            frozenset(channels[wave.pk]),
        )
        for wave in waves.values()
    ]
    return Air(windows, waves)


def window_end(wave: Wave, campaign: Campaign, today: date) -> date:
    """The last day of a wave; of an endless one, a day as far as it is followed."""
    return wave.ends_on or campaign.ends_on or max(today, wave.goes_live_on) + ENDLESS


@dataclass(frozen=True)
class Labour:
    """The tasks that occupy teams from a day on, and how many people each team has."""

    work: list[Work]
    tasks: Mapping[int, Task]
    teams: Mapping[int, Team]

    @property
    def capacities(self) -> dict[int, int]:
        return {pk: team.people_per_day for pk, team in self.teams.items()}


def labour(workspace: Workspace, today: date) -> Labour:
    """Unfinished tasks of teams, with their days from today on. Two queries."""
    teams = {team.pk: team for team in Team.objects.filter(workspace=workspace, is_active=True)}
    rows = (
        Task.objects.filter(team__in=teams, ends_on__gte=today, starts_on__isnull=False, kind=Task.Kind.TASK)
        .exclude(status=Task.Status.DONE)
        .exclude(campaign__phase__in=_OVER)
        .select_related("campaign")
    )
    tasks = {task.pk: task for task in rows}
    work = [
        Work(task.pk, task.campaign_id, task.team_id, max(task.starts_on, today), task.ends_on)
        for task in tasks.values()
        if task.team_id and task.starts_on and task.ends_on
    ]
    return Labour(work, tasks, teams)
