"""The set-up of a campaign's tracking, and what it still lacks."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from campaigns.models import Campaign, Channel
from tracking.importers import platforms
from tracking.models import KpiTarget, Source
from tracking.selectors.performance import last_days


@dataclass(frozen=True)
class SourceRow:
    source: Source
    platform: str
    last_day: date | None


@dataclass(frozen=True)
class Setup:
    """`untracked`: planned channels without a source."""

    targets: list[KpiTarget]
    sources: list[SourceRow]
    untracked: list[Channel]

    @property
    def complete(self) -> bool:
        return bool(self.targets) and bool(self.sources) and not self.untracked


def setup_of(campaign: Campaign) -> Setup:
    """Five queries."""
    targets = list(campaign.kpi_targets.select_related("kpi", "channel"))
    sources = list(campaign.sources.select_related("channel"))
    seen = last_days([campaign.pk])
    tracked = {source.channel_id for source in sources if source.is_active}
    planned = Channel.objects.filter(placements__wave__campaign=campaign).distinct()
    return Setup(
        targets=targets,
        sources=[
            SourceRow(source, platform_name(source.platform), seen.get(source.pk)) for source in sources
        ],
        untracked=[channel for channel in planned if channel.pk not in tracked],
    )


def platform_choices() -> list[tuple[str, str]]:
    """Platforms whose exports are recognised, then the two ways that need none."""
    known = sorted((platform.name, key) for key, platform in platforms().items() if key != "generic")
    return [
        *((key, name) for name, key in known),
        ("generic", _("Tableau CSV")),
        (Source.MANUAL, _("Saisie à la main")),
    ]


def platform_name(key: str) -> str:
    """A platform as its people call it; the key itself when it is no longer known."""
    return dict(platform_choices()).get(key, key)
