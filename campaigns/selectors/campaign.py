"""The page of a campaign: where it stands, what blocks it, what can be done now."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.access import CampaignAccess
from campaigns.gates import CheckResult, GateReport, evaluating, read_once
from campaigns.gates.report import campaign_standing
from campaigns.models import Campaign, Phase, SignOffRequest, Wave
from campaigns.ports import Fact, Troubles, facts, troubles
from campaigns.selectors.amendments import Amendment, campaign_amendments
from campaigns.selectors.checklist import (
    CheckItem,
    blocking_sentence,
    check_items,
    fix_of,
    without_echoes,
)
from campaigns.selectors.frame import Frame, WaveUse, campaign_frame
from campaigns.selectors.history import Entry, history_entries
from campaigns.selectors.lanes import Lanes, wave_lanes
from campaigns.selectors.waivers import may_ask_waiver, may_waive
from campaigns.selectors.waves import planned_waves
from campaigns.selectors.words import ADVANCE_QUESTION, ADVANCE_TO, IN_PHASE
from campaigns.signoff import kinds_loaded
from campaigns.signoff.amendments import request_title
from campaigns.signoff.standing import latest_of_every_kind, people, signer_label
from core.formatting import countdown, date_long, number
from core.models import Role

RECENT = 6


@dataclass(frozen=True)
class Advance:
    """The way to the next phase: its button, and why it is not possible now (empty when it is)."""

    label: str
    phase: str
    why: str
    fix_url: str
    fix_label: str
    question: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Pending:
    """A sign-off request that waits, and for whom."""

    label: str
    names: list[str]
    signed: int
    total: int
    due_on: object
    late: bool


@dataclass(frozen=True)
class WaveRow:
    """A wave in words, under its lane."""

    wave: Wave
    channels: int
    state: str
    said: str


@dataclass(frozen=True)
class Overview:
    report: GateReport | None
    standing: str
    blocking: str
    advance: Advance | None
    gate: list[CheckItem]
    gate_title: str
    launch_lead: str
    livrables_first: bool
    livrables_lead: str
    livrables: list[CheckItem]
    criteria: list[CheckItem]
    waves: list[WaveRow]
    lanes: Lanes
    facts: list[dict[str, object]]
    amendments: list[Amendment] = field(default_factory=list)
    troubles: list[Troubles] = field(default_factory=list)
    pending: list[Pending] = field(default_factory=list)
    history: list[Entry] = field(default_factory=list)
    may_waive: bool = False


def campaign_page(access: CampaignAccess, path: str) -> tuple[Overview, Frame]:
    """Everything the page and its frame show, in a number of queries that grows with nothing."""
    campaign = access.campaign
    with evaluating([campaign]):
        waves, channels = campaign_waves(campaign)
        uses = [WaveUse(bool(wave.opened_at), frozenset(channels.get(wave.pk, ()))) for wave in waves]
        counts = {pk: len(found) for pk, found in channels.items()}
        return _overview(access, waves, counts), campaign_frame(access, campaign, path, uses)


def _overview(access: CampaignAccess, waves: list[Wave], channels: dict[int, int]) -> Overview:
    campaign = access.campaign
    report, livrables, criteria = campaign_standing(campaign)
    amendments = campaign_amendments(access, waves)
    waving = may_waive(access, campaign)
    lanes = wave_lanes(campaign, waves, channels)
    shown = {result.key for result in (*livrables, *criteria)}
    guarding = report.results if report and any(r.key not in shown for r in report.results) else ()
    livrables_first = campaign.phase != Phase.COORDINATION
    gate = check_items(guarding, access=access, prefix="passage", may_waive=waving)
    wanted = check_items(livrables, access=access, prefix="livrable", may_waive=waving)
    asked = check_items(criteria, access=access, prefix="critere", may_waive=waving)
    if livrables_first:
        asked = without_echoes(asked, wanted)
    else:
        wanted = without_echoes(wanted, asked)
    return Overview(
        report=report,
        standing=standing_sentence(campaign),
        blocking=_blocking(report, amendments),
        advance=_advance(access, report),
        gate=gate,
        gate_title=_gate_title(report),
        launch_lead=_launch_lead(criteria, waves),
        livrables_first=livrables_first,
        livrables_lead=_livrables_lead(livrables),
        livrables=wanted,
        criteria=asked,
        waves=[_wave_row(wave, channels.get(wave.pk, 0)) for wave in waves],
        lanes=lanes,
        facts=_facts(campaign, lanes),
        amendments=amendments,
        troubles=[found for provider in troubles if (found := provider(campaign))],
        pending=_pending(campaign),
        history=history_entries(campaign, limit=RECENT, brief=True),
        may_waive=waving,
    )


def standing_sentence(campaign: Campaign) -> str:
    """«En coordination depuis 12 jours.»"""
    days = (timezone.now() - campaign.phase_since).days
    words = IN_PHASE[Phase(campaign.phase)]
    if days < 1:
        return _("%(phase)s depuis aujourd’hui.") % {"phase": words}
    return ngettext("%(phase)s depuis hier.", "%(phase)s depuis %(days)s jours.", days) % {
        "phase": words,
        "days": number(days, 0),
    }


def _blocking(report: GateReport | None, amendments: Sequence[Amendment]) -> str:
    if report is None:
        return ""
    if why := blocking_sentence(report):
        return why
    if amendments:
        where = [_amended(amendment) for amendment in amendments]
        return _("%(amendments)s ; rien d’autre n’empêche la suite.") % {"amendments": people(where)}
    return _("Tout est réuni pour la suite.")


def _amended(amendment: Amendment) -> str:
    words = {
        "waiting": _("%(title)s en attente d’approbation"),
        "bad": _("%(title)s refusé"),
        "void": _("%(title)s à envoyer"),
    }
    return words[amendment.state] % {"title": amendment.title}


def _advance(access: CampaignAccess, report: GateReport | None) -> Advance | None:
    if report is None or report.next is None or access.membership.team_only:
        return None
    # What lifts a pause is in its notice: the link of a missing point would not open the way.
    first = report.missing[0].finding if report.missing and not report.pause_blocks else None
    why = report.reason
    if not why and not access.covers(Role.MANAGER):
        why = _("Seul un responsable de campagne peut faire avancer la campagne.")
    question, detail = ADVANCE_QUESTION.get(report.next, ("", ""))
    return Advance(
        label=str(ADVANCE_TO[report.next]),
        phase=report.phase,
        why=why,
        fix_url=fix_of(first, access) if first else "",
        fix_label=first.fix_label if first else "",
        question=str(question),
        detail=str(detail),
    )


def _gate_title(report: GateReport | None) -> str:
    if report is None or report.next is None:
        return ""
    return _("Pour la suite : %(phase)s") % {"phase": report.next.label}


def _launch_lead(criteria: Sequence[CheckResult], waves: Sequence[Wave]) -> str:
    held = len([result for result in criteria if result.ok])
    values = {"held": held, "total": len(criteria), "wave": waves[0].name if waves else ""}
    if not waves:
        return (
            ngettext("%(held)s critère sur %(total)s tenu.", "%(held)s critères sur %(total)s tenus.", held)
            % values
        )
    return (
        ngettext(
            "%(held)s critère sur %(total)s tenu pour la première vague, « %(wave)s ».",
            "%(held)s critères sur %(total)s tenus pour la première vague, « %(wave)s ».",
            held,
        )
        % values
    )


def _livrables_lead(livrables: Sequence[CheckResult]) -> str:
    held = len([result for result in livrables if result.ok])
    return ngettext("%(held)s sur %(total)s existe.", "%(held)s sur %(total)s existent.", held) % {
        "held": held,
        "total": len(livrables),
    }


def campaign_waves(campaign: Campaign) -> tuple[list[Wave], dict[int, set[int]]]:
    """The waves in order and the channels each uses, by its id: what the checks of an evaluation read too."""
    planned = read_once(planned_waves, [campaign.pk])[campaign.pk]
    waves = [row.wave for row in planned]
    return waves, {row.wave.pk: {each.channel_id for each in row.placements} for row in planned}


def _wave_row(wave: Wave, channels: int) -> WaveRow:
    today = timezone.localdate()
    if wave.ends_on and wave.ends_on < today and wave.opened_at:
        return WaveRow(wave, channels, "done", _("Terminée"))
    if wave.opened_at:
        return WaveRow(wave, channels, "ok", _("Ouverte"))
    if wave.goes_live_on < today:
        return WaveRow(wave, channels, "bad", _("Aurait dû s’ouvrir"))
    if wave.goes_live_on < today + timedelta(days=14):
        return WaveRow(wave, channels, "waiting", _("À ouvrir bientôt"))
    return WaveRow(wave, channels, "todo", _("À venir"))


def _facts(campaign: Campaign, lanes: Lanes) -> list[dict[str, object]]:
    today = timezone.localdate()
    label = _("Lancement") if campaign.launch_on >= today else _("Lancée")
    found = [_fact(Fact(label, countdown(campaign.launch_on), date_long(campaign.launch_on)))]
    for provider in facts:
        found += [_fact(fact) for fact in provider(campaign)]
    return found


def _fact(fact: Fact) -> dict[str, object]:
    return {
        "label": fact.label,
        "value": fact.value,
        "detail": fact.detail,
        "amount": fact.done,
        "max": fact.total,
        "url": fact.url,
    }


def _pending(campaign: Campaign) -> list[Pending]:
    latest = read_once(latest_of_every_kind, [campaign.pk]).get(campaign.pk, {})
    waiting = [request for request in latest.values() if request.status == SignOffRequest.Status.OPEN]
    with kinds_loaded({request.kind for request in waiting}):
        return [_waiting_for(request, request_title(request)) for request in waiting]


def _waiting_for(request: SignOffRequest, label: str) -> Pending:
    signatures = list(request.signatures.all())
    waiting = [signature for signature in signatures if not signature.decision]
    return Pending(
        label=label,
        names=[signer_label(signature) for signature in waiting],
        signed=len(signatures) - len(waiting),
        total=len(signatures),
        due_on=request.due_on,
        late=request.due_on < timezone.localdate(),
    )


@dataclass(frozen=True)
class MenuItem:
    """A lifecycle action offered in the campaign's menu."""

    label: str
    url_name: str
    icon: str
    danger: bool = False


def campaign_menu(access: CampaignAccess) -> list[list[MenuItem]]:
    """What this person may do with the campaign now, in groups."""
    campaign, manager = access.campaign, access.covers(Role.MANAGER)
    groups: list[list[MenuItem]] = [[], [], []]
    groups[0].append(MenuItem(_("Prêt à lancer"), "campaigns:launch", "flag"))
    groups[0].append(MenuItem(_("Vagues et canaux"), "campaigns:waves", "wave"))
    groups[0].append(MenuItem(_("Dérogations"), "campaigns:waivers", "shield"))
    if manager:
        groups[0].append(MenuItem(_("Réglages de la campagne"), "campaigns:settings", "settings"))
        groups[0].append(MenuItem(_("Dupliquer"), "campaigns:duplicate", "copy"))
    if may_ask_waiver(access, campaign):
        groups[1].append(MenuItem(_("Demander une dérogation"), "campaigns:waiver", "shield"))
    if manager and campaign.phase != Phase.BRIEF:
        groups[1].append(MenuItem(_("Rouvrir à une phase antérieure"), "campaigns:reopen", "undo"))
    if manager and campaign.is_open:
        if campaign.paused_at:
            groups[1].append(MenuItem(_("Reprendre"), "campaigns:resume", "play"))
        else:
            groups[1].append(MenuItem(_("Mettre en pause"), "campaigns:pause", "pause"))
        if campaign.is_live and not campaign.stopped_on:
            groups[2].append(MenuItem(_("Arrêter la diffusion"), "campaigns:stop", "stop", danger=True))
        groups[2].append(MenuItem(_("Abandonner"), "campaigns:abandon", "trash", danger=True))
    return [group for group in groups if group]


@dataclass(frozen=True)
class PartnerOverview:
    """What a partner sees of a campaign: where it stands and its waves, no figure and no approval."""

    standing: str
    waves: list[WaveRow]


def partner_overview(access: CampaignAccess) -> PartnerOverview:
    waves, channels = campaign_waves(access.campaign)
    rows = [_wave_row(wave, len(channels.get(wave.pk, ()))) for wave in waves]
    return PartnerOverview(standing_sentence(access.campaign), rows)
