"""`manage.py schedule_plan`: a plan in, its dates out. Needs no database, and starts without the apps."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from campaigns.schedule_words import calendar_words, problem_words, unreadable_words
from campaigns.scheduling import InvalidPlan, OutOfCalendar, contradictory_pins, schedule
from campaigns.scheduling.answer import answer_of, levelled_answer_of, refusal_of
from campaigns.scheduling.exchange import BadDocument, PlanRequest, read_request
from campaigns.scheduling.levelled import levelled
from campaigns.scheduling.levelling import CannotLevel

REFUSED = 2


class _Refused(Exception):
    """No answer can be given; `answer` says why."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__(answer["error"])
        self.answer = answer


class Command(BaseCommand):
    help = (
        "Date a plan given as a JSON document (docs/schedule-plan.md). "
        "Exit status: 0 an answer, even of a plan that is late; 2 the document makes no plan."
    )
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", metavar="FILE", help="The document; - is stdin.")
        parser.add_argument("--json", action="store_true", help="One JSON document instead of a table.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            answer = _answer(options["file"])
        except _Refused as refused:
            if options["json"]:
                self._write(refused.answer)
            for problem in refused.answer["problems"]:
                self.stderr.write(problem["words"])
            sys.exit(REFUSED)
        if options["json"]:
            self._write(answer)
        else:
            self.stdout.write(_table(answer))

    def _write(self, answer: dict[str, Any]) -> None:
        # Escaped, so that no terminal's encoding, and no half of a surrogate pair in an id, can fail it.
        self.stdout.write(json.dumps(answer))


def _answer(file: str) -> dict[str, Any]:
    """Raises _Refused."""
    try:
        text = _stdin() if file == "-" else Path(file).read_bytes()
    except (OSError, ValueError) as error:
        raise _refused_file(str(error)) from error
    try:
        return _answered(read_request(text))
    except (BadDocument, InvalidPlan, CannotLevel) as error:
        problems = error.faults if isinstance(error, BadDocument) else error.problems
        raise _Refused(refusal_of(problems, problem_words)) from error
    except OutOfCalendar as error:
        words = calendar_words()
        problem = {"kind": "out_of_calendar", "words": words}
        raise _Refused({"error": words, "problems": [problem]}) from error


def _answered(request: PlanRequest) -> dict[str, Any]:
    plan = schedule(request.tasks, request.links, request.calendar, request.start, request.launch)
    if apart := contradictory_pins(plan):
        raise _Refused(refusal_of(apart, problem_words))
    if request.level:
        return levelled_answer_of(levelled(request), problem_words)
    return answer_of(plan, problem_words)


def _stdin() -> bytes:
    with open(0, "rb", closefd=False) as stdin:  # an OSError where sys.stdin is None: it was closed
        return stdin.read()


def _refused_file(why: str) -> _Refused:
    why = unreadable_words(why)
    return _Refused({"error": why, "problems": [{"kind": "unreadable", "words": why}]})


def _table(answer: dict[str, Any]) -> str:
    """A line per task, the critical ones starred, then what cannot be honoured."""
    lines = []
    for task in answer["tasks"]:
        mark = "*" if task["critical"] else " "
        lines.append(f"{mark} {task['start']} … {task['end']}  {task['total_slack']:>5}  {task['id']}")
    return "\n".join([*lines, *(conflict["words"] for conflict in answer["conflicts"])])
