"""The wall: each planned channel × format, its brief, and its assets wave by wave."""

from collections.abc import Sequence
from dataclasses import dataclass

from campaigns.models import Campaign, Channel, Format, Wave
from coordination.models import Asset, AssetVersion, CreativeBrief
from coordination.selectors.briefs import missing_fields
from coordination.selectors.wanted import CampaignWork, Key, WaveWork, work_of


@dataclass(frozen=True)
class Tile:
    """One asset of a wave with its latest version, or (asset None) the place where one is wanted."""

    wave: Wave
    asset: Asset | None = None
    version: AssetVersion | None = None

    @property
    def state(self) -> str:
        if self.version is None:
            return "todo"
        return {"approved": "ok", "changes": "bad"}.get(self.version.status, "waiting")


@dataclass(frozen=True)
class Strip:
    """A channel × format: its brief (None while nobody made it), what that lacks, its tiles."""

    channel: Channel
    format: Format
    brief: CreativeBrief | None
    missing: tuple[str, ...]
    tiles: tuple[Tile, ...]
    planned: bool = True

    @property
    def is_complete(self) -> bool:
        return self.brief is not None and not self.missing


@dataclass(frozen=True)
class ChannelStrips:
    """The formats of one channel, and all their tiles together."""

    channel: Channel
    strips: tuple[Strip, ...]

    @property
    def tiles(self) -> list[tuple[Strip, Tile]]:
        return [(strip, tile) for strip in self.strips for tile in strip.tiles]


@dataclass(frozen=True)
class Wall:
    """Everything to produce for a campaign. Counts are of what the plan wants."""

    strips: tuple[Strip, ...]
    waves: tuple[Wave, ...]

    @property
    def channels(self) -> list[ChannelStrips]:
        groups: dict[int, list[Strip]] = {}
        for strip in self.strips:
            groups.setdefault(strip.channel.pk, []).append(strip)
        return [ChannelStrips(strips[0].channel, tuple(strips)) for strips in groups.values()]

    @property
    def tiles(self) -> list[Tile]:
        return [tile for strip in self.strips if strip.planned for tile in strip.tiles]

    @property
    def total(self) -> int:
        return len(self.tiles)

    @property
    def approved(self) -> int:
        return self._count("ok")

    @property
    def reviewing(self) -> int:
        return self._count("waiting")

    @property
    def rework(self) -> int:
        return self._count("bad")

    @property
    def to_make(self) -> int:
        return self._count("todo")

    @property
    def without_brief(self) -> int:
        return sum(strip.brief is None for strip in self.strips)

    @property
    def without_asset(self) -> int:
        """Places with a brief, where no asset is planned yet."""
        return sum(tile.asset is None for strip in self.strips if strip.brief for tile in strip.tiles)

    @property
    def incomplete(self) -> int:
        return sum(bool(strip.missing) for strip in self.strips if strip.planned)

    def _count(self, state: str) -> int:
        return sum(tile.state == state for tile in self.tiles)


def wall_of(campaign: Campaign, *, team_ids: Sequence[int] | None = None, wave: int | None = None) -> Wall:
    """Eight queries. `team_ids` keeps the briefs of a partner's teams; `wave` is a wave's number."""
    work = work_of([campaign.pk])[campaign.pk]
    assets = [asset.pk for row in work.waves for group in row.assets.values() for asset in group]
    versions = _latest(assets)
    planned = work.wanted
    shown = [row for row in work.waves if wave is None or row.wave.number == wave]
    strips = [
        _strip(key, placement.channel, placement.format, work, shown, versions)
        for key, placement in planned.items()
    ]
    strips += [
        _strip(key, brief.channel, brief.format, work, shown, versions, planned=False)
        for key, brief in work.briefs.items()
        if key not in planned
    ]
    kept = [
        strip
        for strip in strips
        if (strip.tiles or wave is None)
        and (team_ids is None or (strip.brief is not None and strip.brief.team_id in team_ids))
    ]
    kept.sort(key=lambda strip: (strip.channel.name, not strip.planned, strip.format.name))
    return Wall(tuple(kept), tuple(row.wave for row in work.waves))


def _strip(
    key: Key,
    channel: Channel,
    format_: Format,
    work: CampaignWork,
    waves: list[WaveWork],
    versions: dict[int, AssetVersion],
    *,
    planned: bool = True,
) -> Strip:
    brief = work.briefs.get(key)
    tiles = []
    for row in waves:
        tiles += [Tile(row.wave, asset, versions.get(asset.pk)) for asset in row.assets.get(key, [])]
        wanted = any((each.channel_id, each.format_id) == key for each in row.placements)
        if wanted and not row.assets.get(key):
            tiles.append(Tile(row.wave))
    missing = tuple(missing_fields(brief)) if brief else ()
    return Strip(channel, format_, brief, missing, tuple(tiles), planned)


def _latest(asset_ids: Sequence[int]) -> dict[int, AssetVersion]:
    """The latest version of each asset, by asset id."""
    rows = AssetVersion.objects.filter(asset__in=asset_ids).order_by("asset_id", "number")
    return {version.asset_id: version for version in rows}


def tiles_of(brief: CreativeBrief) -> list[Tile]:
    """The assets of one brief, wave by wave, with the waves that still lack one: three queries."""
    assets = list(brief.assets.select_related("wave").order_by("wave__number", "name"))
    versions = _latest([asset.pk for asset in assets])
    tiles = [Tile(asset.wave, asset, versions.get(asset.pk)) for asset in assets]
    planned = Wave.objects.filter(
        campaign=brief.campaign_id, placements__channel=brief.channel_id, placements__format=brief.format_id
    )
    served = {asset.wave_id for asset in assets}
    tiles += [Tile(wave) for wave in planned if wave.pk not in served]
    return sorted(tiles, key=lambda tile: tile.wave.number)


def versions_of(asset: Asset) -> list[AssetVersion]:
    """Every version, the latest first, each with its reviews: two queries."""
    return list(asset.versions.order_by("-number").prefetch_related("reviews"))
