"""The plan's entries in the frame: the calendar's place, the plan's figure, words of the history."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from campaigns.models import Campaign
from campaigns.ports import Fact, facts
from campaigns.selectors.lanes import tasks_total
from core.context import Place, place_register
from core.settings_area import SettingsPage, settings_register


def plan_facts(campaign: Campaign) -> list[Fact]:
    """«Plan: 38 tâches sur 61, 2 en retard»: one query; nothing while there is no task."""
    counts = tasks_total(campaign)
    if not counts.total:
        return []
    words = ngettext("tâche sur %(total)s", "tâches sur %(total)s", counts.done)
    detail = words % {"total": counts.total}
    if counts.late:
        late = ngettext("%(count)s en retard", "%(count)s en retard", counts.late)
        late %= {"count": counts.late}
        detail = _("%(tasks)s, %(late)s") % {"tasks": detail, "late": late}
    return [
        Fact(
            label=_("Plan"),
            value=str(counts.done),
            detail=detail,
            done=counts.done,
            total=counts.total,
            url=reverse("campaigns:planning", args=[campaign.workspace.slug, campaign.reference]),
        )
    ]


def register() -> None:
    facts.register(plan_facts)
    settings_register(
        SettingsPage(
            "work-days",
            gettext_lazy("Jours travaillés"),
            "campaigns:work-days",
            "calendar",
            45,
            gettext_lazy("Dictionnaires"),
        )
    )
    place_register(
        Place(
            "calendar",
            gettext_lazy("Calendrier"),
            "campaigns:calendar",
            icon="calendar",
            order=30,
            team_only=True,
        )
    )
