"""A plan that cannot be, explained: what is missing, by which chain, and what would make it hold."""

from .changes import (
    Change,
    Draft,
    DropLink,
    DropTask,
    FreeStart,
    Leeway,
    MoveDeadline,
    MoveLaunch,
    Overlap,
    Shorten,
    Unpin,
    applied,
)
from .search import Proposal, Rescue, holds, rescue
from .trial import Failure

__all__ = [
    "Change",
    "Draft",
    "DropLink",
    "DropTask",
    "Failure",
    "FreeStart",
    "Leeway",
    "MoveDeadline",
    "MoveLaunch",
    "Overlap",
    "Proposal",
    "Rescue",
    "Shorten",
    "Unpin",
    "applied",
    "holds",
    "rescue",
]
