"""Requests that are refused before any view: they end on a page in words too."""

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import resolve
from django.views import csrf
from django.views.decorators.csrf import requires_csrf_token

from core.way_back import sign_in_first

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that cannot be read, or that says more than a form can. Without the request: no query."""
    if isinstance(exception, TOO_LARGE):
        return HttpResponse(render_to_string("413.html"), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token. When every cookie is gone with the session, signing in is what it takes."""
    needs_session = getattr(resolve(request.path).func, "login_required", True)
    if needs_session and not request.user.is_authenticated:
        return sign_in_first(request)
    return csrf.csrf_failure(request, reason)
