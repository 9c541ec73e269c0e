"""Templates of a workspace: made from a campaign or a playbook, edited, set aside."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from campaigns.models import Campaign, PlanTemplate
from campaigns.playbooks import playbook
from campaigns.playbooks.retroplanning import place
from campaigns.scheduling import Cycle, InvalidPlan, WorkingCalendar
from campaigns.selectors.import_words import cycle_words
from campaigns.selectors.plan_templates import Body, body_of_campaign, body_of_playbook, task_template
from core.access import Access
from core.audit import audit_record
from core.editing import subject_of
from core.services.workspaces import workspace_scope

#: A template is a plan to begin with: more tasks than this are a project of their own.
MOST_TASKS = 500


def template_from_campaign(
    *, campaign: Campaign, actor: Access, name: str, actual: bool = False
) -> PlanTemplate:
    """Keep a campaign's plan as a template. Raises ValidationError for a name taken, or without a task."""
    body = body_of_campaign(campaign, actual=actual)
    if not body["tasks"]:
        raise ValidationError(_("Cette campagne n’a pas de tâche : il n’y a rien à garder."))
    return _make(actor, campaign.type, name, f"{campaign.reference} · {campaign.name}"[:160], body)


def template_from_playbook(*, campaign_type: str, actor: Access) -> PlanTemplate:
    """A copy of a type's playbook, to be edited. Its name is the first free one."""
    book = playbook(campaign_type)
    taken = {name.casefold() for name in _names(actor)}
    label = str(book.label)
    name = next(
        each for n in range(1, len(taken) + 2) if (each := f"{label} ({n})" if n > 1 else label).casefold()
        not in taken
    )  # fmt: skip
    return _make(actor, campaign_type, name, _("le modèle fourni"), body_of_playbook(book))


def template_edit(
    *,
    template: PlanTemplate,
    actor: Access,
    expected_version: int,
    name: str,
    tasks: Sequence[dict[str, Any]],
) -> PlanTemplate:
    """Rename a template and replace its tasks.

    Raises ValidationError when somebody saved it meanwhile, when the tasks wait in a circle, or name taken.
    """
    with transaction.atomic():
        current = PlanTemplate.objects.select_for_update().get(pk=template.pk)
        if current.version != expected_version:
            raise ValidationError(
                _("Ce modèle a changé pendant que vous le modifiiez. Ouvrez-le de nouveau pour voir en quoi.")
            )
        body = {**current.body, "tasks": list(tasks)}
        if (current.name, current.body) == (name, body):
            return current
        _check_tasks(tasks)
        current.name, current.body = _named(name), body
        current.full_clean()
        current.version += 1
        current.save(update_fields=["name", "body", "version"])
        _log(current, actor, "changed")
    return current


def template_offer(*, template: PlanTemplate, actor: Access, offered: bool) -> None:
    """Set a template aside, or offer it again. Saying the same again changes nothing."""
    with transaction.atomic():
        current = PlanTemplate.objects.select_for_update().get(pk=template.pk)
        if current.is_active == offered:
            return
        current.is_active = offered
        current.version += 1
        current.save(update_fields=["is_active", "version"])
        _log(current, actor, "offered again" if offered else "set aside")


def _make(actor: Access, campaign_type: str, name: str, origin: str, body: Body) -> PlanTemplate:
    with transaction.atomic():
        _check_tasks(body["tasks"])
        made = PlanTemplate(
            workspace=actor.workspace, type=campaign_type, name=_named(name), origin=origin, body=body
        )
        made.full_clean()
        made.save()
        _log(made, actor, "created")
    return made


def _named(name: str) -> str:
    if not name.strip():
        raise ValidationError(_("Donnez un nom au modèle."))
    return name.strip()


def _check_tasks(tasks: Sequence[dict[str, Any]]) -> None:
    if len(tasks) > MOST_TASKS:
        raise ValidationError(_("Un modèle garde au plus %(count)s tâches.") % {"count": MOST_TASKS})
    if not tasks:
        raise ValidationError(_("Un modèle garde au moins une tâche."))
    names = {row["key"]: row["name"] for row in tasks}
    try:
        place([task_template(row) for row in tasks], {}, WorkingCalendar(), start=date(2027, 1, 4))
    except InvalidPlan as error:
        circle = next((each.path for each in error.problems if isinstance(each, Cycle)), ())
        raise ValidationError(cycle_words([names[str(key)] for key in circle] or [""])) from error


def _names(actor: Access) -> list[str]:
    return list(PlanTemplate.objects.filter(workspace=actor.workspace).values_list("name", flat=True))


def _log(template: PlanTemplate, actor: Access, verb: str) -> None:
    audit_record(
        workspace=actor.workspace,
        actor=actor.user,
        verb=verb,
        scope=workspace_scope(actor.workspace),
        subject=subject_of(template),
        label=template.name,
        version=template.version,
    )
