"""Accepting a collision, with a reason, and no longer accepting it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import AcceptedCollision
from campaigns.selectors.collisions import Collision, workspace_collisions
from core.access import Access
from core.audit import audit_record
from core.editing import subject_of
from core.models import Workspace
from core.services.workspaces import workspace_scope


def collision_accept(*, actor: Access, key: str, reason: str) -> Collision | None:
    """Live with a collision for the days it lasts now. None when it is over or was lifted meanwhile.

    Accepting it again replaces the reason. Raises ValidationError without a reason.
    """
    reason = " ".join(reason.split())
    if not reason:
        raise ValidationError({"reason": _("Dites pourquoi vous l’acceptez.")})
    if len(reason) > (longest := 300):
        words = _("La raison fait %(count)s caractères, %(longest)s au plus.")
        raise ValidationError({"reason": words % {"count": len(reason), "longest": longest}})
    with transaction.atomic():
        # One writer at a time, whether or not there is a row to lock yet.
        Workspace.objects.select_for_update(no_key=True).get(pk=actor.workspace.pk)
        found = next((each for each in workspace_collisions(actor.workspace) if each.key == key), None)
        if found is None:
            return None
        row, _created = AcceptedCollision.objects.update_or_create(
            workspace=actor.workspace,
            key=key,
            defaults={
                "starts_on": found.start,
                "ends_on": found.end,
                "reason": reason,
                "by": actor.user,
                "by_name": actor.user.name,
            },
        )
        _log(actor, row, found.text, "collision_accepted", reason)
    return found


def collision_reopen(*, actor: Access, key: str) -> None:
    """Show a collision again; one nobody accepted stays as it is."""
    with transaction.atomic():
        rows = AcceptedCollision.objects.select_for_update().filter(workspace=actor.workspace, key=key)
        row = rows.first()
        if row:
            _log(actor, row, row.reason, "collision_reopened")
            row.delete()


def _log(actor: Access, row: AcceptedCollision, label: str, verb: str, reason: str = "") -> None:
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=workspace_scope(actor.workspace),
        subject=subject_of(row),
        label=label[:200],
        changes={"reason": reason} if reason else {},
    )
