"""BRAND: awareness and image, survey KPIs, long waves."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from campaigns.playbooks.base import CampaignType, DurationRule, Playbook, WaveTemplate
from campaigns.playbooks.brand_tasks import TASKS

_WAVES = (
    WaveTemplate(
        "installation",
        _("Installation"),
        0.0,
        0.4,
        (
            ("youtube", ("youtube-instream", "youtube-bumper")),
            ("affichage", ("affichage-4x3", "affichage-dooh")),
            ("presse", ("presse-page",)),
            ("meta", ("meta-reel",)),
        ),
        _("Toucher presque toute la cible au moins une fois par semaine, avec un seul film."),
    ),
    WaveTemplate(
        "amplification",
        _("Amplification"),
        0.4,
        0.75,
        (
            ("youtube", ("youtube-bumper",)),
            ("audio", ("audio-30",)),
            ("meta", ("meta-reel", "meta-carre")),
            ("influence", ("influence-reel",)),
            ("presse", ("presse-double",)),
        ),
        _("Faire raconter l’idée par d’autres voix et répéter sans lasser."),
    ),
    WaveTemplate(
        "ancrage",
        _("Ancrage"),
        0.75,
        1.0,
        (
            ("youtube", ("youtube-bumper",)),
            ("display", ("display-grand-angle", "display-billboard")),
            ("seo_blog", ("seo-article",)),
        ),
        _("Garder l’idée présente à moindre coût jusqu’à la mesure finale."),
    ),
)

PLAYBOOK = Playbook(
    type=CampaignType.BRAND,
    label=_("Brand"),
    summary=_("Faire connaître et aimer la marque, au-delà d’un produit."),
    known_for=_(
        "La notoriété et l’image, mesurées par étude avant, pendant et après ; peu de créations, très vues, "
        "sur des vagues longues."
    ),
    duration=DurationRule(
        56,
        84,
        _("8 à 12 semaines"),
        _(
            "En dessous de huit semaines, la mémoire ne se forme pas et l’étude ne mesure rien ; au-delà de "
            "douze, la création s’use plus vite que la notoriété ne monte."
        ),
    ),
    default_duration_days=70,
    preparation_weeks=15,
    wrap_up_days=15,
    waves=_WAVES,
    tasks=TASKS,
    kpis=(
        "assisted_awareness",
        "spontaneous_awareness",
        "consideration",
        "ad_recall",
        "attribution",
        "reach",
        "impressions",
        "video_views",
        "vtr",
        "cpm",
        "engagement_rate",
        "cost",
    ),
    main_kpi="assisted_awareness",
    warnings=(
        _("Sans mesure avant le premier jour, aucune mesure après ne dira rien."),
        _("Le clic ne juge pas une campagne de marque : ne coupez pas un film qui ne fait pas cliquer."),
        _("Un gain de notoriété inférieur à la marge d’erreur de l’étude n’est pas un gain."),
    ),
)
