"""Signing in again after a session ended, and addresses that only take a form."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from core.way_back import can_be_read, page_above

pytestmark = pytest.mark.django_db
MEMBERS = "/e/maison-lumen/reglages/membres/"


def asked(response) -> dict[str, str]:
    address = response.headers.get("HX-Redirect") or response.headers["Location"]
    assert address.startswith(f"{reverse('account_login')}?")
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def test_an_address_knows_whether_it_is_a_page():
    assert can_be_read(MEMBERS)
    assert can_be_read("/e/maison-lumen/campagnes/2026-LAN-01/brief/fond/")
    assert not can_be_read("/e/maison-lumen/campagnes/2026-LAN-01/brief/pdf/")
    assert not can_be_read("/nulle-part/")
    assert page_above(f"{MEMBERS}3/fermer/") == f"{MEMBERS}3/"
    assert page_above("/nulle/part/") == "/"


def test_a_form_sent_without_session_comes_back_to_its_page_and_says_nothing_was_saved(client):
    response = client.post(f"{MEMBERS}3/")
    assert asked(response) == {"next": f"{MEMBERS}3/", "session": "perdue"}
    page = client.get(response["Location"]).text.replace("\u202f", " ")
    assert "Votre session avait expiré : rien n’a été enregistré." in page


def test_an_action_without_page_comes_back_to_the_page_it_was_pressed_on(client):
    pdf = "/e/maison-lumen/campagnes/2026-LAN-01/brief/pdf/"
    page = "/e/maison-lumen/campagnes/2026-LAN-01/?phase=brief"
    sent = client.post(pdf, headers={"referer": f"http://testserver{page}"})
    assert asked(sent)["next"] == page
    for referer in (f"http://testserver{pdf}", "https://ailleurs.example/e/", ""):
        sent = client.post(pdf, headers={"referer": referer})
        assert asked(sent)["next"] == "/e/maison-lumen/campagnes/2026-LAN-01/brief/"
    assert asked(client.get(pdf))["next"] == "/e/maison-lumen/campagnes/2026-LAN-01/brief/"


def test_htmx_leads_the_whole_page_to_sign_in_whatever_it_sent(client):
    page = "/e/maison-lumen/campagnes/2026-LAN-01/budget/"
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"}
    sent = client.post(f"{page}cases/4/2026-10/", {"planned": "3"}, headers=headers)
    assert (sent.status_code, asked(sent)) == (200, {"next": page, "session": "perdue"})
    assert not sent.content


def test_a_visit_with_a_dead_session_says_it_ended_and_a_first_visit_says_nothing(client):
    assert asked(client.get(MEMBERS)) == {"next": MEMBERS}
    client.cookies[settings.SESSION_COOKIE_NAME] = "morte"
    ended = client.get(MEMBERS)
    assert asked(ended) == {"next": MEMBERS, "session": "finie"}
    assert "Votre session a expiré." in client.get(ended["Location"]).text
    failed = client.post(
        reverse("account_login"), {"login": "a@b.example", "password": "x", "session": "finie"}
    )
    assert "Votre session a expiré." in failed.text


def test_a_form_without_any_cookie_left_leads_to_sign_in_not_to_a_refusal(manager):
    browser = Client(enforce_csrf_checks=True)
    assert asked(browser.post(f"{MEMBERS}3/"))["session"] == "perdue"
    browser.force_login(manager.user)
    assert browser.post(f"{MEMBERS}3/").status_code == 403
    assert Client(enforce_csrf_checks=True).post(reverse("account_login")).status_code == 403


def test_an_action_opened_as_a_page_answers_in_words_with_the_way_back(as_, manager):
    refused = as_(manager).get(f"{MEMBERS}3/rouvrir/")
    assert refused.status_code == 405
    assert refused["Allow"] == "POST"
    assert "Cette adresse fait une action" in refused.text
    assert f'href="{MEMBERS}3/"' in refused.text
