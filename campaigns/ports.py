"""Ports: what `campaigns` needs from the apps above it, without importing them.

An upper app registers its provider in `AppConfig.ready()`. Each port is a small typed list; providers
run in order of registration unless they carry an `order`.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.utils.functional import Promise

from campaigns.models import Campaign
from core.access import Access
from core.models import Workspace

Text = str | Promise
Provider = TypeVar("Provider")


class Port(Generic[Provider]):
    """A list of providers, each registered once."""

    def __init__(self) -> None:
        self._providers: list[Provider] = []

    def register(self, provider: Provider) -> Provider:
        if provider not in self._providers:
            self._providers.append(provider)
        return provider

    def __iter__(self) -> Any:
        return iter(self._providers)


@dataclass(frozen=True)
class Tab:
    """A page of a campaign, shown in its sub-navigation. `url_name` takes (workspace, reference)."""

    key: str
    label: Text
    url_name: str
    order: int
    team_only: bool = False  # open to partners, who see only their teams' work there


@dataclass(frozen=True)
class Fact:
    """A figure beside the campaign. `done`/`total`, when given, draw a progress bar."""

    label: Text
    value: str
    detail: str = ""
    done: float | None = None
    total: float | None = None
    url: str = ""


@dataclass(frozen=True)
class Trouble:
    """Something wrong with a campaign now, in a line: what, since when, what to do and where."""

    text: str
    since: datetime
    action: str
    url: str


@dataclass(frozen=True)
class Troubles:
    """The most pressing ones, how many there are in all, and where they all are."""

    shown: Sequence[Trouble]
    total: int
    url: str


@dataclass(frozen=True)
class TodayItem:
    """Something that waits for the reader: what, since or until when, and where to do it."""

    campaign: Campaign
    text: str
    url: str
    action: str
    due_on: date | None = None
    icon: str = "clock"
    urgent: bool = False


@dataclass(frozen=True)
class TeamLine:
    """What the whole team has before it, in a line, and the page that shows it."""

    text: str
    url: str


@dataclass(frozen=True)
class CalendarItem:
    """A dated thing of a campaign, from `start` to `end`, both included."""

    campaign: Campaign
    text: str
    start: date
    end: date
    kind: str
    url: str


@dataclass(frozen=True)
class PastLearning:
    """What an earlier campaign taught, for whoever writes the next brief."""

    text: str
    evidence: str
    kind: str
    kind_label: str
    campaign_name: str
    url: str


@dataclass(frozen=True)
class PastResult:
    """How an earlier campaign kept its promises: `kept` of `promised` objectives, at its last bilan."""

    type: str
    launch_on: date
    kept: int
    promised: int


#: Sub-navigation of the campaign pages.
tabs: Port[Tab] = Port()
#: (campaign) → figures for the campaign page's side column.
facts: Port[Callable[[Campaign], Sequence[Fact]]] = Port()
#: (campaign) → what is wrong with it now; None when nothing is.
troubles: Port[Callable[[Campaign], Troubles | None]] = Port()
#: (access) → what waits for this person.
today: Port[Callable[[Access], Sequence[TodayItem]]] = Port()
#: (access) → what waits in the workspace, whoever holds it; None when nothing does.
team: Port[Callable[[Access], TeamLine | None]] = Port()
#: (access, first day, last day) → calendar entries of the workspace.
calendar: Port[Callable[[Access, date, date], Sequence[CalendarItem]]] = Port()
#: (campaign, actor) after a campaign is created from its type's playbook, in the same transaction.
created: Port[Callable[[Campaign, Access], None]] = Port()
#: (source, copy, actor) after a campaign is duplicated, in the same transaction.
copied: Port[Callable[[Campaign, Campaign, Access], None]] = Port()
#: (source) → what a copy of it would take, a line each: «le budget prévu, 12 000 € en 5 lignes».
copies: Port[Callable[[Campaign], Sequence[str]]] = Port()
#: (campaign ids) → {campaign id: the first moment a channel was reported live}; silent ones are left out.
first_live: Port[Callable[[Collection[int]], Mapping[int, datetime]]] = Port()
#: (campaign) → learnings of earlier campaigns worth reading before writing this brief.
learnings: Port[Callable[[Campaign], Sequence[PastLearning]]] = Port()
#: (workspace) → results of its earlier campaigns, for the advice on launch dates.
results: Port[Callable[[Workspace], Sequence[PastResult]]] = Port()
