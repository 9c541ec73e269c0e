"""Geometry of the Gantt chart."""

import re
from dataclasses import astuple
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.scheduling import Link, LinkType, TaskSpec, WorkingCalendar, schedule
from campaigns.scheduling.layout import GanttGroup, GanttItem, GanttScale, gantt, gantt_items

FRANCE = WorkingCalendar()
SCALE = GanttScale(px_per_day=10, row_height=30, bar_height=16, group_height=40, header_height=50)
MONDAY = date(2026, 11, 16)


def day(number: int) -> date:
    return date(2026, 11, number)


def draw(*items: GanttItem, links=(), **options):
    return gantt(items, links, FRANCE, scale=SCALE, **options)


def points(path: str) -> list[tuple[int, int]]:
    """The corners of a line drawn with M, h and v."""
    corners: list[tuple[int, int]] = []
    for command, numbers in re.findall(r"([Mhv])(-?\d+(?: -?\d+)?)", path):
        values = [int(number) for number in numbers.split()]
        x, y = corners[-1] if corners else (0, 0)
        corners.append({"M": tuple(values), "h": (x + values[0], y), "v": (x, y + values[0])}[command])
    return corners


def test_bars_cover_their_days_from_edge_to_edge():
    chart = draw(GanttItem("a", day(18), day(20)), GanttItem("b", day(23), day(23)))

    assert (chart.first, chart.last, chart.width) == (MONDAY, day(29), 140)
    assert [(bar.x, bar.width, bar.row_y, bar.y, bar.height, bar.middle) for bar in chart.bars] == [
        (20, 30, 50, 57, 16, 65),
        (70, 10, 80, 87, 16, 95),
    ]
    assert chart.height == 50 + 2 * 30
    assert chart.view_box == "-8 0 156 110"


def test_a_milestone_is_a_diamond_on_the_evening_of_its_day():
    chart = draw(GanttItem("m", day(20), day(20), milestone=True))

    (diamond,) = chart.diamonds
    assert (diamond.x, diamond.middle) == (50, 65)
    assert diamond.path == "M50 57l8 8l-8 8l-8 -8z"
    assert chart.bars == ()


def test_waves_head_their_items_and_carry_their_launch():
    chart = draw(
        GanttItem("reveal", day(24), day(25), group="2"),
        GanttItem("teaser", day(17), day(18), group="1"),
        GanttItem("prepare", day(16), day(16)),
        groups=[GanttGroup("1", launch=day(19)), GanttGroup("2"), GanttGroup("3")],
    )

    assert [(bar.item.id, bar.row_y) for bar in chart.bars] == [
        ("prepare", 50),
        ("teaser", 120),
        ("reveal", 190),
    ]
    assert [(row.group.key, row.row_y, row.x, row.width, row.launch_x) for row in chart.groups] == [
        ("1", 80, 10, 20, 30),
        ("2", 150, 80, 20, None),
        ("3", 220, 0, 0, None),
    ]
    assert chart.height == 260


def test_a_launch_after_the_work_widens_the_chart():
    chart = draw(
        GanttItem("a", MONDAY, MONDAY, group="1"), groups=[GanttGroup("1", launch=date(2026, 12, 1))]
    )

    assert chart.last == date(2026, 12, 6)


def test_the_scale_has_months_and_iso_weeks():
    chart = draw(GanttItem("a", date(2026, 12, 28), date(2027, 1, 5)))

    assert [astuple(tick) for tick in chart.months] == [
        (date(2026, 12, 1), 0, 40),
        (date(2027, 1, 1), 40, 100),
    ]
    assert [(tick.iso_week, tick.x, tick.width) for tick in chart.weeks] == [(53, 0, 70), (1, 70, 70)]


def test_days_off_are_shaded_in_runs():
    chart = draw(GanttItem("a", date(2026, 12, 21), date(2027, 1, 4)))

    # Christmas and New Year's Day are Fridays, so both weekends have three days; the last has two.
    assert [(shade.x, shade.width) for shade in chart.shades] == [(40, 30), (110, 30), (190, 20)]


def test_today_has_a_line_when_it_is_on_the_chart():
    item = GanttItem("a", MONDAY, day(20))

    assert draw(item, today=day(18)).today_x == 20
    assert draw(item, today=date(2026, 12, 1)).today_x is None
    assert draw(item, today=date(2026, 12, 1), include=[date(2026, 12, 1)]).today_x == 150


def test_an_arrow_drops_from_an_end_onto_a_later_start():
    chart = draw(GanttItem("a", day(16), day(17)), GanttItem("b", day(18), day(20)), links=[Link("a", "b")])

    (arrow,) = chart.arrows
    assert points(arrow.path) == [(20, 65), (26, 65), (26, 87)]
    assert arrow.head == "M26 87l-3 -5h6z"


def test_an_arrow_goes_up_to_a_task_above():
    chart = draw(GanttItem("b", day(18), day(20)), GanttItem("a", day(16), day(17)), links=[Link("a", "b")])

    assert points(chart.arrows[0].path) == [(20, 95), (26, 95), (26, 73)]
    assert chart.arrows[0].head == "M26 73l-3 5h6z"


def test_an_arrow_to_a_milestone_of_the_same_evening_is_straight():
    chart = draw(
        GanttItem("a", day(16), day(17)),
        GanttItem("m", day(17), day(17), milestone=True),
        links=[Link("a", "m")],
    )

    assert points(chart.arrows[0].path) == [(20, 65), (20, 87)]


@pytest.mark.parametrize(
    ("link_type", "corners"),
    [
        ("FS", [(30, 65), (36, 65), (36, 80), (4, 80), (4, 95), (10, 95)]),  # behind: back between the rows
        ("SS", [(0, 65), (-6, 65), (-6, 95), (10, 95)]),
        ("FF", [(30, 65), (46, 65), (46, 95), (40, 95)]),
        ("SF", [(0, 65), (-6, 65), (-6, 80), (46, 80), (46, 95), (40, 95)]),
    ],
)
def test_each_link_ties_the_ends_it_is_about(link_type, corners):
    items = [GanttItem("a", day(16), day(18)), GanttItem("b", day(17), day(19))]

    chart = draw(*items, links=[Link("a", "b", LinkType(link_type))])

    assert points(chart.arrows[0].path) == corners


def test_arrows_to_what_is_not_shown_are_left_out():
    assert draw(GanttItem("a", MONDAY, MONDAY), links=[Link("a", "elsewhere")]).arrows == ()


def test_critical_arrows_are_drawn_on_top():
    items = [GanttItem(n, MONDAY, MONDAY, critical=n != "free") for n in ("a", "free", "b")]

    chart = draw(*items, links=[Link("a", "b"), Link("a", "free")])

    assert [(arrow.link.successor, arrow.critical) for arrow in chart.arrows] == [
        ("free", False),
        ("b", True),
    ]


def test_a_schedule_gives_its_items():
    tasks = [TaskSpec("a", 3), TaskSpec("b", 1), TaskSpec("m", 0)]
    links = [Link("a", "m")]
    plan = schedule(tasks, links, FRANCE, MONDAY, launch=day(18))

    items = gantt_items(plan, {"a": "teaser"})
    chart = gantt(items, links, FRANCE)

    assert items == [
        GanttItem("a", day(16), day(18), "teaser", critical=True, late=True),
        GanttItem("b", day(16), day(16)),
        GanttItem("m", day(18), day(18), milestone=True, critical=True, late=True),
    ]
    assert [arrow.critical for arrow in chart.arrows] == [True]


def test_nothing_to_show_is_an_error():
    with pytest.raises(ValueError, match="at least one date"):
        draw()


@given(
    st.lists(
        st.tuples(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(0, 60)), min_size=1, max_size=12
    ),
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11), st.sampled_from(LinkType)), max_size=12),
    st.integers(1, 40),
)
def test_everything_lies_on_the_chart(spans, pairs, px):
    items = [
        GanttItem(number, start, start + timedelta(days=length), milestone=length == 0)
        for number, (start, length) in enumerate(spans)
    ]
    links = [Link(a, b, kind) for a, b, kind in pairs if a != b]

    chart = gantt(items, links, FRANCE, scale=GanttScale(px_per_day=px))

    assert all(bar.x >= 0 and bar.x + bar.width <= chart.width for bar in chart.bars)
    assert len(chart.bars) + len(chart.diamonds) == len(items)
    for ticks in (chart.months, chart.weeks):
        assert sum(tick.width for tick in ticks) == chart.width
        assert all(tick.width > 0 for tick in ticks)
    off = sum(not FRANCE.is_working_day(chart.first + timedelta(days=n)) for n in range(chart.width // px))
    assert sum(shade.width for shade in chart.shades) == off * px
    for arrow in chart.arrows:
        assert len(points(arrow.path)) >= 2
        assert all(-chart.overhang <= x <= chart.width + chart.overhang for x, _ in points(arrow.path))
        assert all(0 < y < chart.height for _, y in points(arrow.path))
        assert arrow.head.startswith("M{} {}".format(*points(arrow.path)[-1])), (
            "the head is where the line ends"
        )
