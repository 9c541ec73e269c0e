"""What a person may take back, or bring back, of their edits of a plan."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from campaigns.models import Campaign, Dependency, PlanEdit, Task
from campaigns.plan_state import State
from core.access import Access

#: The fields of a task that people write. Dates are reckoned from them.
AUTHORED = (
    "wave_id", "kind", "phase", "position", "name", "description", "team_id", "assignee_id", "approver_id",
    "duration_days", "measured", "not_before", "not_after", "pinned_on", "status", "blocked_reason",
    "status_since",
)  # fmt: skip


@dataclass(frozen=True)
class Reach:
    """The edit that «Annuler» takes back, and the one that «Rétablir» brings back."""

    undo: PlanEdit | None = None
    redo: PlanEdit | None = None


def plan_reach(campaign: Campaign, actor: Access) -> Reach:
    """One query. Edits taken back are the newest of their author: a new edit drops them."""
    mine = list(PlanEdit.objects.filter(campaign=campaign, author=actor.membership).order_by("-id"))
    undone = [edit for edit in mine if edit.undone_at]
    made = [edit for edit in mine if not edit.undone_at]
    return Reach(made[0] if made else None, undone[-1] if undone else None)


def plan_state(campaign: Campaign) -> State:
    """The authored values of a plan as `campaigns.plan_state` compares them, in two queries."""
    tasks = {
        str(row.pop("pk")): {name: _plain(value) for name, value in row.items()}
        for row in Task.objects.filter(campaign=campaign).order_by().values("pk", *AUTHORED)
    }
    links = Dependency.objects.filter(successor__campaign=campaign).order_by()
    return {
        "tasks": tasks,
        "links": {
            f"{before}>{after}": [kind, lag, unit]
            for before, after, kind, lag, unit in links.values_list(
                "predecessor_id", "successor_id", "type", "lag_days", "lag_unit"
            )
        },
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
