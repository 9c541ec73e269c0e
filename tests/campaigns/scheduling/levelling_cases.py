"""Plans and capacities to level, and what every levelled plan must hold."""

import itertools
from datetime import date

from hypothesis import strategies as st

from campaigns.scheduling import LagUnit, Link, LinkType, TaskSpec, WorkingCalendar
from campaigns.scheduling.levelling import level
from campaigns.scheduling.network import compile_network
from campaigns.scheduling.passes import forward, read_bounds
from campaigns.scheduling.timeline import Timeline

START = date(2026, 3, 2)  # a Monday
EVERY_DAY = WorkingCalendar(country=None, weekdays=frozenset(range(7)))
DAYS = st.dates(START, date(2026, 4, 10))


def compiled(tasks, links=(), calendar=EVERY_DAY):
    """The first three arguments of `level`."""
    network = compile_network(tasks, links)
    timeline = Timeline.starting(calendar, START)
    return network, timeline, read_bounds(network, timeline)


def levelled(tasks, links, demands, capacity, **options):
    """`level` of a plan on days that are all worked."""
    return level(*compiled(tasks, links), demands, capacity, **options)


capacities = st.dictionaries(
    st.sampled_from(["studio", "web"]),
    st.integers(2, 4) | st.lists(st.integers(0, 3), max_size=8).map(lambda steps: [*steps, 3]),
    min_size=2,
)


@st.composite
def cases(draw, most_tasks=8, pins=True, latest=True, calendar_days=True):
    """(tasks, links, demands, capacity, calendar): every task fits in what the pools have in the end."""
    count = draw(st.integers(0, most_tasks))
    tasks = [
        TaskSpec(
            number,
            draw(st.integers(0, 5)),
            not_before=draw(st.none() | DAYS),
            not_after=draw(st.none() | DAYS) if latest else None,
            pinned=draw(st.none() | st.none() | DAYS) if pins else None,
        )
        for number in range(count)
    ]
    pairs = list(itertools.combinations(range(count), 2))
    units = LagUnit if calendar_days else [LagUnit.WORKING]
    links = [
        Link(i, j, draw(st.sampled_from(LinkType)), draw(st.integers(-3, 4)), draw(st.sampled_from(units)))
        for i, j in (draw(st.lists(st.sampled_from(pairs), max_size=10)) if pairs else [])
    ]
    demands = [
        draw(st.dictionaries(st.sampled_from(["studio", "web"]), st.integers(0, 2))) for _ in range(count)
    ]
    calendar = draw(st.sampled_from([EVERY_DAY, WorkingCalendar()]))
    return draw(st.permutations(tasks)), links, demands, draw(capacities), calendar


def capacity_at(capacity, pool, offset):
    """Units of a pool on a day, word for word."""
    given_ = capacity[pool]
    return given_ if isinstance(given_, int) else given_[min(offset, len(given_) - 1)]


def overfull(network, demands, capacity, starts):
    """(pool, offset) wherever more is used than there is."""
    used = {}
    for task, start in enumerate(starts):
        for offset in range(max(0, start), start + network.durations[task]):
            for pool, units in demands[task].items():
                used[pool, offset] = used.get((pool, offset), 0) + units
    return [key for key, units in used.items() if units > capacity_at(capacity, *key)]


def broken_links(network, timeline, bounds, starts):
    """Tasks that start before a link, their `not_before` or the plan allows; pins wait for nothing."""
    early = []
    for task, start in enumerate(starts):
        if task in bounds.pinned:
            continue
        soonest = [0, bounds.earliest.get(task, 0)]
        soonest += [starts[source] + weight for source, weight, _ in network.incoming[task]]
        soonest += [arc.earliest(timeline, starts[arc.source]) for arc in network.calendar_arcs.get(task, ())]
        if start < max(soonest):
            early.append(task)
    return early


def shortest(network, timeline, bounds, demands, capacity, horizon):
    """The least makespan of all schedules that end by `horizon`, by trying every start of every task."""
    best = None
    pinned = forward(network, timeline, bounds)
    choices = [
        [pinned[task]] if task in bounds.pinned else range(horizon + 1) for task in range(len(network.tasks))
    ]
    for starts in itertools.product(*choices):
        makespan = max([0, *(start + days for start, days in zip(starts, network.durations, strict=True))])
        if best is not None and makespan >= best:
            continue
        if broken_links(network, timeline, bounds, starts) or overfull(network, demands, capacity, starts):
            continue
        best = makespan
    return best
