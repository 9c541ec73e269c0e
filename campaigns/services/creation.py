"""Making campaigns: from a type's playbook, or from another campaign."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from campaigns.models import Brand, Brief, Campaign, PlanTemplate, Stakeholder
from campaigns.ports import copied, created
from campaigns.selectors.preparation import preparation, workspace_calendar
from campaigns.services.copying import rows_copy
from campaigns.services.from_playbook import rows_create
from campaigns.services.plan import plan_reschedule
from core.access import Access
from core.audit import audit_record
from core.models import Membership, Workspace

#: The three letters of a type in a reference: 2026-LAN-04.
TYPE_CODES = {
    Campaign.Type.LANCEMENT: "LAN",
    Campaign.Type.SAISONNIERE: "SAI",
    Campaign.Type.ALWAYS_ON: "AON",
    Campaign.Type.FLASH: "FLA",
    Campaign.Type.EVENEMENTIELLE: "EVE",
    Campaign.Type.BRAND: "BRA",
}


@dataclass(frozen=True)
class NewCampaign:
    """What its author chooses. `event_on`–`event_ends_on` place the waves of an event campaign; without a
    `template` of the workspace, the type's playbook says what it starts from."""

    type: str
    name: str
    owner: Membership
    launch_on: date
    ends_on: date | None = None
    brand: Brand | None = None
    sponsor_member: Membership | None = None
    sponsor_stakeholder: Stakeholder | None = None
    place: str = ""
    event_on: date | None = None
    event_ends_on: date | None = None
    template: PlanTemplate | None = None


def campaign_create(*, actor: Access, new: NewCampaign) -> Campaign:
    """A campaign with what its type starts from: waves, channels, tasks counted back from the launch.

    What does not suit the type (`date_warnings`) is the reader's to accept beforehand; nothing is refused
    here but what the database refuses. Raises ValidationError for dates in disorder.
    """
    workspace = actor.workspace
    ready = preparation(
        new.type,
        calendar=workspace_calendar(workspace),
        today=timezone.localdate(),
        launch_on=new.launch_on,
        ends_on=new.ends_on,
        event_on=new.event_on,
        event_ends_on=new.event_ends_on,
        template=new.template,
    )
    with transaction.atomic():
        campaign: Campaign = Campaign(
            type=new.type,
            name=new.name,
            brand=new.brand,
            owner=new.owner,
            sponsor_member=new.sponsor_member,
            sponsor_stakeholder=new.sponsor_stakeholder,
            prepares_on=_prepares_on(ready.starts_on, new.launch_on),
            launch_on=new.launch_on,
            ends_on=new.ends_on,
            place=new.place,
        )
        _number_and_save(campaign, workspace)
        Brief.objects.create(campaign=campaign)
        rows_create(campaign, ready)
        plan_reschedule(campaign=campaign)
        for provider in created:
            provider(campaign, actor)
        _log(campaign, actor, "campaign_created", {"type": ["", campaign.get_type_display()]})
    return campaign


def campaign_duplicate(
    *, source: Campaign, actor: Access, name: str, launch_on: date, owner: Membership
) -> Campaign:
    """A campaign like another, its dates moved to a new launch, back at the brief.

    Brief, waves, channels, tasks and links are copied with their states reset; upper apps copy theirs
    (`ports.copied`). Nothing signed, approved, spent or measured is copied.
    """
    moved = launch_on - source.launch_on
    with transaction.atomic():
        copy: Campaign = Campaign(
            type=source.type,
            name=name,
            brand=source.brand,
            owner=owner,
            sponsor_member=source.sponsor_member,
            sponsor_stakeholder=source.sponsor_stakeholder,
            prepares_on=_prepares_on(source.prepares_on + moved, launch_on),
            launch_on=launch_on,
            ends_on=source.ends_on + moved if source.ends_on else None,
            place=source.place,
        )
        _number_and_save(copy, actor.workspace)
        rows_copy(source, copy, moved, workspace_calendar(actor.workspace))
        plan_reschedule(campaign=copy)
        for provider in copied:
            provider(source, copy, actor)
        _log(copy, actor, "campaign_copied", {"source": ["", source.reference]})
    return copy


def _prepares_on(counted_back: date, launch_on: date) -> date:
    """The day counted back to, or today when that day is past, never after the launch."""
    return min(max(counted_back, timezone.localdate()), launch_on)


def _number_and_save(campaign: Campaign, workspace: Workspace) -> None:
    """Give the campaign the next reference of its year and type, under the workspace's lock.

    Two people who create at once meet at the lock, so the second sees the first one's reference; the
    unique constraint stands behind.
    """
    # NO KEY: everything else of the workspace may go on being written meanwhile.
    campaign.workspace = Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
    campaign.reference = next_reference(campaign)
    campaign.full_clean()
    campaign.save(force_insert=True)


def next_reference(campaign: Campaign) -> str:
    """«2026-LAN-04»: year of the launch, type, rank. Call it under the workspace's lock."""
    prefix = f"{campaign.launch_on.year}-{TYPE_CODES[Campaign.Type(campaign.type)]}-"
    taken = Campaign.objects.filter(workspace=campaign.workspace, reference__startswith=prefix)
    ranks = [reference.removeprefix(prefix) for reference in taken.values_list("reference", flat=True)]
    return f"{prefix}{max((int(rank) for rank in ranks if rank.isdecimal()), default=0) + 1:02d}"


def _log(campaign: Campaign, actor: Access, verb: str, changes: dict[str, list[str]]) -> None:
    audit_record(
        workspace=campaign.workspace,
        actor=actor.user,
        verb=verb,
        scope=campaign.scope,
        label=campaign.name,
        version=campaign.version,
        changes={name: [before, str(after)] for name, (before, after) in changes.items()},
    )
