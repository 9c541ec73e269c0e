"""The settings of a workspace: read by all, changed by its administrators."""

import pytest
from django.urls import reverse

from core.models import AuditEvent
from core.services.workspaces import workspace_create

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(workspace):
    return reverse("core:settings", args=[workspace.slug])


def typed(workspace, **changes):
    return {
        "name": workspace.name,
        "time_zone": "Europe/Paris",
        "holidays_subdivision": "",
        "signoff_patience_days": "3",
        "version": workspace.version,
        **changes,
    }


def test_a_reader_sees_the_settings_and_whom_to_ask(as_, viewer, admin, url):
    page = as_(viewer).get(url)
    assert page.status_code == 200
    assert "demandez à Inès Moreau" in page.text
    assert '<form class="form"' not in page.text


def test_an_administrator_changes_them_and_the_trail_says_so(as_, admin, workspace, url):
    changes = typed(
        workspace, name="Maison Lumen Paris", holidays_subdivision="974", signoff_patience_days="5"
    )
    response = as_(admin).post(url, changes)
    assert (response.status_code, response["Location"]) == (303, url)
    workspace.refresh_from_db()
    assert (workspace.name, workspace.holidays_subdivision, workspace.signoff_patience_days) == (
        "Maison Lumen Paris",
        "974",
        5,
    )
    event = AuditEvent.objects.get()
    assert (event.actor, event.changes["name"]) == (admin.user, ["Maison Lumen", "Maison Lumen Paris"])


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Donnez un nom à l’espace."),
        ("signoff_patience_days", "0", "Laissez au moins un jour ouvré."),
        ("signoff_patience_days", "trois", "Écrivez un nombre entier de jours."),
        ("time_zone", "Mars/Olympus", "Mars/Olympus"),
    ],
)
def test_what_makes_no_sense_is_said_beside_its_field_and_kept(
    as_, admin, workspace, url, field, value, words
):
    page = as_(admin).post(url, typed(workspace, **{field: value}))
    assert page.status_code == 422
    assert words in page.text
    assert not AuditEvent.objects.exists()


def test_the_second_of_two_administrators_is_told_who_changed_what(as_, admin, workspace, url):
    browser = as_(admin)
    browser.post(url, typed(workspace, name="Maison Lumen Paris"))
    page = browser.post(url, typed(workspace, name="Lumen et Cie"))
    assert page.status_code == 409
    assert "Inès Moreau a remplacé" in page.text
    assert "Lumen et Cie" in page.text
    workspace.refresh_from_db()
    assert workspace.name == "Maison Lumen Paris"


def test_pages_tell_the_time_of_their_workspace(as_, admin, workspace, url):
    workspace.time_zone = "Pacific/Noumea"
    workspace.save()
    page = as_(admin).get(url)
    assert '<option value="Pacific/Noumea" selected>' in page.text


def test_two_workspaces_of_the_same_name_get_two_addresses(stranger):
    first = workspace_create(name="Atelier Été", admin=stranger.user).workspace
    second = workspace_create(name="Atelier Été", admin=stranger.user).workspace
    assert (first.slug, second.slug) == ("atelier-ete", "atelier-ete-2")
