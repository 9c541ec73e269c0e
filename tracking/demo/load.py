"""The whole demonstration, in one transaction: loaded once, or not at all."""

from datetime import date

from django.db import transaction
from django.utils import timezone, translation

from campaigns.demo import demo_campaigns, demo_company
from campaigns.demo.shapes import DemoCampaign, SignOffData, StepData
from campaigns.models import Campaign, Phase, Signature, SignOffRequest
from campaigns.models.campaign import STEPS
from campaigns.services.lifecycle import campaign_advance, wave_open
from core.models import OutboxMessage, Workspace
from tracking.demo import delivery, preparation, waivers
from tracking.demo.alerts import alerts_date
from tracking.demo.company import Cast, company_load
from tracking.demo.timeline import happened, moment
from tracking.services.alerts import alerts_refresh

PASSWORD = "demonstration"  # noqa: S105 - a public demonstration login, printed at start
#: Approvals are asked while in these phases: what a campaign needs to leave each.
ASKED_IN = {
    "combined": Phase.BRIEF,
    "brief": Phase.BRIEF,
    "plan": Phase.PLANNING,
    "budget": Phase.BUDGET,
    "assets": Phase.COORDINATION,
}


def demo_load() -> Workspace | None:
    """Load the demonstration. Returns its workspace, or None when it is there already."""
    company = demo_company()
    if Workspace.objects.filter(slug=company.slug).exists():
        return None
    # Texts of the playbooks become rows: they are stored in French, like the rest of the data.
    with translation.override("fr"), transaction.atomic():
        cast = company_load(company, PASSWORD)
        for data in demo_campaigns(timezone.localdate()):
            _campaign_load(data, cast)
        alerts_refresh(workspace=cast.workspace)
        alerts_date(cast.workspace)
        _forget_old_mails(cast.workspace)
    return cast.workspace


def _campaign_load(data: DemoCampaign, cast: Cast) -> None:
    first = data.steps[0]
    with happened(moment(first.on, 9)):
        campaign = preparation.campaign_make(data, cast)
        preparation.brief_write(data, campaign, cast)
        preparation.plan_write(data, campaign, cast)
        preparation.budget_write(data, campaign, cast)
    Campaign.objects.filter(pk=campaign.pk).update(
        created_at=moment(first.on, 9), phase_since=moment(first.on, 9)
    )
    waivers.waivers_write(data, campaign, cast, early=True)
    with happened(moment(delivery.coordinated_on(data), 9)):
        delivery.creation_write(data, campaign, cast)
        sources = delivery.tracking_write(data, campaign, cast)
    delivery.assets_write(data, campaign, cast)
    delivery.briefings_write(data, campaign, cast)
    reached = {step.phase: step for step in data.steps}
    for phase in (Phase.BRIEF, Phase.PLANNING, Phase.BUDGET, Phase.COORDINATION):
        _ask(data, campaign, cast, phase)
        _pass(campaign, cast, phase, reached)
    preparation.budget_change(data, campaign, cast)
    for row in _budget_requests(data)[1:]:
        preparation.signoff_write(row, data, campaign, cast)
    if Phase.EXECUTION in reached:
        preparation.entries_write(data, campaign, cast)
        _go_live(data, campaign, cast)
        delivery.figures_write(data, campaign, cast, sources)
    elif Phase.COORDINATION in reached:
        preparation.entries_write(data, campaign, cast)
    _pass(campaign, cast, Phase.EXECUTION, reached)
    _pass(campaign, cast, Phase.SUIVI, reached)
    waivers.waivers_write(data, campaign, cast, early=False)
    delivery.bilans_write(data, campaign, cast)
    _pass(campaign, cast, Phase.BILAN, reached)


def _ask(data: DemoCampaign, campaign: Campaign, cast: Cast, phase: Phase) -> None:
    """Ask the approvals of a phase; a budget asked again was asked after a change, later."""
    again = _budget_requests(data)[1:]
    for row in data.signoffs:
        if ASKED_IN.get(row.kind) == phase and row not in again:
            preparation.signoff_write(row, data, campaign, cast)


def _budget_requests(data: DemoCampaign) -> list[SignOffData]:
    """Those that hold the budget, alone or with the rest."""
    return [row for row in data.signoffs if row.kind in ("budget", "combined")]


def _pass(campaign: Campaign, cast: Cast, phase: Phase, reached: dict[str, StepData]) -> None:
    """Pass the gate out of a phase, when the data say the next one was entered."""
    following = STEPS[STEPS.index(phase) + 1] if phase != Phase.BILAN else Phase.CLOTUREE
    step = reached.get(following)
    if step is None or campaign.phase != phase:
        return
    at = moment(step.on, 10)
    with happened(at):
        campaign_advance(campaign=campaign, actor=cast.access(step.by), expected_phase=phase)
    Campaign.objects.filter(pk=campaign.pk).update(phase_since=at)
    if phase == Phase.COORDINATION:
        campaign.waves.filter(number=1).update(opened_at=at)


def _go_live(data: DemoCampaign, campaign: Campaign, cast: Cast) -> None:
    """Open the waves that passed their gate, and report their channels live."""
    today: date = timezone.localdate()
    waves = preparation.waves_by_key(data, campaign)
    for row in data.waves:
        wave = waves[row.key]
        if row.opened_on and wave.number > 1:
            at = moment(row.opened_on, 9)
            delivery.briefings_complete(wave, cast.people[data.owner], row.opened_on)
            with happened(at):
                wave_open(wave=wave, actor=cast.access(data.owner))
            campaign.waves.filter(pk=wave.pk).update(opened_at=at)
    delivery.activations_write(data, campaign, cast, today)


def _forget_old_mails(workspace: Workspace) -> None:
    """Keep only the mails that somebody still has to answer: the past was mailed in the past."""
    unanswered = Signature.objects.filter(
        request__campaign__workspace=workspace, request__status=SignOffRequest.Status.OPEN, decision=""
    )
    keys = tuple(f"signoff_request:{pk}:" for pk in unanswered.values_list("pk", flat=True))
    for message in OutboxMessage.objects.filter(workspace=workspace, kind=OutboxMessage.Kind.MAIL):
        if not message.key.startswith(keys or ("-",)):
            message.delete()
