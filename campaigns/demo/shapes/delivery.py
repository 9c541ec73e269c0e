"""Phases 4 to 7: creative briefs, assets, briefings, figures, alerts, bilans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class CreativeBriefData:
    channel: str
    format: str
    team: str
    due_on: date
    message: str
    promise: str
    tone: str
    call_to_action: str
    mandatory: str
    landing_url: str


@dataclass(frozen=True, slots=True)
class Art:
    """What an image shows. In a question, `|` in `button` parts the answers."""

    scene: str
    palette: str
    headline: str
    subline: str = ""
    button: str = ""


@dataclass(frozen=True, slots=True)
class ReviewData:
    """`reviewer` is a person. Asking for changes always says what."""

    decision: Literal["approved", "changes"]
    reviewer: str
    on: date
    comment: str = ""


@dataclass(frozen=True, slots=True)
class VersionData:
    """One file: drawn from `art`, synthesised from `seconds` of audio, or written as `body`.

    `size` overrides the format's pixels, for a file delivered in the wrong ones.
    """

    number: int
    status: Literal["review", "approved", "changes"]
    uploaded_by: str
    uploaded_on: date
    comment: str = ""
    art: Art | None = None
    body: str = ""
    seconds: int = 0
    size: tuple[int, int] | None = None
    reviews: tuple[ReviewData, ...] = ()


@dataclass(frozen=True, slots=True)
class AssetData:
    key: str
    name: str
    wave: str
    channel: str
    format: str
    versions: tuple[VersionData, ...] = ()

    @property
    def approved(self) -> bool:
        """True when the last version is approved."""
        return bool(self.versions) and self.versions[-1].status == "approved"


@dataclass(frozen=True, slots=True)
class BriefingData:
    wave: str
    team: str
    message: str
    sent_by: str
    sent_on: date
    acknowledged_by: str | None = None
    acknowledged_on: date | None = None


@dataclass(frozen=True, slots=True)
class ActivationData:
    """`at` is the hour of the day, in local time."""

    wave: str
    channel: str
    reported_by: str
    live_on: date
    at: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class TargetData:
    kpi: str
    target: Decimal
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class SourceData:
    channel: str
    platform: Literal["google_ads", "meta", "generic", "manual"]
    name: str
    external_names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """A measure derived from another: `rate` of it a day, moving by `trend` a week (0.02: +2 %)."""

    kpi: str
    of: str
    rate: float
    noise: float = 0.06
    trend: float = 0.0


@dataclass(frozen=True, slots=True)
class Shock:
    """From `start` to `end`, `kpi` is multiplied by `factor`; a shock on the base measure moves them all."""

    start: date
    end: date
    kpi: str
    factor: float
    why: str


@dataclass(frozen=True, slots=True)
class DailyProfile:
    """How a channel behaves day by day.

    `level` is the base measure on an average day, `weekly` its factors from Monday to Sunday, `trend` its
    change a week, `noise` the standard deviation of its logarithm.
    """

    channel: str
    base: str
    level: float
    start: date
    end: date
    rates: tuple[Rate, ...] = ()
    weekly: tuple[float, ...] = (1.04, 1.03, 1.02, 1.03, 0.98, 0.93, 0.97)
    trend: float = 0.0
    noise: float = 0.08
    shocks: tuple[Shock, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadingData:
    """One value typed in: a study, a panel, a satisfaction survey."""

    kpi: str
    channel: str
    on: date
    value: Decimal
    source: str


@dataclass(frozen=True, slots=True)
class AlertData:
    """An alert the data must raise. `subject` is the key of its task, line's channel, KPI or request."""

    kind: Literal["milestone_overdue", "task_blocked", "budget_overspent", "kpi_behind", "signoff_waiting"]
    subject: str
    owner: str
    because: str


@dataclass(frozen=True, slots=True)
class LearningData:
    kind: Literal["keep", "change", "avoid"]
    text: str
    evidence: str
    channel: str | None = None


@dataclass(frozen=True, slots=True)
class BilanData:
    """`published_on` is None for a draft."""

    number: int
    period_start: date
    period_end: date
    summary: str
    successes: str
    difficulties: str
    learnings: tuple[LearningData, ...]
    published_on: date | None = None
    published_by: str | None = None
