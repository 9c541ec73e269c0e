"""Pins that no schedule can hold together, told apart from pins that merely cost days."""

from .problems import PinsApart
from .result import Schedule


def contradictory_pins(plan: Schedule) -> tuple[PinsApart, ...]:
    """Pairs of pinned tasks whose links, alone or through tasks between them, cannot hold.

    Only what one pin asks of another is reckoned: the plan's start, its launch and `not_before` may make
    a plan late, but a later start or launch mends that. Nothing mends these but moving a pin or cutting
    a link. Linear in tasks and links.
    """
    network, timeline = plan.trace.network, plan.trace.timeline
    pinned = plan.trace.bounds().pinned
    if len(pinned) < 2:
        return ()
    # By task: (earliest start that the pins before it allow, place of the pin that says so).
    held: dict[int, tuple[int, int]] = {}
    found: list[PinsApart] = []
    for task in network.order:
        reached = [
            (held[source][0] + weight, held[source][1])
            for source, weight, _ in network.incoming[task]
            if source in held
        ]
        for arc in network.calendar_arcs.get(task, ()):
            if arc.source in held:
                start, pin = held[arc.source]
                reached.append((arc.earliest(timeline, start), pin))
        latest = max(reached, default=None)
        if task in pinned:
            first, last = pinned[task]
            if latest is not None and latest[0] > last:
                tasks = network.tasks
                found.append(PinsApart(tasks[latest[1]].id, tasks[task].id, latest[0] - last))
            held[task] = (first if latest is None else min(max(latest[0], first), last), task)
        elif latest is not None:
            held[task] = latest
    return tuple(found)
