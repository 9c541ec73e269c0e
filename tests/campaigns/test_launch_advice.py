"""«Quand lancer ?»: what is asked, what is answered, and moving the launch there."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns import ports
from campaigns.models import Audience, BriefAudience, Campaign, Task, Wave, WorkspaceMoment
from campaigns.moments.advice import DEFAULT_WEIGHTS, Obstacle, PartKey
from campaigns.ports import PastResult
from campaigns.selectors.launch_advice import launch_advice, launch_facts, launch_trial
from campaigns.services.campaign import campaign_edit
from campaigns.services.lifecycle import campaign_abandon
from tests.campaigns.plan_world import MONDAY

pytestmark = pytest.mark.django_db
LAUNCH = MONDAY + timedelta(days=28)  # 1 March 2027
ZONES = ("A", "B", "C")


@pytest.fixture
def address(campaign):
    return reverse("campaigns:when-to-launch", args=[campaign.workspace.slug, campaign.reference])


@pytest.fixture
def move(campaign):
    return reverse("campaigns:launch-move", args=[campaign.workspace.slug, campaign.reference])


def ask(campaign, first=MONDAY, days=42):
    campaign.refresh_from_db()
    return launch_advice(campaign, first, first + timedelta(days=days), zones=ZONES, weights=DEFAULT_WEIGHTS)


def blocked(campaign, **window):
    return {facts.day: facts for facts in ask(campaign, **window).infeasible}


class TestFacts:
    def test_days_too_soon_say_how_many_days_are_missing(self, campaign, plan):
        # Nine days of work from 1 February: ready on the 11th, so the 12th is the first possible launch.
        found = blocked(campaign)
        assert found[MONDAY].obstacle == Obstacle.PAST
        assert found[date(2027, 2, 11)].obstacle == Obstacle.LATE
        assert found[date(2027, 2, 11)].late_by == 1
        assert found[date(2027, 2, 2)].late_by == 8
        assert min(candidate.day for candidate in ask(campaign).ranked) == date(2027, 2, 12)

    def test_slack_grows_with_the_day(self, campaign, plan):
        slack = {each.day: each.facts.slack for each in ask(campaign).ranked}
        assert slack[date(2027, 2, 12)] == 0
        assert slack[date(2027, 2, 19)] == 5

    def test_fixed_dates_do_not_stretch_what_the_plan_asks_for(self, campaign, plan):
        Task.objects.filter(name="Montage", campaign=campaign).update(pinned_on=date(2027, 2, 22))
        needed = {each.facts.days_needed for each in ask(campaign).ranked}
        assert needed == {9}

    def test_days_off_are_no_launch(self, campaign, plan):
        found = blocked(campaign, first=date(2027, 3, 27), days=5)
        assert found[date(2027, 3, 29)].because == "Lundi de Pâques"
        assert found[date(2027, 3, 27)].obstacle == Obstacle.DAY_OFF

    def test_an_embargo_forbids_the_days_that_would_be_live_in_it(self, campaign, plan):
        Campaign.objects.filter(pk=campaign.pk).update(ends_on=LAUNCH + timedelta(days=2))
        Wave.objects.filter(campaign=campaign).update(ends_on=LAUNCH + timedelta(days=2))
        day = date(2027, 3, 4)
        WorkspaceMoment.objects.create(
            workspace=campaign.workspace, name="Deuil", kind="embargo", starts_on=day, ends_on=day
        )
        found = blocked(campaign)
        said = [on for on, facts in found.items() if facts.obstacle == Obstacle.EMBARGO]
        assert said == [date(2027, 3, 2), date(2027, 3, 3), date(2027, 3, 4)]
        assert found[day].because == "Deuil"

    def test_other_campaigns_for_the_same_people_are_named(self, campaign, plan, manager, meta):
        audience = Audience.objects.create(workspace=campaign.workspace, name="Étudiants")
        other = Campaign.objects.create(
            workspace=campaign.workspace, reference="2027-X-02", name="Soin de nuit", type="FLASH",
            owner=manager, prepares_on=MONDAY, launch_on=LAUNCH, ends_on=LAUNCH + timedelta(days=4),
        )  # fmt: skip
        wave = other.waves.create(number=1, name="V", goes_live_on=LAUNCH, ends_on=other.ends_on)
        wave.placements.create(channel=meta, format=meta.formats.get())
        for each in (campaign, other):
            BriefAudience.objects.create(campaign=each, audience=audience)
        assert launch_facts(campaign, LAUNCH, ZONES).collisions == ("Soin de nuit",)
        assert launch_facts(campaign, LAUNCH + timedelta(days=7), ZONES).collisions == ()

    def test_school_holidays_are_those_of_the_zones_asked(self, campaign, plan):
        day = date(2027, 2, 22)
        assert launch_facts(campaign, day, ZONES).zones_away == ("A", "B")
        assert launch_facts(campaign, day, ("C",)).zones_away == ()

    def test_the_calendar_suits_the_type_or_not(self, campaign, plan):
        Campaign.objects.filter(pk=campaign.pk).update(type="BRAND")
        campaign.refresh_from_db()
        fits = launch_facts(campaign, date(2027, 4, 12), ZONES).fits
        assert ("Élection présidentielle", -2) in fits

    def test_a_team_with_too_much_weighs_on_the_days_after(self, campaign, plan, creation):
        Task.objects.create(
            campaign=campaign, name="Autre", team=creation, duration_days=3, starts_on=MONDAY,
            ends_on=MONDAY + timedelta(days=2),
        )  # fmt: skip
        assert launch_facts(campaign, date(2027, 2, 12), ZONES).overloaded_days == 3
        assert launch_facts(campaign, date(2027, 3, 8), ZONES).overloaded_days == 0

    def test_past_results_are_those_of_the_type_and_the_season(self, campaign, plan, monkeypatch):
        rows = [
            PastResult("LANCEMENT", date(2026, 3, 2), 3, 4),
            PastResult("LANCEMENT", date(2025, 9, 1), 0, 9),
            PastResult("FLASH", date(2026, 3, 2), 0, 9),
        ]
        monkeypatch.setattr(ports.results, "_providers", [lambda workspace: rows])
        facts = launch_facts(campaign, date(2027, 3, 8), ZONES)
        assert (facts.kept, facts.promised) == (3, 4)

    def test_a_trial_says_what_moving_really_does(self, campaign, plan, acting, manager):
        """The copies are moved as the service moves the rows."""
        Task.objects.filter(name="Montage", campaign=campaign).update(pinned_on=date(2027, 2, 15))
        day = LAUNCH + timedelta(days=9)
        campaign.refresh_from_db()
        trial = launch_trial(campaign, day)
        tried = {wave.number: (wave.goes_live_on, wave.ends_on) for wave in trial.waves}
        assert campaign.launch_on == LAUNCH
        campaign_edit(
            campaign=campaign, actor=acting(manager), expected_version=campaign.version,
            changes={"launch_on": day, "ends_on": campaign.ends_on + timedelta(days=9)}, move_along=True,
        )  # fmt: skip
        assert {w.number: (w.goes_live_on, w.ends_on) for w in campaign.waves.all()} == tried
        there = launch_trial(campaign, day)
        assert there.outlook.schedule == trial.outlook.schedule

    def test_it_costs_the_same_for_a_week_and_for_a_season(self, campaign, plan):
        with CaptureQueriesContext(connection) as few:
            ask(campaign, days=6)
        with CaptureQueriesContext(connection) as many:
            ask(campaign, days=100)
        assert len(few) == len(many)


class TestPage:
    def test_it_answers_with_the_best_day_and_every_part(self, as_, viewer, plan, address):
        text = as_(viewer).get(address).text
        assert "Meilleur jour" in text
        assert "Temps de préparer" in text
        assert "Déplacer le lancement" not in text

    def test_weights_of_the_address_decide(self, as_, viewer, plan, address):
        zero = "&".join(f"poids_{key}=0" for key in PartKey if key != PartKey.SLACK)
        text = as_(viewer).get(f"{address}?{zero}&poids_marge=50").text
        assert "points sur 50" in text
        assert "Charge des équipes" not in text.partition("Jours possibles")[2]

    @pytest.mark.parametrize(
        ("query", "said"),
        [
            ("du=2027-04-01&au=2027-03-01", "finit avant de commencer"),
            ("du=2027-03-01&au=2029-03-01", "120 au plus"),
            ("poids_marge=-3", "0"),
            ("poids_marge=beaucoup", "nombre entier"),
            ("&".join(f"poids_{key}=0" for key in PartKey), "critère au moins"),
            ("zone=Z", "Z"),
            ("le=demain&du=31/02/2027", "31"),
        ],
    )
    def test_a_question_that_makes_no_sense_is_told_and_still_answered(
        self, as_, viewer, plan, address, query, said
    ):
        answer = as_(viewer).get(f"{address}?{query}")
        assert answer.status_code == 200
        assert said in answer.text
        assert "Jours possibles" in answer.text

    def test_a_day_s_consequences_come_before_anything_moves(self, as_, manager, plan, address, campaign):
        text = as_(manager).get(f"{address}?le=2027-03-10").text
        assert "Rien n’est encore déplacé" in text
        assert "Déplacer le lancement" in text
        campaign.refresh_from_db()
        assert campaign.launch_on == LAUNCH

    def test_a_day_that_is_not_advised_says_why(self, as_, manager, plan, address):
        text = as_(manager).get(f"{address}?le=2027-02-05").text
        assert "Ce jour n’est pas conseillé" in text
        assert "Le planning ne tient pas" in text

    def test_days_in_a_row_that_cannot_be_are_told_together(self, as_, viewer, plan, address):
        text = as_(viewer).get(f"{address}?du=2027-02-02&au=2027-03-31").text
        listed = text.partition("Jours impossibles")[2]
        assert listed.count("il manque") == 1
        assert "le premier jour" in listed

    def test_the_planning_leads_here(self, as_, viewer, plan, address, campaign):
        for name in ("planning", "campaign-calendar"):
            page = reverse(f"campaigns:{name}", args=[campaign.workspace.slug, campaign.reference])
            assert address in as_(viewer).get(page).text


class TestMove:
    def test_the_launch_moves_with_its_waves(self, as_, manager, plan, move, campaign):
        sent = {"launch_on": "2027-03-10", "version": campaign.version}
        answer = as_(manager).post(move, sent, follow=True)
        assert "Le lancement est déplacé" in answer.text
        campaign.refresh_from_db()
        wave = campaign.waves.get()
        assert campaign.launch_on == wave.goes_live_on == date(2027, 3, 10)
        assert campaign.ends_on == wave.ends_on == MONDAY + timedelta(days=69)

    def test_dates_changed_meanwhile_move_nothing(self, as_, manager, plan, move, campaign):
        Campaign.objects.filter(pk=campaign.pk).update(version=7)
        answer = as_(manager).post(move, {"launch_on": "2027-03-10", "version": 1})
        assert answer.status_code == 409
        campaign.refresh_from_db()
        assert campaign.launch_on == LAUNCH

    @pytest.mark.parametrize("day", ["", "2027-13-01", "2020-01-01", "2027-02-01", "2027-01-04"])
    def test_a_day_that_cannot_be_is_refused_in_words(self, as_, manager, plan, move, campaign, day):
        answer = as_(manager).post(move, {"launch_on": day, "version": campaign.version})
        assert answer.status_code == 422
        campaign.refresh_from_db()
        assert campaign.launch_on == LAUNCH

    def test_a_campaign_given_up_does_not_move(self, as_, manager, plan, move, campaign, acting, address):
        campaign_abandon(campaign=campaign, actor=acting(manager), reason="Produit annulé")
        browser = as_(manager)
        assert browser.post(move, {"launch_on": "2027-03-10", "version": 1}).status_code == 303
        assert "ne se déplace plus" in browser.get(address).text
        campaign.refresh_from_db()
        assert campaign.launch_on == LAUNCH
