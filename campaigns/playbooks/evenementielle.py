"""EVENEMENTIELLE: a fixed date and place; waves before, during and after; registrations as KPI."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from campaigns.playbooks.base import CampaignType, DurationRule, Playbook, WaveTemplate
from campaigns.playbooks.evenementielle_tasks import TASKS

_WAVES = (
    WaveTemplate(
        "avant",
        _("Avant : inscriptions"),
        0.0,
        0.84,
        (
            ("email", ("email-newsletter", "email-relance")),
            ("linkedin", ("linkedin-paysage", "linkedin-document")),
            ("meta", ("meta-carre", "meta-story")),
            ("rp", ("rp-communique",)),
            ("evenement", ("evenement-invitation",)),
        ),
        _("Remplir la salle avec les bonnes personnes, puis faire venir celles qui se sont inscrites."),
        "before",
    ),
    WaveTemplate(
        "pendant",
        _("Pendant : l’événement"),
        0.84,
        0.86,
        (
            ("evenement", ("evenement-stand", "evenement-support")),
            ("social", ("social-publication", "social-story")),
        ),
        _("Faire vivre l’événement sur place et à distance, recueillir contacts et images."),
        "during",
    ),
    WaveTemplate(
        "apres",
        _("Après : suites"),
        0.86,
        1.0,
        (
            ("email", ("email-relance",)),
            ("linkedin", ("linkedin-carre",)),
            ("seo_blog", ("seo-article",)),
        ),
        _("Remercier sous deux jours, envoyer la captation, transformer les contacts en rendez-vous."),
        "after",
    ),
)

PLAYBOOK = Playbook(
    type=CampaignType.EVENEMENTIELLE,
    label=_("Événementielle"),
    summary=_("Faire venir les bonnes personnes à une date et dans un lieu, puis donner suite."),
    known_for=_(
        "Une date et un lieu fixes (salon, conférence, webinar), trois temps (avant, pendant, après) et les "
        "inscriptions comme mesure, la présence comme vérité."
    ),
    duration=DurationRule(
        None,
        None,
        _("variable, autour de la date de l’événement"),
        _(
            "C’est l’événement qui commande : comptez six à huit semaines d’inscriptions et une semaine de "
            "suites."
        ),
    ),
    default_duration_days=56,
    preparation_weeks=9,
    wrap_up_days=8,
    waves=_WAVES,
    tasks=TASKS,
    kpis=(
        "registrations",
        "cost_per_registration",
        "attendees",
        "attendance_rate",
        "leads",
        "satisfaction",
        "press_mentions",
        "open_rate",
        "clicks",
        "engagements",
        "cost",
    ),
    main_kpi="registrations",
    warnings=(
        _("Un inscrit sur deux ou trois ne vient pas à un événement gratuit : invitez en conséquence."),
        _("Lieu, technique et traiteur se signent avant d’ouvrir les inscriptions."),
        _("L’accord pour la captation et les photos se demande à l’inscription, pas à l’entrée."),
    ),
)
