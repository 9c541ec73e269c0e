"""What the product says in its log while it serves."""

import asyncio
import logging
import warnings
from io import BytesIO

import pytest
from django.urls import reverse

from core.http import HttpResponseFile
from core.logs import RefusalsInOneLine
from core.static_files import StaticFilesMiddleware

BODY = bytes(range(256)) * 4096


async def pieces(response) -> list[bytes]:
    return [piece async for piece in response]


def test_a_file_is_sent_piece_by_piece_under_asgi_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sent = asyncio.run(pieces(HttpResponseFile(BytesIO(BODY), content_type="image/png")))
    assert b"".join(sent) == BODY
    assert len(sent) == 4


def test_static_files_are_sent_so_too(rf):
    middleware = StaticFilesMiddleware(lambda request: None)
    static = middleware.find_file("/static/js/app.js")
    response = middleware.serve(static, rf.get("/static/js/app.js"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert b"drafts.js" in b"".join(asyncio.run(pieces(response)))
    assert "javascript" in response["Content-Type"]


@pytest.mark.django_db
def test_a_refused_request_is_logged_in_one_line(client, settings, caplog):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 50
    client.post(reverse("account_login"), {"login": "x" * 100, "password": "y"})
    record = next(record for record in caplog.records if record.name.startswith("django.security"))
    assert "\n" not in logging.Formatter().format(record)
    broken = logging.makeLogRecord({"status_code": 500, "exc_info": (ValueError, ValueError(), None)})
    assert RefusalsInOneLine().filter(broken)
    assert broken.exc_info
