"""The reference of a plan: its signed version. How far each task lies from it, and how it slipped."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from campaigns.contents_plan import unique_names
from campaigns.models import Campaign, EvidenceEvent, SignOffRequest, Task
from campaigns.scheduling import WorkingCalendar
from campaigns.selectors.plan import BEFORE_LAUNCH
from campaigns.selectors.plan_frozen import Days, frozen_dates
from campaigns.signoff.contents import answering, part_of

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Baseline:
    """The days each task was signed for. A task is known by its name: one renamed since counts as new.

    `number` is the version signed, `gone` names the signed tasks the plan no longer holds.
    """

    number: int
    signed_at: datetime | None
    days: Mapping[int, Days]
    gone: Sequence[str] = field(default_factory=tuple)


def plan_baseline(campaign: Campaign, tasks: Iterable[Task]) -> Baseline | None:
    """Two queries. None while no plan was ever approved, or when the approved one cannot be dated.

    An approval that fell void stays the reference: its dates are what the edits since are measured by.
    """
    approved = _approved_once(campaign)
    if not approved:
        return None
    request, approved_at = approved[-1]
    dated = frozen_dates(_plan_of(request))
    names = unique_names(sorted(tasks, key=lambda task: task.pk))
    if not dated:
        return None
    return Baseline(
        number=request.snapshot.number,
        signed_at=approved_at,
        days={pk: dated[name] for pk, name in names.items() if name in dated},
        gone=sorted(set(dated) - set(names.values())),
    )


def drift(planned: date, now: date, calendar: WorkingCalendar) -> int:
    """Working days from the signed day to the present one: positive when later, negative when earlier."""
    if now >= planned:
        return calendar.working_days_between(planned + _DAY, now + _DAY)
    return -calendar.working_days_between(now + _DAY, planned + _DAY)


@dataclass(frozen=True)
class Version:
    """A signed version of the plan: when its preparation was to be ready, for which launch.

    `slip` is how many working days later than the version before it is ready; None for the first.
    `number` is None for the plan as it stands today.
    """

    number: int | None
    signed_at: datetime | None
    ready_on: date
    launch_on: date
    slip: int | None


def plan_versions(campaign: Campaign, now_ready: date | None, calendar: WorkingCalendar) -> list[Version]:
    """The slippage of a plan: every version that was approved, then today's. Two queries."""
    found: list[Version] = []

    def add(number: int | None, signed_at: datetime | None, ready_on: date, launch_on: date) -> None:
        slip = drift(found[-1].ready_on, ready_on, calendar) if found else None
        found.append(Version(number, signed_at, ready_on, launch_on, slip))

    for request, approved_at in _approved_once(campaign):
        content = _plan_of(request)
        if ready := _ready_on(content):
            add(request.snapshot.number, approved_at, ready, date.fromisoformat(content["launch_on"]))
    if found and now_ready:
        add(None, None, now_ready, campaign.launch_on)
    return found


def _approved_once(campaign: Campaign) -> list[tuple[SignOffRequest, datetime]]:
    """Requests about the plan that were approved one day, whatever became of them, and when."""
    events = EvidenceEvent.objects.filter(campaign=campaign, kind="request_approved")
    approved = {int(subject.partition(":")[2]): at for subject, at in events.values_list("subject", "at")}
    rows = SignOffRequest.objects.filter(campaign=campaign, kind__in=answering("plan"), pk__in=approved)
    return [(request, approved[request.pk]) for request in rows.select_related("snapshot").order_by("pk")]


def _ready_on(content: Mapping[str, Any]) -> date | None:
    """The last day of the work that precedes the launch."""
    dated = frozen_dates(content)
    ends = [
        dated[task["name"]][1]
        for task in content["tasks"]
        if task["phase"] in BEFORE_LAUNCH and task["name"] in dated
    ]
    return max(ends, default=None)


def _plan_of(request: SignOffRequest) -> Any:
    return part_of(json.loads(request.snapshot.content), request.kind, "plan")
