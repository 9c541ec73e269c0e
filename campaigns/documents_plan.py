"""The PDF of the plan as it stands: the Gantt over as many landscape sheets as it takes, then its table."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Campaign, Task
from campaigns.selectors.plan_print import SIZES, PrintedPlan, printed_plan
from campaigns.selectors.plan_words import link_words, standing_of
from core.access import Access
from core.documents import Page, SubjectGone, document_builder
from core.formatting import date_short
from core.models import Document

BUILDER = "plan"


def campaign_plan(subject: str) -> Page:
    """`subject` is "campaign:<id>:<a4|a3>". Raises SubjectGone when the campaign no longer exists."""
    _what, key, paper = subject.split(":")
    rows = Campaign.objects.select_related("workspace", "owner__user", "brand")
    campaign = rows.filter(pk=int(key)).first()
    if campaign is None:
        raise SubjectGone(_("Cette campagne n’existe plus."))
    plan = printed_plan(campaign, SIZES[paper])
    late = sum(1 for days in plan.late.values() if days)
    standing = standing_of(campaign, plan.outlook, waves=plan.waves, late=late)
    context = {
        "workspace": campaign.workspace,
        "campaign": campaign,
        "paper": paper,
        "plan": plan,
        "standing": standing,
        "milestones": _milestones(plan),
        "sections": _sections(plan),
        "printed_at": timezone.localtime(),
        "facts": _facts(campaign, plan, late),
    }
    return Page("pdf/plan.html", context)


def _facts(campaign: Campaign, plan: PrintedPlan, late: int) -> list[dict[str, str]]:
    done = sum(task.is_done for task in plan.rows.tasks)
    words = ngettext("%(count)s en retard", "%(count)s en retard", late) % {"count": late} if late else ""
    return [
        {"label": _("Lancement"), "value": date_short(campaign.launch_on), "detail": ""},
        {
            "label": _("Préparation"),
            "value": date_short(campaign.prepares_on),
            "detail": _("premier jour possible"),
        },
        {
            "label": _("Tâches terminées"),
            "value": _("%(done)s sur %(total)s") % {"done": done, "total": len(plan.rows.tasks)},
            "detail": words,
        },
    ]


def _milestones(plan: PrintedPlan) -> list[tuple[date, str, bool]]:
    """(day, words, whether it is behind us) of what page 1 says: milestones, and each wave going live."""
    found = [
        (wave.goes_live_on, _("En ligne : %(wave)s") % {"wave": wave.name}, False) for wave in plan.waves
    ]
    found += [
        (task.ends_on, task.name, task.is_done)
        for task in plan.rows.tasks
        if task.is_milestone and task.ends_on
    ]
    return sorted(found)


def _sections(plan: PrintedPlan) -> list[dict[str, Any]]:
    """The tasks of the whole campaign, then wave by wave, with what each waits for."""
    names = {task.pk: task.name for task in plan.rows.tasks}
    after: dict[int, list[tuple[str, str]]] = {}
    for link in plan.rows.links:
        words = "" if (link.type, link.lag_days) == ("FS", 0) else link_words(link.type, link.lag_days)
        after.setdefault(link.successor_id, []).append((names[link.predecessor_id], words))
    found = []
    for wave in [None, *plan.waves]:
        tasks = [task for task in plan.rows.tasks if task.wave_id == (wave.pk if wave else None)]
        if tasks:
            lines = [_line(task, plan, after.get(task.pk, [])) for task in tasks]
            found.append({"wave": wave, "lines": lines})
    return found


def _line(task: Task, plan: PrintedPlan, after: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "task": task,
        "after": after,
        "late": plan.late[task.pk],
        "slack": plan.outlook.slack(task) if plan.outlook else None,
        "critical": bool(plan.outlook and task.pk in plan.outlook.critical),
    }


def _may_read(access: Access, _document: Document) -> bool:
    # It shows every team's work.
    return not access.membership.team_only


def register() -> None:
    document_builder(BUILDER, campaign_plan, may_read=_may_read)
