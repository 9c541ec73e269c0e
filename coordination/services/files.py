"""Looking at an uploaded file before it is kept: what it is, and whether it fits its format."""

import hashlib
import warnings
import zipfile
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import IO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.text import slugify
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError

from campaigns.models import Format
from coordination.models import THUMBNAIL_PIXELS
from coordination.selectors.specification import size_words, type_label
from core.formatting import filesize

MAX_PIXELS = 80_000_000

#: The picture formats we read. Pillow knows many more, some of which call other programs (EPS): those are
#: not pictures to us.
PICTURES = ("PNG", "JPEG", "GIF", "WEBP", "TIFF", "BMP")

#: First bytes of what teams deliver besides images. Never trust the name or the browser's word.
SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "application/pdf"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "video/mp4"),
    (0, b"\x1aE\xdf\xa3", "video/webm"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (8, b"WAVE", "audio/wav"),
    (0, b"PK\x03\x04", "application/zip"),
)


#: Texts have no signature: the name says, and all of them are only ever downloaded.
TEXTS = {".txt": "text/plain", ".csv": "text/plain", ".html": "text/html", ".htm": "text/html"}


@dataclass(frozen=True)
class LookedAt:
    """What a file really is. `warnings` are differences with its format: said, never refused."""

    mime_type: str
    size_bytes: int
    sha256: str
    width: int = 0
    height: int = 0
    warnings: list[str] = field(default_factory=list)


def file_look_at(upload: "UploadedFile[bytes]", wanted: Format) -> LookedAt:
    """Identify an upload and compare it with its format. Raises ValidationError in words when unusable."""
    name, size = str(upload.name), upload.size or 0
    if size == 0:
        raise ValidationError(_("« %(name)s » est vide.") % {"name": name})
    if size > settings.UPLOAD_MAX_BYTES:
        raise ValidationError(
            _("« %(name)s » pèse %(size)s. Au plus : %(max)s.")
            % {"name": name, "size": filesize(size), "max": filesize(settings.UPLOAD_MAX_BYTES)}
        )
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    mime_type, width, height = _identify(upload, name)
    upload.seek(0)
    differences = _compare(wanted, mime_type, size, width, height)
    return LookedAt(mime_type, size, digest.hexdigest(), width, height, differences)


def stored_name(name: str) -> str:
    """A plain file name for the disk: what people called it stays in the database."""
    path = PurePath(name)
    stem, suffix = slugify(path.stem)[:80] or "fichier", slugify(path.suffix)[:8]
    return f"{stem}.{suffix}" if suffix else stem


def _identify(file: "UploadedFile[bytes]", name: str) -> tuple[str, int, int]:
    found = _picture(file, name)
    if found:
        return found
    file.seek(0)
    head = file.read(4096)
    for offset, signature, mime_type in SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return (_zipped(file) if mime_type == "application/zip" else mime_type), 0, 0
    if b"\0" not in head and (text_type := TEXTS.get(PurePath(name).suffix.lower())):
        return text_type, 0, 0
    raise ValidationError(
        _(
            "« %(name)s » n’est ni une image, ni une vidéo, ni un son, ni un PDF, ni un document lisible, ou "
            "il est arrivé abîmé."
        )
        % {"name": name}
    )


def _picture(file: "UploadedFile[bytes]", name: str) -> tuple[str, int, int] | None:
    """MIME type, width and height of a whole picture; None when it is something else, or damaged."""
    file.seek(0)
    try:
        with warnings.catch_warnings():
            # Our own limit decides; the header alone is read until it has.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(file, formats=PICTURES) as image:
                kind, (width, height) = image.format or "", image.size
                if width * height > MAX_PIXELS:
                    raise Image.DecompressionBombError
                image.verify()
            file.seek(0)
            with Image.open(file, formats=PICTURES) as image:
                if image.format == "JPEG" or width * height <= THUMBNAIL_PIXELS:
                    image.draft("RGB", (64, 64))
                    image.load()  # verify() does not notice a file cut short
            if kind == "JPEG" and not _jpeg_ends(file):
                return None
    except Image.DecompressionBombError as error:
        raise ValidationError(
            _("« %(name)s » a trop de pixels pour être une image à diffuser.") % {"name": name}
        ) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        return None
    return Image.MIME.get(kind, "application/octet-stream"), width, height


def _jpeg_ends(file: "UploadedFile[bytes]") -> bool:
    """Whether the last scan of a JPEG is followed by its end marker.

    Pillow would say so while loading, but WeasyPrint tells it, process-wide, to bear with cut files.
    Inside a scan neither marker can occur (ISO/IEC 10918-1, B.1.1.5), so their order is enough.
    """
    file.seek(0)
    body: bytes = file.read()
    return body.rfind(b"\xff\xd9") > body.rfind(b"\xff\xda")


def _zipped(file: IO[bytes]) -> str:
    file.seek(0)
    try:
        names = zipfile.ZipFile(file).namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return "application/zip"
    if any(name.startswith("word/") for name in names):
        return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return "application/zip"


def _fits(wanted: Format, width: int, height: int) -> bool:
    """A format may ask one side only: an e-mail is 600 px wide and as high as it needs."""
    return wanted.width in (0, width) and wanted.height in (0, height)


def _compare(wanted: Format, mime_type: str, size: int, width: int, height: int) -> list[str]:
    found = []
    if width and not _fits(wanted, width, height):
        values = {"width": width, "height": height, "wanted": size_words(wanted)}
        found.append(_("%(width)s × %(height)s reçu, %(wanted)s attendu.") % values)
    if wanted.max_bytes and size > wanted.max_bytes:
        found.append(
            _("%(size)s reçus, %(max)s au plus.")
            % {"size": filesize(size), "max": filesize(wanted.max_bytes)}
        )
    if wanted.mime_types and mime_type not in wanted.mime_types:
        found.append(
            _("Type %(type)s reçu, attendu : %(wanted)s.")
            % {"type": type_label(mime_type), "wanted": ", ".join(map(type_label, wanted.mime_types))}
        )
    return found
