"""Every chain of a plan that leaves no room, in words: shortening one of several gains nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Task
from campaigns.scheduling import CriticalPath, Link, LinkType, critical_paths
from campaigns.selectors.plan_outlook import Outlook
from campaigns.selectors.plan_words import link_words

#: More chains than this are counted as others.
MOST = 5
#: Of a longer chain, its first and its last tasks.
_SHOWN, _HEAD, _TAIL = 7, 4, 2


@dataclass(frozen=True)
class Hop:
    """A task of a chain and how it hangs on the one before, where it does not simply follow; `skipped`
    tasks between the two are not shown."""

    task: Task
    words: str
    skipped: int = 0


@dataclass(frozen=True)
class Routes:
    """The chains found; the title says when there are others."""

    title: str
    chains: list[list[Hop]]


def plan_routes(outlook: Outlook | None, tasks: Mapping[int, Task]) -> Routes | None:
    """No query. None while a single chain decides, which the page explains by itself."""
    if outlook is None:
        return None
    found = critical_paths(outlook.schedule, MOST, among=outlook.critical)
    if len(found.paths) < 2:
        return None
    title = _title(outlook, len(found.paths))
    if found.more:
        title = _("%(routes)s, et d’autres") % {"routes": title}
    return Routes(title, [_chain(path, tasks) for path in found.paths])


def _title(outlook: Outlook, count: int) -> str:
    if outlook.late_by or not outlook.margin:
        words = ngettext("%(count)s chemin sans marge", "%(count)s chemins sans marge", count)
    else:
        words = ngettext(
            "%(count)s chemin avec le moins de marge", "%(count)s chemins avec le moins de marge", count
        )
    return words % {"count": count}


def _chain(path: CriticalPath, tasks: Mapping[int, Task]) -> list[Hop]:
    links: list[Link | None] = [None, *path.links]
    hops = [Hop(tasks[int(pk)], _hang(link)) for pk, link in zip(path.tasks, links, strict=True)]
    if len(hops) <= _SHOWN:
        return hops
    after = hops[-_TAIL]
    skipped = Hop(after.task, after.words, len(hops) - _HEAD - _TAIL)
    return [*hops[:_HEAD], skipped, *hops[1 - _TAIL :]]


def _hang(link: Link | None) -> str:
    if link is None or (link.type is LinkType.FS and not link.lag):
        return ""
    return link_words(link.type, link.lag, link.lag_unit)
