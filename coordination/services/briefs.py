"""Creative briefs: one for each planned channel × format."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from campaigns.models import Campaign
from coordination.models import CreativeBrief
from coordination.selectors.briefs import SHARED_FIELDS, texts_of_campaign
from coordination.selectors.wanted import work_of
from coordination.services.guard import Voided, assets_edit, campaign_lock
from core.access import Access
from core.audit import audit_record
from core.editing import row_edit

#: Fields that are signed with the assets made from a brief.
SIGNED_FIELDS = frozenset({"mandatory", "landing_url"})


def creative_briefs_ensure(*, campaign: Campaign, actor: Access) -> list[CreativeBrief]:
    """Make the briefs that planned placements still lack; returns the new ones.

    A new brief starts from the campaign's brief (first key message, promise, tone), so that its writer
    completes rather than copies.
    """
    with transaction.atomic():
        campaign_lock(campaign.pk)
        work = work_of([campaign.pk])[campaign.pk]
        lacking = [row for key, row in work.wanted.items() if key not in work.briefs]
        texts = texts_of_campaign(campaign)
        made = CreativeBrief.objects.bulk_create(
            CreativeBrief(campaign=campaign, channel_id=row.channel_id, format_id=row.format_id, **texts)
            for row in lacking
        )
        if made:
            audit_record(
                workspace=actor.workspace,
                actor=actor.user,
                verb="creative_briefs_added",
                scope=campaign.scope,
                changes={"count": len(made)},
            )
    return made


def creative_brief_edit(
    *,
    brief: CreativeBrief,
    actor: Access,
    expected_version: int,
    changes: Mapping[str, Any],
    voided: Voided = None,
) -> dict[str, list[str]]:
    """Change a creative brief. Raises EditConflict, ValidationError.

    What it makes compulsory is signed with the assets made from it: their approval may be void.
    """
    with assets_edit(brief.campaign_id, actor, voided=voided) as edited:
        changed = row_edit(
            row=brief,
            actor=actor,
            scope=edited.campaign.scope,
            expected_version=expected_version,
            changes=changes,
        )
        if SIGNED_FIELDS & changed.keys():
            edited.touch(brief.assets.values_list("wave_id", flat=True))
        return changed


def creative_brief_fill(
    *, brief: CreativeBrief, texts: Mapping[str, str], actor: Access, voided: Voided = None
) -> dict[str, list[str]]:
    """Fill a brief's empty fields with the texts of another one; nothing written is overwritten.

    `texts` comes from `texts_of` (another creative brief) or `texts_of_campaign`.
    """
    changes = {
        name: text.strip()
        for name, text in texts.items()
        if name in SHARED_FIELDS and text.strip() and not getattr(brief, name).strip()
    }
    return creative_brief_edit(
        brief=brief, actor=actor, expected_version=brief.version, changes=changes, voided=voided
    )


def creative_briefs_complete(*, campaign: Campaign, actor: Access) -> tuple[int, int]:
    """Make the briefs that lack and fill empty fields from the campaign's brief: (made, filled)."""
    with transaction.atomic():
        made = creative_briefs_ensure(campaign=campaign, actor=actor)
        texts = texts_of_campaign(campaign)
        known = {brief.pk for brief in made}
        filled = sum(
            bool(creative_brief_fill(brief=brief, texts=texts, actor=actor))
            for brief in CreativeBrief.objects.filter(campaign=campaign).exclude(pk__in=known)
        )
    return len(made), filled


def creative_briefs_copy(*, source: Campaign, copy: Campaign, actor: Access) -> None:
    """Give a duplicated campaign the texts of its model, channel × format by channel × format; no assets.

    Dates to deliver move as the launch moved.
    """
    moved = copy.launch_on - source.launch_on
    with transaction.atomic():
        creative_briefs_ensure(campaign=copy, actor=actor)
        models = {(row.channel_id, row.format_id): row for row in source.creative_briefs.all()}
        written = []
        for brief in CreativeBrief.objects.filter(campaign=copy):
            model = models.get((brief.channel_id, brief.format_id))
            if model is None:
                continue
            for name in SHARED_FIELDS:
                setattr(brief, name, getattr(model, name))
            brief.team_id = model.team_id
            brief.due_on = model.due_on + moved if model.due_on else None
            written.append(brief)
        CreativeBrief.objects.bulk_update(written, [*SHARED_FIELDS, "team", "due_on"])
