"""Phases 1 to 3 of a demonstration campaign: brief, waves, plan, budget, approvals."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from budgets.models import Budget, BudgetLine, Entry
from campaigns.demo.shapes import DemoCampaign, SignOffData
from campaigns.models import (
    Brief,
    Campaign,
    Dependency,
    Objective,
    Signature,
    SignOffRequest,
    Task,
    Wave,
)
from campaigns.services.deciding import Origin, signature_close, signature_decide
from campaigns.services.plan import plan_reschedule
from campaigns.services.signing_codes import code_check, code_send
from campaigns.services.signoff import signoff_request, signoff_touch
from coordination.selectors.frozen import assets_key
from core.audit import audit_record
from tracking.demo.company import Cast
from tracking.demo.timeline import happened, moment
from tracking.selectors.bilan_signed import bilan_key

ORIGIN = Origin(ip_address="192.0.2.10", user_agent="Mozilla/5.0 (demonstration)")


def campaign_make(data: DemoCampaign, cast: Cast) -> Campaign:
    """The campaign in BRIEF, with its waves and placements."""
    sponsor = cast.signer(data.sponsor)
    campaign: Campaign = Campaign.objects.create(
        workspace=cast.workspace,
        reference=data.reference,
        name=data.name,
        type=data.type.value,
        brand=cast.brands[data.brand],
        owner=cast.people[data.owner],
        sponsor_member=sponsor if data.sponsor in cast.people else None,
        sponsor_stakeholder=sponsor if data.sponsor in cast.stakeholders else None,
        prepares_on=data.prepares_on,
        launch_on=data.launch_on,
        ends_on=data.ends_on,
        place=data.place,
    )
    for number, row in enumerate(data.waves, start=1):
        wave = Wave.objects.create(
            campaign=campaign, number=number, name=row.name, goes_live_on=row.starts_on, ends_on=row.ends_on
        )
        for channel, formats in row.channels:
            for key in formats:
                wave.placements.create(channel=cast.channels[channel], format=cast.formats[key])
    audit_record(
        workspace=cast.workspace,
        actor=campaign.owner.user,
        verb="campaign_created",
        scope=campaign.scope,
        label=campaign.name,
        version=campaign.version,
        changes={"type": ["", campaign.get_type_display()]},
    )
    return campaign


def waves_by_key(data: DemoCampaign, campaign: Campaign) -> dict[str, Wave]:
    """Waves by the keys the data use."""
    rows = list(campaign.waves.order_by("number"))
    return {row.key: wave for row, wave in zip(data.waves, rows, strict=True)}


def brief_write(data: DemoCampaign, campaign: Campaign, cast: Cast) -> None:
    text = data.brief
    Brief.objects.update_or_create(
        campaign=campaign,
        defaults={
            name: getattr(text, name)
            for name in (
                "strategy_label",
                "strategy_url",
                "context",
                "proposition",
                "tone",
                "constraints",
                "sector",
            )
        },
    )
    for position, row in enumerate(text.objectives, start=1):
        Objective.objects.create(
            campaign=campaign,
            position=position,
            name=row.name,
            kpi=cast.kpis[row.kpi],
            baseline=row.baseline,
            target=row.target,
            unit=row.unit,
            deadline=row.deadline,
        )
    for position, audience in enumerate(text.audiences, start=1):
        campaign.brief_audiences.create(
            audience=cast.audiences[audience.audience], insight=audience.insight, position=position
        )
    for position, message in enumerate(text.messages, start=1):
        campaign.key_messages.create(
            text=message.text,
            proof=message.proof,
            audience=cast.audiences[message.audience] if message.audience else None,
            position=position,
        )


def plan_write(data: DemoCampaign, campaign: Campaign, cast: Cast) -> dict[str, Task]:
    """Tasks with their dates and where they stand, and the links between them."""
    waves = waves_by_key(data, campaign)
    made = {
        row.key: Task.objects.create(
            campaign=campaign,
            wave=waves[row.wave] if row.wave else None,
            kind=row.kind,
            phase=row.phase,
            position=position,
            name=row.name,
            description=row.what,
            team=cast.teams[row.team],
            assignee=cast.people[row.assignee],
            duration_days=row.duration,
            not_before=row.not_before,
            pinned_on=row.pinned_on,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            status=row.status,
            blocked_reason=row.blocked_reason,
            status_since=moment(row.status_since, 17) if row.status_since else None,
        )
        for position, row in enumerate(data.tasks, start=1)
    }
    Dependency.objects.bulk_create(
        Dependency(predecessor=made[link[0]], successor=made[row.key], type=link[1], lag_days=link[2])
        for row in data.tasks
        for link in row.after
    )
    # The data carry the dates that the product reckons; should the two ever differ, the product is right.
    plan_reschedule(campaign=campaign)
    return made


def budget_write(data: DemoCampaign, campaign: Campaign, cast: Cast) -> None:
    """The budget as it was signed: changes made after the signature come later."""
    before = {(change.channel, change.month): change.before for change in data.budget.changes}
    budget, _made = Budget.objects.update_or_create(
        campaign=campaign, defaults={"total": data.budget.signed_total, "note": data.budget.note}
    )
    BudgetLine.objects.bulk_create(
        BudgetLine(
            budget=budget,
            channel=cast.channels[row.channel],
            month=row.month,
            planned=before.get((row.channel, row.month), row.planned),
            note=row.note,
        )
        for row in data.budget.lines
    )


def entries_write(data: DemoCampaign, campaign: Campaign, cast: Cast) -> None:
    """Orders and invoices typed in by the team."""
    lines = {
        (line.channel_id, line.month): line for line in BudgetLine.objects.filter(budget__campaign=campaign)
    }
    author = cast.people[data.owner]
    made = Entry.objects.bulk_create(
        Entry(
            line=lines[cast.channels[row.channel].pk, row.month],
            kind=row.kind,
            amount=row.amount,
            on=row.on,
            label=row.label,
            supplier=row.supplier,
            document_number=row.document_number,
            created_by=author,
            created_by_name=author.user.name,
        )
        for row in data.budget.entries
        if row.amount != Decimal(0)
    )
    for entry in made:
        Entry.objects.filter(pk=entry.pk).update(created_at=moment(entry.on, 15))


def budget_change(data: DemoCampaign, campaign: Campaign, cast: Cast) -> None:
    """Planned amounts edited after the signature, which the approval does not survive."""
    for change in data.budget.changes:
        actor, at = cast.access(change.by), moment(change.on, 16)
        with happened(at):
            line = BudgetLine.objects.get(
                budget__campaign=campaign, channel=cast.channels[change.channel], month=change.month
            )
            line.planned = change.after
            line.version += 1
            line.save(update_fields=["planned", "version"])
            budget = line.budget
            budget.total += change.after - change.before
            budget.version += 1
            budget.save(update_fields=["total", "version"])
            signoff_touch(campaign=campaign, kind="budget", actor=actor)


def signed_key(row: SignOffData, data: DemoCampaign, campaign: Campaign) -> str:
    """The kind of content that an approval of the data is about: «assets-12» for those of a wave."""
    if row.kind == "assets":
        return assets_key(waves_by_key(data, campaign)[row.wave].pk)
    if row.kind == "bilan":
        return bilan_key(campaign.bilans.get().pk)
    return row.kind


def signoff_write(row: SignOffData, data: DemoCampaign, campaign: Campaign, cast: Cast) -> SignOffRequest:
    """Ask and decide as the data say."""
    asked, today = moment(row.requested_on, 9, 30), timezone.localdate()
    with happened(asked, due_on=row.due_on):
        request = signoff_request(
            campaign=campaign,
            actor=cast.access(row.requested_by),
            kind=signed_key(row, data, campaign),
            signers=[cast.signer(signature.signer) for signature in row.signatures],
            due_on=max(row.due_on, today),
            message=row.message,
        )
    # Asked in the past, it may have been due in the past too, which the service rightly refuses today.
    SignOffRequest.objects.filter(pk=request.pk).update(due_on=row.due_on)
    signatures = {signature.email: signature for signature in request.signatures.all()}
    decided = (given for given in row.signatures if given.decision and given.decided_on)
    for given in sorted(decided, key=lambda given: given.decided_on or row.requested_on):
        if given.decision and given.decided_on:
            signer = cast.signer(given.signer)
            email = signer.email if given.signer in cast.stakeholders else signer.user.email  # type: ignore[union-attr]
            at = moment(given.decided_on, 14, 12)
            with happened(at):
                signature_write(signatures[email], given.decision, given.reason, at)
    Signature.objects.filter(request=request).update(expires_at=timezone.now() + timedelta(days=30))
    request.refresh_from_db()
    return request


def signature_write(signature: Signature, decision: str, reason: str, at: datetime) -> None:
    """A decision with its code, closed at once."""
    code = code_check(signature=signature, digits=code_send(signature=signature))
    signature_decide(
        signature=signature,
        decision=decision,
        typed_name=signature.name,
        reason=reason,
        code=code,
        origin=ORIGIN,
        now=at,
    )
    signature_close(signature=signature, now=at)
