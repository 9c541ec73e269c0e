"""What every page of a campaign shows around its content: head, phases, tabs, notices.

Three short queries whatever the campaign holds (one more when it was abandoned), so that each page of a
campaign pays the same.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.gates import check_list, judged_campaigns, read_once
from campaigns.gates.report import waivers_in_force
from campaigns.models import Campaign, Phase, PhaseChange, SignOffRequest, Wave
from campaigns.models.campaign import STEPS
from campaigns.ports import Tab, tabs
from campaigns.signoff import family_of
from campaigns.signoff.amendments import waiting_number
from campaigns.signoff.contents import counting
from campaigns.signoff.standing import latest_of_every_kind
from core.access import Access
from core.formatting import days as days_words

#: Which phase each signed content, or family of them, belongs to: a void approval shows on that step.
_SIGNED_IN = {
    "brief": Phase.BRIEF,
    "plan": Phase.PLANNING,
    "budget": Phase.BUDGET,
    "assets": Phase.COORDINATION,
    "bilan": Phase.BILAN,
}
#: The page of a phase, when it is not the tab of the same name.
_STEP_TAB = {phase: phase.value.lower() for phase in STEPS}


@dataclass(frozen=True)
class Step:
    """One of the seven phases; `state` is "done", "now", "beside", "void", "waived" or "todo"."""

    label: str
    state: str
    url: str
    hint: str = ""


@dataclass(frozen=True)
class TabLink:
    label: str
    url: str
    current: str  # the value of aria-current: "page", "true" (a page under it) or ""


@dataclass(frozen=True)
class WaveUse:
    """A wave as the frame counts it."""

    opened: bool
    channels: frozenset[int]


@dataclass(frozen=True)
class Frame:
    steps: tuple[Step, ...]
    tabs: tuple[TabLink, ...]
    waves: int
    channels: int
    duration: str
    ended_reason: str


def campaign_url(campaign: Campaign, name: str = "campaigns:campaign") -> str:
    """The address of a page of a campaign; empty while no such page exists."""
    parts = _address_parts(name, get_urlconf(), get_script_prefix())
    if not parts:
        return ""
    before, between, after = parts
    return f"{before}{campaign.workspace.slug}{between}{campaign.reference}{after}"


@cache
def _address_parts(name: str, urlconf: str | None, prefix: str) -> list[str]:
    """An address around its two names: a page of a campaign writes dozens, and reversing takes its time."""
    try:
        shape = reverse(name, args=["SLUG", "REFERENCE"], urlconf=urlconf)
    except NoReverseMatch:
        return []
    return re.split("SLUG|REFERENCE", shape)


def campaign_frame(
    access: Access, campaign: Campaign, path: str, waves: Sequence[WaveUse] | None = None
) -> Frame:
    """The frame of a page at `path`. Partners see only the tabs open to them.

    `waves` when the page has read them already. Inside an evaluation of this campaign's gates, approvals
    and waivers are those the gates have read.
    """
    if waves is None:
        waves = wave_uses(campaign)
    shown = tabs_for(access, campaign)
    abandoned = campaign.phase == Phase.ABANDONNEE
    last = campaign.phase_changes.filter(verb=PhaseChange.Verb.ABANDON).first() if abandoned else None
    return Frame(
        steps=_steps(
            campaign,
            {tab.key: url for tab, url in shown},
            opened=[wave.opened for wave in waves],
            left_from=last.source if last else None,
        ),
        tabs=_links(shown, path),
        waves=len(waves),
        channels=len({channel for wave in waves for channel in wave.channels}),
        duration=live_duration(campaign),
        ended_reason=last.reason if last else "",
    )


def wave_uses(campaign: Campaign) -> list[WaveUse]:
    """The waves of a campaign, as little of them as the frame needs: one query."""
    rows = Wave.objects.filter(campaign=campaign).values_list("pk", "opened_at", "placements__channel")
    opened: dict[int, bool] = {}
    channels: dict[int, set[int]] = {}
    for pk, at, channel in rows:
        opened[pk] = at is not None
        channels.setdefault(pk, set()).update([channel] if channel else [])
    return [WaveUse(at, frozenset(channels[pk])) for pk, at in opened.items()]


def tabs_for(access: Access, campaign: Campaign) -> list[tuple[Tab, str]]:
    """The tabs this person may open, in order, with their addresses."""
    pairs = [
        (tab, campaign_url(campaign, tab.url_name))
        for tab in sorted(tabs, key=lambda tab: tab.order)
        if tab.team_only or not access.membership.team_only
    ]
    return [(tab, url) for tab, url in pairs if url]


def _links(pairs: list[tuple[Tab, str]], path: str) -> tuple[TabLink, ...]:
    # The longest address that begins the path is where we are: a form under /brief/ is still the brief.
    under = max((url for _tab, url in pairs if path.startswith(url)), key=len, default="")
    return tuple(
        TabLink(str(tab.label), url, "" if url != under else "page" if url == path else "true")
        for tab, url in pairs
    )


def _steps(
    campaign: Campaign, urls: dict[str, str], *, opened: list[bool], left_from: str | None
) -> tuple[Step, ...]:
    void, waived = _void_phases(campaign), _waived_phases(campaign)
    reached = _reached(campaign, left_from)
    beside = _beside(campaign, opened)
    steps = []
    for position, phase in enumerate(STEPS):
        state, hint = "todo", ""
        if campaign.phase == phase:
            state = "now"
        elif phase == beside:
            state, hint = "beside", _("En cours en même temps")
        elif position < reached:
            state = "done"
        if state == "done" and phase in waived:
            state, hint = "waived", _("Passée par dérogation")
        if state == "done" and phase in void:
            state, hint = "void", void[phase]
        steps.append(Step(str(phase.label), state, urls.get(_STEP_TAB[phase], ""), hint))
    return tuple(steps)


def _reached(campaign: Campaign, left_from: str | None) -> int:
    """How many steps lie behind the campaign."""
    phase = left_from or campaign.phase
    return STEPS.index(Phase(phase)) if phase in STEPS else len(STEPS) if phase == Phase.CLOTUREE else 0


def _beside(campaign: Campaign, opened: list[bool]) -> Phase | None:
    """The phase that runs beside the present one: later waves go live while the first is followed."""
    if campaign.phase == Phase.EXECUTION and any(opened):
        return Phase.SUIVI
    if campaign.phase == Phase.SUIVI and not all(opened):
        return Phase.EXECUTION
    return None


def _void_phases(campaign: Campaign) -> dict[Phase, str]:
    """Phases whose signed content changed after it was approved and was not approved again, in words."""
    if judged_campaigns([campaign.pk]):
        latest = dict(read_once(latest_of_every_kind, [campaign.pk]).get(campaign.pk, {}))
    else:
        rows = SignOffRequest.objects.filter(campaign=campaign)
        rows = rows.only("kind", "status", "requested_at", "amends", "amended_by")
        latest = {request.kind: request for request in rows.order_by("pk")}
    found: dict[Phase, str] = {}
    for kind in sorted({*_SIGNED_IN, *latest}):
        phase, request = _SIGNED_IN.get(family_of(kind)[0]), counting(latest, kind)
        if phase is None or phase in found:
            continue
        if number := waiting_number(request):
            found[phase] = _("Avenant n° %(number)s à approuver") % {"number": number}
        elif request and request.status == SignOffRequest.Status.VOIDED:
            found[phase] = _("La validation est périmée")
    return found


def _waived_phases(campaign: Campaign) -> set[str]:
    """Phases left, or to be left, with a check excepted by a waiver in force."""
    waivers = waivers_in_force([campaign.pk]).get(campaign.pk, ())
    keys = {waiver.check_key for waiver in waivers}
    return {check.phase for check in check_list() if check.key in keys}


def live_duration(campaign: Campaign) -> str:
    """«6 semaines», «10 jours», or «en continu» for a campaign without an end."""
    return duration_words(campaign.launch_on, campaign.ends_on)


def duration_words(first: date, last: date | None) -> str:
    """How long a live window is, both days included."""
    if last is None:
        return _("en continu")
    count = (last - first).days + 1
    weeks, rest = divmod(count, 7)
    if weeks > 1 and rest == 0:
        return ngettext("%(count)s semaine", "%(count)s semaines", weeks) % {"count": weeks}
    return days_words(count)
