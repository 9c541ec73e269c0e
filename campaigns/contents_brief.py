"""The brief as signed content: everything a person wrote in it, with the campaign's type and dates."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.brief_quality import brief_missing
from campaigns.models import Brief, BriefAudience, Campaign, KeyMessage, Objective
from campaigns.models.brief import SECTOR_CHOICES
from campaigns.signoff import ContentKind, Field, content_register
from campaigns.signoff.diff import as_day, as_number
from campaigns.signoff.naming import named
from campaigns.signoff.parts import DATES, LEGAL, MESSAGE, MONEY
from campaigns.strategy_files import strategy_digest, strategy_type

SCHEMA = 1


def brief_contents(campaigns: Sequence[Campaign]) -> dict[int, dict[str, Any]]:
    """The content of each campaign's brief, in four queries: {campaign id: content}.

    Names of audiences and KPIs are part of it, because they are what a signer reads; what renaming one
    means is said in `campaigns.signoff.naming`.
    """
    ids = [campaign.pk for campaign in campaigns]
    briefs = {brief.campaign_id: brief for brief in Brief.objects.filter(campaign_id__in=ids)}
    objectives = _grouped(Objective.objects.filter(campaign_id__in=ids).select_related("kpi"))
    audiences = _grouped(BriefAudience.objects.filter(campaign_id__in=ids).select_related("audience"))
    messages = _grouped(KeyMessage.objects.filter(campaign_id__in=ids).select_related("audience"))
    return {
        campaign.pk: {
            "schema": SCHEMA,
            "type": campaign.type,
            "launch_on": campaign.launch_on,
            "ends_on": campaign.ends_on,
            "place": campaign.place,
            **_texts(briefs.get(campaign.pk) or Brief()),
            "objectives": [_objective(row) for row in objectives[campaign.pk]],
            "audiences": [_audience(row) for row in audiences[campaign.pk]],
            "messages": [_message(row) for row in messages[campaign.pk]],
        }
        for campaign in campaigns
    }


def brief_content(campaign: Campaign) -> dict[str, Any]:
    return brief_contents([campaign])[campaign.pk]


def _grouped(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.campaign_id].append(row)
    return found


def _texts(brief: Brief) -> dict[str, Any]:
    return {
        "strategy": {
            "label": brief.strategy_label,
            "url": brief.strategy_url,
            "file_sha256": strategy_digest(brief.strategy_file),
            "file_type": strategy_type(brief.strategy_file),
        },
        "context": brief.context,
        "proposition": brief.proposition,
        "tone": brief.tone,
        "constraints": brief.constraints,
        "sector": brief.sector,
    }


def _objective(row: Objective) -> dict[str, Any]:
    return {
        "name": row.name,
        "kpi": named(row.kpi),
        "kpi_key": row.kpi.key,
        "baseline": row.baseline,
        "target": row.target,
        "unit": row.unit,
        "deadline": row.deadline,
    }


def _audience(row: BriefAudience) -> dict[str, Any]:
    return {"name": named(row.audience), "insight": row.insight}


def _message(row: KeyMessage) -> dict[str, Any]:
    return {"text": row.text, "proof": row.proof, "audience": named(row.audience) if row.audience else ""}


def type_label(value: Any) -> str:
    return str(dict(Campaign.Type.choices).get(value, value))


def sector_label(value: Any) -> str:
    return str(dict(SECTOR_CHOICES).get(value, value)) if value else ""


def _file_mark(value: Any) -> str:
    return _("empreinte %(start)s…") % {"start": str(value)[:12]} if value else ""


FIELDS = {
    "type": Field(gettext_lazy("Type de campagne"), type_label),
    "launch_on": Field(gettext_lazy("Lancement"), as_day, part=DATES),
    "ends_on": Field(gettext_lazy("Fin"), as_day, part=DATES),
    "place": Field(gettext_lazy("Lieu")),
    "strategy": Field(gettext_lazy("Stratégie servie")),
    "strategy.label": Field(gettext_lazy("titre")),
    "strategy.url": Field(gettext_lazy("lien")),
    "strategy.file_sha256": Field(gettext_lazy("document"), _file_mark),
    "strategy.file_type": Field(gettext_lazy("format du document")),
    "context": Field(gettext_lazy("Contexte")),
    "proposition": Field(gettext_lazy("Promesse"), part=MESSAGE),
    "objectives": Field(gettext_lazy("Objectif"), name="name"),
    "objectives.name": Field(gettext_lazy("intitulé")),
    "objectives.kpi": Field(gettext_lazy("KPI"), part=MONEY),
    "objectives.kpi_key": Field(gettext_lazy("KPI"), hidden=True, part=MONEY),
    "objectives.baseline": Field(gettext_lazy("départ"), as_number, part=MONEY),
    "objectives.target": Field(gettext_lazy("cible chiffrée"), as_number, part=MONEY),
    "objectives.unit": Field(gettext_lazy("unité"), part=MONEY),
    "objectives.deadline": Field(gettext_lazy("échéance"), as_day, part=DATES),
    "audiences": Field(gettext_lazy("Cible"), name="name", part=MESSAGE),
    "audiences.name": Field(gettext_lazy("nom")),
    "audiences.insight": Field(gettext_lazy("ce que nous savons d’elle")),
    "messages": Field(gettext_lazy("Message clé"), name="text", part=MESSAGE),
    "messages.text": Field(gettext_lazy("texte")),
    "messages.proof": Field(gettext_lazy("preuve")),
    "messages.audience": Field(gettext_lazy("pour qui")),
    "tone": Field(gettext_lazy("Ton"), part=MESSAGE),
    "constraints": Field(gettext_lazy("Contraintes"), part=LEGAL),
    "sector": Field(gettext_lazy("Secteur réglementé"), sector_label, part=LEGAL),
    "schema": Field(gettext_lazy("Format"), hidden=True),
}


def _unready(campaign: Campaign) -> list[str]:
    return [missing.text for missing in brief_missing(brief_content(campaign))]


def register() -> None:
    content_register(
        ContentKind(
            key="brief",
            label=gettext_lazy("le brief"),
            title=gettext_lazy("Brief campagne"),
            build=brief_content,
            template="campaigns/signoff/content_brief.html",
            url_name="campaigns:brief",
            fields=FIELDS,
            unready=_unready,
            amended=gettext_lazy("au brief"),
        )
    )
