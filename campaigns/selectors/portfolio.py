"""The portfolio: campaigns by phase with what blocks each, filtered, sorted and paged by the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.access import visible_campaigns
from campaigns.gates import GateReport, gate_reports
from campaigns.models import Brand, Campaign, Phase
from campaigns.models.campaign import OPEN_PHASES, STEPS
from campaigns.selectors.checklist import first_missing
from campaigns.selectors.frame import campaign_url
from core.access import Access
from core.formatting import ago, countdown, date_short, number, since
from core.models import Membership

PER_PAGE = 25
IN_PROGRESS, ALL = "", "toutes"
SORTS = {
    "lancement": ("launch_on", "pk"),
    "-lancement": ("-launch_on", "-pk"),
    "nom": ("name", "pk"),
    "-nom": ("-name", "-pk"),
    "phase": ("phase_since", "pk"),
    "-phase": ("-phase_since", "-pk"),
}


@dataclass(frozen=True)
class Filters:
    """What the address asks for. Unknown values are dropped, never an error."""

    phase: str = IN_PROGRESS
    type: str = ""
    owner: int = 0
    brand: int = 0
    text: str = ""
    sort: str = "lancement"
    page: int = 1

    @classmethod
    def from_query(cls, query: Mapping[str, Any]) -> "Filters":
        phase, sort = query.get("phase", ""), query.get("tri", "")
        kind = query.get("type", "")
        return cls(
            phase=phase if phase in Phase.values or phase == ALL else IN_PROGRESS,
            type=kind if kind in Campaign.Type.values else "",
            owner=_number(query.get("responsable", "")),
            brand=_number(query.get("marque", "")),
            text=str(query.get("q", "")).strip()[:100],
            sort=sort if sort in SORTS else "lancement",
            page=_number(query.get("page", "")) or 1,
        )

    @property
    def narrowed(self) -> bool:
        """True when something besides the phase is asked for."""
        return bool(self.type or self.owner or self.brand or self.text)


@dataclass(frozen=True)
class PhaseChip:
    """A phase to filter by, with how many campaigns the other filters leave in it."""

    value: str
    label: str
    count: int
    current: bool


class Line(NamedTuple):
    """A campaign of the list in words: where it is, what blocks it, who holds that. Plain: there are many."""

    campaign: Campaign
    name: str
    url: str
    about: str  # reference, type, brand
    phase: str
    dots: SafeString  # the seven phases as dots
    since: str
    state: str  # "ok", "waiting", "bad", "paused" or "" once it is over
    blocked: str
    held: str
    countdown: str
    launch: str
    owner: str


@dataclass(frozen=True)
class Portfolio:
    filters: Filters
    chips: list[PhaseChip]
    page: Page[Any]
    lines: list[Line]
    owners: list[tuple[int, str]]
    brands: list[tuple[int, str]]
    any: bool  # the workspace has a campaign at all
    sentence: str


class _Counted(Paginator):  # type: ignore[type-arg]
    """A paginator told its count: the chips have already counted."""

    def __init__(self, rows: Sequence[Any] | QuerySet[Any], per_page: int, total: int) -> None:
        super().__init__(rows, per_page)
        self._total = total

    @cached_property
    def count(self) -> int:
        return self._total


def portfolio(access: Access, filters: Filters) -> Portfolio:
    """One page of the portfolio. Five queries and those of the gates, however many campaigns there are."""
    visible = visible_campaigns(access)
    narrowed = _narrow(visible, filters)
    tallies = _tallies(narrowed)
    counts = {phase: tally.total for phase, tally in tallies.items()}
    chosen = [filters.phase] if filters.phase in Phase.values else None
    if filters.phase == IN_PROGRESS:
        chosen = list(OPEN_PHASES)
    rows = narrowed.filter(phase__in=chosen) if chosen else narrowed
    total = sum(count for phase, count in counts.items() if chosen is None or phase in chosen)
    page = _Counted(rows.order_by(*SORTS[filters.sort]), PER_PAGE, total).get_page(filters.page)
    owners, brands = _owners(access), _brands(access)
    campaigns = _related(access, list(page.object_list), owners, brands)
    page.object_list = campaigns
    return Portfolio(
        filters=filters,
        chips=_chips(counts, filters),
        page=page,
        lines=campaign_lines(access, campaigns),
        owners=[(pk, owner.user.name) for pk, owner in owners.items()],
        brands=[] if access.membership.team_only else [(pk, str(brand)) for pk, brand in brands.items()],
        any=bool(counts) or visible.exists(),
        sentence=_sentence(tallies),
    )


class _Tally(NamedTuple):
    total: int
    next_launch: date | None


def _tallies(rows: QuerySet[Campaign]) -> dict[str, _Tally]:
    """How many campaigns each phase holds, and the next of them to launch: one query."""
    coming = Q(launch_on__gte=timezone.localdate())
    phases = rows.order_by().values_list("phase")
    tallied = phases.annotate(total=Count("pk", distinct=True), first=Min("launch_on", filter=coming))
    return {phase: _Tally(total, launch) for phase, total, launch in tallied}


def _sentence(tallies: Mapping[str, _Tally]) -> str:
    """«12 campagnes en cours, prochain lancement dans 8 jours.», of what the filters leave."""
    running = [tally for phase, tally in tallies.items() if phase in OPEN_PHASES]
    total = sum(tally.total for tally in running)
    first = min((tally.next_launch for tally in running if tally.next_launch), default=None)
    if first is None:
        text = ngettext("%(count)s campagne en cours.", "%(count)s campagnes en cours.", total)
    else:
        text = ngettext(
            "%(count)s campagne en cours, prochain lancement %(when)s.",
            "%(count)s campagnes en cours, prochain lancement %(when)s.",
            total,
        )
    return text % {"count": number(total, 0), "when": ago(first)}


def campaign_lines(access: Access, campaigns: Sequence[Campaign]) -> list[Line]:
    """What stands in the way of each campaign, in a number of queries that does not grow with them.

    Partners are not told: gates speak of budgets and approvals that are not theirs.
    """
    judged = [] if access.membership.team_only else [c for c in campaigns if c.is_open]
    reports = gate_reports(judged)
    return [_line(campaign, reports.get(campaign.pk)) for campaign in campaigns]


def _line(campaign: Campaign, report: GateReport | None) -> Line:
    state, blocked, held = _standing(campaign, report)
    about = [campaign.reference, campaign.get_type_display(), campaign.brand.name if campaign.brand else ""]
    return Line(
        campaign=campaign,
        name=campaign.name,
        url=campaign_url(campaign),
        about=" · ".join(filter(None, about)),
        phase=campaign.get_phase_display(),
        dots=_dots(campaign.phase),
        since=since(campaign.phase_since),
        state=state,
        blocked=blocked,
        held=held,
        countdown=countdown(campaign.launch_on),
        launch=date_short(campaign.launch_on),
        owner=campaign.owner.user.name,
    )


@cache
def _dots(phase: str) -> SafeString:
    """The seven phases as dots; drawn once for each phase, whatever the length of the list."""
    reached = STEPS.index(Phase(phase)) if phase in STEPS else len(STEPS) if phase == Phase.CLOTUREE else 0
    classes = ["done" if at < reached else "now" if STEPS[at] == phase else "" for at in range(len(STEPS))]
    dots = format_html_join("", '<i class="{}"></i>', ((css,) for css in classes))
    return format_html('<span class="phase-dots" aria-hidden="true">{}</span>', dots)


def _standing(campaign: Campaign, report: GateReport | None) -> tuple[str, str, str]:
    if campaign.paused_at:
        return "paused", _("En pause"), campaign.pause_reason
    if report is None:
        return "", "", ""
    if not report.missing:
        return "ok", _("Prête pour la suite"), ""
    waits = all(result.finding.waiting for result in report.missing)
    more = len(report.missing) - 1
    held = ngettext("et %(count)s autre point", "et %(count)s autres points", more) % {"count": more}
    return "waiting" if waits else "bad", first_missing(report), held if more else ""


def _narrow(rows: QuerySet[Campaign], filters: Filters) -> QuerySet[Campaign]:
    if filters.type:
        rows = rows.filter(type=filters.type)
    if filters.owner:
        rows = rows.filter(owner_id=filters.owner)
    if filters.brand:
        rows = rows.filter(brand_id=filters.brand)
    for word in filters.text.split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(reference__icontains=word) | Q(brand__name__icontains=word)
        )
    return rows


def _chips(counts: Mapping[str, int], filters: Filters) -> list[PhaseChip]:
    open_count = sum(counts.get(phase, 0) for phase in OPEN_PHASES)
    chips = [PhaseChip(IN_PROGRESS, _("En cours"), open_count, filters.phase == IN_PROGRESS)]
    for phase in Phase:
        count = counts.get(phase.value, 0)
        if count or phase.value == filters.phase or phase in STEPS:
            chips.append(PhaseChip(phase.value, str(phase.label), count, filters.phase == phase.value))
    chips.append(PhaseChip(ALL, str(_ALL_LABEL), sum(counts.values()), filters.phase == ALL))
    return chips


_ALL_LABEL = gettext_lazy("Toutes")


def _related(
    access: Access, campaigns: list[Campaign], owners: dict[int, Membership], brands: dict[int, Brand]
) -> list[Campaign]:
    """Give the campaigns what the filters have read anyway, rather than join it to every row."""
    for campaign in campaigns:
        campaign.workspace = access.workspace
        campaign.owner = owners[campaign.owner_id]
        campaign.brand = brands[campaign.brand_id] if campaign.brand_id else None
    return campaigns


def _owners(access: Access) -> dict[int, Membership]:
    """Who owns a campaign of the workspace, by name."""
    owning = Campaign.objects.filter(workspace=access.workspace).order_by().values("owner_id")
    rows = Membership.objects.filter(pk__in=owning).select_related("user").order_by("user__name")
    return {owner.pk: owner for owner in rows}


def _brands(access: Access) -> dict[int, Brand]:
    return {brand.pk: brand for brand in Brand.objects.filter(workspace=access.workspace)}


def _number(text: object) -> int:
    found = str(text)
    return int(found) if found.isascii() and found.isdecimal() and len(found) < 10 else 0


@dataclass(frozen=True)
class PhaseCount:
    phase: str
    label: str
    count: int


def phase_counts(access: Access) -> list[PhaseCount]:
    """Open campaigns in each of the seven phases: one query."""
    rows = visible_campaigns(access).filter(phase__in=OPEN_PHASES).order_by()
    counts = dict(rows.values_list("phase").annotate(total=Count("pk", distinct=True)))
    return [PhaseCount(phase.value, str(phase.label), counts.get(phase.value, 0)) for phase in STEPS]


def launching_campaigns(access: Access, today: date, limit: int = 5) -> list[Campaign]:
    """The next campaigns to go live."""
    rows = visible_campaigns(access).filter(launch_on__gte=today, phase__in=OPEN_PHASES)
    return list(rows.select_related("workspace", "brand", "owner__user").order_by("launch_on", "pk")[:limit])
