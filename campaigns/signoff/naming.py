"""What the things a workspace shares were called on the day a content was frozen.

A channel, a team, a KPI or a person is renamed for the whole workspace at once. A frozen content says the
name of its day, and goes on saying it; that the thing is called otherwise now changes nothing of what was
signed. So a content is compared with its frozen version under the names of that day. Renames are read from
the audit trail, which nothing deletes.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from types import MappingProxyType
from typing import Protocol

from django.db.models import Q

from core.editing import subject_of
from core.models import AuditEvent, Workspace

#: The models whose rows are named in contents and renamed by themselves.
RENAMED = ("audience", "brand", "channel", "format", "kpi", "stakeholder", "team", "user")

_AS_OF: ContextVar[Mapping[str, str]] = ContextVar("names_as_of", default=MappingProxyType({}))


class Named(Protocol):
    name: str


def named(row: Named) -> str:
    """The name of a row, for a content: today's, or inside `called` that of another day."""
    former = _AS_OF.get()
    return former.get(subject_of(row), row.name) if former else row.name  # type: ignore[arg-type]


@contextmanager
def called(names: Mapping[str, str]) -> Iterator[None]:
    """Build contents under these names, {"channel:3": name}."""
    token = _AS_OF.set(names)
    try:
        yield
    finally:
        _AS_OF.reset(token)


def former_names(workspace: Workspace, since: datetime) -> dict[str, str]:
    """What was renamed since a moment, under the name it had then. One query."""
    kinds = Q()
    for model in RENAMED:
        kinds |= Q(subject__startswith=f"{model}:")
    renames = AuditEvent.objects.filter(
        kinds, workspace=workspace, verb="changed", at__gt=since, changes__has_key="name"
    )
    found: dict[str, str] = {}
    for subject, changes in renames.order_by("at", "id").values_list("subject", "changes"):
        found.setdefault(subject, changes["name"][0])
    return found
