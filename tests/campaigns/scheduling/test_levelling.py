"""The instant answer: what it gives, what it explains and what it refuses."""

from datetime import date, timedelta

import pytest

from campaigns.scheduling import Link, LinkType, OutOfCalendar, TaskSpec
from campaigns.scheduling.levelling import (
    CannotLevel,
    DemandAboveCapacity,
    LevelledLate,
    LevelledPastPin,
    Method,
    NegativeCapacity,
    NegativeDemand,
    NoRoomLeft,
    PinnedOverCapacity,
    UnknownPool,
    Wait,
)
from tests.campaigns.scheduling.levelling_cases import START, levelled


def day(offset):
    return START + timedelta(days=offset)


def problems(tasks, links, demands, capacity):
    with pytest.raises(CannotLevel) as refused:
        levelled(tasks, links, demands, capacity)
    return refused.value.problems


def test_an_empty_plan_is_level():
    answer = levelled([], [], [], {"studio": 1})
    assert (answer.starts, answer.makespan, answer.proven, answer.gap) == ([], 0, True, 0.0)


def test_without_capacity_that_binds_the_plan_is_the_critical_path():
    tasks = [TaskSpec("a", 3), TaskSpec("b", 2), TaskSpec("c", 4)]
    answer = levelled(tasks, [Link("a", "b")], [{"studio": 1}, {}, {"studio": 1}], {"studio": 2})
    assert answer.starts == [0, 3, 0]
    assert answer.proven
    assert answer.reasons == {}


def test_who_must_finish_first_goes_first_and_the_other_says_what_it_waited_for():
    tasks = [TaskSpec("short", 2), TaskSpec("long", 2), TaskSpec("after long", 5)]
    demands = [{"studio": 1}, {"studio": 1}, {}]
    answer = levelled(tasks, [Link("long", "after long")], demands, {"studio": 1})
    assert answer.starts == [2, 0, 2]
    assert answer.method == Method.PRIORITY
    assert answer.reasons == {"short": (Wait("short", "studio", 0, 2, 1, 1, 1, ("long",)),)}


def test_among_equals_the_first_of_the_plan_goes_first():
    tasks = [TaskSpec("b", 2), TaskSpec("a", 2)]
    assert levelled(tasks, [], [{"web": 1}] * 2, {"web": 1}).starts == [0, 2]


def test_a_task_needs_room_in_all_its_pools_on_each_of_its_days():
    tasks = [TaskSpec("a", 1), TaskSpec("b", 2, pinned=day(1)), TaskSpec("c", 2)]
    demands = [{"studio": 1}, {"web": 2}, {"studio": 1, "web": 1}]
    answer = levelled(tasks, [], demands, {"studio": 1, "web": 2})
    assert answer.starts == [0, 1, 3]
    assert [wait.pool for wait in answer.reasons["c"]] == ["web"]


def test_a_holiday_of_the_team_is_waited_out():
    answer = levelled([TaskSpec("a", 3)], [], [{"studio": 1}], {"studio": [1, 1, 0, 0, 1]})
    assert answer.starts == [4]
    assert answer.lower_bound <= 7
    assert answer.reasons["a"] == (Wait("a", "studio", 0, 4, 1, 0, 0, ()),)


def test_the_last_capacity_given_holds_from_there_on():
    tasks = [TaskSpec(number, 4) for number in range(4)]
    answer = levelled(tasks, [], [{"studio": 1}] * 4, {"studio": [1, 1, 2]})
    assert answer.starts == [0, 2, 4, 6]


def test_justifying_shortens_what_priority_alone_leaves_long():
    """By priority "e" comes last and alone; pushed late and early again, it shares its days with "b"."""
    tasks = [TaskSpec("a", 2), TaskSpec("b", 2), TaskSpec("c", 1), TaskSpec("d", 1), TaskSpec("e", 2)]
    demands = [{"r": 1}, {"r": 1}, {"r": 2}, {"r": 1}, {"r": 2}]
    answer = levelled(tasks, [], demands, {"r": 3})
    assert (answer.makespan, answer.method, answer.proven) == (4, Method.JUSTIFIED, True)


@pytest.mark.parametrize("link_type", list(LinkType))
@pytest.mark.parametrize("lag", [-2, 0, 3])
def test_every_kind_of_link_is_kept_when_capacity_moves_its_predecessor(link_type, lag):
    tasks = [TaskSpec("first", 3), TaskSpec("a", 4), TaskSpec("b", 2), TaskSpec("end", 9)]
    links = [Link("first", "end"), Link("a", "b", link_type, lag)]
    answer = levelled(tasks, links, [{"studio": 1}, {"studio": 1}, {}, {}], {"studio": 1})
    start = {"FS": 7, "SS": 3, "FF": 5, "SF": 1}[link_type]
    assert answer.starts == [0, 3, max(0, start + lag), 3]


def test_a_date_that_capacity_overruns_is_late_not_refused():
    tasks = [TaskSpec("a", 3, not_after=day(2)), TaskSpec("b", 3, not_after=day(4))]
    answer = levelled(tasks, [], [{"studio": 1}] * 2, {"studio": 1})
    assert answer.starts == [0, 3]
    assert answer.late == (LevelledLate("b", 2, 1),)


def test_a_pin_too_soon_for_what_capacity_delays_is_named_with_its_link():
    tasks = [TaskSpec("a", 3), TaskSpec("b", 3), TaskSpec("launch", 1, pinned=day(5))]
    links = [Link("a", "launch"), Link("b", "launch")]
    answer = levelled(tasks, links, [{"studio": 1}, {"studio": 1}, {}], {"studio": 1})
    assert answer.starts == [0, 3, 5]
    assert answer.late == (LevelledPastPin("launch", 6, 1, links[1]),)


def test_a_pin_before_the_plan_starts_uses_no_day_of_it():
    tasks = [TaskSpec("before", 3, pinned=day(-2)), TaskSpec("a", 1), TaskSpec("b", 1)]
    answer = levelled(tasks, [], [{"studio": 1}] * 3, {"studio": 1})
    assert answer.starts == [-2, 1, 2]


def test_a_milestone_uses_nothing():
    answer = levelled([TaskSpec("m", 0), TaskSpec("a", 1)], [], [{"studio": 9}, {"studio": 1}], {"studio": 1})
    assert answer.starts == [0, 0]


def test_everything_wrong_with_demands_and_capacities_is_said_at_once():
    tasks = [TaskSpec("a", 1), TaskSpec("b", 1)]
    demands = [{"nobody": 1, "studio": 4}, {"web": -1}]
    assert problems(tasks, [], demands, {"studio": 3, "web": 1, "print": [2, -1]}) == (
        NegativeCapacity("print", -1, 1),
        UnknownPool("a", "nobody"),
        DemandAboveCapacity("a", "studio", 4, 3),
        NegativeDemand("b", "web", -1),
    )


def test_pins_that_together_ask_too_much_are_named():
    tasks = [TaskSpec("a", 3, pinned=day(0)), TaskSpec("b", 3, pinned=day(2)), TaskSpec("c", 1)]
    demands = [{"studio": 2}, {"studio": 1}, {"studio": 1}]
    assert problems(tasks, [], demands, {"studio": 2}) == (PinnedOverCapacity("studio", 2, ("a", "b"), 3, 2),)


def test_a_pin_on_a_holiday_of_its_team_is_named():
    tasks = [TaskSpec("a", 3, pinned=day(1))]
    assert problems(tasks, [], [{"studio": 1}], {"studio": [1, 1, 0, 1]}) == (
        PinnedOverCapacity("studio", 2, ("a",), 1, 0),
    )


def test_a_team_that_leaves_for_good_before_its_work_is_done_is_named():
    tasks = [TaskSpec("a", 3), TaskSpec("b", 3)]
    assert problems(tasks, [], [{"studio": 1}] * 2, {"studio": [1, 1, 1, 1, 0]}) == (
        NoRoomLeft("b", ("studio",), 0),
    )


def test_a_plan_beyond_all_calendars_is_refused_before_any_work():
    tasks = [TaskSpec(number, 10**9) for number in range(3)]
    with pytest.raises(OutOfCalendar):
        levelled(tasks, [], [{"studio": 1}] * 3, {"studio": 1})


def test_as_many_demands_as_tasks_are_expected():
    with pytest.raises(ValueError, match="1 demands for 0 tasks"):
        levelled([], [], [{}], {})


def test_dates_before_the_plan_do_not_count():
    tasks = [TaskSpec("a", 1, not_before=date(2020, 1, 1))]
    assert levelled(tasks, [], [{"studio": 1}], {"studio": 1}).starts == [0]
