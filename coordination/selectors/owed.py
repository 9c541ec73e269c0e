"""Who owes what to whom, by when: across campaigns, in a number of queries that does not grow with them.

Six kinds of promise live in six tables. Each source is ordered by its due date, so that the first page of
the whole is made of the first rows of each: nothing is read that is not shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Phase, Placement, Task
from campaigns.models.campaign import OPEN_PHASES
from campaigns.selectors.frame import campaign_url
from coordination.models import Activation, Asset, AssetVersion, Briefing, CreativeBrief
from coordination.selectors.addresses import page_url
from coordination.selectors.wanted import assets_with_state
from coordination.selectors.workflow import holder_of, receivers_of, with_receivers

PER_PAGE = 50
_PRODUCING = [Phase.COORDINATION, Phase.EXECUTION, Phase.SUIVI]


@dataclass(frozen=True)
class Lens:
    """Whose promises are looked at. `partner_teams` is what a partner may see; None: everything."""

    campaigns: QuerySet[Campaign]
    partner_teams: tuple[int, ...] | None = None
    team: int | None = None
    person: int | None = None
    person_teams: tuple[int, ...] = ()

    def teams_only(self, path: str) -> Q:
        """Rows owed by the teams looked at; `path` leads to the team's id."""
        found = Q()
        if self.partner_teams is not None:
            found &= Q(**{f"{path}__in": self.partner_teams})
        if self.team is not None:
            found &= Q(**{path: self.team})
        if self.person is not None:
            found &= Q(**{f"{path}__in": self.person_teams})
        return found


@dataclass(frozen=True)
class Owed:
    """One promise: `who` owes `what` to `whom` by `due`."""

    campaign: Campaign
    who: str
    what: str
    whom: str
    due: date | None
    url: str
    icon: str
    note: str = ""
    stuck: bool = False

    @property
    def late(self) -> bool:
        return self.due is not None and self.due < timezone.localdate()

    @property
    def state(self) -> str:
        return "bad" if self.late or self.stuck else "todo"


@dataclass(frozen=True)
class OwedPage:
    """A page of promises and what the whole counts."""

    rows: tuple[Owed, ...]
    total: int
    late: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


@dataclass(frozen=True)
class _Source:
    """A kind of promise: its rows under a lens, annotated with `due`, and how one is told."""

    rows: Callable[[Lens], QuerySet[Any]]
    tell: Callable[[Any, Lens], Owed]
    fetch: Callable[[QuerySet[Any]], QuerySet[Any]]


def owed_page(lens: Lens, *, number: int = 1) -> OwedPage:
    """One page of promises, the earliest first. At most fourteen queries."""
    today = timezone.localdate()
    total = late = 0
    heads: list[Owed] = []
    for source in SOURCES:
        rows = source.rows(lens)
        counted = rows.order_by().aggregate(all=Count("pk"), late=Count("pk", filter=Q(due__lt=today)))
        total, late = total + counted["all"], late + counted["late"]
    last = max(1, -(-total // PER_PAGE))
    number = min(max(1, number), last)
    if total:
        for source in SOURCES:
            ordered = source.fetch(source.rows(lens)).order_by(F("due").asc(nulls_last=True), "pk")
            heads += [source.tell(row, lens) for row in ordered[: number * PER_PAGE]]
    heads.sort(key=lambda owed: owed.due or date.max)
    shown = tuple(heads[(number - 1) * PER_PAGE : number * PER_PAGE])
    return OwedPage(shown, total, late, number)


# Tasks ------------------------------------------------------------------------------------------------


def _tasks(lens: Lens) -> QuerySet[Task]:
    rows = Task.objects.filter(
        campaign__in=lens.campaigns.filter(phase__in=OPEN_PHASES), phase=Phase.COORDINATION
    )
    rows = rows.exclude(status=Task.Status.DONE).exclude(kind=Task.Kind.MILESTONE)
    if lens.partner_teams is not None:
        rows = rows.filter(team__in=lens.partner_teams)
    if lens.team is not None:
        rows = rows.filter(team=lens.team)
    if lens.person is not None:
        rows = rows.filter(Q(assignee=lens.person) | Q(assignee=None, team__in=lens.person_teams))
    return rows.annotate(due=F("ends_on"))


def _tell_task(task: Task, lens: Lens) -> Owed:
    blocked = task.status == Task.Status.BLOCKED
    return Owed(
        campaign=task.campaign,
        who=holder_of(task),
        what=_("« %(task)s »") % {"task": task.name},
        # A partner is not told of other teams' work.
        whom=", ".join(receivers_of(task)) if lens.partner_teams is None else str(task.campaign.owner),
        due=task.ends_on,
        url=page_url(task.campaign, "coordination:task", task.pk),
        icon="list",
        note=_("Bloquée : %(reason)s") % {"reason": task.blocked_reason} if blocked else "",
        stuck=blocked,
    )


# Assets -----------------------------------------------------------------------------------------------


def _unmade(lens: Lens) -> QuerySet[Placement]:
    """Channel × format of a wave that nobody planned an asset for."""
    briefs = CreativeBrief.objects.filter(
        campaign=OuterRef("wave__campaign"), channel=OuterRef("channel"), format=OuterRef("format")
    )
    assets = Asset.objects.filter(
        wave=OuterRef("wave"),
        creative_brief__channel=OuterRef("channel"),
        creative_brief__format=OuterRef("format"),
    )
    rows = Placement.objects.filter(wave__campaign__in=lens.campaigns.filter(phase__in=_PRODUCING))
    rows = rows.annotate(
        maker=Subquery(briefs.values("team")[:1]),
        maker_name=Subquery(briefs.values("team__name")[:1]),
        due=Coalesce(Subquery(briefs.values("due_on")[:1]), F("wave__goes_live_on")),
    )
    return rows.filter(~Exists(assets)).filter(lens.teams_only("maker"))


def _tell_unmade(row: Placement, lens: Lens) -> Owed:
    campaign = row.wave.campaign
    return Owed(
        campaign=campaign,
        who=getattr(row, "maker_name", "") or "",
        what=_("un asset %(placement)s, vague « %(wave)s »") % {"placement": row, "wave": row.wave},
        whom=str(campaign.owner),
        due=getattr(row, "due", None),
        url=campaign_url(campaign, "coordination:creations"),
        icon="image",
    )


def _assets(lens: Lens) -> QuerySet[Any]:
    """Assets without a file yet, or whose latest version must be done again."""
    rows = assets_with_state().filter(wave__campaign__in=lens.campaigns.filter(phase__in=_PRODUCING))
    rows = rows.filter(Q(state=None) | Q(state=AssetVersion.Status.CHANGES))
    rows = rows.filter(lens.teams_only("creative_brief__team"))
    found: QuerySet[Any] = rows.annotate(due=Coalesce(F("creative_brief__due_on"), F("wave__goes_live_on")))
    return found


def _tell_asset(asset: Asset, lens: Lens) -> Owed:
    campaign = asset.wave.campaign
    again = getattr(asset, "state", None) == AssetVersion.Status.CHANGES
    words = _("la reprise de « %(asset)s »") if again else _("le fichier de « %(asset)s »")
    return Owed(
        campaign=campaign,
        who=asset.creative_brief.team.name if asset.creative_brief.team else "",
        what=words % {"asset": asset.name},
        whom=str(campaign.owner),
        due=getattr(asset, "due", None),
        url=page_url(campaign, "coordination:asset", asset.pk),
        icon="image",
    )


def _reviews(lens: Lens) -> QuerySet[Any]:
    """Assets whose latest version waits for a decision: the campaign's owner owes it."""
    rows = assets_with_state().filter(wave__campaign__in=lens.campaigns.filter(phase__in=OPEN_PHASES))
    rows = rows.filter(state=AssetVersion.Status.REVIEW)
    if lens.partner_teams is not None:
        rows = rows.filter(creative_brief__team__in=lens.partner_teams)
    if lens.team is not None:
        rows = rows.none()  # a team does not review
    if lens.person is not None:
        rows = rows.filter(wave__campaign__owner=lens.person)
    found: QuerySet[Any] = rows.annotate(due=Coalesce(F("creative_brief__due_on"), F("wave__goes_live_on")))
    return found


def _tell_review(asset: Asset, lens: Lens) -> Owed:
    campaign = asset.wave.campaign
    team = asset.creative_brief.team
    return Owed(
        campaign=campaign,
        who=str(campaign.owner),
        what=_("la relecture de « %(asset)s » v%(number)s")
        % {"asset": asset.name, "number": getattr(asset, "latest_number", "")},
        whom=team.name if team else "",
        due=getattr(asset, "due", None),
        url=page_url(campaign, "coordination:asset", asset.pk),
        icon="eye",
    )


def _with_brief(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related(
        "creative_brief__team", "wave__campaign__workspace", "wave__campaign__owner__user"
    )


# Teams ------------------------------------------------------------------------------------------------


def _briefings(lens: Lens) -> QuerySet[Briefing]:
    rows = Briefing.objects.filter(
        wave__campaign__in=lens.campaigns.filter(phase__in=OPEN_PHASES), acknowledged_at=None
    )
    return rows.filter(lens.teams_only("team")).annotate(due=F("wave__goes_live_on"))


def _tell_briefing(briefing: Briefing, lens: Lens) -> Owed:
    campaign = briefing.wave.campaign
    return Owed(
        campaign=campaign,
        who=briefing.team.name,
        what=_("l’accusé de réception de son briefing, vague « %(wave)s »") % {"wave": briefing.wave},
        whom=briefing.sent_by_name,
        due=briefing.wave.goes_live_on,
        url=page_url(campaign, "coordination:briefing", briefing.pk),
        icon="mail",
    )


def channels_silent(lens: Lens) -> QuerySet[Any]:
    """Channels of opened waves that nobody reported live: one row per wave × channel."""
    reports = Activation.objects.filter(wave=OuterRef("wave"), channel=OuterRef("channel"))
    same = Placement.objects.filter(wave=OuterRef("wave"), channel=OuterRef("channel"), pk__lt=OuterRef("pk"))
    rows = Placement.objects.filter(
        wave__campaign__in=lens.campaigns.filter(
            phase__in=[Phase.EXECUTION, Phase.SUIVI], paused_at__isnull=True
        ),
        wave__opened_at__isnull=False,
    )
    rows = rows.filter(~Exists(reports), ~Exists(same)).filter(lens.teams_only("channel__team"))
    return rows.annotate(due=F("wave__goes_live_on"))


def _tell_silent(row: Placement, lens: Lens) -> Owed:
    campaign = row.wave.campaign
    return Owed(
        campaign=campaign,
        who=row.channel.team.name if row.channel.team else "",
        what=_("la mise en ligne de %(channel)s, vague « %(wave)s »")
        % {"channel": row.channel, "wave": row.wave},
        whom=str(campaign.owner),
        due=row.wave.goes_live_on,
        url=campaign_url(campaign, "coordination:execution"),
        icon="bolt",
    )


def _with_wave(*names: str) -> Callable[[QuerySet[Any]], QuerySet[Any]]:
    return lambda rows: rows.select_related(
        "wave__campaign__workspace", "wave__campaign__owner__user", *names
    )


def _with_task(rows: QuerySet[Any]) -> QuerySet[Any]:
    return with_receivers(rows).select_related("campaign__workspace")


SOURCES: Iterable[_Source] = (
    _Source(_tasks, _tell_task, _with_task),
    _Source(_unmade, _tell_unmade, _with_wave("channel", "format")),
    _Source(_assets, _tell_asset, _with_brief),
    _Source(_reviews, _tell_review, _with_brief),
    _Source(_briefings, _tell_briefing, _with_wave("team")),
    _Source(channels_silent, _tell_silent, _with_wave("channel__team")),
)
