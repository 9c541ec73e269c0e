"""Every address × method × person × tenant answers as the matrix says; an unlisted address fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from core.models import Workspace
from core.way_back import can_be_read
from tests.access.matrix import ACTORS, LOGIN, METHODS, Route
from tests.access.matrix.world import APPS, tenant_make

pytestmark = pytest.mark.django_db  # also what makes pytest-django prepare the test database

ROUTES: list[Route] = [route for app in APPS for route in import_module(f"tests.access.matrix.{app}").ROUTES]
OURS = tuple(f"{app}:" for app in APPS)
WRITES = re.compile(r"^\s*(INSERT|UPDATE|DELETE|REPLACE|MERGE|TRUNCATE|DROP|ALTER)\b", re.IGNORECASE)
SESSION_TABLE = "django_session"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[SimpleNamespace]:
    """Built once for the module, in a transaction of its own that is thrown away at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        here = tenant_make("maison-lumen", "2026-LAN-01")
        elsewhere = tenant_make("atelier-nord", "2027-SAI-09")
        here.stranger = elsewhere.admin
        sessions = {}
        for actor in ACTORS[1:]:
            browser = Client()
            browser.force_login(getattr(here, actor).user)
            sessions[actor] = browser.cookies[settings.SESSION_COOKIE_NAME].value
        yield SimpleNamespace(here=here, elsewhere=elsewhere, sessions=sessions)
        transaction.set_rollback(True)


@contextmanager
def watching_writes() -> Iterator[list[str]]:
    """Statements that change rows, sessions aside (reading a page may renew one)."""
    seen: list[str] = []

    def watch(execute, sql, params, many, context):
        if WRITES.match(sql) and SESSION_TABLE not in sql:
            seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield seen


def visit(world, actor: str, method: str, url: str, data=None) -> tuple[HttpResponse, list[str]]:
    """One request in a fresh browser; what it changed is taken back."""
    cache.clear()  # allauth counts attempts there
    browser = Client()
    if actor in world.sessions:
        browser.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[actor]
    with transaction.atomic(), watching_writes() as writes:
        response = getattr(browser, method)(url, data or {})
        if response.streaming:
            b"".join(response.streaming_content)  # reading to the end closes it, the connection kept
        transaction.set_rollback(True)
    return response, writes


def to_login(response: HttpResponse) -> bool:
    """Sent to sign in first (a plain redirect to the login page, after signing out, is something else)."""
    return response.status_code == 302 and response["Location"].startswith(f"{reverse(settings.LOGIN_URL)}?")


def problem(route: Route, method: str, actor: str, response: HttpResponse) -> str:
    """Empty when the answer is the expected one, else a line that says what came instead."""
    expected = route.expected(method, actor)
    if expected == LOGIN:
        held, wanted = to_login(response), "the login page"
    else:
        held = response.status_code in expected and (actor == "anonymous" or not to_login(response))
        wanted = " or ".join(str(status) for status in sorted(expected))
    where = f" → {response['Location']}" if response.has_header("Location") else ""
    return "" if held else f"{method.upper()} as {actor}: {response.status_code}{where}, expected {wanted}"


def in_ids(route: Route) -> str:
    return route.name


def test_every_address_of_the_product_is_listed_once_or_more():
    listed, existing = {route.name for route in ROUTES}, set(names_of(get_resolver()))
    assert sorted(existing - listed) == [], "addresses that no Route lists"
    assert sorted(listed - existing) == [], "routes whose address is gone"


def names_of(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from names_of(entry, inner)
        elif isinstance(entry, URLPattern):
            yield f"{namespace}{entry.name}" if entry.name else f"unnamed: {namespace}{entry.pattern}"


@pytest.mark.parametrize("route", ROUTES, ids=in_ids)
def test_each_person_reads_what_their_role_allows_and_changes_nothing_by_reading(world, route):
    url = reverse(route.name, kwargs=route.kwargs(world.here))
    problems = []
    for actor in ACTORS:
        page, writes = visit(world, actor, "get", url)
        problems += [problem(route, "get", actor, page), *(f"GET as {actor} writes: {sql}" for sql in writes)]
        if actor in ("anonymous", "admin"):  # HEAD runs the same view: two readers tell
            head, writes = visit(world, actor, "head", url)
            problems += [f"HEAD as {actor} writes: {sql}" for sql in writes]
            if head.status_code not in (page.status_code, 405):
                problems.append(f"HEAD as {actor}: {head.status_code}, GET: {page.status_code}")
    assert [line for line in problems if line] == [], url


@pytest.mark.parametrize("route", ROUTES, ids=in_ids)
def test_each_person_changes_what_their_role_allows(world, route):
    url, data = reverse(route.name, kwargs=route.kwargs(world.here)), route.body(world.here)
    answers = [(actor, visit(world, actor, "post", url, data)) for actor in ACTORS]
    problems = [problem(route, "post", actor, response) for actor, (response, _writes) in answers]
    problems += [
        f"refused to {actor} ({response.status_code}), yet writes: {writes[0]}"
        for actor, (response, writes) in answers
        if writes and response.status_code in (403, 404, 405)
    ]
    assert [line for line in problems if line] == [], url


@pytest.mark.parametrize("route", [route for route in ROUTES if route.name.startswith(OURS)], ids=in_ids)
def test_no_other_method_is_answered(world, route):
    url = reverse(route.name, kwargs=route.kwargs(world.here))
    for method in ("put", "patch", "delete"):
        response, writes = visit(world, "admin", method, url)
        assert (response.status_code, writes) == (405, []), f"{method.upper()} {url}"


@pytest.mark.parametrize("route", ROUTES, ids=in_ids)
def test_nobody_reaches_the_other_tenants_objects_through_their_own_workspace(world, route):
    mine, theirs = route.kwargs(world.here), route.kwargs(world.elsewhere)
    if world.here.workspace.slug not in mine.values():
        return
    foreign = [key for key in mine if mine[key] != world.here.workspace.slug and mine[key] != theirs[key]]
    for key in foreign:
        url = reverse(route.name, kwargs={**mine, key: theirs[key]})
        for method in METHODS:
            if not getattr(route, method):
                continue
            data = route.body(world.here) if method == "post" else None
            response, writes = visit(world, "admin", method, url, data)
            assert (response.status_code, writes) == (404, []), f"{method.upper()} {url}"


def test_signing_in_again_leads_only_to_addresses_that_can_be_read(world):
    for route in ROUTES:
        if route.name.startswith(OURS):
            url = reverse(route.name, kwargs=route.kwargs(world.here))
            assert can_be_read(url) == bool(route.get), url


def test_the_watch_notices_a_write(world):
    """A control: without it, the test above could be blind."""
    with transaction.atomic(), watching_writes() as writes:
        get_user_model().objects.filter(pk=world.here.admin.user_id).update(name="Autre")
        Workspace.objects.create(name="Autre", slug="autre")
        transaction.set_rollback(True)
    assert len(writes) == 2
