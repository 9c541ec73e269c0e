"""Where to send somebody who must sign in again: always to an address that can be read."""

import inspect
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.urls import Resolver404, resolve
from django_htmx.http import HttpResponseClientRedirect

READ = "GET"


def sign_in_first(request: HttpRequest, login_url: str = settings.LOGIN_URL) -> HttpResponse:
    """To the sign-in page, which says when a session ended, and comes back to a page.

    A part asked for by htmx would put the sign-in page where a table cell was: the whole page goes instead.
    """
    words = {"next": page_after_sign_in(request)}
    if request.method not in (READ, "HEAD"):
        words["session"] = "perdue"  # and with it what was sent
    elif settings.SESSION_COOKIE_NAME in request.COOKIES:
        words["session"] = "finie"
    address = f"{resolve_url(login_url)}?{urlencode(words)}"
    by_htmx = request.htmx  # type: ignore[attr-defined]
    return HttpResponseClientRedirect(address) if by_htmx else HttpResponseRedirect(address)


def page_after_sign_in(request: HttpRequest) -> str:
    """The address asked for when it is a page, else the page it came from, else the nearest one above.

    What htmx reads is a part of a page, so it leads back to that page.
    """
    asked, path = request.get_full_path(), request.path
    reads_a_part = request.method == READ and bool(request.htmx)  # type: ignore[attr-defined]
    if not reads_a_part and can_be_read(path):
        return asked
    came_from = _came_from(request)
    return came_from if came_from and can_be_read(urlsplit(came_from).path) else page_above(path)


def page_above(path: str) -> str:
    """The nearest page on the way up from an address: its campaign's, its workspace's, at last the home."""
    parts = [part for part in path.split("/") if part]
    while parts:
        parts.pop()
        above = f"/{'/'.join(parts)}/" if parts else "/"
        if can_be_read(above):
            return above
    return "/"


def can_be_read(path: str) -> bool:
    """Whether an address is one of ours that answers a GET."""
    try:
        view: object | None = resolve(path).func
    except Resolver404:
        return False
    while view:
        if READ not in _methods(view):
            return False
        view = getattr(view, "__wrapped__", None)
    return True


def _methods(view: object) -> list[str]:
    """What Django's require_http_methods and its kin let through (it says so nowhere else than inside)."""
    if not inspect.isfunction(view):
        return [READ]
    methods: list[str] = inspect.getclosurevars(view).nonlocals.get("request_method_list", [READ])
    return methods


def _came_from(request: HttpRequest) -> str:
    """The path of the page a request was sent from, when that page is ours; else ""."""
    if request.htmx:  # type: ignore[attr-defined]
        return request.htmx.current_url_abs_path or ""  # type: ignore[attr-defined]
    came_from = urlsplit(request.headers.get("Referer", ""))
    if came_from.netloc != request.get_host():
        return ""
    return f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
