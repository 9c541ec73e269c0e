"""What a calendar shows of a task or a wave, as far as a change of it is a new revision (RFC 5546, 2.1.4):
its name, its dates, its state. A campaign or a team that is renamed alters words, not the event."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from campaigns.models import CalendarRevision, Task, Wave


@dataclass(frozen=True)
class Revision:
    """`sequence` counts the changes, `changed_at` dates the last one."""

    sequence: int
    changed_at: datetime


def task_key(pk: int) -> str:
    return f"task:{pk}"


def wave_key(pk: int) -> str:
    return f"wave:{pk}"


def digests_of(tasks: Iterable[Task], waves: Iterable[Wave]) -> dict[str, str]:
    """{key: digest}. A task without dates is in no calendar."""
    found = {
        task_key(task.pk): _digest(task.name, task.kind, task.starts_on, task.ends_on, task.status)
        for task in tasks
        if task.starts_on and task.ends_on
    }
    found |= {wave_key(wave.pk): _digest(wave.name, wave.goes_live_on, wave.ends_on) for wave in waves}
    return found


def revisions_of(campaigns: Iterable[int]) -> dict[str, Revision]:
    """{key: revision} of everything in these campaigns, in one query."""
    rows = CalendarRevision.objects.filter(campaign__in=campaigns)
    return {
        key: Revision(sequence, changed_at)
        for key, sequence, changed_at in rows.values_list("key", "sequence", "changed_at")
    }


def _digest(*values: object) -> str:
    text = json.dumps([None if value is None else str(value) for value in values])
    return hashlib.sha256(text.encode()).hexdigest()[:32]
