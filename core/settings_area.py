"""The settings of a workspace: one area, a list of pages at its side. Apps register theirs in ready()."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from core.access import Access
from core.models import Role


@dataclass(frozen=True)
class SettingsPage:
    """A page of the settings area; `url_name` takes the workspace's slug and `url_args`."""

    key: str
    label: Any  # a lazy translation
    url_name: str
    icon: str
    order: int
    group: Any = ""
    at_least: Role = Role.VIEWER
    url_args: tuple[str, ...] = ()


_pages: list[SettingsPage] = []


def settings_register(page: SettingsPage) -> None:
    _pages[:] = sorted([p for p in _pages if p.key != page.key] + [page], key=lambda p: p.order)


def settings_list(access: Access, current: str) -> list[dict[str, Any]]:
    """The pages this person may open: [{"label", "pages": [{"label", "url", "icon", "current"}]}]."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for page in _pages:
        if not access.covers(page.at_least):
            continue
        groups.setdefault(str(page.group), []).append(
            {
                "label": page.label,
                "url": reverse(page.url_name, args=[access.workspace.slug, *page.url_args]),
                "icon": page.icon,
                "current": page.key == current,
            }
        )
    return [{"label": label, "pages": pages} for label, pages in groups.items()]
