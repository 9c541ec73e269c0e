"""Settling who signs above which amount, and how far money may go beyond its line."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from budgets.models import BudgetRules, DelegationLevel
from campaigns.models import Stakeholder
from campaigns.signoff.required import can_sign, signer_words
from core.access import Access
from core.audit import audit_record
from core.editing import EditConflict, readable, row_edit, subject_of
from core.formatting import amount
from core.models import Membership, Workspace
from core.services.workspaces import workspace_scope


@dataclass(frozen=True)
class LevelWords:
    """What an administrator writes of a level: above which amount, and who must all sign."""

    above: Decimal
    owner: bool
    people: tuple[Membership | Stakeholder, ...]

    @property
    def members(self) -> list[Membership]:
        return [person for person in self.people if isinstance(person, Membership)]

    @property
    def stakeholders(self) -> list[Stakeholder]:
        return [person for person in self.people if isinstance(person, Stakeholder)]


def level_add(*, actor: Access, words: LevelWords) -> DelegationLevel:
    """A new level. Raises ValidationError when the amount has one, or nobody would sign."""
    with transaction.atomic():
        _check(actor, words)
        level = DelegationLevel(workspace=actor.workspace, above=words.above, owner=words.owner)
        level.full_clean()
        level.save()
        level.members.set(words.members)
        level.stakeholders.set(words.stakeholders)
        _log(
            actor, level, "delegation_added", {"above": ["", readable(level, "above")], **_people("", words)}
        )
    return level


def level_edit(
    *, actor: Access, level: DelegationLevel, expected_version: int, words: LevelWords
) -> DelegationLevel:
    """Change a level whole. Raises EditConflict, ValidationError."""
    with transaction.atomic():
        _check(actor, words)
        current = DelegationLevel.objects.select_for_update().get(pk=level.pk)
        if current.version != expected_version:
            raise EditConflict(current, [])
        before = LevelWords(current.above, current.owner, _holders(current))
        if _same(before, words):
            return current
        current.above, current.owner = words.above, words.owner
        current.full_clean()
        current.version += 1
        current.save(update_fields=["above", "owner", "version"])
        current.members.set(words.members)
        current.stakeholders.set(words.stakeholders)
        changes = {"above": [amount(before.above), amount(words.above)]}
        _log(actor, current, "delegation_changed", {**changes, **_people(_names(before), words)})
    return current


def level_remove(*, actor: Access, level: DelegationLevel) -> None:
    """Take a level away: what is signed stays, the next request no longer asks for its people."""
    with transaction.atomic():
        current = DelegationLevel.objects.select_for_update().filter(pk=level.pk).first()
        if current is None:
            return
        words = LevelWords(current.above, current.owner, _holders(current))
        _log(actor, current, "delegation_removed", {"people": [_names(words), ""]})
        current.delete()


def tolerance_set(*, actor: Access, expected_version: int, tolerance: int) -> None:
    """How far beyond its plan a signed line may go, in percent. Voids nothing by itself (ADR 0007).

    Raises EditConflict, ValidationError.
    """
    with transaction.atomic():
        Workspace.objects.select_for_update(no_key=True).get(pk=actor.workspace.pk)
        rules, _made = BudgetRules.objects.get_or_create(workspace=actor.workspace)
        row_edit(
            row=rules,
            actor=actor,
            scope=workspace_scope(actor.workspace),
            expected_version=expected_version,
            changes={"tolerance": tolerance},
            label=_("Tolérance de dépassement"),
        )


def _check(actor: Access, words: LevelWords) -> None:
    if not words.owner and not words.people:
        raise ValidationError({"people": _("Choisissez au moins une personne qui signe.")})
    for person in words.people:
        if person.workspace_id != actor.workspace.pk or not can_sign(person):
            raise ValidationError({"people": _("Cette personne ne peut pas signer dans cet espace.")})


def _holders(level: DelegationLevel) -> tuple[Membership | Stakeholder, ...]:
    return (*level.members.select_related("user"), *level.stakeholders.all())


def _same(before: LevelWords, after: LevelWords) -> bool:
    alike = (before.above, before.owner) == (after.above, after.owner)
    return alike and set(before.people) == set(after.people)


def _names(words: LevelWords) -> str:
    owner = [_("la personne responsable de la campagne")] if words.owner else []
    return ", ".join([*owner, *sorted(signer_words(person) for person in words.people)])


def _people(before: str, words: LevelWords) -> dict[str, Sequence[str]]:
    return {"people": [before, _names(words)]}


def _log(actor: Access, level: DelegationLevel, verb: str, changes: dict[str, Any]) -> None:
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=workspace_scope(actor.workspace),
        subject=subject_of(level),
        label=amount(level.above),
        changes=changes,
    )
