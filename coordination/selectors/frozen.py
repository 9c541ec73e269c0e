"""The assets of a wave as they are signed: what is read, what is frozen, the very file a version names."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from campaigns.gates import read_once
from campaigns.models import Campaign
from campaigns.signoff.naming import named
from coordination.models import THUMBNAIL_PIXELS, Asset, AssetVersion

#: Bytes of a text that a page shows in full; a longer one is a file to open.
MOST_TEXT = 20_000
FAMILY = "assets"
SCHEMA = 1


@dataclass(frozen=True)
class Made:
    """An asset with its latest version (None: no file came yet)."""

    asset: Asset
    version: AssetVersion | None


def assets_key(wave_id: int) -> str:
    """The kind of content that the assets of a wave are. By primary key: numbers close ranks."""
    return f"{FAMILY}-{wave_id}"


def made_of(campaign_ids: Iterable[int]) -> dict[int, dict[int, list[Made]]]:
    """{campaign id: {wave id: its assets}}, sorted as they are shown: two queries."""
    ids = set(campaign_ids)
    latest = AssetVersion.objects.filter(asset=OuterRef("pk")).order_by("-number").values("pk")[:1]
    rows = Asset.objects.filter(creative_brief__campaign__in=ids).annotate(latest=Subquery(latest))
    assets = list(rows.select_related("creative_brief__channel", "creative_brief__format").order_by("pk"))
    versions = AssetVersion.objects.in_bulk([asset.latest for asset in assets if asset.latest])
    found: dict[int, dict[int, list[Made]]] = {pk: defaultdict(list) for pk in ids}
    for asset in sorted(assets, key=_place):
        made = Made(asset, versions.get(asset.latest))
        found[asset.creative_brief.campaign_id][asset.wave_id].append(made)
    return found


def made_for(campaign: Campaign, wave_id: int) -> list[Made]:
    """The assets of one wave; in an evaluation, those of all the waves are read at once."""
    return read_once(made_of, [campaign.pk])[campaign.pk].get(wave_id, [])


def _place(asset: Asset) -> tuple[str, str, str, int]:
    """Sorted here, not by the database: two databases would not agree on accents, and it is signed."""
    brief = asset.creative_brief
    return named(brief.channel), named(brief.format), asset.name, asset.pk


def assets_content(campaign: Campaign, wave_id: int) -> dict[str, Any]:
    """What is signed: each asset, its file, and what its brief makes compulsory. No review, no progress."""
    # Sorted again: under the names of another day the order may be another.
    ordered = sorted(made_for(campaign, wave_id), key=lambda made: _place(made.asset))
    return {"schema": SCHEMA, "assets": [_row(made) for made in ordered]}


def _row(made: Made) -> dict[str, Any]:
    brief, version = made.asset.creative_brief, made.version
    return {
        "name": made.asset.name,
        "channel": named(brief.channel),
        "format": named(brief.format),
        "mandatory": brief.mandatory,
        "landing_url": brief.landing_url,
        "file": {
            "version": version.number,
            "filename": version.filename,
            "sha256": version.sha256,
            "mime_type": version.mime_type,
            "size_bytes": version.size_bytes,
            "width": version.width,
            "height": version.height,
        }
        if version
        else None,
    }


def frozen_files(content: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The files a frozen content names; none when it is no content of assets."""
    rows: Sequence[Mapping[str, Any]] = content.get("assets") or ()
    return [row["file"] for row in rows if row.get("file")]


def is_picture(file: Mapping[str, Any]) -> bool:
    """Whether a frozen file can be shown small (see `AssetVersion.has_thumbnail`)."""
    if file["mime_type"] == "image/jpeg":
        return True
    pixels: int = file["width"] * file["height"]
    return str(file["mime_type"]).startswith("image/") and pixels <= THUMBNAIL_PIXELS


def version_of(campaign: Campaign, sha256: str) -> AssetVersion | None:
    """The version whose file has this fingerprint, while its file is still the very one it was."""
    rows = AssetVersion.objects.filter(asset__creative_brief__campaign=campaign, sha256=sha256)
    found = rows.order_by("pk").first()
    return found if found and is_intact(found) else None


def is_text(file: Mapping[str, Any]) -> bool:
    """Whether a frozen file is words short enough to be read on the page itself."""
    return bool(file["mime_type"] == "text/plain" and file["size_bytes"] <= MOST_TEXT)


def frozen_text(campaign: Campaign, sha256: str) -> str:
    """The words of a frozen text; empty when its file is no longer the very one."""
    version = version_of(campaign, sha256)
    if version is None:
        return ""
    with version.file.open("rb") as body:
        return str(body.read(), "utf-8-sig", errors="replace")


def is_intact(version: AssetVersion) -> bool:
    """Whether the bytes on the disk still are those that were received."""
    try:
        with version.file.open("rb") as body:
            return hashlib.file_digest(body, "sha256").hexdigest() == version.sha256
    except FileNotFoundError:
        return False
