"""A plan as a JSON document: read strictly, every fault named by its path; the answer as plain data.

The document is what `manage.py schedule_plan` takes (docs/schedule-plan.md). Nothing is guessed: a
number in quotes, `true` for 1, a key nobody knows or one given twice are faults, because each would
silently make another plan than the one its author meant.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from .calendar import FIRST_YEAR, LAST_YEAR, MONDAY_TO_FRIDAY, NoWorkingDay, WorkingCalendar
from .model import LagUnit, Link, LinkType, TaskId, TaskSpec
from .public_holidays import AmbiguousSubdivision, UnknownCountry, UnknownSubdivision

#: Further than the calendar goes: more days than this are a slip of the keyboard.
MOST_DAYS = 400_000
_MOST_UNITS = 1_000_000
_MOST_SECONDS = 86_400.0
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_Choice = TypeVar("_Choice", bound=StrEnum)


class FaultKind(StrEnum):
    """What can be wrong in a document."""

    NOT_JSON = "not_json"
    WRONG_TYPE = "wrong_type"  # `expected` names the type
    MISSING_KEY = "missing_key"
    UNKNOWN_KEY = "unknown_key"
    DOUBLE_KEY = "double_key"
    NOT_A_DATE = "not_a_date"
    OUT_OF_RANGE = "out_of_range"  # `expected` is "lowest … highest"
    NOT_A_CHOICE = "not_a_choice"  # `expected` lists the choices
    NO_ANCHOR = "no_anchor"  # neither a start nor a launch
    NO_WORKING_DAY = "no_working_day"
    UNKNOWN_COUNTRY = "unknown_country"
    UNKNOWN_SUBDIVISION = "unknown_subdivision"
    AMBIGUOUS_SUBDIVISION = "ambiguous_subdivision"  # `expected` lists what to say instead
    UNKNOWN_POOL = "unknown_pool"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: where (`tasks[3].duration`), the value as JSON, cut short, and what was expected."""

    kind: FaultKind
    path: str
    value: str = ""
    expected: str = ""


class BadDocument(ValueError):
    """The document asks for no plan; `faults` holds everything found, never nothing."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.path}: {fault.kind}" for fault in self.faults[:3]))


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """What a document asks: a plan to date, and to level when `level` (`time_limit` in seconds).

    `demands` has the units of each pool a task takes every day it lasts; tasks that take none are absent.
    """

    calendar: WorkingCalendar
    start: date | None
    launch: date | None
    tasks: tuple[TaskSpec, ...]
    links: tuple[Link, ...]
    demands: Mapping[TaskId, Mapping[str, int]]
    capacity: Mapping[str, int]
    level: bool
    time_limit: float | None


def read_request(text: str | bytes) -> PlanRequest:
    """The plan a JSON text asks for. Raises BadDocument with everything that is wrong in it.

    Links are not followed here: unknown ids, cycles and the like are `InvalidPlan`, of `schedule`.
    """
    document, doubles = _parsed(text)
    reader = _Reader()
    reader.faults += [Fault(FaultKind.DOUBLE_KEY, key) for key in doubles]
    request = reader.request(document)
    if reader.faults or request is None:
        raise BadDocument(reader.faults)
    return request


def _parsed(text: str | bytes) -> tuple[Any, list[str]]:
    doubles: list[str] = []

    def each_key_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            keys = [key for key, _ in pairs]
            doubles.extend(sorted({key for key in keys if keys.count(key) > 1}))
        return found

    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        return json.loads(text, object_pairs_hook=each_key_once), doubles
    except RecursionError:
        why = "nested too deeply"
    except ValueError as error:  # not UTF-8, not JSON, a number of thousands of digits
        why = str(error)
    raise BadDocument([Fault(FaultKind.NOT_JSON, "", _shown_text(why))])


class _Reader:
    """Reads values of the types expected, and notes in `faults` those that are not."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def request(self, document: Any) -> PlanRequest | None:
        found = self.object(
            document, "", {"tasks"}, {"calendar", "start", "launch", "capacity", "level", "time_limit"}
        )
        if found is None:
            return None
        calendar = self.calendar(found.get("calendar"))
        start = self.optional(self.day, found.get("start"), "start")
        launch = self.optional(self.day, found.get("launch"), "launch")
        if found.get("start") is None and found.get("launch") is None:
            self.fault(FaultKind.NO_ANCHOR, "start")
        level = self.flag(found.get("level", False), "level")
        capacity = self.units(found.get("capacity"), "capacity")
        tasks: list[TaskSpec] = []
        links: list[Link] = []
        demands: dict[TaskId, Mapping[str, int]] = {}
        for number, value in enumerate(self.items(found.get("tasks", []), "tasks")):
            self.task(value, f"tasks[{number}]", tasks, links, demands)
        if level:
            self.pools_exist(demands, capacity)
        if calendar is None:
            return None
        limit = self.optional(self.seconds, found.get("time_limit"), "time_limit")
        return PlanRequest(
            calendar, start, launch, tuple(tasks), tuple(links), demands, capacity, level, limit
        )

    def calendar(self, value: Any) -> WorkingCalendar | None:
        found = self.object(
            {} if value is None else value,
            "calendar",
            set(),
            {"country", "subdivision", "closures", "weekdays"},
        )
        if found is None:
            return None
        before = len(self.faults)
        country = self.optional(self.text, found.get("country", "FR"), "calendar.country")
        subdivision = self.optional(self.text, found.get("subdivision"), "calendar.subdivision")
        closures = [
            self.day(day, f"calendar.closures[{number}]")
            for number, day in enumerate(self.items_of(found, "closures", "calendar"))
        ]
        given = found.get("weekdays")
        weekdays = frozenset(
            self.integer(day, f"calendar.weekdays[{number}]", 0, 6)
            for number, day in enumerate(
                self.items(sorted(MONDAY_TO_FRIDAY) if given is None else given, "calendar.weekdays")
            )
        )
        if len(self.faults) > before:
            return None
        try:
            return WorkingCalendar(country, subdivision, weekdays, frozenset(closures))
        except NoWorkingDay:
            self.fault(FaultKind.NO_WORKING_DAY, "calendar.weekdays", given)
        except UnknownCountry:
            self.fault(FaultKind.UNKNOWN_COUNTRY, "calendar.country", country)
        except UnknownSubdivision:
            self.fault(FaultKind.UNKNOWN_SUBDIVISION, "calendar.subdivision", subdivision, country or "null")
        except AmbiguousSubdivision as error:
            choices = ", ".join(choice or "null" for choice in error.choices)
            self.fault(FaultKind.AMBIGUOUS_SUBDIVISION, "calendar.subdivision", subdivision, choices)
        return None

    def task(
        self,
        value: Any,
        path: str,
        tasks: list[TaskSpec],
        links: list[Link],
        demands: dict[TaskId, Mapping[str, int]],
    ) -> None:
        optional = {"not_before", "not_after", "pinned", "demand", "after"}
        found = self.object(value, path, {"id", "duration"}, optional)
        if found is None:
            return
        task_id = self.task_id(found.get("id", ""), f"{path}.id")
        # A negative duration is the engine's to refuse: it names the task.
        days = self.integer(found.get("duration", 0), f"{path}.duration", -MOST_DAYS, MOST_DAYS)
        dates = {
            key: self.optional(self.day, found.get(key), f"{path}.{key}")
            for key in ("not_before", "not_after", "pinned")
        }
        tasks.append(TaskSpec(task_id, days, **dates))
        if demand := self.units(found.get("demand"), f"{path}.demand"):
            demands[task_id] = demand
        for number, link in enumerate(self.items_of(found, "after", path)):
            self.link(link, f"{path}.after[{number}]", task_id, links)

    def link(self, value: Any, path: str, successor: TaskId, links: list[Link]) -> None:
        found = self.object(value, path, {"id"}, {"type", "lag", "lag_unit"})
        if found is None:
            return
        predecessor = self.task_id(found.get("id", ""), f"{path}.id")
        kind = self.choice(found.get("type", LinkType.FS), f"{path}.type", LinkType)
        lag = self.integer(found.get("lag", 0), f"{path}.lag", -MOST_DAYS, MOST_DAYS)
        unit = self.choice(found.get("lag_unit", LagUnit.WORKING), f"{path}.lag_unit", LagUnit)
        links.append(Link(predecessor, successor, kind, lag, unit))

    def pools_exist(self, demands: Mapping[TaskId, Mapping[str, int]], capacity: Mapping[str, int]) -> None:
        wanted = {pool: task for task, demand in demands.items() for pool in demand}
        for pool in wanted:
            if pool not in capacity:
                self.fault(FaultKind.UNKNOWN_POOL, "capacity", pool, str(wanted[pool]))

    # Single values. What is wrong is noted, and a harmless value stands in until the faults are told.

    def fault(self, kind: FaultKind, path: str, value: Any = None, expected: str = "") -> None:
        self.faults.append(Fault(kind, path, "" if value is None else _shown(value), expected))

    def optional(self, read: Callable[[Any, str], Any], value: Any, path: str) -> Any:
        return None if value is None else read(value, path)

    def object(self, value: Any, path: str, required: set[str], optional: set[str]) -> dict[str, Any] | None:
        if not isinstance(value, dict):
            self.faults.append(Fault(FaultKind.WRONG_TYPE, path, _shown(value), "object"))
            return None
        prefix = f"{path}." if path else ""
        for key in sorted(value.keys() - required - optional):
            self.fault(
                FaultKind.UNKNOWN_KEY, prefix + _shown_text(key), None, ", ".join(sorted(required | optional))
            )
        for key in sorted(required - value.keys()):
            self.fault(FaultKind.MISSING_KEY, prefix + key)
        return value

    def items_of(self, found: dict[str, Any], key: str, path: str) -> list[Any]:
        value = found.get(key)
        return [] if value is None else self.items(value, f"{path}.{key}")

    def items(self, value: Any, path: str) -> list[Any]:
        if isinstance(value, list):
            return value
        self.faults.append(Fault(FaultKind.WRONG_TYPE, path, _shown(value), "array"))
        return []

    def integer(self, value: Any, path: str, lowest: int, highest: int) -> int:
        if type(value) is not int:  # True is an int to Python, not to whoever wrote it
            self.faults.append(Fault(FaultKind.WRONG_TYPE, path, _shown(value), "integer"))
        elif not lowest <= value <= highest:
            self.fault(FaultKind.OUT_OF_RANGE, path, value, f"{lowest} … {highest}")
        else:
            return value
        return 0

    def seconds(self, value: Any, path: str) -> float:
        if type(value) not in (int, float):
            self.fault(FaultKind.WRONG_TYPE, path, value, "number")
        elif not 0 <= value <= _MOST_SECONDS:
            self.fault(FaultKind.OUT_OF_RANGE, path, value, f"0 … {_MOST_SECONDS:g}")
        else:
            return float(value)
        return 0.0

    def flag(self, value: Any, path: str) -> bool:
        if isinstance(value, bool):
            return value
        self.faults.append(Fault(FaultKind.WRONG_TYPE, path, _shown(value), "boolean"))
        return False

    def text(self, value: Any, path: str) -> str:
        if isinstance(value, str):
            return value
        self.fault(FaultKind.WRONG_TYPE, path, value, "string")
        return ""

    def task_id(self, value: Any, path: str) -> TaskId:
        if type(value) in (int, str):
            return value  # type: ignore[no-any-return]
        self.faults.append(Fault(FaultKind.WRONG_TYPE, path, _shown(value), "string or integer"))
        return ""

    def day(self, value: Any, path: str) -> date:
        try:
            if isinstance(value, str) and _DATE.fullmatch(value):
                day = date.fromisoformat(value)
                if FIRST_YEAR <= day.year <= LAST_YEAR:
                    return day
                self.fault(FaultKind.OUT_OF_RANGE, path, value, f"{FIRST_YEAR}-01-01 … {LAST_YEAR}-12-31")
                return date(FIRST_YEAR, 1, 1)
        except ValueError:
            pass  # the 30 February
        self.faults.append(Fault(FaultKind.NOT_A_DATE, path, _shown(value)))
        return date(FIRST_YEAR, 1, 1)

    def choice(self, value: Any, path: str, choices: type[_Choice]) -> _Choice:
        try:
            return choices(value)
        except ValueError:
            self.faults.append(Fault(FaultKind.NOT_A_CHOICE, path, _shown(value), ", ".join(choices)))
            return next(iter(choices))

    def units(self, value: Any, path: str) -> dict[str, int]:
        found = {} if value is None else value
        if not isinstance(found, dict):
            self.fault(FaultKind.WRONG_TYPE, path, value, "object")
            return {}
        return {
            pool: self.integer(count, f"{path}.{_shown_text(pool)}", 0, _MOST_UNITS)
            for pool, count in found.items()
        }


def _shown(value: Any) -> str:
    """A value as JSON, cut short; huge numbers and deep nests are only told of."""
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**30:
        return "…"
    if isinstance(value, (dict, list)):
        return "{…}" if isinstance(value, dict) else "[…]"
    return _shown_text(json.dumps(value, ensure_ascii=False))


def _shown_text(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
