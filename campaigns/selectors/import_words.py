"""What is said of a file of tasks: why it is refused, what is wrong line by line, what changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from campaigns.exchange.reading import Problem
from campaigns.exchange.table import FileRefusedError
from campaigns.models import Task
from campaigns.selectors.plan_import import Bond, ImportPlan, RowChange
from campaigns.selectors.plan_words import link_words
from core.formatting import date_short, filesize, number

#: Changes listed on the page before the rest is counted.
SHOWN = 200


def file_refused_words(refusal: FileRefusedError) -> str:
    """Why no plan can be read from a file, and the way out."""
    words = {
        "empty": _("Ce fichier est vide. Exportez-le de nouveau."),
        "too_big": _("Ce fichier dépasse %(limit)s. Gardez seulement la feuille des tâches."),
        "too_many_rows": _("Ce fichier a plus de %(limit)s lignes. Coupez-le, ou gardez les tâches seules."),
        "old_workbook": _("Ce classeur est de l’ancien format .xls. Enregistrez-le en .xlsx ou en CSV."),
        "not_a_table": _("Ce fichier n’est pas un tableau. Exportez le planning en CSV ou en .xlsx."),
        "encoding": _(
            "Le texte de la ligne %(line)s est illisible. Enregistrez le fichier en « CSV UTF-8 »."
        ),
        "damaged": _("Ce fichier est abîmé. Ouvrez-le dans votre tableur et enregistrez-le de nouveau."),
        "inflated": _("Ce classeur se déplie en un volume démesuré : il n’est pas lu. Exportez-le en CSV."),
        "no_name": _(
            "Aucune des premières lignes ne nomme les colonnes. Il faut au moins « Tâche » ou « Nom de la "
            "tâche », et une autre : Durée, Début, Prédécesseurs."
        ),
    }[refusal.code]
    values = dict(refusal.params)
    if "limit" in values:
        limit = values["limit"]
        values["limit"] = filesize(limit) if refusal.code == "too_big" else number(limit, 0)
    return words % values


def problem_words(problem: Problem) -> str:
    """What is wrong with a line, or what was mended on it."""
    words = {
        "nameless": _("la tâche n’a pas de nom"),
        "long_name": _("le nom « %(value)s » dépasse 160 caractères"),
        "duration": _("« %(value)s » n’est pas une durée. Exemples : 3, 3 jours, 2 sem"),
        "date": _("« %(value)s » n’est pas une date (%(other)s). Exemple : 01/02/2027"),
        "number": _("« %(value)s » n’est pas un numéro (%(other)s)"),
        "links": _("« %(value)s » n’est pas une liste de tâches (%(other)s). Exemple : 2;5FD+3 j"),
        "ends_before": _("la fin tombe avant le début"),
        "ambiguous": _(
            "plusieurs tâches du planning s’appellent « %(value)s » : ajoutez la colonne Vague ou Identifiant"
        ),
        "twice": _("« %(value)s » est déjà à la ligne %(other)s"),
        "phase": _("« %(value)s » n’est pas une phase"),
        "kind": _("« %(value)s » n’est pas une nature : Tâche, Jalon ou Validation"),
        "link_lost": _("la tâche attend « %(value)s », qui n’est ni dans le fichier ni dans le planning"),
        "link_self": _("la tâche s’attend elle-même"),
        "link_twice": _("la tâche attend deux fois « %(value)s », de deux façons"),
        "total": _("ligne de total, laissée de côté"),
        "summary": _("tâche récapitulative, laissée de côté : « %(value)s »"),
        "rounded": _("durée « %(value)s » arrondie à %(other)s jours"),
    }[problem.code]
    return words % {"value": problem.value, "other": problem.other}


@dataclass(frozen=True)
class FieldWords:
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ChangeWords:
    """A line as the preview tells it: the task, its state, what changes, and its dates to be."""

    line: int
    name: str
    state: str
    task: Task
    fields: list[FieldWords]


def change_lines(found: ImportPlan) -> list[ChangeWords]:
    """The new and changed tasks, in the file's order, as many as a page holds."""
    names = {task.pk: task.name for task in found.tasks}
    return [
        ChangeWords(change.line, change.task.name, change.state, change.task, _fields(change, found, names))
        for change in found.written[:SHOWN]
    ]


def _fields(change: RowChange, found: ImportPlan, names: dict[int, str]) -> list[FieldWords]:
    if change.before is None:
        return []
    told = [
        FieldWords(
            capfirst(str(Task._meta.get_field(name).verbose_name)),  # type: ignore[union-attr]
            _value(change.before, name),
            _value(change.task, name),
        )
        for name in change.fields
    ]
    if change.links:
        key = change.task.pk
        before, after = found.links_before.get(key, {}), found.links_after.get(key, {})
        told.append(FieldWords(_("Attend"), _bonds(before, names), _bonds(after, names)))
    return told


def _bonds(links: dict[int, Bond], names: dict[int, str]) -> str:
    return ", ".join(
        names.get(first, "…") + (f" ({link_words(*bond)})" if bond[:2] != ("FS", 0) else "")
        for first, bond in links.items()
    )


def _value(task: Task, name: str) -> str:
    if name in ("kind", "phase"):
        return str(getattr(task, f"get_{name}_display")())
    value: Any = getattr(task, name)
    if isinstance(value, date):
        return date_short(value)
    return "" if value is None else str(value)


def cycle_words(path: Sequence[str]) -> str:
    """«Ces tâches s’attendent en rond : A → B → A.»"""
    shown = list(path) if len(path) <= 6 else [*path[:3], "…", *path[-2:]]
    return _("Ces tâches s’attendent en rond : %(path)s.") % {"path": " → ".join([*shown, path[0]])}
