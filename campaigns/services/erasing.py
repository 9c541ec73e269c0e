"""Erasing a person from the evidence: who they were goes, that somebody decided what and when stays."""

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from campaigns.evidence import moment
from campaigns.evidence.story import ERASED
from campaigns.evidence_fields import ERASED_NAME, STATED, erased_value
from campaigns.models import Campaign, EvidenceIdentity, Signature, SignOffRequest
from campaigns.selectors.verification import workspace_story
from campaigns.services.evidence import Fact, database_now, evidence_append_all
from campaigns.services.receipts import receipts_remake
from campaigns.services.signoff_rows import proof_actor
from core.access import Access
from core.models import AuditEvent, Workspace

OPEN = SignOffRequest.Status.OPEN
_MODELS = {str(model._meta.model_name): model for model in STATED}


@dataclass(frozen=True)
class Erasure:
    """What erasing a person touched."""

    identities: int
    rows: int


def identity_erase(*, workspace: Workspace, email: str, by: Access, reason: str) -> Erasure:
    """Empty everything the evidence of a workspace holds of one person, known by their address.

    Their identities lose data and salt, so the commitments in the chain can no longer be opened; the rows
    they filled keep «Personne effacée»; stored receipts of their requests lose their file, and are made
    again without them; the chain records that it happened, by whom and why. Raises ValidationError
    without a reason, or while this person is still asked for a decision.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Dites pourquoi cette personne est effacée.")})
    with transaction.atomic():
        # In the order everything else takes them: campaigns before the head of the chain.
        campaigns = Campaign.objects.select_for_update(of=("self",), no_key=True).filter(workspace=workspace)
        list(campaigns.order_by("pk").values_list("pk", flat=True))
        _check_not_asked(workspace, email)
        found = _identities_of(workspace, email)
        if not found:
            return Erasure(0, 0)
        at = database_now()
        EvidenceIdentity.objects.filter(pk__in=[each.pk for each in found]).update(
            data="", salt="", erased_at=at
        )
        evidence_append_all(workspace=workspace, facts=_facts(found, by, reason, moment(at)))
        subjects = {each.event.subject for each in found}
        rows = _blank(workspace, subjects)
        receipts_remake(_requests_of(subjects))
    return Erasure(len(found), rows)


def _requests_of(subjects: set[str]) -> set[int]:
    """The requests that these rows belong to."""
    keys: dict[str, list[int]] = defaultdict(list)
    for subject in subjects:
        name, _colon, pk = subject.partition(":")
        keys[name].append(int(pk))
    told = (
        Q(pk__in=keys["signoffrequest"])
        | Q(snapshot__in=keys["snapshot"])
        | Q(signatures__in=keys["signature"])
        | Q(signatures__notes__in=keys["signoffnote"])
    )
    return set(SignOffRequest.objects.filter(told).values_list("pk", flat=True))


def _check_not_asked(workspace: Workspace, email: str) -> None:
    places = Signature.objects.filter(request__campaign__workspace=workspace, request__status=OPEN)
    if places.filter(email__iexact=email).exists():
        raise ValidationError(
            _("Cette personne est encore attendue sur une demande. Retirez d’abord cette demande.")
        )


def _identities_of(workspace: Workspace, email: str) -> list[EvidenceIdentity]:
    """Those that hold the address, and those where somebody stood in for the person."""
    rows = EvidenceIdentity.objects.filter(event__workspace=workspace, erased_at__isnull=True)
    told = [(row, json.loads(row.data)) for row in rows.select_related("event__campaign") if row.data]
    theirs = [(row, who) for row, who in told if str(who.get("email", "")).lower() == email.lower()]
    names = {name for _row, who in theirs for name in (who.get("name"), who.get("by")) if name}
    stood_in = [row for row, who in told if who.get("stands_in_for") in names]
    return list({row.pk: row for row in [*(row for row, _who in theirs), *stood_in]}.values())


def _facts(found: list[EvidenceIdentity], by: Access, reason: str, erased_at: str) -> list[Fact]:
    """One event a campaign, naming the places in the chain whose identity is gone."""
    sequences: dict[Campaign, list[int]] = defaultdict(list)
    for each in found:
        sequences[each.event.campaign].append(each.event.sequence)
    who = {**proof_actor(by), "reason": reason.strip()}
    return [
        Fact(campaign, "identity_erased", campaign.scope, {"sequences": places, "erased_at": erased_at}, who)
        for campaign, places in sequences.items()
    ]


def _blank(workspace: Workspace, subjects: set[str]) -> int:
    """Empty, in the rows, exactly what the chain no longer tells."""
    states, touched = workspace_story(workspace).states, 0
    for subject in subjects & set(states):
        name, _colon, pk = subject.partition(":")
        row: Any = _MODELS[name]._default_manager.filter(pk=pk).first()
        gone = [each for each, told in states[subject].items() if told is ERASED]
        if row is None or not gone:
            continue
        for each in gone:
            setattr(row, row._meta.get_field(each).attname, erased_value(row, each))
        row.save(update_fields=gone)
        touched += 1
        _blank_history(subject)
    for subject in subjects:
        if subject.startswith("waiver:"):
            _blank_history(subject)
    return touched


def _blank_history(subject: str) -> None:
    """The campaign's history repeats the name and the reason of a decision."""
    for event in AuditEvent.objects.filter(subject=subject):
        event.label = ERASED_NAME if subject.startswith("signature:") else event.label
        event.changes = {key: value for key, value in event.changes.items() if key not in ("reason", "by")}
        event.save(update_fields=["label", "changes"])
