"""What a campaign type is made of: the shapes every playbook is written in.

No model is imported here. The database stores the values of :class:`CampaignType` and copies texts out of the
playbooks when a campaign is created; a later change of a playbook never rewrites an existing campaign.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise

LinkType = Literal["FS", "SS", "FF", "SF"]
TaskKind = Literal["task", "milestone", "approval"]
TaskPhase = Literal["PLANNING", "BUDGET", "COORDINATION", "EXECUTION", "SUIVI"]
Anchor = Literal["launch", "end", "wave_start", "wave_end", "event"]
#: (task key, type, lag), and what the lag counts where that is not working days.
Link = tuple[str, LinkType, int] | tuple[str, LinkType, int, str]
WaveChannels = tuple[tuple[str, tuple[str, ...]], ...]


class CampaignType(enum.StrEnum):
    """The six types; the value is what the database stores."""

    LANCEMENT = "LANCEMENT"
    SAISONNIERE = "SAISONNIERE"
    ALWAYS_ON = "ALWAYS_ON"
    FLASH = "FLASH"
    EVENEMENTIELLE = "EVENEMENTIELLE"
    BRAND = "BRAND"


@dataclass(frozen=True, slots=True)
class DurationRule:
    """How long a campaign of this type is live, in calendar days, first and last day included.

    ``None`` on a side means the type sets no limit there. ``words`` says the rule («4 à 8 semaines»),
    ``why`` what is lost outside it.
    """

    min_days: int | None
    max_days: int | None
    words: Text
    why: Text


@dataclass(frozen=True, slots=True)
class WaveTemplate:
    """A wave inside the live window.

    ``share_start`` and ``share_end`` are fractions of the live window (0 = launch day, 1 = the end).
    ``around`` places a wave before, during or after a fixed event when its dates are known; the shares then
    only serve until they are.
    """

    key: str
    name: Text
    share_start: float
    share_end: float
    channels: WaveChannels
    purpose: Text
    around: Literal["before", "during", "after"] | None = None


@dataclass(frozen=True, slots=True)
class TaskTemplate:
    """A task, milestone or approval.

    ``duration`` is in working days (0 for a milestone); ``hours`` says the real effort where a day is too
    coarse. ``after`` holds its links. An ``anchor`` pins the task
    ``anchor_offset`` working days from a date of the campaign; everything before it is counted back.
    ``signers`` are the stakeholder functions whose approval is asked (approvals only).
    """

    key: str
    name: Text
    kind: TaskKind
    phase: TaskPhase
    team_key: str
    wave_key: str | None
    duration: int
    after: tuple[Link, ...]
    what: Text
    anchor: Anchor | None = None
    anchor_offset: int = 0
    hours: int | None = None
    signers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PeriodTemplate:
    """What repeats in a campaign without an end: one period, its tasks anchored on the period's own dates."""

    key: str
    name: Text
    weeks: int
    tasks: tuple[TaskTemplate, ...]
    why: Text


@dataclass(frozen=True, slots=True)
class Playbook:
    """Everything a new campaign of a type starts from.

    ``preparation_weeks`` is the time to keep before launch (the default retroplanning fits in it);
    ``wrap_up_days`` the working days the bilan takes after the last day. ``sign_off_note`` is set where
    approvals are not asked one by one.
    """

    type: CampaignType
    label: Text
    summary: Text
    known_for: Text
    duration: DurationRule
    default_duration_days: int
    preparation_weeks: int
    wrap_up_days: int
    waves: tuple[WaveTemplate, ...]
    tasks: tuple[TaskTemplate, ...]
    kpis: tuple[str, ...]
    main_kpi: str
    warnings: tuple[Text, ...] = ()
    period: PeriodTemplate | None = None
    combined_sign_off: bool = False
    sign_off_note: Text = ""

    @property
    def channels(self) -> tuple[str, ...]:
        """Default channel keys, in order of first use over the waves."""
        return tuple(dict.fromkeys(channel for wave in self.waves for channel, _formats in wave.channels))

    @property
    def formats(self) -> tuple[str, ...]:
        """Default format keys, in order of first use over the waves."""
        return tuple(
            dict.fromkeys(
                key for wave in self.waves for _channel, formats in wave.channels for key in formats
            )
        )

    @property
    def teams(self) -> tuple[str, ...]:
        """Team keys the tasks ask for, in order of first use."""
        return tuple(dict.fromkeys(task.team_key for task in self.tasks))

    @property
    def open_ended(self) -> bool:
        """True when the type runs by periods instead of towards an end."""
        return self.period is not None


def fs(key: str, lag: int = 0) -> Link:
    """Finish to start: begin once ``key`` is finished."""
    return (key, "FS", lag)


def ss(key: str, lag: int = 0) -> Link:
    """Start to start: begin when ``key`` begins."""
    return (key, "SS", lag)


def ff(key: str, lag: int = 0) -> Link:
    """Finish to finish: do not finish before ``key`` does."""
    return (key, "FF", lag)


def task(
    key: str,
    name: Text,
    phase: TaskPhase,
    team: str,
    duration: int,
    *after: Link | str,
    what: Text,
    wave: str | None = None,
    anchor: Anchor | None = None,
    offset: int = 0,
    hours: int | None = None,
) -> TaskTemplate:
    """A piece of work; a bare key in ``after`` means finish to start without lag."""
    return TaskTemplate(
        key, name, "task", phase, team, wave, duration, _links(after), what, anchor, offset, hours
    )


def approval(
    key: str,
    name: Text,
    phase: TaskPhase,
    duration: int,
    *after: Link | str,
    what: Text,
    signers: tuple[str, ...],
    wave: str | None = None,
    team: str = "marketing",
    hours: int | None = None,
) -> TaskTemplate:
    """A wait for somebody's decision; ``team`` is who asks and reminds."""
    return TaskTemplate(
        key, name, "approval", phase, team, wave, duration, _links(after), what, None, 0, hours, signers
    )


def milestone(
    key: str,
    name: Text,
    phase: TaskPhase,
    *after: Link | str,
    what: Text,
    wave: str | None = None,
    team: str = "marketing",
    anchor: Anchor | None = None,
    offset: int = 0,
) -> TaskTemplate:
    """A dated fact without duration."""
    return TaskTemplate(
        key, name, "milestone", phase, team, wave, 0, _links(after), what, anchor, offset, None, ()
    )


def _links(after: tuple[Link | str, ...]) -> tuple[Link, ...]:
    return tuple(fs(link) if isinstance(link, str) else link for link in after)
