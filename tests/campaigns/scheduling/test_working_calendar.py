"""Working days and arithmetic on them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.scheduling import MONDAY_TO_FRIDAY, NoWorkingDay, OutOfCalendar, WorkingCalendar

FRANCE = WorkingCalendar()

days = st.dates(date(2015, 1, 1), date(2035, 12, 31))
calendars = st.builds(
    WorkingCalendar,
    country=st.sampled_from(["FR", None]),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
    closures=st.frozensets(days, max_size=20),
)


def test_a_weekend_is_not_worked():
    friday = date(2026, 11, 20)

    assert [FRANCE.is_working_day(friday + timedelta(days=n)) for n in range(4)] == [True, False, False, True]


def test_first_of_may_is_not_worked_and_the_bridge_after_it_is():
    assert not FRANCE.is_working_day(date(2026, 5, 1))
    assert FRANCE.is_working_day(date(2026, 5, 15)), "the Friday after Ascension is a bridge, not a holiday"


def test_a_workspace_closes_for_the_bridge():
    bridge = date(2026, 5, 15)
    closed = WorkingCalendar(closures=frozenset({bridge}))

    assert not closed.is_working_day(bridge)
    assert closed.next_working_day(bridge) == date(2026, 5, 18)
    assert closed.previous_working_day(bridge) == date(2026, 5, 13)


def test_next_and_previous_leave_a_working_day_alone():
    wednesday = date(2026, 5, 13)

    assert FRANCE.next_working_day(wednesday) == wednesday == FRANCE.previous_working_day(wednesday)


def test_a_task_of_five_days_from_monday_ends_on_friday():
    monday = date(2026, 11, 16)

    assert FRANCE.add_working_days(monday, 5 - 1) == date(2026, 11, 20)
    assert FRANCE.add_working_days(monday, 5) == date(2026, 11, 23)


def test_adding_nothing_to_a_day_off_gives_the_next_working_day():
    assert FRANCE.add_working_days(date(2026, 11, 21), 0) == date(2026, 11, 23)
    assert FRANCE.add_working_days(date(2026, 11, 21), -1) == date(2026, 11, 20)


def test_days_between_are_half_open():
    monday, friday = date(2026, 11, 16), date(2026, 11, 20)

    assert FRANCE.working_days_between(monday, friday) == 4
    assert FRANCE.working_days_between(friday, monday) == -4
    assert FRANCE.working_days_between(friday, friday) == 0


@pytest.mark.parametrize(
    ("last_worked_day", "first_day_after"),
    [
        (date(2026, 12, 31), date(2027, 1, 4)),  # ISO year 2026 has 53 weeks, the last ends on 3 January
        (date(2020, 12, 31), date(2021, 1, 4)),  # so has 2020
        (date(2024, 12, 31), date(2025, 1, 2)),
    ],
)
def test_a_year_gives_way_to_the_next(last_worked_day, first_day_after):
    assert FRANCE.add_working_days(last_worked_day, 1) == first_day_after


def test_the_29_february_is_worked_when_it_exists():
    assert FRANCE.add_working_days(date(2028, 2, 28), 1) == date(2028, 2, 29)
    assert FRANCE.add_working_days(date(2027, 2, 26), 1) == date(2027, 3, 1)


def test_a_part_time_week():
    tuesday_and_thursday = WorkingCalendar(weekdays=frozenset({1, 3}))

    assert tuesday_and_thursday.add_working_days(date(2026, 11, 16), 2) == date(2026, 11, 24)


def test_without_a_country_there_are_no_holidays():
    assert WorkingCalendar(country=None).is_working_day(date(2026, 12, 25))


def test_a_year_of_mainland_france_has_its_252_working_days():
    assert FRANCE.working_days_between(date(2026, 1, 1), date(2027, 1, 1)) == 252


def test_a_calendar_with_no_working_day_is_refused():
    with pytest.raises(NoWorkingDay):
        WorkingCalendar(weekdays=frozenset())


def test_a_weekday_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="weekdays"):
        WorkingCalendar(weekdays=MONDAY_TO_FRIDAY | {7})


@pytest.mark.parametrize("days", [10**6, -(10**6), 10**12])
def test_an_absurd_distance_is_refused_at_once(days):
    with pytest.raises(OutOfCalendar):
        FRANCE.add_working_days(date(2026, 1, 5), days)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_no_plan_reaches_is_refused(day):
    with pytest.raises(OutOfCalendar):
        FRANCE.last_index_of(day)


def test_a_table_grown_both_ways_gives_the_same_answers():
    grown, fresh = WorkingCalendar(weekdays=frozenset({0, 2})), WorkingCalendar(weekdays=frozenset({0, 2}))
    before = grown.index_of(date(2026, 6, 1))
    grown.index_of(date(1990, 1, 1))
    grown.index_of(date(2080, 1, 1))

    assert grown.index_of(date(2026, 6, 1)) == before == fresh.index_of(date(2026, 6, 1))
    assert grown.day_at(before) == date(2026, 6, 1)


@given(calendars, days)
def test_index_and_day_are_inverse(calendar, day):
    index = calendar.index_of(day)

    assert calendar.day_at(index) >= day
    assert calendar.day_at(index - 1) < day
    assert calendar.index_of(calendar.day_at(index)) == index
    assert calendar.day_at(calendar.last_index_of(day)) <= day


@given(calendars, days, st.integers(0, 60))
def test_counting_day_by_day_agrees(calendar, start, length):
    span = [start + timedelta(days=n) for n in range(length)]
    worked = [day for day in span if calendar.is_working_day(day)]

    assert calendar.working_days_between(start, start + timedelta(days=length)) == len(worked)
    assert calendar.days_at(calendar.index_of(start), calendar.index_of(start) + len(worked)) == worked
    assert all(day.weekday() in calendar.weekdays and day not in calendar.closures for day in worked)


@given(calendars, days, st.integers(-200, 200), st.integers(-200, 200))
def test_steps_add_up(calendar, day, first, second):
    once = calendar.add_working_days(calendar.add_working_days(day, first), second)

    assert once == calendar.add_working_days(day, first + second)
