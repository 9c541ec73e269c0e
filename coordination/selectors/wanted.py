"""What a campaign's waves ask for, beside what exists: the ground of every coordination check.

Everything here reads many campaigns at once, in a number of queries that does not grow with them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, prefetch_related_objects

from campaigns.gates import Scope, read_once
from campaigns.models import Phase, Placement, Team, Wave
from campaigns.selectors.waves import planned_waves
from coordination.models import Activation, Asset, AssetVersion, Briefing, CreativeBrief

Key = tuple[int, int]  # (channel id, format id)
#: The phases whose ways out ask what the waves plan; the rest of the work is asked in the first only.
PLANNED = (Phase.COORDINATION, Phase.EXECUTION)


@dataclass
class WaveWork:
    """One wave: its placements, its assets with their latest version, its briefings."""

    wave: Wave
    placements: list[Placement] = field(default_factory=list)
    assets: dict[Key, list[Asset]] = field(default_factory=lambda: defaultdict(list))
    briefings: dict[int, Briefing] = field(default_factory=dict)

    def team_ids(self, briefs: dict[Key, CreativeBrief]) -> set[int]:
        """Teams that have something to do in this wave: they run a channel, or make what it shows."""
        running = {row.channel.team_id for row in self.placements if row.channel.team_id}
        making = {
            brief.team_id
            for row in self.placements
            if (brief := briefs.get((row.channel_id, row.format_id))) and brief.team_id
        }
        return {team for team in running | making if team is not None}


@dataclass
class CampaignWork:
    """One campaign: its creative briefs by channel × format, and its waves in order."""

    briefs: dict[Key, CreativeBrief] = field(default_factory=dict)
    waves: list[WaveWork] = field(default_factory=list)

    def wave(self, wave: Wave | None) -> WaveWork | None:
        """The work of one wave; of the first one when none is named."""
        if wave is None:
            return self.waves[0] if self.waves else None
        return next((work for work in self.waves if work.wave.pk == wave.pk), None)

    @property
    def wanted(self) -> dict[Key, Placement]:
        """One placement for each channel × format of the campaign."""
        found: dict[Key, Placement] = {}
        for work in self.waves:
            for placement in work.placements:
                found.setdefault((placement.channel_id, placement.format_id), placement)
        return found


def work_of(campaign_ids: Iterable[int]) -> dict[int, CampaignWork]:
    """Coordination work of campaigns by id, in five queries."""
    ids = set(campaign_ids)
    works: dict[int, CampaignWork] = {pk: CampaignWork() for pk in ids}
    waves: dict[int, WaveWork] = {}
    for pk, planned in read_once(planned_waves, ids, phases=PLANNED).items():
        if pk in ids:
            works[pk].waves = [WaveWork(row.wave, row.placements) for row in planned]
            waves |= {work.wave.pk: work for work in works[pk].waves}
    briefs = {brief.pk: brief for brief in _briefs(ids, waves.values())}
    for brief in briefs.values():
        works[brief.campaign_id].briefs[brief.channel_id, brief.format_id] = brief
    for asset in assets_with_state().select_related(None).filter(wave__campaign__in=ids):
        if known := briefs.get(asset.creative_brief_id):
            asset.creative_brief = known
        key = (asset.creative_brief.channel_id, asset.creative_brief.format_id)
        waves[asset.wave_id].assets[key].append(asset)
    # Found by team: in what order they come is nothing to anybody.
    briefings = Briefing.objects.filter(wave__campaign__in=ids).order_by()
    for briefing in briefings.select_related("team"):
        waves[briefing.wave_id].briefings[briefing.team_id] = briefing
    return works


def _briefs(campaign_ids: set[int], waves: Iterable[WaveWork]) -> list[CreativeBrief]:
    """Creative briefs with team, channel and format: the last two come from the placements they serve, and
    are asked for only where a brief serves none."""
    placed = {(row.channel_id, row.format_id): row for wave in waves for row in wave.placements}
    rows = list(CreativeBrief.objects.filter(campaign__in=campaign_ids).select_related("team"))
    others = []
    for brief in rows:
        if row := placed.get((brief.channel_id, brief.format_id)):
            brief.channel, brief.format = row.channel, row.format
        else:
            others.append(brief)
    prefetch_related_objects(others, "channel", "format")
    return rows


def live_channels(campaign_ids: Iterable[int]) -> dict[int, set[tuple[int, int]]]:
    """{campaign id: (wave id, channel id) of what was reported live}: one query."""
    ids = set(campaign_ids)
    found: dict[int, set[tuple[int, int]]] = {pk: set() for pk in ids}
    rows = Activation.objects.filter(wave__campaign__in=ids).order_by()
    for campaign, wave, channel in rows.values_list("wave__campaign_id", "wave_id", "channel_id"):
        found[campaign].add((wave, channel))
    return found


def assets_with_state() -> QuerySet[Any]:
    """Assets with their latest version's `state`, `state_since` and `latest_number` (None: no file yet)."""
    latest = AssetVersion.objects.filter(asset=OuterRef("pk")).order_by("-number")
    return Asset.objects.select_related("creative_brief").annotate(
        state=Subquery(latest.values("status")[:1]),
        state_since=Subquery(latest.values("uploaded_at")[:1]),
        latest_number=Subquery(latest.values("number")[:1]),
    )


def state_of(asset: Asset) -> str | None:
    """The status of an asset's latest version, as `assets_with_state` annotated it."""
    state: str | None = getattr(asset, "state", None)
    return state


def work_for(scopes: Sequence[Scope]) -> Mapping[int, CampaignWork]:
    """The same for the campaigns of some scopes, read once for all the checks of an evaluation."""
    return read_once(work_of, [scope.campaign.pk for scope in scopes], phases=[Phase.COORDINATION])


def teams_by_id(ids: Iterable[int | None]) -> dict[int, Team]:
    return {team.pk: team for team in Team.objects.filter(pk__in={pk for pk in ids if pk})}
