"""Bilan services: write, freeze and publish; learnings for the next campaign."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, SignOffRequest
from campaigns.services.signoff import signoff_touch
from core.access import Access
from core.audit import audit_record
from core.editing import row_edit, subject_of
from core.formatting import date_short
from tracking.bilan_figures import bilan_figures
from tracking.models import Bilan, Learning
from tracking.selectors.bilan import next_period
from tracking.selectors.bilan_signed import approval_finding, bilan_key
from tracking.services.locking import campaign_lock

#: Where an edit tells which approvals it voided; None when nobody asks.
Voided = list[SignOffRequest] | None


class BilanPublished(Exception):
    """A published bilan no longer changes."""


def bilan_current(campaign: Campaign) -> Bilan | None:
    """The bilan being written, else the last one published, else None."""
    latest: Bilan | None = campaign.bilans.order_by("-number").first()
    return latest


def bilan_start(
    *, campaign: Campaign, actor: Access, period_start: date | None = None, period_end: date | None = None
) -> Bilan:
    """Begin a bilan, or return the draft there is.

    The period is the live window; an always-on campaign gets one bilan a period, each beginning the day
    after the last one ended.
    """
    with transaction.atomic():
        locked = campaign_lock(campaign.pk)
        draft: Bilan | None = locked.bilans.filter(published_at__isnull=True).first()
        if draft:
            return draft
        last = locked.bilans.aggregate(number=Max("number"), end=Max("period_end"))
        if last["number"] and locked.ends_on:
            raise BilanPublished
        first, until = next_period(locked)
        start, end = period_start or first, period_end or until
        today = timezone.localdate()
        if end < start:
            raise ValidationError(_("La période finit avant de commencer."))
        if start > today:
            raise ValidationError(
                _("La diffusion commence le %(day)s : le bilan viendra après.") % {"day": date_short(start)}
            )
        if locked.ends_on is None and start < first:
            raise ValidationError(
                _("Le bilan précédent va jusqu’au %(day)s : commencez le lendemain.")
                % {"day": date_short(last["end"])}
                if last["end"]
                else _("La campagne commence le %(day)s.") % {"day": date_short(first)}
            )
        bilan = Bilan(campaign=locked, number=(last["number"] or 0) + 1, period_start=start, period_end=end)
        bilan.full_clean()
        bilan.save()
        _log(bilan, actor, "bilan_started")
    return bilan


def bilan_edit(
    *,
    bilan: Bilan,
    actor: Access,
    expected_version: int,
    changes: Mapping[str, Any],
    voided: Voided = None,
) -> dict[str, list[str]]:
    """Change the texts of a draft; voids its approval.

    Raises BilanPublished, EditConflict, ValidationError.
    """
    with _draft(bilan, actor, voided) as current:
        return row_edit(
            row=bilan,
            actor=actor,
            scope=current.campaign.scope,
            expected_version=expected_version,
            changes=changes,
        )


def bilan_freeze(*, bilan: Bilan, actor: Access) -> Bilan:
    """Stop the figures where they stand, so that people can approve them; freezing twice changes nothing.

    Raises BilanPublished, ValidationError while the period runs.
    """
    with _draft(bilan, actor) as current:
        if current.frozen_at is None:
            _freeze(current)
            current.save(update_fields=["figures", "frozen_at", "period_end"])
            _log(current, actor, "bilan_frozen")
    return current


def bilan_unfreeze(*, bilan: Bilan, actor: Access, voided: Voided = None) -> Bilan:
    """Let the figures of a draft follow the day again; voids its approval. Raises BilanPublished."""
    with _draft(bilan, actor, voided) as current:
        if current.frozen_at is not None:
            current.figures, current.frozen_at = {}, None
            current.save(update_fields=["figures", "frozen_at"])
            _log(current, actor, "bilan_unfrozen")
    return current


def _freeze(bilan: Bilan) -> None:
    _refuse_while_running(bilan)
    bilan.figures = bilan_figures(bilan.campaign, start=bilan.period_start, end=bilan.period_end)
    bilan.frozen_at = timezone.now()


def bilan_publish(*, bilan: Bilan, actor: Access) -> Bilan:
    """Publish, with the figures as they were frozen, or else as they are now.

    Raises ValidationError while a summary or a learning is missing, or an approval that was asked is not
    given or no longer means this content. Publishing twice changes nothing.
    """
    signoff_touch(campaign=bilan.campaign, kind=bilan_key(bilan.pk), actor=None)
    with transaction.atomic():
        current = _lock(bilan)
        if current.published_at:
            return current
        if not current.summary.strip():
            raise ValidationError({"summary": _("Écrivez l’essentiel en quelques phrases avant de publier.")})
        if not current.learnings.exists():
            raise ValidationError(
                _("Ajoutez au moins un enseignement : c’est ce que la prochaine campagne lira.")
            )
        _refuse_unapproved(current)
        if current.frozen_at is None:
            _freeze(current)
        current.published_at = timezone.now()
        current.published_by, current.published_by_name = actor.membership, actor.user.name
        current.version += 1
        current.save()
        _log(current, actor, "bilan_published")
    return current


def _refuse_unapproved(bilan: Bilan) -> None:
    """Once somebody was asked to approve a bilan, it is published with that approval."""
    finding = approval_finding(bilan)
    if finding is None or finding.ok:
        return
    values = {"why": finding.why, "who": finding.held_by_as or finding.held_by}
    if values["who"]:
        raise ValidationError(_("Validation du bilan : %(why)s Attend %(who)s.") % values)
    raise ValidationError(_("Validation du bilan : %(why)s") % values)


def _refuse_while_running(bilan: Bilan) -> None:
    """Figures are frozen once the period is over; a campaign stopped early ends its bilan that day."""
    stopped = bilan.campaign.stopped_on
    if stopped and bilan.period_start <= stopped < bilan.period_end:
        bilan.period_end = stopped
    if bilan.period_end > timezone.localdate():
        raise ValidationError(
            _("La période court jusqu’au %(day)s : publiez le bilan après, ou arrêtez la diffusion.")
            % {"day": date_short(bilan.period_end)}
        )


def learning_add(
    *, bilan: Bilan, actor: Access, values: Mapping[str, Any], voided: Voided = None
) -> Learning:
    """Add something the next campaign should know; voids the bilan's approval."""
    with _draft(bilan, actor, voided) as current:
        learning = Learning(bilan=current, campaign=current.campaign, **values)
        learning.full_clean()
        learning.save()
        _log(current, actor, "learning_added", learning.text)
    return learning


def learning_edit(
    *,
    learning: Learning,
    actor: Access,
    expected_version: int,
    changes: Mapping[str, Any],
    voided: Voided = None,
) -> dict[str, list[str]]:
    with _draft(learning.bilan, actor, voided) as current:
        return row_edit(
            row=learning,
            actor=actor,
            scope=current.campaign.scope,
            expected_version=expected_version,
            changes=changes,
        )


def learning_remove(*, learning: Learning, actor: Access, voided: Voided = None) -> None:
    with _draft(learning.bilan, actor, voided) as current:
        _log(current, actor, "learning_removed", learning.text)
        Learning.objects.filter(pk=learning.pk).delete()


@contextmanager
def _draft(bilan: Bilan, actor: Access, voided: Voided = None) -> Iterator[Bilan]:
    """A bilan under its campaign's lock, to change; the approval this voids is added to `voided`.

    Raises BilanPublished when it no longer changes.
    """
    with transaction.atomic():
        current = _lock(bilan)
        if current.published_at:
            raise BilanPublished
        yield current
        gone = signoff_touch(campaign=current.campaign, kind=bilan_key(bilan.pk), actor=actor)
        if gone and voided is not None:
            voided.append(gone)


def _lock(bilan: Bilan) -> Bilan:
    campaign_lock(bilan.campaign_id)
    return Bilan.objects.select_related("campaign__workspace").get(pk=bilan.pk)


def _log(bilan: Bilan, actor: Access, verb: str, label: str = "") -> None:
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=bilan.campaign.scope,
        subject=subject_of(bilan),
        label=label or str(bilan.campaign),
    )
