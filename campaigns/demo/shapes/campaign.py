"""A whole campaign."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from campaigns.demo.shapes.delivery import (
    ActivationData,
    AlertData,
    AssetData,
    BilanData,
    BriefingData,
    CreativeBriefData,
    DailyProfile,
    ReadingData,
    SourceData,
    TargetData,
)
from campaigns.demo.shapes.preparation import (
    BriefData,
    BudgetData,
    SignOffData,
    TaskData,
    WaiverData,
    WaveData,
)
from campaigns.playbooks.base import CampaignType


@dataclass(frozen=True, slots=True)
class StepData:
    """A phase entered: the history the campaign's page shows."""

    phase: str
    on: date
    by: str


@dataclass(frozen=True, slots=True)
class DemoCampaign:
    """One campaign, whole.

    `steps` ends with the phase it stands in; `sponsor` is a person or a stakeholder. `profiles` are the
    campaign's own figures; `history` is how its channels did before it, for comparison, never added to it.
    """

    type: CampaignType
    code: str
    number: int
    name: str
    brand: str
    owner: str
    sponsor: str
    prepares_on: date
    launch_on: date
    ends_on: date | None
    brief: BriefData
    waves: tuple[WaveData, ...]
    tasks: tuple[TaskData, ...]
    budget: BudgetData
    steps: tuple[StepData, ...]
    place: str = ""
    event_on: date | None = None
    signoffs: tuple[SignOffData, ...] = ()
    waivers: tuple[WaiverData, ...] = ()
    creative_briefs: tuple[CreativeBriefData, ...] = ()
    assets: tuple[AssetData, ...] = ()
    briefings: tuple[BriefingData, ...] = ()
    activations: tuple[ActivationData, ...] = ()
    targets: tuple[TargetData, ...] = ()
    sources: tuple[SourceData, ...] = ()
    profiles: tuple[DailyProfile, ...] = ()
    history: tuple[DailyProfile, ...] = ()
    readings: tuple[ReadingData, ...] = ()
    alerts: tuple[AlertData, ...] = ()
    bilans: tuple[BilanData, ...] = ()

    @property
    def phase(self) -> str:
        return self.steps[-1].phase

    @property
    def reference(self) -> str:
        """`2026-LAN-04`: the year of the launch, as the product numbers campaigns."""
        return f"{self.launch_on.year}-{self.code}-{self.number:02d}"

    @property
    def placements(self) -> tuple[tuple[str, str, str], ...]:
        """(wave, channel, format) in order."""
        return tuple(placements(self.waves))


def placements(waves: Iterable[WaveData]) -> list[tuple[str, str, str]]:
    """(wave, channel, format) of some waves, in order."""
    return [
        (wave.key, channel, format_key)
        for wave in waves
        for channel, formats in wave.channels
        for format_key in formats
    ]
