"""Levelling a plan to what teams can do at once (resource-constrained scheduling).

`level` takes a compiled plan and the capacity of its pools; what it gives back says how far it may be from
the best and why each task waits.
"""

from .capacities import Capacity, Demands
from .engine import level
from .problems import (
    CannotLevel,
    CapacityProblem,
    DemandAboveCapacity,
    Lateness,
    LevelledLate,
    LevelledPastPin,
    NegativeCapacity,
    NegativeDemand,
    NoRoomLeft,
    PinnedOverCapacity,
    UnknownPool,
)
from .reasons import Wait
from .result import Levelling, Method, Progress

__all__ = [
    "CannotLevel",
    "Capacity",
    "CapacityProblem",
    "DemandAboveCapacity",
    "Demands",
    "Lateness",
    "LevelledLate",
    "LevelledPastPin",
    "Levelling",
    "Method",
    "NegativeCapacity",
    "NegativeDemand",
    "NoRoomLeft",
    "PinnedOverCapacity",
    "Progress",
    "UnknownPool",
    "Wait",
    "level",
]
