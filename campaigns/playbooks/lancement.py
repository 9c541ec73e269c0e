"""LANCEMENT: a new product, a large budget, three waves (teaser, reveal, follow-up)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from campaigns.playbooks.base import CampaignType, DurationRule, Playbook, WaveTemplate
from campaigns.playbooks.lancement_tasks import TASKS

_WAVES = (
    WaveTemplate(
        "teaser",
        _("Teaser"),
        0.0,
        0.3,
        (
            ("meta", ("meta-story", "meta-carre")),
            ("influence", ("influence-story",)),
            ("email", ("email-newsletter",)),
        ),
        _("Installer l’attente sans montrer le produit et constituer une liste d’intéressés."),
    ),
    WaveTemplate(
        "revelation",
        _("Révélation"),
        0.3,
        0.65,
        (
            ("meta", ("meta-story", "meta-carre", "meta-reel")),
            ("youtube", ("youtube-instream", "youtube-bumper")),
            ("google_ads", ("google-rsa", "google-paysage")),
            ("influence", ("influence-reel",)),
            ("email", ("email-newsletter",)),
            ("affichage", ("affichage-abribus",)),
            ("retail", ("retail-vitrine", "retail-presentoir")),
            ("rp", ("rp-communique",)),
        ),
        _("Montrer le produit partout le même jour et concentrer la pression sur deux semaines."),
    ),
    WaveTemplate(
        "relance",
        _("Relance"),
        0.65,
        1.0,
        (
            ("meta", ("meta-carrousel",)),
            ("google_ads", ("google-rsa", "google-carre")),
            ("email", ("email-relance",)),
        ),
        _("Convertir ceux qui ont vu sans acheter, avec les preuves et les avis des premières semaines."),
    ),
)

PLAYBOOK = Playbook(
    type=CampaignType.LANCEMENT,
    label=_("Lancement"),
    summary=_("Faire connaître un nouveau produit et vendre ses premières semaines."),
    known_for=_(
        "Un budget important concentré sur peu de temps, un teaser, une révélation et une relance, et une "
        "date qui engage la production, les boutiques et la presse."
    ),
    duration=DurationRule(
        28,
        56,
        _("4 à 8 semaines"),
        _(
            "En dessous de quatre semaines, le teaser et la relance n’ont pas le temps d’agir ; au-delà de "
            "huit, la nouveauté ne se voit plus et le budget s’étale."
        ),
    ),
    default_duration_days=42,
    preparation_weeks=10,
    wrap_up_days=10,
    waves=_WAVES,
    tasks=TASKS,
    kpis=(
        "leads",
        "cpl",
        "impressions",
        "reach",
        "ctr",
        "video_views",
        "sessions",
        "conversions",
        "conversion_value",
        "roas",
        "new_customers",
        "press_mentions",
        "cost",
    ),
    main_kpi="leads",
    warnings=(
        _("Pas de teaser sans stock confirmé par écrit : une révélation sans produit coûte deux fois."),
        _("Affiches et PLV s’impriment : leurs BAT tombent trois semaines avant le jour J."),
        _("La presse et les créateurs parlent tôt : fixez l’embargo dans chaque contrat."),
    ),
)
