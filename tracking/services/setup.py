"""Tracking set-up services: promised measures and sources."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from budgets.services.spend import spend_record
from campaigns.models import Campaign
from core.access import Access
from core.audit import audit_record
from core.editing import row_edit, subject_of
from tracking.models import KpiFact, KpiTarget, Source
from tracking.services.imports import spend_sync
from tracking.services.locking import campaign_lock


def target_add(*, campaign: Campaign, actor: Access, values: Mapping[str, Any]) -> KpiTarget:
    """Promise a measure. Raises ValidationError when it is promised already for that channel."""
    with transaction.atomic():
        campaign_lock(campaign.pk)
        target = KpiTarget(campaign=campaign, **values)
        target.full_clean()
        target.save()
        _log(target, actor, "target_added", str(target.target))
    return target


def target_edit(
    *, target: KpiTarget, actor: Access, expected_version: int, changes: Mapping[str, Any]
) -> dict[str, list[str]]:
    """Raises EditConflict, ValidationError."""
    with transaction.atomic():
        campaign = campaign_lock(target.campaign_id)
        return row_edit(
            row=target,
            actor=actor,
            scope=campaign.scope,
            expected_version=expected_version,
            changes=changes,
        )


def target_remove(*, target: KpiTarget, actor: Access) -> None:
    with transaction.atomic():
        campaign_lock(target.campaign_id)
        _log(target, actor, "target_removed", str(target.target))
        KpiTarget.objects.filter(pk=target.pk).delete()


def source_add(*, campaign: Campaign, actor: Access, values: Mapping[str, Any]) -> Source:
    """Declare where the figures of a channel come from. Raises ValidationError when the name is taken."""
    with transaction.atomic():
        campaign_lock(campaign.pk)
        source = Source(campaign=campaign, **values)
        source.full_clean()
        source.save()
        audit_record(
            workspace=actor.workspace,
            actor=actor.user,
            verb="source_added",
            scope=campaign.scope,
            subject=subject_of(source),
            label=source.name,
            version=source.version,
        )
    return source


def source_edit(
    *, source: Source, actor: Access, expected_version: int, changes: Mapping[str, Any]
) -> dict[str, list[str]]:
    """Change a source. Its figures and the spend it gave follow its channel and its name.

    Raises EditConflict, ValidationError.
    """
    with transaction.atomic():
        campaign = campaign_lock(source.campaign_id)
        before = Source.objects.get(pk=source.pk).name
        diff = row_edit(
            row=source,
            actor=actor,
            scope=campaign.scope,
            expected_version=expected_version,
            changes=changes,
        )
        if "channel" in diff:
            KpiFact.objects.filter(source=source).update(channel=source.channel)
        if "name" in diff:
            # The budget files imported spend under the source's name: none may stay under the old one.
            spend_record(campaign=campaign, source_label=before, amounts={}, actor=actor)
        if "name" in diff or "channel" in diff:
            spend_sync(source=source, actor=actor)
    return diff


def _log(target: KpiTarget, actor: Access, verb: str, value: str) -> None:
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=target.campaign.scope,
        subject=subject_of(target),
        label=str(target),
        changes={"target": ["", value]},
    )
