"""Searches for a better levelled plan: their stored answers, and which one counts."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from campaigns.models import Campaign, PlanSearch
from campaigns.selectors.plan_levelling import Answer, Hold, Problem, answer_of


def search_of(campaign: Campaign) -> PlanSearch | None:
    """The last search, whatever plan it is about."""
    return PlanSearch.objects.filter(campaign=campaign).first()


def is_about(search: PlanSearch | None, problem: Problem) -> bool:
    return search is not None and search.fingerprint == problem.fingerprint


def answer_best(problem: Problem, search: PlanSearch | None) -> Answer:
    """The instant answer, or the one a search of this very plan found if that is better; either with the
    higher of their bounds. Raises as `answer_of`."""
    instant = answer_of(problem)
    if search is None or not search.answer or not is_about(search, problem):
        return instant
    return better_of(instant, answer_restore(problem, search.answer))


def better_of(instant: Answer, found: Answer) -> Answer:
    """What was found later is kept only if it is better; a proven bound always is."""
    best = found if found.rank < instant.rank else instant
    return replace(best, bound=max(instant.bound, found.bound))


def answer_store(answer: Answer) -> dict[str, Any]:
    """As JSON."""
    return {
        "over": answer.over,
        "late": answer.late,
        "days": answer.days,
        "bound": answer.bound,
        "holds": [
            {
                "task": hold.task.pk,
                "ready": hold.ready.isoformat(),
                "until": hold.until.isoformat(),
                "eve": hold.eve.isoformat() if hold.eve else None,
                "people": hold.capacity,
                "holders": [task.pk for task in hold.holders],
            }
            for hold in answer.holds
        ],
    }


def answer_restore(problem: Problem, stored: Mapping[str, Any]) -> Answer:
    """The answer again. Only for the plan it was stored for: its tasks are there then."""
    known = dict(problem.names)
    for days in problem.room.others.values():
        known.update({task.pk: task for tasks in days.values() for task in tasks})
    holds = tuple(
        Hold(
            known[row["task"]],
            date.fromisoformat(row["ready"]),
            date.fromisoformat(row["until"]),
            date.fromisoformat(row["eve"]) if row["eve"] else None,
            row["people"],
            tuple(known[pk] for pk in row["holders"] if pk in known),
        )
        for row in stored["holds"]
    )
    return Answer(holds, stored["over"], stored["late"], stored["days"], stored["bound"])
