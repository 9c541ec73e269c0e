"""Collisions of a workspace: found, shown where dates are edited, accepted with a reason."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import (
    AcceptedCollision,
    Audience,
    BriefAudience,
    Campaign,
    Placement,
    Task,
    Wave,
    WorkspaceMoment,
)
from campaigns.selectors.collisions import campaign_collisions, workspace_collisions
from core.models import AuditEvent, Workspace

pytestmark = pytest.mark.django_db
TODAY = date(2027, 2, 1)
FIRST, LAST = date(2027, 3, 8), date(2027, 3, 19)


@pytest.fixture
def audience(workspace):
    return Audience.objects.create(workspace=workspace, name="Femmes 30–45 ans")


@pytest.fixture(autouse=True)
def _today(clock):
    clock(TODAY)


def launch(workspace, owner, number, audience, channel, start=FIRST, end=LAST, kind="LANCEMENT"):
    """A campaign of one wave that speaks to an audience on a channel."""
    campaign = Campaign.objects.create(
        workspace=workspace, reference=f"2027-X-{number:02}", name=f"Campagne {number}", type=kind,
        owner=owner, prepares_on=TODAY, launch_on=start, ends_on=end,
    )  # fmt: skip
    wave = Wave.objects.create(campaign=campaign, number=1, name="Vague", goes_live_on=start, ends_on=end)
    Placement.objects.create(wave=wave, channel=channel, format=channel.formats.get())
    BriefAudience.objects.create(campaign=campaign, audience=audience)
    return wave


@pytest.fixture
def two(workspace, manager, audience, meta):
    return [launch(workspace, manager, number, audience, meta) for number in (1, 2)]


def page(workspace):
    return reverse("campaigns:collisions", args=[workspace.slug])


def accept(browser, workspace, key, reason="Deux offres voulues ensemble"):
    return browser.post(
        reverse("campaigns:collision-accept", args=[workspace.slug]), {"key": key, "reason": reason}
    )


class TestFound:
    def test_the_same_people_on_the_same_channel_at_once(self, workspace, two):
        (found,) = workspace_collisions(workspace)
        assert (found.kind, found.start, found.end) == ("audience", FIRST, LAST)
        assert "Femmes 30–45 ans sur Meta Ads" in found.text
        assert [link.name for link in found.links] == ["Campagne 1, Vague", "Campagne 2, Vague"]

    def test_what_is_over_or_given_up_is_not_said(self, workspace, two, clock):
        clock(LAST + timedelta(days=1))
        assert workspace_collisions(workspace) == []

    def test_an_embargo_says_the_waves_that_are_live(self, workspace, two):
        WorkspaceMoment.objects.create(
            workspace=workspace,
            name="Deuil",
            kind="embargo",
            starts_on=LAST,
            ends_on=LAST + timedelta(days=9),
        )
        found = [row for row in workspace_collisions(workspace) if row.kind == "embargo"]
        assert [(row.start, row.end) for row in found] == [(LAST, LAST), (LAST, LAST)]

    def test_a_brand_campaign_that_starts_in_the_sales(self, workspace, manager, audience, meta):
        start = date(2027, 6, 28)
        launch(workspace, manager, 3, audience, meta, start, start + timedelta(days=30), "BRAND")
        (found,) = workspace_collisions(workspace)
        assert found.kind == "moment"
        assert "Soldes d’été" in found.text

    def test_a_hidden_moment_hurts_nobody(self, workspace, manager, audience, meta):
        start = date(2027, 6, 28)
        launch(workspace, manager, 3, audience, meta, start, start + timedelta(days=30), "BRAND")
        WorkspaceMoment.objects.create(
            workspace=workspace, key="soldes_ete", year=2027, hidden=True,
            starts_on=date(2027, 6, 23), ends_on=date(2027, 7, 20),
        )  # fmt: skip
        assert workspace_collisions(workspace) == []

    def test_a_team_asked_for_more_than_it_has(self, workspace, two, creation):
        monday = date(2027, 2, 8)
        for number, wave in enumerate(two):
            Task.objects.create(
                campaign=wave.campaign, name=f"Montage {number}", team=creation, duration_days=5,
                starts_on=monday, ends_on=monday + timedelta(days=4),
            )  # fmt: skip
        found = [row for row in workspace_collisions(workspace) if row.kind == "team"]
        assert [(row.start, row.end) for row in found] == [(monday, monday + timedelta(days=4))]
        assert {link.name for link in found[0].links} == {"Campagne 1", "Campagne 2"}
        creation.people_per_day = 2
        creation.save()
        assert not [row for row in workspace_collisions(workspace) if row.kind == "team"]

    def test_it_costs_the_same_for_few_and_for_many(self, workspace, manager, audience, meta, two):
        def found():
            return len(workspace_collisions(Workspace.objects.get(pk=workspace.pk)))

        with CaptureQueriesContext(connection) as few:
            assert found() == 1
        for number in range(3, 9):
            launch(workspace, manager, number, audience, meta)
        with CaptureQueriesContext(connection) as many:
            assert found() == 28
        assert len(few) == len(many)


class TestPage:
    def test_both_campaigns_are_one_click_away(self, as_, viewer, workspace, two):
        text = as_(viewer).get(page(workspace)).text
        for wave in two:
            assert reverse("campaigns:wave", args=[workspace.slug, wave.campaign.reference, 1]) in text
        assert "1 collision à venir" in text
        assert "Accepter cette collision" not in text

    def test_an_empty_page_says_what_will_be_here(self, as_, viewer, workspace):
        assert "Rien ne se heurte" in as_(viewer).get(page(workspace)).text

    def test_accepting_needs_a_reason_and_loses_nothing(self, as_, manager, workspace, two):
        (found,) = workspace_collisions(workspace)
        answer = accept(as_(manager), workspace, found.key, "   ")
        assert answer.status_code == 422
        assert "Dites pourquoi" in answer.text
        long = accept(as_(manager), workspace, found.key, "x" * 301)
        assert long.status_code == 422
        assert "x" * 301 in long.text
        assert not AcceptedCollision.objects.exists()

    def test_what_is_accepted_says_who_and_why_and_can_be_taken_back(self, as_, manager, workspace, two):
        browser = as_(manager)
        (found,) = workspace_collisions(workspace)
        for _time in range(2):
            assert accept(browser, workspace, found.key).status_code == 303
        assert AcceptedCollision.objects.count() == 1
        text = browser.get(page(workspace)).text
        assert "Deux offres voulues ensemble" in text
        assert "Claire Vasseur" in text
        browser.post(reverse("campaigns:collision-reopen", args=[workspace.slug]), {"key": found.key})
        assert not AcceptedCollision.objects.exists()
        assert AuditEvent.objects.filter(verb="collision_reopened").count() == 1

    def test_a_collision_that_grew_must_be_accepted_again(self, as_, manager, workspace, two):
        (found,) = workspace_collisions(workspace)
        accept(as_(manager), workspace, found.key)
        assert workspace_collisions(workspace)[0].accepted
        later = LAST + timedelta(days=7)
        Wave.objects.update(ends_on=later)
        Campaign.objects.update(ends_on=later)
        assert workspace_collisions(workspace)[0].accepted is None

    def test_accepting_what_is_gone_says_so(self, as_, manager, workspace):
        browser = as_(manager)
        assert accept(browser, workspace, "audience:1-2").status_code == 303
        assert "n’existe plus" in browser.get(page(workspace)).text


class TestWhereDatesAreEdited:
    def test_the_wave_s_form_says_what_it_meets(self, as_, contributor, workspace, two):
        place = [workspace.slug, two[0].campaign.reference, 1]
        text = as_(contributor).get(reverse("campaigns:wave", args=place)).text
        assert "Ces dates se heurtent à 1 autre chose." in text

    def test_saving_a_wave_that_meets_another_warns_and_saves(self, as_, contributor, workspace, two, meta):
        wave = two[1]
        place = [workspace.slug, wave.campaign.reference, 1]
        sent = {
            "name": "Vague", "goes_live_on": FIRST + timedelta(days=1), "ends_on": LAST,
            "formats": [meta.formats.get().pk], "version": wave.version, "wave": wave.pk,
        }  # fmt: skip
        browser = as_(contributor)
        answer = browser.post(reverse("campaigns:wave", args=place), sent, follow=True)
        assert "parlent en même temps" in answer.text
        wave.refresh_from_db()
        assert wave.goes_live_on == FIRST + timedelta(days=1)

    def test_accepted_ones_are_not_said_again(self, as_, manager, workspace, two):
        (found,) = workspace_collisions(workspace)
        accept(as_(manager), workspace, found.key)
        assert campaign_collisions(two[0].campaign) == []

    def test_the_settings_say_them_too(self, as_, manager, workspace, two):
        place = [workspace.slug, two[0].campaign.reference]
        assert "Ces dates se heurtent" in as_(manager).get(reverse("campaigns:settings", args=place)).text
