"""What a format asks of a file, in words."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from campaigns.models import Format
from core.formatting import filesize

_TYPES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "image/webp": "WebP",
    "video/mp4": "MP4",
    "video/webm": "WebM",
    "video/quicktime": "MOV",
    "application/pdf": "PDF",
    "audio/mpeg": "MP3",
    "audio/wav": "WAV",
    "text/plain": "TXT",
    "text/html": "HTML",
    "application/zip": "ZIP",
}


@dataclass(frozen=True)
class Demand:
    """One thing a format asks: «Dimensions» «1080 × 1920 px»."""

    label: str
    value: str


def specification_of(wanted: Format) -> list[Demand]:
    """What files of a format must be; empty when nothing is asked."""
    found = []
    if size := size_words(wanted):
        found.append(Demand(_("Dimensions"), size))
    if wanted.duration_s:
        words = ngettext("%(count)s seconde", "%(count)s secondes", wanted.duration_s)
        found.append(Demand(_("Durée"), words % {"count": wanted.duration_s}))
    if wanted.max_bytes:
        found.append(Demand(_("Poids maximal"), filesize(wanted.max_bytes)))
    if wanted.mime_types:
        found.append(Demand(_("Fichiers"), ", ".join(type_label(mime) for mime in wanted.mime_types)))
    return found


def upload_words(wanted: Format) -> str:
    """What may be uploaded for a format, under the drop zone: its own weight where it asks for one."""
    most = min(wanted.max_bytes or settings.UPLOAD_MAX_BYTES, settings.UPLOAD_MAX_BYTES)
    return _("Image, vidéo, son, PDF ou document, %(max)s au plus.") % {"max": filesize(most)}


def size_words(wanted: Format) -> str:
    """«1080 × 1920 px», or the one side that is asked; empty when neither is."""
    values = {"width": wanted.width, "height": wanted.height}
    if wanted.width and wanted.height:
        return _("%(width)s × %(height)s px") % values
    if wanted.width:
        return _("%(width)s px de large") % values
    return _("%(height)s px de haut") % values if wanted.height else ""


def type_label(mime: str) -> str:
    """«JPEG» for image/jpeg; the type itself when it has no short name."""
    return _TYPES.get(mime, mime)
