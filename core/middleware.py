"""Small request-wide behaviours."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from core.way_back import page_above, sign_in_first

GetResponse = Callable[[HttpRequest], HttpResponse]


class LanguageMiddleware:
    """The language a person chose (kept in a cookie), else the browser's, else French.

    Each request begins in the product's own time zone: a page of a workspace moves it to the workspace's, and
    a thread serves many.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        timezone.deactivate()
        language = translation.get_language_from_request(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        response.headers.setdefault("Content-Language", language)
        return response


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page asks to sign in; the way back is a page, and a session that ended is said."""

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view_func: Callable[..., HttpResponse]
    ) -> HttpResponse:
        return sign_in_first(request, self.get_login_url(view_func))


class NotAllowedPageMiddleware:
    """An address that only takes a form, opened as a page: words, and the way to the page above it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or response.content or not request.accepts("text/html"):
            return response
        page = render_to_string("405.html", {"above": page_above(request.path)})
        return HttpResponse(page, status=405, headers={"Allow": response.headers["Allow"]})


class HtmxResponseMiddleware:
    """A page and its htmx partial share one address, so caches must tell them apart."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        return response
