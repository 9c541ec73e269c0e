"""What a signed plan holds: authored tasks and links, the launch window, waves and their placements.

Computed dates, progress, the order of the list and who has which status are not part of it.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign, Dependency, Task
from campaigns.models.campaign import STEPS
from campaigns.selectors.plan_missing import plan_missing
from campaigns.signoff import ContentKind, Field, content_register
from campaigns.signoff.diff import as_day, as_number
from campaigns.signoff.naming import named
from campaigns.signoff.parts import DATES, MESSAGE

SCHEMA = 1


def plan_content(campaign: Campaign) -> dict[str, Any]:
    """The canonical content of a plan, in eight queries: teams, people and waves are few and shared.

    Tasks are named, never numbered by id, and sorted by name: two of the same name are told apart by
    their wave, then by a rank. Moving a task in the list therefore changes nothing that was signed.
    """
    tasks = list(campaign.tasks.prefetch_related("team", "assignee__user", "approver", "wave").order_by("id"))
    names = unique_names(tasks)
    after: dict[int, list[dict[str, Any]]] = {}
    for link in Dependency.objects.filter(successor__campaign=campaign):
        after.setdefault(link.successor_id, []).append(
            {"task": names[link.predecessor_id], "type": link.type, "lag_days": link.lag_days, **_unit(link)}
        )
    waves = campaign.waves.prefetch_related("placements__channel", "placements__format").order_by("number")
    return {
        "schema": SCHEMA,
        "holidays": campaign.workspace.holidays_subdivision or "",
        "prepares_on": campaign.prepares_on,
        "launch_on": campaign.launch_on,
        "ends_on": campaign.ends_on,
        "waves": [
            {
                "name": wave.name,
                "goes_live_on": wave.goes_live_on,
                "ends_on": wave.ends_on,
                "placements": sorted(
                    f"{named(row.channel)} · {named(row.format)}" for row in wave.placements.all()
                ),
            }
            for wave in waves
        ],
        "tasks": sorted(
            (_task(task, names[task.pk], after.get(task.pk, ())) for task in tasks),
            key=lambda row: str(row["name"]),
        ),
    }


def unique_names(tasks: Iterable[Task]) -> dict[int, str]:
    """A name of its own for each task: «Validation», «Validation · Teaser», «Validation (2)»."""
    tasks = list(tasks)
    repeated = {name for name, count in Counter(task.name for task in tasks).items() if count > 1}
    names: dict[int, str] = {}
    used: Counter[str] = Counter()
    for task in tasks:
        name = task.name
        if name in repeated and task.wave:
            name = f"{name} · {task.wave.name}"
        used[name] += 1
        names[task.pk] = f"{name} ({used[name]})" if used[name] > 1 else name
    return names


def _task(task: Task, name: str, after: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": name,
        "kind": task.kind,
        "phase": task.phase,
        "wave": task.wave.name if task.wave else "",
        "team": named(task.team) if task.team else "",
        "owner": named(task.assignee.user) if task.assignee else "",
        "duration_days": task.duration_days,
        "not_before": task.not_before,
        "pinned_on": task.pinned_on,
        # Only where it is set: contents signed before it existed stay the same, letter for letter.
        **({"not_after": task.not_after} if task.not_after else {}),
        **({"approver": named(task.approver)} if task.approver else {}),
        **({"measured": True} if task.measured else {}),
        "after": sorted(after, key=lambda link: str(link["task"])),
    }


def _unit(link: Dependency) -> dict[str, str]:
    """Working days go without saying, as they did in contents signed before the unit was stated."""
    return {} if link.lag_unit == Dependency.Unit.WORKING else {"lag_unit": link.lag_unit}


def _kind(value: Any) -> str:
    return str(dict(Task.Kind.choices).get(value, value))


def _phase(value: Any) -> str:
    return str({step.value: step.label for step in STEPS}.get(value, value))


def _link(value: Any) -> str:
    return str(dict(Dependency.Type.choices).get(value, value))


def _lag_unit(value: Any) -> str:
    return str(dict(Dependency.Unit.choices).get(value or Dependency.Unit.WORKING, value))


def _measured(value: Any) -> str:
    return _("oui") if value else _("non")


def _holidays(value: Any) -> str:
    return str(value) or _("France métropolitaine")


FIELDS = {
    "prepares_on": Field(gettext_lazy("Début de préparation"), as_day, part=DATES),
    "launch_on": Field(gettext_lazy("Lancement"), as_day, part=DATES),
    "ends_on": Field(gettext_lazy("Fin"), as_day, part=DATES),
    "waves": Field(gettext_lazy("Vague"), name="name"),
    "waves.name": Field(gettext_lazy("nom")),
    "waves.goes_live_on": Field(gettext_lazy("mise en ligne"), as_day, part=DATES),
    "waves.ends_on": Field(gettext_lazy("fin"), as_day, part=DATES),
    "waves.placements": Field(gettext_lazy("canaux et formats"), part=MESSAGE),
    "tasks": Field(gettext_lazy("Tâche"), name="name"),
    "tasks.name": Field(gettext_lazy("nom")),
    "tasks.kind": Field(gettext_lazy("nature"), _kind),
    "tasks.duration_days": Field(gettext_lazy("durée (jours ouvrés)"), as_number, part=DATES),
    "tasks.measured": Field(gettext_lazy("durée mesurée"), _measured, part=DATES),
    "tasks.approver": Field(gettext_lazy("qui valide")),
    "tasks.team": Field(gettext_lazy("équipe")),
    "tasks.owner": Field(gettext_lazy("qui")),
    "tasks.wave": Field(gettext_lazy("vague")),
    "tasks.phase": Field(gettext_lazy("phase"), _phase),
    "tasks.after": Field(gettext_lazy("attend"), name="task", part=DATES),
    "tasks.after.task": Field(gettext_lazy("tâche")),
    "tasks.after.type": Field(gettext_lazy("lien"), _link),
    "tasks.after.lag_days": Field(gettext_lazy("décalage"), as_number),
    "tasks.after.lag_unit": Field(gettext_lazy("unité du décalage"), _lag_unit),
    "tasks.not_before": Field(gettext_lazy("pas avant"), as_day, part=DATES),
    "tasks.not_after": Field(gettext_lazy("au plus tard"), as_day, part=DATES),
    "tasks.pinned_on": Field(gettext_lazy("date fixée"), as_day, part=DATES),
    "holidays": Field(gettext_lazy("Jours fériés"), _holidays, part=DATES),
    "schema": Field("", hidden=True),
}


def _unready(campaign: Campaign) -> list[str]:
    return list(plan_missing([campaign])[campaign.pk].sentences)


def register() -> None:
    content_register(
        ContentKind(
            key="plan",
            label=gettext_lazy("le planning"),
            title=gettext_lazy("Planning"),
            build=plan_content,
            template="campaigns/signoff/content_plan.html",
            url_name="campaigns:planning",
            fields=FIELDS,
            unready=_unready,
            amended=gettext_lazy("au planning"),
        )
    )
