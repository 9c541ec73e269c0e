"""Problems of the scheduling engine in sentences, for whoever runs `schedule_plan`: tasks by their id."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.scheduling import (
    Cycle,
    DeadlineMissed,
    DuplicateTask,
    LaunchMissed,
    NegativeDuration,
    NeverWorks,
    PinConflict,
    PinOnDayOff,
    PinsApart,
    SelfLink,
    UnknownTask,
)
from campaigns.scheduling.exchange import Fault, FaultKind
from campaigns.scheduling.levelling import (
    DemandAboveCapacity,
    NegativeCapacity,
    NegativeDemand,
    NoRoomLeft,
    PinnedOverCapacity,
    UnknownPool,
)

#: Of a longer cycle the first and the last tasks are told, and how many there are.
_SHOWN = 6


def problem_words(problem: Any) -> str:
    """One sentence for any problem of the engine or fault of a document."""
    if isinstance(problem, Fault):
        return _fault_words(problem)
    if isinstance(problem, Cycle):
        return _cycle_words(problem)
    return _input_words(problem) or _capacity_words(problem) or _plan_words(problem)


def calendar_words() -> str:
    """What an OutOfCalendar means to whoever wrote the plan."""
    return _("Ce plan sort du calendrier (1500 à 2599) : une durée, un délai ou une date est démesuré.")


def unreadable_words(why: str) -> str:
    """A file that cannot be read; `why` is the system's word for it."""
    return _("Ce fichier ne peut pas être lu : %(why)s") % {"why": why}


def _cycle_words(cycle: Cycle) -> str:
    path = [str(task) for task in cycle.path]
    shown = path if len(path) <= _SHOWN else [*path[: _SHOWN - 2], "…", *path[-2:]]
    words = _("%(count)s tâches s’attendent en rond : %(path)s.")
    return words % {"count": len(path), "path": " → ".join([*shown, path[0]])}


def _input_words(problem: Any) -> str:
    match problem:
        case DuplicateTask(task):
            return _("Plusieurs tâches ont l’identifiant « %(task)s ».") % {"task": task}
        case NegativeDuration(task, duration):
            words = _("« %(task)s » a une durée négative : %(days)s.")
            return words % {"task": task, "days": duration}
        case UnknownTask(task, link):
            words = _("« %(successor)s » dépend de « %(task)s », qui n’est pas dans le plan.")
            return words % {"successor": link.successor, "task": task}
        case SelfLink(task):
            return _("« %(task)s » dépend d’elle-même.") % {"task": task}
        case NeverWorks(task):
            words = _("« %(task)s » n’a aucun jour de travail en commun avec le plan.")
            return words % {"task": task}
        case PinsApart(first, second, missing):
            words = ngettext(
                "« %(first)s » et « %(second)s » sont fixées à des dates qui se contredisent : entre elles, "
                "il manque %(missing)s jour ouvré.",
                "« %(first)s » et « %(second)s » sont fixées à des dates qui se contredisent : entre elles, "
                "il manque %(missing)s jours ouvrés.",
                missing,
            )
            return words % {"first": first, "second": second, "missing": missing}
    return ""


def _capacity_words(problem: Any) -> str:
    match problem:
        case UnknownPool(task, pool):
            words = _("« %(task)s » demande « %(pool)s », dont la capacité n’est pas donnée.")
            return words % {"task": task, "pool": pool}
        case DemandAboveCapacity(task, pool, demand, capacity):
            words = _("« %(task)s » demande %(demand)s de « %(pool)s », qui n’a jamais plus de %(capacity)s.")
            return words % {"task": task, "demand": demand, "pool": pool, "capacity": capacity}
        case NoRoomLeft(task, pools, _ready):
            words = _("« %(task)s » ne trouve plus assez de « %(pools)s ».")
            return words % {"task": task, "pools": ", ".join(pools)}
        case PinnedOverCapacity(pool, _offset, tasks, demand, capacity):
            words = _(
                "Des tâches fixées au même jour demandent %(demand)s de « %(pool)s », qui a %(capacity)s : "
                "%(tasks)s."
            )
            shown = ", ".join(str(task) for task in tasks[:_SHOWN])
            return words % {"demand": demand, "pool": pool, "capacity": capacity, "tasks": shown}
        case NegativeDemand(task, pool, demand):
            words = _("« %(task)s » demande %(demand)s de « %(pool)s ».")
            return words % {"task": task, "demand": demand, "pool": pool}
        case NegativeCapacity(pool, capacity, _offset):
            return _("« %(pool)s » a une capacité de %(capacity)s.") % {"pool": pool, "capacity": capacity}
    return ""


def _plan_words(problem: Any) -> str:
    match problem:
        case LaunchMissed(launch, ready, late):
            words = ngettext(
                "Il manque %(missing)s jour ouvré pour lancer le %(day)s : tout serait prêt le %(ready)s.",
                "Il manque %(missing)s jours ouvrés pour lancer le %(day)s : tout serait prêt le %(ready)s.",
                late,
            )
            return words % {"missing": late, "day": launch, "ready": ready}
        case DeadlineMissed(task, not_after, end, late):
            words = ngettext(
                "« %(task)s » finit le %(end)s, %(late)s jour ouvré après le %(day)s.",
                "« %(task)s » finit le %(end)s, %(late)s jours ouvrés après le %(day)s.",
                late,
            )
            return words % {"task": task, "end": end, "late": late, "day": not_after}
        case PinConflict(task, pinned, earliest, late, link):
            before = "" if link is None else str(link.predecessor)
            words = (
                _("« %(task)s » est fixée au %(day)s, mais « %(before)s » ne le permet que le %(earliest)s.")
                if before
                else _("« %(task)s » est fixée au %(day)s, mais ne peut pas avant le %(earliest)s.")
            )
            return words % {"task": task, "day": pinned, "before": before, "earliest": earliest}
        case PinOnDayOff(task, pinned, moved):
            words = _("« %(task)s » est fixée au %(day)s, un jour non travaillé : elle passe au %(moved)s.")
            return words % {"task": task, "day": pinned, "moved": moved}
    raise TypeError(f"no words for {problem!r}")


def _fault_words(fault: Fault) -> str:
    words = {
        FaultKind.NOT_JSON: _("Ce n’est pas un document JSON : %(value)s"),
        FaultKind.WRONG_TYPE: _("%(path)s : il faut %(expected)s, et non %(value)s."),
        FaultKind.MISSING_KEY: _("%(path)s : cette valeur manque."),
        FaultKind.UNKNOWN_KEY: _("%(path)s : clé inconnue. Il y a : %(expected)s."),
        FaultKind.DOUBLE_KEY: _("%(path)s : clé donnée deux fois dans le même objet."),
        FaultKind.NOT_A_DATE: _("%(path)s : %(value)s n’est pas une date (AAAA-MM-JJ)."),
        FaultKind.OUT_OF_RANGE: _("%(path)s : %(value)s est hors de %(expected)s."),
        FaultKind.NOT_A_CHOICE: _("%(path)s : %(value)s n’est pas un choix. Il y a : %(expected)s."),
        FaultKind.NO_ANCHOR: _("Il faut un début (start) ou un lancement (launch) : les deux sont vides."),
        FaultKind.NO_WORKING_DAY: _("%(path)s : aucun jour de la semaine n’est travaillé."),
        FaultKind.UNKNOWN_COUNTRY: _("%(path)s : les jours fériés du pays %(value)s ne sont pas connus."),
        FaultKind.UNKNOWN_SUBDIVISION: _("%(path)s : %(value)s n’est pas une partie du pays %(expected)s."),
        FaultKind.AMBIGUOUS_SUBDIVISION: _(
            "%(path)s : %(value)s réunit des jours fériés différents. Choisissez : %(expected)s."
        ),
        FaultKind.UNKNOWN_POOL: _("%(path)s : « %(expected)s » demande %(value)s, dont la capacité manque."),
    }[fault.kind]
    expected = _type_words().get(fault.expected, fault.expected)
    return words % {"path": fault.path or _("document"), "value": fault.value, "expected": expected}


def _type_words() -> dict[str, str]:
    return {
        "object": _("un objet"),
        "array": _("une liste"),
        "integer": _("un nombre entier"),
        "number": _("un nombre"),
        "boolean": _("true ou false"),
        "string": _("un texte"),
        "string or integer": _("un texte ou un nombre entier"),
    }
