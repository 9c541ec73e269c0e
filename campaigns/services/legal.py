"""Designating who signs for the law, sector by sector."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import LegalSigner, Stakeholder
from campaigns.models.brief import SECTOR_CHOICES
from campaigns.selectors.legal import legal_signers, signers_seen
from campaigns.signoff.required import can_sign, signer_words
from core.access import Access
from core.audit import audit_record
from core.editing import subject_of
from core.models import Membership, Workspace
from core.services.workspaces import workspace_scope

Person = Membership | Stakeholder | None


class LegalSignersMovedError(Exception):
    """Somebody changed a designation after the page was opened."""


def legal_signers_set(*, actor: Access, people: Mapping[str, Person], seen: str) -> int:
    """Designate, for each sector key of `people`, a person or nobody; returns how many changed.

    `seen` is the `signers_seen` of what the actor read. Raises LegalSignersMovedError when it changed
    since, ValidationError for somebody who cannot sign in this workspace.
    """
    workspace = actor.workspace
    with transaction.atomic():
        # One writer at a time, whether or not there is a row to lock yet.
        Workspace.objects.select_for_update(no_key=True).get(pk=workspace.pk)
        current = {row.sector: row for row in legal_signers(workspace)}
        if signers_seen(list(current.values())) != seen:
            raise LegalSignersMovedError
        return sum(
            _designate(actor, sector, person, current.get(sector)) for sector, person in people.items()
        )


def _designate(actor: Access, sector: str, person: Person, row: LegalSigner | None) -> bool:
    before = row.person if row else None
    if before == person:
        return False
    if person is not None and (person.workspace_id != actor.workspace.pk or not can_sign(person)):
        raise ValidationError({sector: _("Cette personne ne peut pas signer dans cet espace.")})
    row = row or LegalSigner(workspace=actor.workspace, sector=sector)
    if person is None:
        subject = subject_of(row)
        row.delete()
    else:
        row.member = person if isinstance(person, Membership) else None
        row.stakeholder = person if isinstance(person, Stakeholder) else None
        row.full_clean()
        row.save()
        subject = subject_of(row)
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb="legal_signer_set",
        scope=workspace_scope(actor.workspace),
        subject=subject,
        label=str(dict(SECTOR_CHOICES)[sector]),
        changes={"signer": [signer_words(before) if before else "", signer_words(person) if person else ""]},
    )
    return True
