"""The month calendar."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.scheduling import WorkingCalendar
from campaigns.scheduling.layout import CalendarEvent, month_grid

FRANCE = WorkingCalendar()


def bars(week):
    return [(bar.event.id, bar.lane, bar.column, bar.span) for bar in week.bars]


def test_a_month_is_its_whole_weeks():
    grid = month_grid(2026, 11, [], FRANCE, today=date(2026, 11, 20))

    assert (grid.first, grid.last, len(grid.weeks)) == (date(2026, 10, 26), date(2026, 12, 6), 6)
    assert [week.iso_week for week in grid.weeks] == [44, 45, 46, 47, 48, 49]
    assert [day.in_month for day in grid.weeks[0].days] == [False] * 6 + [True]
    assert [day.date for week in grid.weeks for day in week.days if day.is_today] == [date(2026, 11, 20)]


@pytest.mark.parametrize(
    ("year", "month", "weeks"), [(2027, 2, 4), (2028, 2, 5), (2026, 12, 5), (2027, 1, 5), (2027, 5, 6)]
)
def test_months_have_four_to_six_weeks(year, month, weeks):
    assert len(month_grid(year, month, [], FRANCE).weeks) == weeks


def test_january_2027_begins_in_week_53():
    assert [week.iso_week for week in month_grid(2027, 1, [], FRANCE).weeks] == [53, 1, 2, 3, 4]


def test_days_off_say_why():
    week = month_grid(2026, 5, [], FRANCE).weeks[2]

    assert [(day.working, day.holiday) for day in week.days[3:6]] == [
        (False, "Ascension"),
        (True, None),
        (False, None),
    ]


def test_an_event_is_cut_at_the_weeks_it_crosses():
    wave = CalendarEvent("teaser", date(2026, 11, 12), date(2026, 11, 24), "wave")

    weeks = month_grid(2026, 11, [wave], FRANCE).weeks

    assert [bars(week) for week in weeks] == [
        [],
        [],
        [("teaser", 0, 3, 4)],
        [("teaser", 0, 0, 7)],
        [("teaser", 0, 0, 2)],
        [],
    ]
    assert [(bar.continues_before, bar.continues_after) for week in weeks for bar in week.bars] == [
        (False, True),
        (True, True),
        (True, False),
    ]


def test_earlier_then_longer_events_lie_higher_and_lanes_are_used_again():
    events = [
        CalendarEvent("short", date(2026, 11, 17), date(2026, 11, 17)),
        CalendarEvent("long", date(2026, 11, 17), date(2026, 11, 19)),
        CalendarEvent("first", date(2026, 11, 16), date(2026, 11, 16), "milestone"),
        CalendarEvent("again", date(2026, 11, 18), date(2026, 11, 18)),
    ]

    week = month_grid(2026, 11, events, FRANCE).weeks[3]

    assert bars(week) == [("first", 0, 0, 1), ("long", 0, 1, 3), ("short", 1, 1, 1), ("again", 1, 2, 1)]
    assert week.lanes == 2


def test_what_finds_no_lane_is_counted_on_each_of_its_days():
    events = [CalendarEvent(n, date(2026, 11, 17), date(2026, 11, 18)) for n in range(5)]

    week = month_grid(2026, 11, events, FRANCE, lanes=3).weeks[3]

    assert [bar.event.id for bar in week.bars] == [0, 1, 2]
    assert [[event.id for event in day.hidden] for day in week.days] == [[], [3, 4], [3, 4], [], [], [], []]


def test_a_month_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="month"):
        month_grid(2026, 13, [], FRANCE)


spans = st.lists(st.tuples(st.dates(date(2026, 10, 1), date(2026, 12, 31)), st.integers(0, 40)), max_size=15)


@given(spans, st.integers(0, 4))
def test_every_event_of_a_day_is_drawn_or_counted_and_no_two_overlap(spans, lanes):
    events = [
        CalendarEvent(n, start, start + timedelta(days=length)) for n, (start, length) in enumerate(spans)
    ]

    for week in month_grid(2026, 11, events, FRANCE, lanes=lanes).weeks:
        for column, day in enumerate(week.days):
            drawn = [bar for bar in week.bars if bar.column <= column < bar.column + bar.span]
            expected = {event.id for event in events if event.start <= day.date <= event.end}
            assert sorted([bar.event.id for bar in drawn] + [event.id for event in day.hidden]) == sorted(
                expected
            )
            assert len({bar.lane for bar in drawn}) == len(drawn)
            assert all(bar.lane < lanes for bar in drawn)
