"""Signing in and out, one's password, profile and language."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from core.models import OutboxMessage, User
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget_attempts():
    """allauth counts attempts in the cache, which outlives a test."""
    cache.clear()


def sign_in(client, email: str, password: str = PASSWORD):
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_signing_in_leads_home_and_speaks_the_persons_language(client, manager):
    User.objects.filter(pk=manager.user.pk).update(language="en")
    response = sign_in(client, manager.user.email)
    assert response["Location"] == reverse("core:home")
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    assert not OutboxMessage.objects.exists()  # nothing to confirm: the address was invited


def test_a_partial_asked_for_after_the_session_ended_leads_the_whole_page_to_sign_in(client, workspace):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/e/maison-lumen/reglages/membres/"}
    response = client.get(reverse("core:member", args=[workspace.slug, 1]), headers=headers)
    assert response.status_code == 200
    assert response["HX-Redirect"].startswith(f"{reverse('account_login')}?next=%2Fe%2Fmaison-lumen")


def test_a_wrong_password_is_said_in_french_without_saying_which_half_is_wrong(client, manager):
    for email in (manager.user.email, "personne@example.com"):
        page = sign_in(client, email, "pas le bon")
        assert "Adresse e-mail ou mot de passe incorrect." in page.text
        assert email in page.text
        cache.clear()


def test_signing_out_takes_a_post(client, manager):
    client.force_login(manager.user)
    assert "Se déconnecter ?" in client.get(reverse("account_logout")).text.replace("\u202f", " ")
    assert client.get(reverse("core:home"))["Location"] != reverse("account_login")
    client.post(reverse("account_logout"))
    assert client.get(reverse("core:home"))["Location"].startswith(reverse("account_login"))


def test_nobody_signs_up_by_themselves(client):
    page = client.get(reverse("account_signup"))
    assert "sur invitation" in page.text
    client.post(reverse("account_signup"), {"email": "intrus@example.com", "password1": PASSWORD})
    assert not User.objects.filter(email="intrus@example.com").exists()


def test_a_forgotten_password_is_replaced_through_a_link_that_serves_once(client, manager):
    client.post(reverse("account_reset_password"), {"email": manager.user.email})
    mail = OutboxMessage.objects.get(kind="mail").payload
    assert mail["subject"] == "Choisissez un nouveau mot de passe"
    link = re.search(r"http\S+", mail["body"])[0]
    form = client.get(link, follow=True)
    assert "Choisissez un mot de passe" in form.text
    new = {"password1": "une toute autre phrase", "password2": "une toute autre phrase"}
    done = client.post(form.redirect_chain[-1][0], new, follow=True)
    assert "Votre nouveau mot de passe est enregistré." in done.text
    client.logout()
    assert sign_in(client, manager.user.email, "une toute autre phrase").status_code == 302
    client.logout()
    assert "Ce lien ne marche plus" in client.get(link, follow=True).text


def test_an_unknown_address_gets_the_same_page_and_no_mail(client):
    page = client.post(reverse("account_reset_password"), {"email": "personne@example.com"}, follow=True)
    assert "Regardez votre boîte de réception" in page.text
    assert not OutboxMessage.objects.exists()


def test_the_reset_mail_speaks_the_persons_language(client, manager):
    User.objects.filter(pk=manager.user.pk).update(language="en")
    client.post(
        reverse("account_reset_password"), {"email": manager.user.email}, headers={"accept-language": "fr"}
    )
    assert OutboxMessage.objects.get().payload["to"] == manager.user.email


def test_changing_ones_password_asks_for_the_current_one(client, manager):
    client.force_login(manager.user)
    url = reverse("account_change_password")
    new = {"password1": "une toute autre phrase", "password2": "une toute autre phrase"}
    refused = client.post(url, {"oldpassword": "faux", **new})
    assert "Ce n’est pas votre mot de passe actuel." in refused.text
    assert client.post(url, {"oldpassword": PASSWORD, **new}).status_code == 302
    manager.user.refresh_from_db()
    assert manager.user.check_password("une toute autre phrase")


def test_a_new_address_is_confirmed_by_a_link_before_it_counts(as_, manager):
    EmailAddress.objects.create(user=manager.user, email=manager.user.email, verified=True, primary=True)
    browser = as_(manager)
    asked = browser.get(reverse("account_email"), follow=True)
    if asked.redirect_chain:
        browser.post(asked.redirect_chain[-1][0], {"password": PASSWORD})
    browser.post(reverse("account_email"), {"email": "claire@nouvelle.example", "action_add": ""})
    mail = OutboxMessage.objects.get().payload
    assert (mail["to"], mail["subject"]) == ("claire@nouvelle.example", "Confirmez votre adresse e-mail")
    link = re.search(r"http\S+", mail["body"])[0]
    assert "est bien l’adresse de votre compte" in browser.get(link).text
    assert not EmailAddress.objects.get(email="claire@nouvelle.example").verified
    browser.post(link)
    assert EmailAddress.objects.get(email="claire@nouvelle.example").verified


def test_the_profile_keeps_name_and_language(as_, manager):
    browser = as_(manager)
    page = browser.get(reverse("core:profile"))
    assert "Maison Lumen" in page.text  # one stays in one's workspace
    response = browser.post(reverse("core:profile"), {"name": "Claire Vasseur-Roy", "language": "en"})
    assert response.status_code == 303
    assert response.cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"
    manager.user.refresh_from_db()
    assert (manager.user.name, manager.user.language) == ("Claire Vasseur-Roy", "en")


def test_an_empty_name_is_refused_beside_its_field(as_, manager):
    page = as_(manager).post(reverse("core:profile"), {"name": " ", "language": "fr"})
    assert page.status_code == 422
    assert "errors" in page.text
    manager.user.refresh_from_db()
    assert manager.user.name == "Claire Vasseur"


def test_anybody_chooses_a_language_for_their_browser(client, db):
    response = client.post(reverse("core:language"), {"language": "en", "next": reverse("account_login")})
    assert (response.status_code, response["Location"]) == (303, reverse("account_login"))
    assert 'lang="en"' in client.get(reverse("account_login")).text


def test_a_signed_in_persons_language_is_kept(as_, manager):
    as_(manager).post(reverse("core:language"), {"language": "en"})
    manager.user.refresh_from_db()
    assert manager.user.language == "en"


@pytest.mark.parametrize(
    "target", ["https://ailleurs.example/", "//ailleurs.example", "javascript:alert(1)", ""]
)
def test_choosing_a_language_never_leads_elsewhere(client, db, target):
    response = client.post(reverse("core:language"), {"language": "en", "next": target})
    assert response["Location"] == "/"


def test_a_language_we_do_not_speak_changes_nothing(client, db):
    response = client.post(reverse("core:language"), {"language": "kl"})
    assert settings.LANGUAGE_COOKIE_NAME not in response.cookies


def test_a_second_factor_can_be_switched_on(as_, manager):
    browser = as_(manager)
    EmailAddress.objects.create(user=manager.user, email=manager.user.email, verified=True, primary=True)
    assert "Double authentification" in browser.get(reverse("mfa_index")).text
    asked = browser.get(reverse("mfa_activate_totp"), follow=True)
    assert "Confirmez que c’est bien vous" in asked.text
    page = browser.post(asked.redirect_chain[-1][0], {"password": PASSWORD}, follow=True)
    assert "QR code" in page.text
