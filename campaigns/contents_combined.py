"""Brief, plan and budget signed as one content: a FLASH campaign has hours, not weeks.

The three contents are built by the kinds that are registered, whichever app owns them, and stand under
their own keys. Whoever approves the whole approves each of them: see `ContentKind.covers`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.models import Campaign
from campaigns.signoff import ContentKind, Field, content_kind, content_register

KEY = "combined"
COVERS = ("brief", "plan", "budget")


def combined_content(campaign: Campaign) -> dict[str, Any]:
    return {key: content_kind(key).build(campaign) for key in COVERS}


class _Fields(Mapping[str, Field]):
    """The fields of the three kinds under their keys, read once every app has registered its own."""

    @cached_property
    def _all(self) -> dict[str, Field]:
        found: dict[str, Field] = {}
        for key in COVERS:
            kind = content_kind(key)
            found[key] = Field(kind.title)
            found |= {f"{key}.{path}": described for path, described in kind.fields.items()}
        return found

    def __getitem__(self, path: str) -> Field:
        return self._all[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)


def combined_unready(campaign: Campaign) -> list[str]:
    """What is missing from each of the three, each sentence under the name of its content."""
    return [
        _("%(content)s : %(why)s") % {"content": kind.title, "why": sentence}
        for kind in map(content_kind, COVERS)
        for sentence in kind.unready(campaign)
    ]


def offered(campaign: Campaign) -> bool:
    return campaign.type == Campaign.Type.FLASH


COMBINED = ContentKind(
    key=KEY,
    label=gettext_lazy("le brief, le planning et le budget"),
    title=gettext_lazy("Brief, planning et budget"),
    build=combined_content,
    template="campaigns/signoff/content_combined.html",
    url_name="campaigns:campaign",
    fields=_Fields(),
    unready=combined_unready,
    offered=offered,
    covers=COVERS,
    amended=gettext_lazy("au brief, au planning et au budget"),
)


def parts_of(content: Mapping[str, Any]) -> list[tuple[ContentKind, Any]]:
    """Each content of the whole with the kind that shows it, in reading order."""
    return [(content_kind(key), content[key]) for key in COVERS if key in content]


def register() -> None:
    content_register(COMBINED)
