"""Members of a workspace: roles, partners, closing and reopening; somebody always administers."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.models import AuditEvent, Membership, Role
from core.services.members import LastAdministrator, membership_deactivate, membership_edit
from tests.conftest import make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def members_url(workspace):
    return reverse("core:members", args=[workspace.slug])


def member_url(member: Membership, action: str = "member") -> str:
    return reverse(f"core:{action}", args=[member.workspace.slug, member.pk])


def typed(member: Membership, **changes):
    return {"role": member.role, "job_title": member.job_title, "version": member.version, **changes}


def test_a_manager_reads_the_list_and_cannot_change_it(as_, manager, admin, viewer, members_url):
    page = as_(manager).get(members_url)
    assert "Sophie Lambert" in page.text
    assert "Inviter quelqu’un" not in page.text
    assert member_url(viewer) not in page.text


def test_an_administrator_changes_a_role_and_the_trail_says_so(as_, admin, viewer, members_url):
    response = as_(admin).post(
        member_url(viewer), typed(viewer, role="manager", job_title="Cheffe de produit")
    )
    assert (response.status_code, response["Location"]) == (303, members_url)
    viewer.refresh_from_db()
    assert (viewer.role, viewer.job_title) == (Role.MANAGER, "Cheffe de produit")
    event = AuditEvent.objects.get()
    assert event.changes["role"] == ["Lecteur", "Responsable de campagne"]


def test_with_htmx_the_row_becomes_a_form_and_back(as_, admin, viewer):
    browser = as_(admin)
    form = browser.get(member_url(viewer), headers={"HX-Request": "true"})
    assert "<html" not in form.text
    assert f'hx-post="{member_url(viewer)}"' in form.text
    row = browser.post(member_url(viewer), typed(viewer, role="manager"), headers={"HX-Request": "true"})
    assert row.status_code == 200
    assert "Responsable de campagne" in row.text
    assert "toast" in row["HX-Trigger"]


def test_somebody_becomes_a_partner(as_, admin, contributor):
    as_(admin).post(member_url(contributor), typed(contributor, team_only="on"))
    contributor.refresh_from_db()
    assert contributor.team_only


@pytest.mark.parametrize("role", ["manager", "admin"])
def test_a_partner_cannot_rule_the_workspace(as_, admin, contributor, role):
    page = as_(admin).post(member_url(contributor), typed(contributor, role=role, team_only="on"))
    assert page.status_code == 422
    assert "Un partenaire ne voit que le travail de ses équipes." in page.text
    contributor.refresh_from_db()
    assert (contributor.role, contributor.team_only) == (Role.CONTRIBUTOR, False)


def test_the_last_administrator_cannot_step_down(as_, admin):
    page = as_(admin).post(member_url(admin), typed(admin, role="viewer"))
    assert page.status_code == 422
    assert "C’est la seule personne qui administre l’espace." in page.text
    admin.refresh_from_db()
    assert admin.role == Role.ADMIN


def test_the_last_administrator_cannot_be_closed_out(as_, admin, members_url):
    page = as_(admin).post(member_url(admin, "member-deactivate"), follow=True)
    assert "C’est la seule personne qui administre l’espace." in page.text
    admin.refresh_from_db()
    assert admin.is_active


def test_with_a_second_administrator_the_first_may_leave(as_, admin, manager):
    Membership.objects.filter(pk=manager.pk).update(role=Role.ADMIN)
    response = as_(admin).post(member_url(admin, "member-deactivate"))
    assert response["Location"] == reverse("core:home")
    admin.refresh_from_db()
    assert not admin.is_active


def test_an_administrator_whose_account_is_closed_does_not_count(acting, admin, manager):
    Membership.objects.filter(pk=manager.pk).update(role=Role.ADMIN)
    manager.user.is_active = False
    manager.user.save()
    with pytest.raises(LastAdministrator):
        membership_deactivate(actor=acting(admin), membership=admin)
    with pytest.raises(LastAdministrator):
        membership_edit(
            actor=acting(admin), membership=admin, expected_version=1, changes={"role": Role.MANAGER}
        )


def test_a_closed_access_closes_every_page_and_reopens_as_it_was(as_, admin, manager, members_url):
    as_(admin).post(member_url(manager, "member-deactivate"))
    assert as_(manager).get(members_url).status_code == 404
    page = as_(admin).get(members_url)
    assert "1 personne n’a plus accès" in page.text
    as_(admin).post(member_url(manager, "member-reactivate"))
    assert as_(manager).get(members_url).status_code == 200
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["deactivated", "reactivated"]


def test_closing_twice_writes_once(as_, admin, manager):
    browser = as_(admin)
    browser.post(member_url(manager, "member-deactivate"))
    browser.post(member_url(manager, "member-deactivate"))
    assert AuditEvent.objects.count() == 1


def test_the_second_of_two_administrators_is_told_who_changed_what(as_, admin, viewer):
    browser = as_(admin)
    stale = typed(viewer)
    browser.post(member_url(viewer), {**stale, "job_title": "Direction commerciale"})
    page = browser.post(member_url(viewer), {**stale, "job_title": "Ventes"})
    assert page.status_code == 409
    assert "Inès Moreau a remplacé" in page.text
    assert "Ventes" in page.text
    viewer.refresh_from_db()
    assert viewer.job_title == "Direction commerciale"


def test_a_member_of_another_workspace_cannot_be_touched(as_, admin, stranger):
    url = reverse("core:member", args=[admin.workspace.slug, stranger.pk])
    assert as_(admin).post(url, typed(stranger, role="viewer")).status_code == 404
    stranger.refresh_from_db()
    assert stranger.role == Role.ADMIN


def test_the_list_costs_the_same_for_one_person_and_for_twenty(as_, admin, workspace, members_url):
    browser = as_(admin)
    with CaptureQueriesContext(connection) as few:
        browser.get(members_url)
    for number in range(20):
        make_member(workspace, f"Personne{number} Test", Role.CONTRIBUTOR)
    with CaptureQueriesContext(connection) as many:
        browser.get(members_url)
    assert len(few) == len(many)
