"""A frozen content of assets as its page shows it: by channel and format, each file with its picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from coordination.selectors.frozen import frozen_text, is_picture, is_text
from coordination.selectors.specification import type_label
from core.formatting import filesize

register = template.Library()


@dataclass(frozen=True)
class FrozenAsset:
    """One asset. `picture` is the address of its small picture, `url` of its file, `text` the words it is
    made of; empty without one."""

    name: str
    file: Mapping[str, Any] | None
    facts: str
    picture: str
    url: str
    text: str = ""

    @property
    def is_video(self) -> bool:
        return bool(self.file) and str(self.file["mime_type"]).startswith("video/")  # type: ignore[index]


@dataclass(frozen=True)
class FrozenPlace:
    """A channel and a format, with what its brief makes compulsory."""

    channel: str
    format: str
    mandatory: str
    landing_url: str
    assets: list[FrozenAsset]


@register.simple_tag(takes_context=True)
def frozen_assets(context: Context, content: Mapping[str, Any]) -> list[FrozenPlace]:
    """The assets of a frozen content, from its JSON alone; addresses for whoever reads: a signer by their
    link, a member in the application, a PDF by the pictures its builder gathered."""
    places: dict[tuple[str, ...], FrozenPlace] = {}
    for row in content["assets"]:
        key = (row["channel"], row["format"], row["mandatory"], row["landing_url"])
        place = places.setdefault(key, FrozenPlace(*key, assets=[]))
        place.assets.append(_asset(context, row))
    return list(places.values())


def _asset(context: Context, row: Mapping[str, Any]) -> FrozenAsset:
    file = row["file"]
    if file is None:
        return FrozenAsset(row["name"], None, "", "", "")
    digest = file["sha256"]
    text = frozen_text(context["campaign"], digest) if is_text(file) else ""
    if context.get("pdf"):
        shown = digest in (context.get("pictures") or ())
        return FrozenAsset(row["name"], file, _facts(file), f"resource:{digest}" if shown else "", "", text)
    picture = _address(context, "picture", digest) if is_picture(file) else ""
    return FrozenAsset(row["name"], file, _facts(file), picture, _address(context, "file", digest), text)


def _address(context: Context, what: str, digest: str) -> str:
    if access := context.get("access"):
        place = [access.workspace.slug, context["campaign"].reference, digest]
        return reverse(f"coordination:frozen-{what}", args=place)
    return reverse(f"coordination:signed-{what}", args=[context["page"].signature.pk, digest])


def _facts(file: Mapping[str, Any]) -> str:
    """«Version 3 · story-v3.png · PNG · 1080 × 1920 · 240 ko»."""
    number = _("Version %(number)s") % {"number": file["version"]}
    size = f"{file['width']} × {file['height']}" if file["width"] else ""
    parts = [number, file["filename"], type_label(file["mime_type"]), size, filesize(file["size_bytes"])]
    return " · ".join(filter(None, parts))
