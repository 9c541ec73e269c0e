"""The workflow page: who owes what to whom, edited where it is."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.gates import Scope
from campaigns.models import Campaign, Dependency, Phase, SignOffRequest, Task
from campaigns.services.signoff import signoff_request
from coordination.checks_workflow import workflow_complete
from coordination.selectors.owed import Lens, owed_page
from coordination.selectors.workflow import task_gaps, workflow_of


def test_a_task_is_owed_to_whoever_comes_next(campaign, task, agency_task):
    Dependency.objects.create(predecessor=task, successor=agency_task)
    rows = {row.task: row for row in workflow_of(campaign).rows}
    assert rows[task].to == "Agence Halo"
    assert rows[agency_task].to == "Claire Vasseur"  # nothing follows: the campaign's owner waits for it


def test_the_page_begins_with_the_next_promise_and_names_the_gap(
    as_, viewer, campaign, task, agency_task, at
):
    Task.objects.filter(pk=task.pk).update(ends_on=timezone.localdate() + timedelta(days=3))
    Task.objects.filter(pk=agency_task.pk).update(team=None, description="")
    page = as_(viewer).get(at(campaign, "coordination/")).content.decode()
    assert "Création doit «\u202fProduire les visuels\u202f» à Claire Vasseur" in page
    assert "À «\u202fMonter le film\u202f», il manque qui, quoi, quand." in page


def test_a_late_task_is_said_first(as_, viewer, campaign, task, agency_task, at):
    Task.objects.filter(pk=task.pk).update(ends_on=timezone.localdate() - timedelta(days=3))
    page = as_(viewer).get(at(campaign, "coordination/")).content.decode()
    assert '<span class="bad">Depuis 3 jours</span>, Création doit' in page


def test_gaps_are_what_the_deliverable_lacks(campaign, task):
    assert task_gaps(task) == ["quand"]
    finding = workflow_complete([Scope(campaign)])[0]
    assert not finding.ok
    Task.objects.filter(pk=task.pk).update(ends_on=timezone.localdate())
    assert not workflow_complete([Scope(campaign)])[0].ok, "a proposal until the plan is approved"
    campaign.__dict__["phase"] = Phase.COORDINATION
    assert workflow_complete([Scope(campaign)])[0].ok


def test_what_the_playbook_proposes_is_agreed_with_the_plan(campaign, task, manager, acting, finance, today):
    Task.objects.filter(pk=task.pk).update(ends_on=today)
    finding = workflow_complete([Scope(campaign)])[0]
    assert not finding.ok
    assert "quand le planning est approuvé" in finding.why
    asked = signoff_request(
        campaign=campaign, actor=acting(manager), kind="plan", signers=[finance], due_on=today
    )
    assert not workflow_complete([Scope(campaign)])[0].ok, "asking is not agreeing"
    SignOffRequest.objects.filter(pk=asked.pk).update(status="approved", settled_at=timezone.now())
    assert workflow_complete([Scope(campaign)])[0].ok


def save(browser, url, task, **changes):
    data = {
        "version": task.version,
        "assignee": task.assignee_id or "",
        "team": task.team_id or "",
        "description": task.description,
        "status": task.status,
        **changes,
    }
    headers = changes.pop("headers", {})
    data.pop("headers", None)
    return browser.post(url, data, headers=headers)


def test_a_contributor_says_who_and_what(as_, contributor, campaign, task, at):
    url = at(campaign, f"coordination/taches/{task.pk}/")
    response = save(
        as_(contributor), url, task, assignee=contributor.pk, description="Trois stories, deux posts."
    )
    assert response.status_code == 303
    task.refresh_from_db()
    assert (task.assignee, task.description) == (contributor, "Trois stories, deux posts.")


def test_blocking_asks_why_and_writes_nothing_until_then(as_, contributor, campaign, task, at):
    url = at(campaign, f"coordination/taches/{task.pk}/")
    response = save(as_(contributor), url, task, status="blocked", description="Autre chose")
    assert response.status_code == 422
    assert "Dites ce qui bloque la tâche." in response.content.decode()
    assert "Autre chose" in response.content.decode()
    task.refresh_from_db()
    assert (task.status, task.description) == ("todo", "Trois stories.")
    save(as_(contributor), url, task, status="blocked", blocked_reason="Pas de flacon.")
    task.refresh_from_db()
    assert (task.status, task.blocked_reason) == ("blocked", "Pas de flacon.")


def test_the_second_of_two_editors_is_told_and_keeps_their_text(
    as_, contributor, manager, campaign, task, at
):
    url = at(campaign, f"coordination/taches/{task.pk}/")
    save(as_(manager), url, task, description="Quatre stories.")
    response = save(as_(contributor), url, task, description="Cinq stories.")
    assert response.status_code == 409
    page = response.content.decode()
    assert "Claire Vasseur a remplacé" in page
    assert "Cinq stories." in page
    task.refresh_from_db()
    assert task.description == "Quatre stories."


def test_inline_the_row_becomes_a_form_and_the_whole_table_comes_back(as_, contributor, campaign, task, at):
    url, browser = at(campaign, f"coordination/taches/{task.pk}/"), as_(contributor)
    htmx = {"HX-Request": "true"}
    assert browser.get(url, headers=htmx).content.decode().strip().startswith(f'<tr id="task-{task.pk}"')
    assert "inline" not in browser.get(url + "?ligne=1", headers=htmx).content.decode()
    response = save(browser, url, task, status="doing", headers=htmx)
    assert (response.status_code, response["HX-Retarget"]) == (200, "#workflow")
    assert "En cours" in response.content.decode()
    refused = save(browser, url, task, status="blocked", headers=htmx)
    assert refused.status_code == 422
    assert not refused.has_header("HX-Retarget")


def test_another_workspaces_people_cannot_be_put_to_work(as_, contributor, campaign, task, stranger, at):
    url = at(campaign, f"coordination/taches/{task.pk}/")
    assert save(as_(contributor), url, task, assignee=stranger.pk).status_code == 422


def test_a_partner_sets_the_status_of_their_teams_task_and_nothing_else(
    as_, partner, campaign, task, agency_task, at
):
    browser = as_(partner)
    url = at(campaign, f"coordination/taches/{agency_task.pk}/")
    assert save(browser, url, agency_task, status="doing", description="Piraté").status_code == 303
    agency_task.refresh_from_db()
    assert (agency_task.status, agency_task.description) == ("doing", "30 s.")
    assert browser.get(at(campaign, f"coordination/taches/{task.pk}/")).status_code == 404
    assert save(browser, at(campaign, f"coordination/taches/{task.pk}/"), task).status_code == 404
    page = browser.get(at(campaign, "coordination/")).content.decode()
    assert "Monter le film" in page
    assert "Produire les visuels" not in page
    assert "Création" not in page.replace("Créations", "")


# Across campaigns -------------------------------------------------------------------------------------


def lens(workspace, **more):
    return Lens(Campaign.objects.filter(workspace=workspace), **more)


@pytest.fixture
def promises(live, wave, tiktok, brief, agency_brief, asset, agency_asset, version, task, agency_task):
    """Of each kind at least one: tasks, a file to make, a review, a channel that is silent."""


def test_every_kind_of_promise_is_told(promises, workspace):
    said = {(owed.who, owed.what) for owed in owed_page(lens(workspace)).rows}
    assert ("Création", "«\u202fProduire les visuels\u202f»") in said
    assert ("Agence Halo", "le fichier de «\u202fFilm de coulisses\u202f»") in said
    assert ("Claire Vasseur", "la relecture de «\u202fStory texture\u202f» v1") in said
    assert ("Agence Halo", "la mise en ligne de TikTok, vague «\u202fTeaser\u202f»") in said


def test_filters_keep_a_team_or_a_person(promises, workspace, agency, partner, manager):
    assert {owed.who for owed in owed_page(lens(workspace, team=agency.pk)).rows} == {"Agence Halo"}
    of_noe = owed_page(lens(workspace, person=partner.pk, person_teams=(agency.pk,)))
    assert {owed.who for owed in of_noe.rows} == {"Agence Halo"}
    of_claire = owed_page(lens(workspace, person=manager.pk))
    assert [owed.what for owed in of_claire.rows] == ["la relecture de «\u202fStory texture\u202f» v1"]


def test_a_partner_sees_only_what_concerns_their_teams(as_, promises, partner):
    page = as_(partner).get("/e/maison-lumen/coordination/").content.decode()
    assert "Monter le film" in page
    assert "Produire les visuels" not in page
    assert "Story texture" not in page
    assert "Création</option>" not in page


def test_pages_hold_fifty_and_lose_none(workspace, campaign, creation):
    Task.objects.bulk_create(
        Task(campaign=campaign, name=f"Tâche {number}", team=creation, ends_on=timezone.localdate())
        for number in range(120)
    )
    seen = [owed.what for number in (1, 2, 3) for owed in owed_page(lens(workspace), number=number).rows]
    assert len(seen) == len(set(seen)) == 120
    assert owed_page(lens(workspace), number=99).number == 3


@pytest.mark.parametrize("query", ["?equipe=999999", "?personne=x", "?page=-1", "?page=99999999", "?page=é"])
def test_an_unknown_filter_is_no_filter(as_, viewer, promises, query):
    assert as_(viewer).get(f"/e/maison-lumen/coordination/{query}").status_code == 200
