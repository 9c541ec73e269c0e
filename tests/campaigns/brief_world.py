"""A whole brief for tests: what Claire would write for the launch of a serum."""

from datetime import timedelta
from decimal import Decimal

from campaigns.models import Audience, Brief, Campaign, Kpi


def write_brief(campaign: Campaign, kpi: Kpi) -> Brief:
    """Every part of the brief, complete and without a question left for a creative."""
    brief = Brief.objects.create(
        campaign=campaign,
        strategy_label="Plan marketing 2027",
        strategy_url="https://example.com/strategie",
        context="Le soin de nuit croît de 8 % par an ; deux concurrents ont lancé un sérum au printemps.",
        proposition="Une peau reposée au réveil, même après une nuit courte.",
        tone="Calme et précis : « Dormez, il travaille. »",
        constraints="Aucune promesse médicale. Logo en bas à droite. Prix affiché : 39 €.",
    )
    campaign.objectives.create(
        name="Recruter des testeuses",
        kpi=kpi,
        baseline=Decimal(120),
        target=Decimal(500),
        unit="leads",
        deadline=campaign.launch_on + timedelta(days=30),
    )
    audience = Audience.objects.create(workspace=campaign.workspace, name="Actives de 30 à 45 ans")
    campaign.brief_audiences.create(audience=audience, insight="Elles dorment six heures et le voient.")
    campaign.key_messages.create(
        text="Des traits reposés en sept nuits", proof="Test sur 60 femmes, mars 2026"
    )
    return brief
