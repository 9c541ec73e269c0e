"""Small pictures of what was uploaded, made once, beside the original."""

import io
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from PIL import Image, ImageOps, UnidentifiedImageError

from coordination.models import AssetVersion
from coordination.services.files import PICTURES

#: Longest side, in pixels: a tile on a dense screen.
SIDE = 640


def thumbnail_get(version: AssetVersion) -> bytes | None:
    """The WebP thumbnail of a version, made on first demand. None when there can be none."""
    if not version.has_thumbnail:
        return None
    storage = version.file.storage
    name = str(PurePosixPath(version.file.name or "").with_name("apercu.webp"))
    if storage.exists(name):
        with storage.open(name) as kept:
            return bytes(kept.read())
    try:
        with version.file.open("rb") as original:
            body = _shrink(original)
    except (FileNotFoundError, UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        return None
    # Two readers may both make it: the second gets another name from the storage and is as good.
    if not storage.exists(name):
        storage.save(name, ContentFile(body))
    return body


def _shrink(original: object) -> bytes:
    with Image.open(original, formats=PICTURES) as image:  # type: ignore[arg-type]
        image.draft("RGB", (SIDE, SIDE))  # a JPEG is read small at once
        small = ImageOps.exif_transpose(image)
        small.thumbnail((SIDE, SIDE))
        has_alpha = small.mode in ("RGBA", "LA", "PA") or "transparency" in small.info
        body = io.BytesIO()
        small.convert("RGBA" if has_alpha else "RGB").save(body, "WEBP", quality=80, method=4)
        return body.getvalue()
