"""Static files under hashed names, so that browsers may keep them for ever."""

from typing import Any

from django.http import HttpRequest
from whitenoise.middleware import WhiteNoiseFileResponse, WhiteNoiseMiddleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

from core.http import HttpResponseFile


class _StaticFile(WhiteNoiseFileResponse, HttpResponseFile):  # type: ignore[misc]
    """WhiteNoise's headers, sent piece by piece under ASGI."""


class StaticFilesMiddleware(WhiteNoiseMiddleware):  # type: ignore[misc]
    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> _StaticFile:
        answer = static_file.get_response(request.method, request.META)
        response = _StaticFile(answer.file or (), status=int(answer.status))
        del response["content-type"]
        for name, value in answer.headers:
            response[name] = value
        return response


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Hashes the imports inside our own ES modules too; browsers would ask for them every minute otherwise.

    Only `js/` is rewritten: a packaged script names files in its comments that a strict manifest refuses.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )
