"""Waivers: asking for one, taking the request back, lifting it. Granting is signing (`services.deciding`)."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.gates import check_list
from campaigns.gates.report import next_phase
from campaigns.models import Campaign, Phase, SignOffRequest, Waiver, Wave
from campaigns.selectors.preparation import workspace_calendar
from campaigns.selectors.waivers import (
    Signer,
    capacity,
    check_finding,
    last_waiver_day,
    may_ask_waiver,
    may_waive,
    may_withdraw,
    waivable,
    waiver_standing,
)
from campaigns.services.lifecycle_proof import waiver_log, waiver_prove
from campaigns.services.signoff import signoff_request
from campaigns.services.signoff_rows import (
    Settler,
    SignOffClosed,
    Status,
    campaign_lock,
    request_lock,
    request_settle,
)
from core.access import Access
from core.formatting import date_short


def waiver_ask(
    *,
    campaign: Campaign,
    actor: Access,
    check_key: str,
    reason: str,
    valid_until: date,
    grantor: Signer,
    wave: Wave | None = None,
) -> Waiver:
    """Ask the sponsor or an administrator to except one check. Nothing is excepted before they sign.

    Raises PermissionDenied for somebody outside the team, ValidationError for a check nobody knows or that
    another waiver covers or is asked for, an empty reason, a date past or after the campaign, and a
    grantor who is neither the sponsor nor an administrator.
    """
    if not may_ask_waiver(actor, campaign):
        raise PermissionDenied(
            _("Seule l’équipe de la campagne, tant qu’elle est ouverte, demande une dérogation.")
        )
    reason = reason.strip()
    _check_words(campaign, check_key, reason, valid_until)
    with transaction.atomic():
        locked = campaign_lock(campaign)
        if not (power := capacity(locked, grantor)):
            words = _("Seul le sponsor de la campagne ou un administrateur accorde une dérogation.")
            raise ValidationError({"grantor": words})
        _check_standing(locked, check_key, wave)
        waiver = Waiver(
            campaign=locked,
            wave=wave,
            check_key=check_key,
            reason=reason,
            valid_until=valid_until,
            facts=_facts(locked, check_key, wave, power),
            asked_by=actor.membership,
            asked_by_name=actor.user.name,
        )
        waiver.full_clean()
        waiver.save()
        waiver.request = signoff_request(
            campaign=locked,
            actor=actor,
            kind=waiver.content_key,
            signers=[grantor],
            due_on=_due(locked, valid_until),
        )
        waiver.save(update_fields=["request"])
        waiver_log(waiver, actor.user, "waiver_asked", {"day": date_short(valid_until), "comment": reason})
    return waiver


def waiver_revoke(*, waiver: Waiver, actor: Access, reason: str = "") -> None:
    """End a waiver in force before its day. Raises PermissionDenied unless the actor could grant it."""
    _may_waive(actor, waiver.campaign)
    with transaction.atomic():
        current = _locked(waiver)
        if current.in_force:
            current.revoked_at, current.revoked_by_name = timezone.now(), actor.user.name
            current.revoked_reason = reason.strip()
            current.save(update_fields=["revoked_at", "revoked_by_name", "revoked_reason"])
            waiver_log(current, actor.user, "waiver_revoked", {"comment": current.revoked_reason})
            waiver_prove(
                current,
                "waiver_revoked",
                by=actor.user.name,
                email=actor.user.email,
                role=str(actor.membership.role),
                reason=current.revoked_reason,
            )


def waiver_withdraw(*, waiver: Waiver, actor: Access) -> None:
    """Take a request back before it is signed for good. Raises PermissionDenied, SignOffClosed."""
    if not may_withdraw(actor, waiver):
        raise PermissionDenied(
            _("La demande se retire par qui l’a faite, un responsable de campagne ou qui peut l’accorder.")
        )
    with transaction.atomic():
        current = _locked(waiver)
        if current.request is None:
            return
        request = request_lock(current.request.pk)
        if request.status != Status.OPEN:
            raise SignOffClosed(request)
        request_settle(request, Status.WITHDRAWN, Settler.of(actor))
        waiver_log(current, actor.user, "waiver_withdrawn", {})


def waivers_void(*, wave: Wave, actor: Access) -> None:
    """Withdraw what is still asked for a wave about to go, in the caller's transaction."""
    for request in SignOffRequest.objects.filter(waiver__wave=wave, status=Status.OPEN):
        request_settle(request_lock(request.pk), Status.WITHDRAWN, Settler.of(actor))


def _check_words(campaign: Campaign, check_key: str, reason: str, valid_until: date) -> None:
    if not reason:
        raise ValidationError({"reason": _("Dites pourquoi vous demandez cette dérogation.")})
    if check_key not in waivable(campaign):
        raise ValidationError({"check_key": _("Ce critère n’existe pas.")})
    if valid_until < timezone.localdate():
        raise ValidationError({"valid_until": _("Une dérogation vaut au moins jusqu’à aujourd’hui.")})
    if valid_until > (last := last_waiver_day(campaign)):
        said_last = _("Une dérogation vaut au plus jusqu’au %(day)s.") % {"day": date_short(last)}
        raise ValidationError({"valid_until": said_last})


def _check_standing(locked: Campaign, check_key: str, wave: Wave | None) -> None:
    standing = waiver_standing(locked, check_key, wave)
    if standing is None:
        return
    if standing.in_force:
        words = _("Une dérogation le couvre déjà jusqu’au %(day)s : levez-la d’abord.")
        raise ValidationError({"check_key": words % {"day": date_short(standing.valid_until)}})
    asked_of = getattr(standing, "asked_of", "")
    words = _(
        "Une dérogation est déjà demandée à %(who)s pour ce critère : attendez sa réponse ou retirez-la."
    )
    raise ValidationError({"check_key": words % {"who": asked_of}})


def _facts(campaign: Campaign, check_key: str, wave: Wave | None, power: str) -> dict[str, Any]:
    """What is so today, in words: they are signed, so they are kept with the waiver."""
    check = next(each for each in check_list() if each.key == check_key)
    finding = check_finding(campaign, check_key, wave)
    after = next_phase(check.phase)
    return {
        "label": str(check.label),
        "wave": f"{wave.number} · {wave.name}" if wave else "",
        "missing": finding.why if finding and not finding.ok else "",
        "campaign": {"reference": campaign.reference, "name": campaign.name},
        "capacity": power,
        "gate": [str(Phase(check.phase).label), str(after.label) if after else ""],
    }


def _due(campaign: Campaign, valid_until: date) -> date:
    """An answer within the workspace's usual time, and while the waiver still serves."""
    days = campaign.workspace.signoff_patience_days
    usual = workspace_calendar(campaign.workspace).add_working_days(timezone.localdate(), days)
    return min(usual, valid_until)


def _locked(waiver: Waiver) -> Waiver:
    locked = campaign_lock(waiver.campaign)
    current: Waiver = (
        Waiver.objects.select_for_update(of=("self",)).select_related("request", "wave").get(pk=waiver.pk)
    )
    current.campaign = locked
    return current


def _may_waive(actor: Access, campaign: Campaign) -> None:
    if not may_waive(actor, campaign):
        raise PermissionDenied(
            _("Seul un administrateur ou le sponsor de la campagne, s’il est membre, lève une dérogation.")
        )
