"""One evaluation: what several checks read is read once, for all the campaigns that are judged.

A page that judges twenty-five campaigns asks a dozen checks, phase by phase; many of them need the same
rows (approvals, placements, assets). Inside `evaluating`, `read_once` makes each such read for the whole
set the first time and gives it back afterwards. Nothing outlives the block.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from campaigns.models import Campaign

Value = TypeVar("Value")


@dataclass(frozen=True)
class _Read:
    ids: frozenset[int]
    values: Mapping[int, Any]


@dataclass
class _Evaluation:
    campaigns: Mapping[int, Campaign]
    results: dict[tuple[Any, ...], _Read] = field(default_factory=dict)


_running: ContextVar[_Evaluation | None] = ContextVar("gate evaluation", default=None)


@contextmanager
def evaluating(campaigns: Iterable[Campaign]) -> Iterator[None]:
    """Judge these campaigns; inside another evaluation that already covers them, join it.

    Only reads belong in the block: what it has read is not read again.
    """
    judged, outer = {campaign.pk: campaign for campaign in campaigns}, _running.get()
    if outer is not None and judged.keys() <= outer.campaigns.keys():
        yield
        return
    token = _running.set(_Evaluation(judged))
    try:
        yield
    finally:
        _running.reset(token)


def judged_campaigns(ids: Iterable[int]) -> Mapping[int, Campaign] | None:
    """The campaigns of the running evaluation, when it covers these ids: what is loaded need not be asked."""
    running = _running.get()
    return running.campaigns if running and running.campaigns.keys() >= set(ids) else None


def read_once(
    read: Callable[..., Mapping[int, Value]],
    ids: Iterable[int],
    *args: Any,
    phases: Collection[str] | None = None,
) -> Mapping[int, Value]:
    """`read(ids, *args)`, a mapping by campaign id; in an evaluation, once for all its campaigns.

    `phases` narrows that to the judged campaigns in these phases, and those asked for: a read that only
    some gates need is not made for every campaign on the page.
    """
    wanted, running = set(ids), _running.get()
    if running is None or not wanted <= running.campaigns.keys():
        return read(wanted, *args)
    key = (read, *args)
    found = running.results.get(key)
    if found is None or not wanted <= found.ids:
        judged = running.campaigns.values()
        wanted |= {campaign.pk for campaign in judged if phases is None or campaign.phase in phases}
        found = running.results[key] = _Read(frozenset(wanted), read(wanted, *args))
    return found.values
