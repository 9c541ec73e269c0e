"""What answers without signing in: liveness, style guide, errors in words."""

from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import Http404
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_health_is_ok_while_the_database_answers(client):
    response = client.get(reverse("core:health"))
    assert (response.status_code, response.json()) == (200, {"status": "ok", "database": "ok"})
    assert "no-store" in response["Cache-Control"]


def test_health_is_503_when_it_does_not(client):
    with mock.patch.object(connection, "cursor", side_effect=OperationalError("gone")):
        response = client.get(reverse("core:health"))
    assert (response.status_code, response.json()["status"]) == (503, "down")


def test_anybody_reads_the_style_guide(client):
    assert client.get(reverse("core:styleguide")).status_code == 200


def test_an_address_that_does_not_exist_is_a_page_in_words(as_, viewer):
    page = as_(viewer).get("/e/maison-lumen/nulle-part/")
    assert page.status_code == 404
    assert "Cette page n’existe pas, ou pas pour vous" in page.text


def test_a_role_too_weak_is_told_which_role_it_takes(as_, viewer):
    page = as_(viewer).get(reverse("core:members", args=[viewer.workspace.slug]))
    assert page.status_code == 403
    assert "Responsable de campagne" in page.text
    assert "Rien n’a été modifié." in page.text


def test_a_form_that_waited_too_long_is_told_so(manager):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(manager.user)
    page = browser.post(reverse("core:profile"), {"name": "X", "language": "fr"})
    assert page.status_code == 403
    assert "Cette page a attendu trop longtemps" in page.text


def test_a_crash_is_a_page_in_words(manager):
    browser = Client(raise_request_exception=False)
    browser.force_login(manager.user)
    with mock.patch("core.views.account.membership_list_of", side_effect=RuntimeError("panne")):
        page = browser.get(reverse("core:home"))
    assert page.status_code == 500
    assert "Une panne de notre côté" in page.text
    assert "panne" not in page.text.replace("Une panne de notre côté", "")


@pytest.mark.parametrize("limit", [{"DATA_UPLOAD_MAX_MEMORY_SIZE": 50}, {"DATA_UPLOAD_MAX_NUMBER_FIELDS": 1}])
def test_a_form_that_says_too_much_is_told_so_without_a_query(
    client, settings, django_assert_num_queries, limit
):
    for name, value in limit.items():
        setattr(settings, name, value)
    with django_assert_num_queries(0):
        page = client.post(reverse("account_login"), {"login": "x" * 100, "password": "y"})
    assert page.status_code == 413
    assert "C’est trop en une fois" in page.text


def test_a_request_that_cannot_be_read_is_a_page_in_words(client):
    page = client.get("/", headers={"host": "ailleurs.example"})
    assert page.status_code == 400
    assert "Cette demande n’a pas pu être lue" in page.text


@pytest.mark.parametrize(("error", "status"), [(Http404, 404), (PermissionDenied, 403)])
def test_errors_speak_english_to_who_reads_english(manager, error, status):
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(manager.user)
    with mock.patch("core.views.account.membership_list_of", side_effect=error):
        assert browser.get(reverse("core:home")).status_code == status


def test_no_page_of_the_frame_needs_inline_script_or_style(as_, manager, client):
    pages = [
        client.get(reverse("account_login")),
        as_(manager).get(reverse("core:profile")),
        as_(manager).get(reverse("core:members", args=[manager.workspace.slug])),
    ]
    for page in pages:
        assert "style=" not in page.text
        assert "<script>" not in page.text
        assert "script-src 'self'" in page["Content-Security-Policy"]
