"""Where somebody lands after signing in."""

import pytest
from django.urls import reverse

from core.context import landing_url
from core.models import Membership, Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def also_elsewhere(manager: Membership, stranger: Membership) -> Membership:
    """Claire also works for Atelier Nord."""
    return Membership.objects.create(workspace=stranger.workspace, user=manager.user, role=Role.VIEWER)


def test_somebody_unknown_is_asked_to_sign_in(client):
    response = client.get(reverse("core:home"))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_with_one_workspace_home_is_its_first_place(as_, contributor):
    response = as_(contributor).get(reverse("core:home"))
    assert (response.status_code, response["Location"]) == (302, landing_url(contributor))


def test_with_several_workspaces_one_chooses_then_returns_to_the_last(as_, manager, also_elsewhere):
    browser = as_(manager)
    assert browser.get(reverse("core:home"))["Location"] == reverse("core:workspaces")
    page = browser.get(reverse("core:workspaces"))
    assert "Maison Lumen" in page.text
    assert "Atelier Nord" in page.text
    browser.get(reverse("core:settings", args=["atelier-nord"]))
    assert browser.get(reverse("core:home"))["Location"] == landing_url(also_elsewhere)
    browser.get(reverse("core:settings", args=["maison-lumen"]))
    assert browser.get(reverse("core:home"))["Location"] == landing_url(manager)


def test_the_switcher_of_the_frame_names_the_other_workspaces(as_, manager, also_elsewhere):
    page = as_(manager).get(reverse("core:settings", args=["maison-lumen"]))
    assert "Changer d’espace" in page.text
    assert landing_url(also_elsewhere) in page.text


def test_a_workspace_one_has_left_is_no_longer_home(as_, manager, also_elsewhere):
    browser = as_(manager)
    browser.get(reverse("core:workspaces"))
    browser.get(reverse("core:settings", args=["atelier-nord"]))
    also_elsewhere.is_active = False
    also_elsewhere.save()
    assert browser.get(reverse("core:home"))["Location"] == landing_url(manager)


def test_without_any_workspace_home_says_to_ask_for_an_invitation(client, db):
    client.force_login(User.objects.create_user("paul@example.com", "x", name="Paul Seul"))
    page = client.get(reverse("core:home"))
    assert page.status_code == 200
    assert "Bonjour Paul" in page.text
    assert "paul@example.com" in page.text
    assert client.get(reverse("core:workspaces"))["Location"] == reverse("core:home")
