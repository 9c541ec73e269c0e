"""An alert in words: what happened, how much, what to do next; made when read, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.playbooks.kpis import kpi_words
from campaigns.signoff.contents import content_title
from core.formatting import date_short, money, with_unit
from tracking.models import Alert


@dataclass(frozen=True)
class Said:
    """One alert for its reader: a sentence, the next action as a verb, and where to do it."""

    text: str
    action: str
    url: str


def say(alert: Alert) -> Said:
    """`alert.campaign` and its workspace must be loaded."""
    text, action, page = _WORDS[Alert.Kind(alert.kind)](alert, alert.facts)
    return Said(text, action, _url(alert, page))


def _url(alert: Alert, page: str) -> str:
    place = [alert.campaign.workspace.slug, alert.campaign.reference]
    try:
        return reverse(page, args=place)
    except NoReverseMatch:
        return reverse("campaigns:campaign", args=place)


def _milestone(alert: Alert, facts: Mapping[str, Any]) -> tuple[str, str, str]:
    text = _("Le jalon « %(task)s » était prévu le %(day)s.") % {
        "task": facts["task"],
        "day": _day(facts["due"]),
    }
    return text, _("Mettre le planning à jour"), "campaigns:planning"


def _blocked(alert: Alert, facts: Mapping[str, Any]) -> tuple[str, str, str]:
    values = {"task": facts["task"], "reason": facts["reason"].rstrip("."), "day": _day(facts["since"])}
    text = (
        _("La tâche « %(task)s » est bloquée depuis le %(day)s : %(reason)s.")
        if facts["since"]
        else _("La tâche « %(task)s » est bloquée : %(reason)s.")
    )
    return text % values, _("Débloquer la tâche"), "campaigns:planning"


def _overspent(alert: Alert, facts: Mapping[str, Any]) -> tuple[str, str, str]:
    currency = alert.campaign.workspace.currency
    text = _("%(channel)s dépasse son prévu de %(over)s : %(used)s pour %(planned)s.") % {
        "channel": facts["channel"],
        "over": money(facts["over"], currency),
        "used": money(max(facts["committed"], facts["actual"], key=float), currency),
        "planned": money(facts["planned"], currency),
    }
    return text, _("Revoir le budget"), "budgets:budget"


def _behind(alert: Alert, facts: Mapping[str, Any]) -> tuple[str, str, str]:
    values = {
        "kpi": " · ".join(part for part in (kpi_words(facts["kpi"]), facts["channel"]) if part),
        "actual": with_unit(facts["actual"], facts["unit"]),
        "expected": with_unit(facts["expected"], facts["unit"]),
        "target": with_unit(facts["target"], facts["unit"]),
    }
    if facts["expected"] == facts["target"]:
        text = _("%(kpi)s : %(actual)s, pour une cible de %(target)s.")
    else:
        text = _("%(kpi)s : %(actual)s, il en faudrait %(expected)s aujourd’hui pour finir à %(target)s.")
    return text % values, _("Voir le suivi"), "tracking:dashboard"


def _waiting(alert: Alert, facts: Mapping[str, Any]) -> tuple[str, str, str]:
    title = content_title(facts["kind"])
    days = ngettext("%(count)s jour ouvré", "%(count)s jours ouvrés", facts["days"]) % {
        "count": facts["days"]
    }
    text = _("%(title)s : %(people)s n’a pas répondu depuis %(days)s, réponse attendue le %(day)s.") % {
        "title": title,
        "people": ", ".join(facts["waiting"]),
        "days": days,
        "day": _day(facts["due"]),
    }
    return text, _("Relancer"), "campaigns:signoff"


def _day(iso: str) -> str:
    return date_short(date.fromisoformat(iso)) if iso else ""


_WORDS = {
    Alert.Kind.MILESTONE_OVERDUE: _milestone,
    Alert.Kind.TASK_BLOCKED: _blocked,
    Alert.Kind.BUDGET_OVERSPENT: _overspent,
    Alert.Kind.KPI_BEHIND: _behind,
    Alert.Kind.SIGNOFF_WAITING: _waiting,
}
