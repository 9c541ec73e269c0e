"""Evidence of a volume workspace, written in bulk, and the gates its campaigns pass on it."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from io import BytesIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from campaigns.evidence.canonical import fingerprint
from campaigns.models import (
    Campaign,
    Kpi,
    Phase,
    PhaseChange,
    Placement,
    Wave,
)
from campaigns.models.campaign import STEPS
from campaigns.services.lifecycle import campaign_advance
from coordination.models import Activation, Asset, AssetVersion, Briefing, CreativeBrief
from core.access import Access
from tracking.demo.volume_approvals import approvals_write
from tracking.models import KpiFact, KpiTarget, Source

CHUNK = 5000
#: What is approved in each phase before its gate opens.
SIGNED = {Phase.BRIEF: "brief", Phase.PLANNING: "plan", Phase.BUDGET: "budget"}
MEASURED = ("impressions", "clicks", "leads", "cost")
#: One picture stands for every asset.
PICTURE = "assets/volume.png"


@dataclass(frozen=True)
class Journey:
    """A campaign, the phase it is to reach, its waves in order with their placements."""

    campaign: Campaign
    goal: Phase
    waves: Sequence[tuple[Wave, Sequence[Placement]]]

    @property
    def channels(self) -> list[int]:
        """Channels of all waves, once each."""
        return list(dict.fromkeys(row.channel_id for _wave, rows in self.waves for row in rows))

    @property
    def live(self) -> bool:
        return self.goal in (Phase.EXECUTION, Phase.SUIVI)

    @property
    def coordinated(self) -> bool:
        return self.live or self.goal == Phase.COORDINATION

    @property
    def moments(self) -> list[datetime]:
        """When it entered each phase up to its goal: spread over its preparation, launched on its day."""
        days = STEPS.index(self.goal)
        start, launch = self.campaign.prepares_on, self.campaign.launch_on
        step = max((min(launch, timezone.localdate()) - start).days // 5, 0)
        entered = [start + timedelta(days=step * place) for place in range(1, 4)]
        entered += [launch, launch + timedelta(days=1)]
        return [min(_at(day), timezone.now()) for day in entered[:days]]


def _at(day: object) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10)))  # type: ignore[arg-type]


def creation_write(journeys: Sequence[Journey], rng: random.Random) -> None:
    """Creative briefs, assets and briefings of campaigns in coordination; activations of the live ones.

    Live campaigns have all of it for their first wave, as their gate asks; the others lack one asset in
    five and one acknowledgement in five.
    """
    picture = _picture()
    briefs: list[CreativeBrief] = []
    assets: list[Asset] = []
    briefings: list[Briefing] = []
    activations: list[Activation] = []
    for journey in (journey for journey in journeys if journey.coordinated):
        own: dict[tuple[int, int], CreativeBrief] = {}
        for place, (wave, rows) in enumerate(journey.waves):
            needed = journey.live and not place
            for row in rows:
                brief = own.setdefault((row.channel_id, row.format_id), _creative_brief(journey, row))
                if needed or rng.random() < 0.8:
                    assets.append(Asset(creative_brief=brief, wave=wave, name=str(row)))
            teams = sorted({row.channel.team_id for row in rows if row.channel.team_id})
            briefings += [_briefing(journey, wave, team, needed or rng.random() < 0.8) for team in teams]
            if needed:
                activations += [_activation(journey, wave, row) for row in rows]
        briefs += own.values()
    CreativeBrief.objects.bulk_create(briefs, batch_size=CHUNK)
    Asset.objects.bulk_create(assets, batch_size=CHUNK)
    AssetVersion.objects.bulk_create((_version(asset, picture) for asset in assets), batch_size=CHUNK)
    Briefing.objects.bulk_create(briefings, batch_size=CHUNK)
    Activation.objects.bulk_create(activations, batch_size=CHUNK)


def _creative_brief(journey: Journey, row: Placement) -> CreativeBrief:
    return CreativeBrief(
        campaign=journey.campaign,
        channel=row.channel,
        format=row.format,
        team_id=row.channel.team_id,
        due_on=journey.campaign.launch_on - timedelta(days=7),
        message="Un éclat visible en huit jours",
        promise="La lumière, sans effort. Étude, 62 personnes",
        tone="Clair",
        call_to_action="Découvrir",
    )


def _picture() -> bytes:
    """The one picture of the workspace, stored once."""
    drawn = BytesIO()
    Image.new("RGB", (540, 540), "#d9a441").save(drawn, "PNG")
    if not default_storage.exists(PICTURE):
        default_storage.save(PICTURE, ContentFile(drawn.getvalue()))
    return drawn.getvalue()


def _version(asset: Asset, picture: bytes) -> AssetVersion:
    author = asset.wave.campaign.owner
    return AssetVersion(
        asset=asset,
        number=1,
        file=PICTURE,
        filename="volume.png",
        mime_type="image/png",
        size_bytes=len(picture),
        width=540,
        height=540,
        sha256=fingerprint(picture.hex()),
        status=AssetVersion.Status.APPROVED,
        uploaded_by=author,
        uploaded_by_name=author.user.name,
    )


def _briefing(journey: Journey, wave: Wave, team: int, acknowledged: bool) -> Briefing:
    owner = journey.campaign.owner
    at = timezone.now() if acknowledged else None
    return Briefing(
        wave=wave,
        team_id=team,
        message="Tout est dans le brief créatif.",
        sent_by=owner,
        sent_by_name=owner.user.name,
        acknowledged_at=at,
        acknowledged_by=owner if at else None,
        acknowledged_by_name=owner.user.name if at else "",
    )


def _activation(journey: Journey, wave: Wave, row: Placement) -> Activation:
    owner = journey.campaign.owner
    return Activation(
        wave=wave,
        channel=row.channel,
        live_at=_at(wave.goes_live_on),
        url="https://example.com/en-ligne",
        reported_by=owner,
        reported_by_name=owner.user.name,
    )


def figures_write(journeys: Sequence[Journey], total: int, rng: random.Random) -> None:
    """A source per channel and a target per campaign in coordination; figures of the live ones, up to
    yesterday. Without a live campaign the figures are everybody's."""
    measured = [journey for journey in journeys if journey.coordinated or not any(j.live for j in journeys)]
    if not measured:
        return
    workspace = journeys[0].campaign.workspace
    kpis = list(Kpi.objects.filter(workspace=workspace, key__in=MEASURED).order_by("pk"))
    leads = next(kpi for kpi in kpis if kpi.key == "leads")
    names = {row.channel_id: row.channel.name for j in measured for _wave, rows in j.waves for row in rows}
    sources = {
        journey.campaign.pk: [
            Source(campaign=journey.campaign, channel_id=channel, platform="generic", name=names[channel])
            for channel in journey.channels
        ]
        for journey in measured
    }
    Source.objects.bulk_create((row for rows in sources.values() for row in rows), batch_size=CHUNK)
    KpiTarget.objects.bulk_create(
        KpiTarget(campaign=journey.campaign, kpi=leads, target=Decimal(rng.randint(5, 80) * 1000))
        for journey in measured
    )
    live = [sources[j.campaign.pk] for j in measured if j.live] or list(sources.values())
    share, rest = divmod(total, len(live))
    for place, own in enumerate(live):
        count = share + (place < rest)
        KpiFact.objects.bulk_create(_facts(own, kpis, count, rng), batch_size=CHUNK)


def _facts(sources: Sequence[Source], kpis: Sequence[Kpi], count: int, rng: random.Random) -> list[KpiFact]:
    """`count` figures of a campaign, day by day back from yesterday."""
    yesterday = timezone.localdate() - timedelta(days=1)
    slots = [(source, kpi) for source in sources for kpi in kpis]
    rows = []
    for place in range(count):
        days, slot = divmod(place, len(slots))
        source, kpi = slots[slot]
        rows.append(
            KpiFact(
                campaign_id=source.campaign_id,
                source=source,
                channel_id=source.channel_id,
                kpi=kpi,
                day=yesterday - timedelta(days=days),
                value=Decimal(rng.randint(1, 5000)),
            )
        )
    return rows


def campaigns_advance(journeys: Sequence[Journey], actor: Access, rng: random.Random) -> None:
    """Take each campaign to its goal through its gates, on approvals of its very content.

    One campaign in three waits for an answer about its present phase. A campaign without tasks stays in
    PLANNING: its gate would not open.
    """
    changes = []
    ways = [(journey, _way(journey)) for journey in journeys]
    for place, step in enumerate(STEPS):
        # Approved phase by phase, as people do: a passage also checks every approval given before it.
        passing = [journey for journey, way in ways if step in way]
        waiting = [journey for journey, way in ways if len(way) == place and rng.random() < 0.33]
        if step in SIGNED:
            approvals_write([journey.campaign for journey in passing], SIGNED[step], actor, approved=True)
            approvals_write([journey.campaign for journey in waiting], SIGNED[step], actor, approved=False)
        for journey in passing:
            change = campaign_advance(campaign=journey.campaign, actor=actor, expected_phase=step)
            change.at = journey.campaign.phase_since = journey.moments[place]
            changes.append(change)
    _backdate(journeys, changes)


def _way(journey: Journey) -> Sequence[Phase]:
    """The phases a campaign leaves behind."""
    planned = journey.campaign.tasks.exists()
    return STEPS[: STEPS.index(journey.goal)] if planned else STEPS[: min(STEPS.index(journey.goal), 1)]


def _backdate(journeys: Sequence[Journey], changes: Sequence[PhaseChange]) -> None:
    """What the gates just let through happened day by day."""
    opened = []
    for journey in journeys:
        wave = journey.waves[0][0]
        if journey.live and Phase(journey.campaign.phase) in (Phase.EXECUTION, Phase.SUIVI):
            wave.opened_at = _at(wave.goes_live_on)
            opened.append(wave)
    PhaseChange.objects.bulk_update(changes, ["at"], batch_size=500)
    Campaign.objects.bulk_update([j.campaign for j in journeys], ["phase_since"], batch_size=500)
    Wave.objects.bulk_update(opened, ["opened_at"], batch_size=500)
