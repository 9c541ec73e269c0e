"""A bilan as signed content: one family, a content for each bilan of a campaign."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from campaigns.selectors.waivers import check_label
from campaigns.signoff import ContentFamily, ContentKind, Field, family_register
from campaigns.signoff.diff import as_day, as_number
from campaigns.signoff.parts import DATES, MONEY
from core.formatting import date_range
from tracking.models import Bilan, Learning
from tracking.selectors.bilan import alert_words, interruption_label, plan_words
from tracking.selectors.bilan_signed import FAMILY, bilan_content, bilan_key


def _kind_of_learning(value: Any) -> str:
    return str(dict(Learning.Kind.choices).get(value, value))


def _curves(value: Any) -> str:
    """What a curve says, in short: its measure and its last total."""
    if not value:
        return ""
    words = _("%(name)s, %(actual)s, %(count)s jours mesurés")
    return words % {
        "name": value["name"],
        "actual": as_number(value["actual"]),
        "count": len(value["points"]),
    }


FIELDS = {
    "period": Field(gettext_lazy("Période"), part=DATES),
    "period.start": Field(gettext_lazy("du"), as_day),
    "period.end": Field(gettext_lazy("au"), as_day),
    "summary": Field(gettext_lazy("L’essentiel")),
    "successes": Field(gettext_lazy("Ce qui a marché")),
    "difficulties": Field(gettext_lazy("Ce qui a coincé")),
    "learnings": Field(gettext_lazy("Enseignement"), name="text"),
    "learnings.text": Field(gettext_lazy("texte")),
    "learnings.kind": Field(gettext_lazy("nature"), _kind_of_learning),
    "learnings.evidence": Field(gettext_lazy("le chiffre ou le fait")),
    "learnings.channel": Field(gettext_lazy("canal")),
    "figures": Field(gettext_lazy("Chiffres")),
    "figures.kpis": Field(gettext_lazy("objectif KPI"), name="kpi channel", part=MONEY),
    "figures.kpis.kpi": Field(gettext_lazy("KPI")),
    "figures.kpis.channel": Field(gettext_lazy("canal")),
    "figures.kpis.target": Field(gettext_lazy("promis"), as_number),
    "figures.kpis.monthly": Field(gettext_lazy("promis par mois"), as_number),
    "figures.kpis.actual": Field(gettext_lazy("obtenu"), as_number),
    "figures.kpis.unit": Field(gettext_lazy("unité")),
    "figures.kpis.kept": Field(gettext_lazy("tenu")),
    "figures.kpis.direction": Field(gettext_lazy("sens"), hidden=True),
    "figures.budget": Field(gettext_lazy("budget"), part=MONEY),
    "figures.budget.total": Field(gettext_lazy("total"), money=True),
    "figures.budget.planned": Field(gettext_lazy("prévu"), money=True),
    "figures.budget.committed": Field(gettext_lazy("engagé"), money=True),
    "figures.budget.actual": Field(gettext_lazy("réalisé"), money=True),
    "figures.budget.by_day": Field(gettext_lazy("compté au jour")),
    "figures.budget.channels": Field(gettext_lazy("canal"), name="channel"),
    "figures.budget.channels.channel": Field(gettext_lazy("nom")),
    "figures.budget.channels.planned": Field(gettext_lazy("prévu"), money=True),
    "figures.budget.channels.committed": Field(gettext_lazy("engagé"), money=True),
    "figures.budget.channels.actual": Field(gettext_lazy("réalisé"), money=True),
    "figures.dates": Field(gettext_lazy("mise en ligne"), name="channel wave", part=DATES),
    "figures.dates.wave": Field(gettext_lazy("vague")),
    "figures.dates.channel": Field(gettext_lazy("canal")),
    "figures.dates.planned": Field(gettext_lazy("prévue"), as_day),
    "figures.dates.actual": Field(gettext_lazy("réelle"), as_day),
    "figures.dates.days_late": Field(gettext_lazy("jours de retard")),
    "figures.plan": Field(
        gettext_lazy("tâches"), lambda value: plan_words(value) if value else "", whole=True
    ),
    "figures.alerts": Field(gettext_lazy("alertes"), lambda value: alert_words(value or {}), whole=True),
    "figures.waivers": Field(gettext_lazy("dérogation"), name="check"),
    "figures.waivers.check": Field(gettext_lazy("critère"), check_label),
    "figures.waivers.reason": Field(gettext_lazy("raison")),
    "figures.waivers.by": Field(gettext_lazy("accordée par")),
    "figures.waivers.on": Field(gettext_lazy("le"), as_day),
    "figures.waivers.until": Field(gettext_lazy("jusqu’au"), as_day),
    "figures.waivers.revoked": Field(gettext_lazy("levée")),
    "figures.interruptions": Field(gettext_lazy("interruption"), name="verb on"),
    "figures.interruptions.verb": Field(gettext_lazy("nature"), lambda value: interruption_label(value, "")),
    "figures.interruptions.target": Field(gettext_lazy("phase")),
    "figures.interruptions.reason": Field(gettext_lazy("raison")),
    "figures.interruptions.by": Field(gettext_lazy("par")),
    "figures.interruptions.on": Field(gettext_lazy("le"), as_day),
    "figures.charts": Field(gettext_lazy("courbes"), _curves, part=MONEY, whole=True),
    "currency": Field(gettext_lazy("Monnaie"), part=MONEY),
    "schema": Field(gettext_lazy("Format"), hidden=True),
}


def bilan_kind(subject: str) -> ContentKind:
    """The content of a bilan by its primary key. Raises KeyError for what is no number."""
    return bilan_kinds([subject])[subject]


def bilan_kinds(subjects: Collection[str]) -> dict[str, ContentKind]:
    """The contents of several bilans: one query. One that is gone keeps what was signed readable."""
    numbers = {subject: int(subject) for subject in subjects if subject.isdecimal() and len(subject) < 14}
    bilans = Bilan.objects.select_related("campaign").in_bulk(set(numbers.values()))
    return {subject: _kind(pk, bilans.get(pk)) for subject, pk in numbers.items()}


def campaign_kinds(campaign: Campaign) -> Sequence[ContentKind]:
    """The bilans still to publish, and those somebody was asked to approve."""
    asked = campaign.signoff_requests.filter(kind__startswith=f"{FAMILY}-").values_list("kind", flat=True)
    known = set(asked.distinct().order_by())
    rows = campaign.bilans.select_related("campaign").order_by("number")
    return [_kind(row.pk, row) for row in rows if not row.published_at or bilan_key(row.pk) in known]


def _kind(pk: int, bilan: Bilan | None) -> ContentKind:
    return ContentKind(
        key=bilan_key(pk),
        label=lazy(lambda: _label(bilan), str)(),
        title=lazy(lambda: _title(bilan), str)(),
        build=lambda campaign: bilan_content(campaign, pk),
        template="tracking/signoff_content.html",
        url_name="tracking:bilan",
        fields=FIELDS,
        unready=lambda campaign: _unready(campaign, pk),
        offered=lambda campaign: bilan is not None and bilan.campaign_id == campaign.pk,
        refused=lambda campaign, _people: _refused(campaign, pk),
    )


def _label(bilan: Bilan | None) -> str:
    if bilan is None or bilan.campaign.ends_on:
        return _("le bilan de campagne")
    return _("le bilan de la période %(period)s") % {"period": _period(bilan)}


def _title(bilan: Bilan | None) -> str:
    if bilan is None or bilan.campaign.ends_on:
        return _("Bilan de campagne")
    return _("Bilan, %(period)s") % {"period": _period(bilan)}


def _period(bilan: Bilan) -> str:
    return date_range(bilan.period_start, bilan.period_end)


def _refused(campaign: Campaign, pk: int) -> str:
    """Figures that still move cannot be approved."""
    if campaign.bilans.filter(pk=pk, frozen_at__isnull=False).exists():
        return ""
    return _("Les chiffres du bilan ne sont pas figés : figez-les avant de demander la validation.")


def _unready(campaign: Campaign, pk: int) -> list[str]:
    bilan = campaign.bilans.filter(pk=pk).first()
    found = [_refused(campaign, pk)]
    if bilan is not None and not bilan.summary.strip():
        found.append(_("L’essentiel n’est pas écrit."))
    if bilan is not None and not bilan.learnings.exists():
        found.append(_("Aucun enseignement n’est noté."))
    return [words for words in found if words]


def register() -> None:
    family_register(
        ContentFamily(FAMILY, bilan_kind, campaign_kinds, lambda keys: list(bilan_kinds(keys).values()))
    )
