"""Small answers that every view gives the same way."""

import asyncio
from collections.abc import AsyncIterator

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django_htmx.http import trigger_client_event


class HttpResponseFile(FileResponse):
    """A file sent piece by piece under ASGI too, where Django would read the whole of it in memory first."""

    block_size = 256 * 1024

    async def __aiter__(self) -> AsyncIterator[bytes]:
        pieces = iter(self.streaming_content)  # type: ignore[arg-type]
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            yield piece


class HttpResponseSeeOther(HttpResponseRedirect):
    """After a POST: go and read the result (303, so that no client repeats the POST)."""

    status_code = 303


def see_other(to: str, *args: object, **kwargs: object) -> HttpResponseSeeOther:
    """Redirect to a URL name with its arguments, or to an address."""
    return HttpResponseSeeOther(resolve_url(to, *args, **kwargs))


def with_toast(response: HttpResponse, text: str, tone: str = "ok") -> HttpResponse:
    """Let an htmx answer say something; pages that redirect use django.contrib.messages instead."""
    trigger_client_event(response, "toast", {"text": text, "tone": tone})
    return response


def with_language(response: HttpResponse, language: str) -> HttpResponse:
    """Remember the reader's language in this browser for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=365 * 24 * 3600,
        samesite="Lax",
        secure=settings.SECURE,
        httponly=True,
    )
    return response
