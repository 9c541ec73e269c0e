"""Answering with what a team uploaded: never as a page of ours."""

from typing import TypeVar

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from coordination.models import AssetVersion
from core.http import HttpResponseFile

Response = TypeVar("Response", bound=HttpResponseBase)

#: What a team uploaded never runs as a page of ours, even opened on its own.
_SEALED = "default-src 'none'; sandbox"


def file_answer(request: HttpRequest, version: AssetVersion) -> HttpResponseBase:
    """The file of a version: pictures in the page, anything else as a download. 404 when it was erased."""
    inline = version.is_inline and "telecharger" not in request.GET
    try:
        body = version.file.open("rb")
    except FileNotFoundError as error:
        raise Http404(_("Le fichier de cette version a été effacé.")) from error
    kind = version.mime_type if inline else "application/octet-stream"
    response = HttpResponseFile(body, as_attachment=not inline, filename=version.filename, content_type=kind)
    return sealed(response)


def sealed(response: Response) -> Response:
    response["Content-Security-Policy"] = _SEALED
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    # A version is never replaced; still, an access taken away is soon without pictures.
    response["Cache-Control"] = "private, max-age=600"
    return response
