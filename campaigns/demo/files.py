"""The file of an asset's version: drawn, synthesised or written, of the format's own size and type."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from campaigns.demo.images import encoded, picture
from campaigns.demo.shapes import AssetData, VersionData
from campaigns.demo.sounds import spot
from campaigns.playbooks.dictionaries import FORMATS, FormatTemplate

_FORMATS = {template.key: template for template in FORMATS}
#: Longest side, in pixels, of the screen proof of a printed piece.
_PROOF = 1600


@dataclass(frozen=True, slots=True)
class DemoFile:
    """`width` and `height` are 0 for what has no pixels; `seconds` is 0 for what has no length.

    A film is represented by the still that is submitted for approval: `mime_type` then is an image's.
    """

    filename: str
    mime_type: str
    data: bytes
    width: int = 0
    height: int = 0
    seconds: int = 0


def version_file(asset: AssetData, version: VersionData) -> DemoFile:
    """What `version` uploads. The same version always gives the same bytes."""
    template = _FORMATS[asset.format]
    name = f"{_slug(asset.key)}-v{version.number}"
    if version.seconds:
        return DemoFile(f"{name}.wav", "audio/wav", spot(version.seconds), seconds=version.seconds)
    if version.art is None:
        return DemoFile(f"{name}.txt", "text/plain", version.body.encode())
    drawn = picture(version.art, version.size or pixels(template))
    # Banners are small and flat: PNG keeps their lettering sharp under the 150 KB they may weigh.
    if template.channel_key == "display":
        return DemoFile(f"{name}.png", "image/png", encoded(drawn, "PNG"), *drawn.size)
    return DemoFile(f"{name}.jpg", "image/jpeg", encoded(drawn, "JPEG"), *drawn.size)


def pixels(template: FormatTemplate) -> tuple[int, int]:
    """Size of a picture of this format: its pixels, or a proof in the proportions of the print."""
    if template.width and template.height:
        return template.width, template.height
    if template.print_mm:
        scale = _PROOF / max(template.print_mm)
        return round(template.print_mm[0] * scale), round(template.print_mm[1] * scale)
    width = template.width or 1200
    return width, width * 2


def _slug(key: str) -> str:
    return unicodedata.normalize("NFKD", key).encode("ascii", "ignore").decode()
