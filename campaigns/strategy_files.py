"""The strategy document of a brief: kept under its own fingerprint, so that a signed version still finds it.

A file is stored once as `strategies/<workspace>/<campaign>/<sha256>.<type>` and never overwritten; a brief
that takes another document leaves the earlier one where frozen versions point to it.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from campaigns.models import Campaign
from core.formatting import filesize

MAX_BYTES = 20_000_000

#: Type → media type under which it is sent back. What a browser could run (HTML, SVG) is not among them.
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "odt": "application/vnd.oasis.opendocument.text",
    "odp": "application/vnd.oasis.opendocument.presentation",
}
_DIGEST = re.compile(r"(?:^|/)([0-9a-f]{64})(?:_\w+)?\.\w+$")
_INSIDE = {"docx": "word/", "pptx": "ppt/", "odt": "content.xml", "odp": "content.xml"}


def strategy_check(upload: UploadedFile[Any]) -> str:
    """The type of an uploaded document, read from its first bytes as well as its name.

    Raises ValidationError, in words, when it is too large, empty or not one of the accepted types.
    """
    name = upload.name or ""
    suffix = name.rpartition(".")[2].lower()
    size = upload.size or 0
    if suffix not in TYPES:
        raise ValidationError(
            _("« %(name)s » n’est pas un document accepté. Envoyez un PDF, Word, PowerPoint ou OpenDocument.")
            % {"name": name}
        )
    if size > MAX_BYTES:
        raise ValidationError(
            _("« %(name)s » pèse %(size)s ; la limite est de %(most)s. Allégez-le ou donnez un lien.")
            % {"name": name, "size": filesize(size), "most": filesize(MAX_BYTES)}
        )
    if not _is_what_it_says(upload, suffix):
        raise ValidationError(
            _("« %(name)s » ne s’ouvre pas comme un fichier %(type)s. Exportez-le de nouveau.")
            % {"name": name, "type": suffix.upper()}
        )
    return suffix


def _is_what_it_says(upload: UploadedFile[Any], suffix: str) -> bool:
    upload.seek(0)
    try:
        if suffix == "pdf":
            return bool(upload.read(1024).lstrip().startswith(b"%PDF-"))
        with zipfile.ZipFile(upload) as archive:
            return any(entry.startswith(_INSIDE[suffix]) for entry in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    finally:
        upload.seek(0)


def strategy_store(campaign: Campaign, upload: UploadedFile[Any], suffix: str) -> str:
    """Keep a checked document and return its storage name. The same document is stored once."""
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    name = strategy_name(campaign, digest.hexdigest(), suffix)
    return name if default_storage.exists(name) else default_storage.save(name, upload)


def strategy_name(campaign: Campaign, digest: str, suffix: str) -> str:
    return f"strategies/{campaign.workspace_id}/{campaign.pk}/{digest}.{suffix}"


def strategy_digest(file: Any) -> str:
    """The SHA-256 of a brief's document, "" without one: read from its name, else from its bytes."""
    if not file:
        return ""
    if found := _DIGEST.search(file.name):
        return found.group(1)
    with file.storage.open(file.name) as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def strategy_type(file: Any) -> str:
    """The type of a brief's document, "" without one."""
    return str(file.name).rpartition(".")[2] if file else ""
