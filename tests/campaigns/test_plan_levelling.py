"""A team asked for more than it has: who waits, why, applied as one edit, taken back as one."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Campaign, Task, TimeOff
from campaigns.selectors.plan import plan_rows
from campaigns.selectors.plan_history import plan_state
from campaigns.selectors.plan_levelling import answer_of, plan_problem
from campaigns.selectors.plan_levelling_words import gap_words, levelled_of
from campaigns.services import plan as service
from campaigns.services.lifecycle import campaign_abandon
from campaigns.services.plan import plan_reschedule
from campaigns.services.plan_levelling import levelling_apply
from campaigns.services.plan_undo import plan_undo
from core.models import AuditEvent
from tests.campaigns.plan_world import MONDAY
from tests.campaigns.signing import words
from tests.races import together

DAY = timedelta(days=1)


def add(campaign, team, name, days, **values):
    task = Task.objects.create(
        campaign=campaign, position=50, name=name, team=team, duration_days=days, **values
    )
    plan_reschedule(campaign=campaign)
    task.refresh_from_db()
    return task


def fresh(campaign):
    return Campaign.objects.select_related("workspace").get(pk=campaign.pk)


def levelled(campaign):
    campaign = fresh(campaign)
    waves = list(campaign.waves.all())
    problem = plan_problem(campaign, plan_rows(campaign), waves)
    return levelled_of(problem, answer_of(problem), waves)


@pytest.fixture
def url(campaign):
    def at(name):
        return reverse(f"campaigns:{name}", args=[campaign.workspace.slug, campaign.reference])

    return at


@pytest.fixture
def other_campaign(workspace, manager):
    """Open in the same workspace, with the same teams."""
    return Campaign.objects.create(
        workspace=workspace,
        reference="2027-FLA-01",
        name="Vitrines",
        type="FLASH",
        owner=manager,
        prepares_on=MONDAY,
        launch_on=MONDAY + timedelta(days=40),
        ends_on=MONDAY + timedelta(days=44),
    )


@pytest.fixture
def crowded(campaign, plan, creation):
    """«Affiche» (2 days) asks for the one person of the team from Monday on, as «Concept» (3 days) does."""
    return add(campaign, creation, "Affiche", 2)


@pytest.mark.django_db
class TestAnswer:
    def test_a_plan_within_capacity_is_left_alone(self, campaign, plan):
        found = levelled(campaign)
        assert found.answer.holds == ()
        assert (found.moves, found.weeks, found.left) == ([], [], [])

    def test_the_task_with_room_waits_and_is_told_for_whom(self, campaign, crowded):
        found = levelled(campaign)
        (hold,) = found.answer.holds
        assert hold.task == crowded
        # Concept 1–3, Tournage 4–5 of February: the person is free on Monday the 8th.
        assert hold.until == date(2027, 2, 8)
        (move,) = found.moves
        assert "Création (1 personne) travaille sur «\u202fTournage\u202f»" in move.why
        assert found.answer.over == 0
        assert found.left == []

    def test_the_weeks_say_before_and_after(self, campaign, crowded):
        first, second = levelled(campaign).weeks
        assert (first.people, first.before, first.missing_before) == (1, 2, 2)
        assert (first.after, first.missing_after) == (1, 0)
        assert (second.before, second.after) == (0, 1)

    def test_two_people_need_nobody_to_wait(self, campaign, crowded, creation):
        type(creation).objects.filter(pk=creation.pk).update(people_per_day=2)
        assert levelled(campaign).answer.holds == ()

    def test_other_open_campaigns_use_the_same_people(self, campaign, other_campaign, plan, creation):
        add(other_campaign, creation, "Vitrine", 2, pinned_on=MONDAY)
        (hold,) = levelled(campaign).answer.holds
        assert (hold.task.name, hold.until) == ("Concept", date(2027, 2, 3))
        (why,) = {move.why for move in levelled(campaign).moves if move.task.name == "Concept"}
        assert f"«\u202fVitrine\u202f» (campagne {other_campaign.name})" in why

    def test_abandoned_campaigns_use_nobody(self, campaign, other_campaign, plan, creation, acting, manager):
        add(other_campaign, creation, "Vitrine", 2, pinned_on=MONDAY)
        campaign_abandon(campaign=other_campaign, actor=acting(manager), reason="Produit annulé")
        assert levelled(campaign).answer.holds == ()

    def test_a_pause_of_the_team_inside_a_task_is_not_given_away(self, campaign, crowded, creation):
        tuesday = MONDAY + DAY
        TimeOff.objects.create(
            workspace=campaign.workspace, team=creation, name="Salon", starts_on=tuesday, ends_on=tuesday
        )
        plan_reschedule(campaign=fresh(campaign))
        (hold,) = levelled(campaign).answer.holds
        assert hold.until == date(2027, 2, 9), "Concept and Tournage end a day later"

    def test_what_cannot_move_is_told_and_the_rest_still_levelled(self, campaign, crowded, plan, creation):
        Task.objects.filter(pk__in=[plan["Concept"].pk, crowded.pk]).update(pinned_on=MONDAY)
        add(campaign, creation, "Photo", 1)
        found = levelled(campaign)
        assert found.answer.over == 2
        (left,) = found.left
        assert "2 jours restent trop chargés" in left
        assert "«\u202fConcept\u202f», «\u202fAffiche\u202f»" in left
        assert {hold.task.name for hold in found.answer.holds} == {"Photo"}

    def test_a_task_never_waits_beyond_its_own_last_day(self, campaign, plan, creation):
        Task.objects.filter(pk=plan["Concept"].pk).update(pinned_on=MONDAY)
        add(campaign, creation, "Photo", 1, not_after=MONDAY + DAY)
        found = levelled(campaign)
        for hold in found.answer.holds:
            assert hold.task.not_after is None or hold.until <= hold.task.not_after
        assert found.answer.late or found.answer.over

    def test_a_launch_that_waiting_would_lose_is_told(self, campaign, crowded):
        assert levelled(campaign).cost == ""
        # Concept, Tournage and Affiche need seven days of one person; the agency's Montage four more.
        Task.objects.filter(name="Montage").update(team=crowded.team)
        launch = date(2027, 2, 12)
        Campaign.objects.filter(pk=campaign.pk).update(launch_on=launch)
        campaign.waves.update(goes_live_on=launch)
        assert "ferait perdre 2 jours ouvrés au lancement" in levelled(campaign).cost

    def test_the_gap_to_the_bound_is_a_share_of_it(self):
        assert "8\u202f%" in gap_words(27, 25).replace("\u00a0", "\u202f")
        assert "Aucun autre ordre" in gap_words(25, 25)


@pytest.mark.django_db
class TestApply:
    def test_it_is_one_edit_and_one_undo(self, campaign, crowded, acting, contributor):
        before = plan_state(campaign)
        found = levelled(campaign)
        levelling_apply(campaign=campaign, actor=acting(contributor), key=found.key)
        crowded.refresh_from_db()
        assert (crowded.not_before, crowded.starts_on) == (date(2027, 2, 8), date(2027, 2, 8))
        assert levelled(campaign).answer.holds == ()
        assert AuditEvent.objects.filter(verb="plan_levelled").count() == 1
        plan_undo(campaign=campaign, actor=acting(contributor))
        assert plan_state(campaign) == before

    def test_a_plan_that_changed_is_not_touched(self, campaign, crowded, plan, acting, contributor):
        found = levelled(campaign)
        service.task_edit(
            task=plan["Concept"], actor=acting(contributor), expected_version=1, changes={"duration_days": 1}
        )
        state = plan_state(campaign)
        with pytest.raises(ValidationError, match="a changé"):
            levelling_apply(campaign=campaign, actor=acting(contributor), key=found.key)
        assert plan_state(campaign) == state

    def test_nor_one_whose_team_another_campaign_took(
        self, campaign, other_campaign, crowded, creation, acting, contributor
    ):
        found = levelled(campaign)
        add(other_campaign, creation, "Vitrine", 1, pinned_on=date(2027, 2, 8))
        with pytest.raises(ValidationError, match="a changé"):
            levelling_apply(campaign=campaign, actor=acting(contributor), key=found.key)


@pytest.mark.django_db(transaction=True)
def test_two_who_apply_at_once_make_one_edit(campaign, crowded, acting, contributor, manager):
    key = levelled(campaign).key

    def apply(by):
        return lambda: levelling_apply(campaign=fresh(campaign), actor=acting(by), key=key)

    results = together(apply(contributor), apply(manager))
    assert sorted(type(each).__name__ for each in results) == ["PlanChange", "ValidationError"]
    assert AuditEvent.objects.filter(verb="plan_levelled").count() == 1


@pytest.mark.django_db
class TestPages:
    def test_read_apply_and_say_so(self, campaign, crowded, as_, contributor, url):
        browser = as_(contributor)
        assert url("planning-levelling") in browser.get(url("planning")).content.decode()
        page = browser.get(url("planning-levelling"))
        text = words(page)
        assert "1 tâche attendrait que son équipe soit libre." in text
        assert "Charge des équipes" in text
        assert "2 jours de trop" in text
        answer = browser.post(
            url("planning-levelling-apply"), {"key": page.context["levelled"].key}, follow=True
        )
        assert "La charge est lissée." in words(answer)
        assert "Rien à lisser" in words(browser.get(url("planning-levelling")))

    def test_a_stale_page_is_told(self, campaign, crowded, as_, contributor, url):
        answer = as_(contributor).post(url("planning-levelling-apply"), {"key": "0" * 16}, follow=True)
        assert "relisez la proposition" in words(answer)
        assert not Task.objects.filter(campaign=campaign, not_before__isnull=False).exists()

    def test_a_viewer_reads_and_cannot_apply(self, campaign, crowded, as_, viewer, url):
        browser = as_(viewer)
        assert "Appliquer au planning" not in words(browser.get(url("planning-levelling")))
        assert browser.post(url("planning-levelling-apply"), {"key": "x"}).status_code == 403

    def test_the_queries_do_not_grow_with_the_plan(
        self, campaign, crowded, creation, as_, viewer, url, django_assert_max_num_queries
    ):
        browser = as_(viewer)
        browser.get(url("planning-levelling"))
        with CaptureQueriesContext(connection) as few:
            browser.get(url("planning-levelling"))
        for number in range(8):
            add(campaign, creation, f"Photo {number}", 1)
        with django_assert_max_num_queries(len(few)):
            assert len(browser.get(url("planning-levelling")).context["levelled"].answer.holds) >= 8
