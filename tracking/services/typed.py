"""Figures typed by hand, for sources that export nothing: entered, corrected, taken out again."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Kpi
from campaigns.selectors.live import live_since
from core.access import Access
from core.audit import audit_record
from core.editing import subject_of
from core.formatting import date_short, number
from tracking.models import KpiFact, Source
from tracking.services.imports import spend_sync
from tracking.services.locking import campaign_lock


class FactGone(Exception):
    """The figure was taken out, or replaced by an import, meanwhile."""


def fact_enter(*, source: Source, kpi: Kpi, day: date, value: Decimal, actor: Access) -> KpiFact:
    """Write one figure by hand; it replaces the one there was for that measure and day."""
    with transaction.atomic():
        campaign = campaign_lock(source.campaign_id)
        _refuse_day(campaign, day)
        known = KpiFact.objects.filter(source=source, kpi=kpi, day=day, replaced_by_import=None).first()
        before = number(known.value, 4) if known else ""
        fact, _created = KpiFact.objects.update_or_create(
            source=source,
            kpi=kpi,
            day=day,
            replaced_by_import=None,
            defaults={"campaign": campaign, "channel": source.channel, "value": value, "brought_by": None},
        )
        _log(fact, "fact_entered", [before, number(value, 4)], actor)
        _tell_budget(fact, actor, kpi)
    return fact


def fact_correct(
    *, fact: KpiFact, seen: Decimal, kpi: Kpi, day: date, value: Decimal, actor: Access
) -> KpiFact:
    """Change a typed figure, its measure or its day. `seen` is the value its editor was shown.

    Raises FactGone, or ValidationError when the day is no day of the campaign, when that day has a figure
    already, or when somebody else corrected the figure meanwhile.
    """
    with transaction.atomic():
        campaign = campaign_lock(fact.campaign_id)
        current = _typed(fact)
        if current.value != seen:
            said = _("Ce chiffre vient de passer à %(value)s. Enregistrez de nouveau pour le remplacer.")
            raise ValidationError(said % {"value": number(current.value, 4)}, code="conflict")
        _refuse_day(campaign, day)
        twins = KpiFact.objects.filter(source=current.source_id, kpi=kpi, day=day, replaced_by_import=None)
        if twins.exclude(pk=current.pk).exists():
            raise ValidationError({"day": _("Ce jour a déjà un chiffre pour cette mesure : corrigez-le.")})
        before, old = _words(current), current.kpi
        current.kpi, current.day, current.value = kpi, day, value
        current.save(update_fields=["kpi", "day", "value"])
        if _words(current) != before:
            _log(current, "fact_corrected", [before, _words(current)], actor)
        _tell_budget(current, actor, old, kpi)
    return current


def fact_remove(*, fact: KpiFact, actor: Access) -> None:
    """Take a typed figure out. Raises FactGone, ValidationError."""
    with transaction.atomic():
        campaign_lock(fact.campaign_id)
        current = _typed(fact)
        _log(current, "fact_removed", [number(current.value, 4), ""], actor)
        KpiFact.objects.filter(pk=current.pk).delete()
        _tell_budget(current, actor, current.kpi)


def _typed(fact: KpiFact) -> KpiFact:
    rows = KpiFact.objects.filter(pk=fact.pk, brought_by=None, replaced_by_import=None)
    current: KpiFact | None = rows.select_related("source__campaign", "source__channel", "kpi").first()
    if current is None:
        raise FactGone
    return current


def _refuse_day(campaign: Campaign, day: date) -> None:
    """A day before the campaign was prepared is a slip, one to come has no figure yet."""
    first, today = min(campaign.prepares_on or campaign.launch_on, live_since(campaign)), timezone.localdate()
    if first <= day <= today:
        return
    values = {"first": date_short(first), "last": date_short(today)}
    if day > today:
        said = _("Ce jour n’est pas encore venu : donnez un jour entre le %(first)s et le %(last)s.")
    else:
        said = _("La campagne ne se préparait pas encore : donnez un jour entre le %(first)s et le %(last)s.")
    raise ValidationError({"day": said % values})


def _words(fact: KpiFact) -> str:
    return f"{fact.kpi} · {date_short(fact.day)} · {number(fact.value, 4)}"


def _tell_budget(fact: KpiFact, actor: Access, *touched: Kpi) -> None:
    if any(kpi.key == "cost" for kpi in touched):
        spend_sync(source=fact.source, actor=actor)


def _log(fact: KpiFact, verb: str, value: list[str], actor: Access) -> None:
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=fact.source.campaign.scope,
        subject=subject_of(fact.source),
        label=f"{fact.kpi} · {fact.day.isoformat()}",
        changes={"value": value},
    )
