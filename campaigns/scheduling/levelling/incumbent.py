"""The best schedule and the best bound so far, shared by the threads of a search."""

import math
import threading
import time
from collections.abc import Callable, Sequence

from .instance import Instance
from .lateness import days_late
from .result import Method, Progress


class Incumbent:
    """Keeps only what is better, tells `progress` of it, and knows when to stop.

    A search is over at its deadline, when it was cancelled, or when nothing is left to win.
    """

    def __init__(
        self,
        instance: Instance,
        starts: Sequence[int],
        bound: int,
        method: Method,
        *,
        begun: float,
        time_limit: float,
        progress: Callable[[Progress], None] | None,
        cancelled: Callable[[], bool] | None,
    ) -> None:
        self._instance = instance
        self._lock = threading.Lock()
        self._begun, self._time_limit = begun, time_limit
        self._progress, self._cancelled = progress, cancelled
        self._told: tuple[int, int] | None = None
        self._stopped = False
        self.starts = list(starts)
        self.method = method
        self.bound = bound
        self.late, self.makespan = days_late(instance, starts), instance.makespan(starts)

    def offer(self, starts: Sequence[int], method: Method) -> bool:
        """Keep a schedule if it is less late, or as late and shorter."""
        rank = days_late(self._instance, starts), self._instance.makespan(starts)
        with self._lock:
            if rank >= (self.late, self.makespan):
                return False
            self.starts, self.method = list(starts), method
            self.late, self.makespan = rank
            return True

    def raise_bound(self, bound: float) -> None:
        """Keep a proven bound if it is higher. It is rounded up: makespans are whole days."""
        with self._lock:
            self.bound = min(max(self.bound, math.ceil(bound - 1e-6)), self.makespan)

    def close(self) -> None:
        """Nothing better exists: stop."""
        self._stopped = True

    @property
    def left(self) -> float:
        """Seconds until the deadline."""
        return self._begun + self._time_limit - time.monotonic()

    @property
    def settled(self) -> bool:
        """Whether the best there can be is found: no day late, and a makespan that meets the bound."""
        return not self.late and self.makespan <= self.bound

    def over(self) -> bool:
        """Whether to stop now. For the searching thread only: it is the one that reports and asks."""
        if self._progress is not None and self._told != (self.makespan, self.bound):
            self._told = (self.makespan, self.bound)
            self._progress(Progress(*self._told, self._time_limit - self.left, self._time_limit))
        if not self._stopped:
            self._stopped = self.settled or self.left <= 0 or bool(self._cancelled and self._cancelled())
        return self._stopped
