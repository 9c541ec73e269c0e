"""What the advice on launch dates says: the parts of a score and their reasons, why a day cannot be."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.moments.advice import DayFacts, Obstacle, PartKey
from core.formatting import working_days

PART_LABELS: dict[PartKey, Any] = {
    PartKey.DAYS: gettext_lazy("Temps de préparer"),
    PartKey.SLACK: gettext_lazy("Marge du planning"),
    PartKey.COLLISIONS: gettext_lazy("Autres campagnes"),
    PartKey.MOMENT: gettext_lazy("Moment commercial"),
    PartKey.SCHOOL: gettext_lazy("Vacances scolaires"),
    PartKey.LOAD: gettext_lazy("Charge des équipes"),
    PartKey.PAST: gettext_lazy("Résultats passés"),
}


def reason_words(key: PartKey, facts: DayFacts) -> str:
    """Why a day earns what it earns for a part."""
    match key:
        case PartKey.DAYS:
            return _days(facts)
        case PartKey.SLACK:
            if facts.slack is None:
                return _("plus rien à préparer")
            return _("%(days)s de marge") % {"days": working_days(facts.slack)}
        case PartKey.COLLISIONS:
            return _collisions(facts)
        case PartKey.MOMENT:
            return _moment(facts)
        case PartKey.SCHOOL:
            return _school(facts)
        case PartKey.LOAD:
            return _load(facts)
        case PartKey.PAST:
            return _past(facts)


def obstacle_words(facts: DayFacts) -> str:
    """Why a day cannot be the launch."""
    match facts.obstacle:
        case Obstacle.PAST:
            return _("ce jour est passé")
        case Obstacle.DAY_OFF:
            return facts.because or _("jour non travaillé")
        case Obstacle.EMBARGO:
            return _("« %(name)s » : pas de communication") % {"name": facts.because}
        case Obstacle.UNPREPARED:
            return _("avant le début de la préparation")
        case Obstacle.LATE:
            return _("il manque %(days)s") % {"days": working_days(facts.late_by)}
        case Obstacle.BEYOND | None:
            return _("hors du calendrier")


def _days(facts: DayFacts) -> str:
    if not facts.days_needed:
        return _("plus rien à préparer")
    return _("%(left)s, le planning en demande %(needed)s") % {
        "left": working_days(facts.days_left),
        "needed": facts.days_needed,
    }


def _collisions(facts: DayFacts) -> str:
    if not facts.collisions:
        return _("personne d’autre ne parle à ces cibles sur ces canaux")
    return _("en même temps que %(names)s") % {"names": ", ".join(facts.collisions[:3])}


def _moment(facts: DayFacts) -> str:
    if not facts.fits:
        return _("rien de particulier")
    words = [
        (_("%(moment)s, favorable") if score > 0 else _("%(moment)s, défavorable")) % {"moment": title}
        for title, score in sorted(facts.fits, key=lambda each: each[1])
    ]
    return ", ".join(words[:3])


def _school(facts: DayFacts) -> str:
    if not facts.zones:
        return _("aucune zone choisie")
    if not facts.zones_away:
        return _("toutes les zones ont classe")
    names = [_("Corse") if zone == "corse" else zone for zone in facts.zones_away]
    return ngettext(
        "zone en vacances cette semaine-là : %(zones)s",
        "zones en vacances cette semaine-là : %(zones)s",
        len(names),
    ) % {"zones": ", ".join(names)}


def _load(facts: DayFacts) -> str:
    if not facts.overloaded_days:
        return _("les équipes ont de la place")
    words = ngettext(
        "%(count)s jour de surcharge sur les %(days)s qui précèdent",
        "%(count)s jours de surcharge sur les %(days)s qui précèdent",
        facts.overloaded_days,
    )
    return words % {"count": facts.overloaded_days, "days": facts.load_days}


def _past(facts: DayFacts) -> str:
    if not facts.promised:
        return _("aucun bilan de ce type à cette période : compté pour moitié")
    words = ngettext(
        "%(kept)s objectif tenu sur %(promised)s à cette période",
        "%(kept)s objectifs tenus sur %(promised)s à cette période",
        facts.kept,
    )
    return words % {"kept": facts.kept, "promised": facts.promised}
