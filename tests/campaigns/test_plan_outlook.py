"""Will the launch hold: what the first sentence of the planning page stands on."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Task
from campaigns.selectors.plan import plan_rows
from campaigns.selectors.plan_outlook import plan_outlook
from campaigns.selectors.plan_words import chain_steps, conflict_words, standing_of
from campaigns.services.plan import plan_reschedule
from tests.campaigns.plan_world import MONDAY

pytestmark = pytest.mark.django_db


def look(campaign):
    campaign.refresh_from_db()
    return plan_outlook(campaign, plan_rows(campaign), campaign.waves.all())


def said(campaign):
    return standing_of(campaign, look(campaign), waves=campaign.waves.all(), late=0).text


def at(day):
    return timezone.make_aware(datetime(day.year, day.month, day.day, 12))


def test_margin_is_the_working_days_left_before_the_launch(campaign, plan):
    # Ready on Thursday 11 February, launched on Monday 1 March: 11 working days between.
    assert look(campaign).margin == 11
    assert "avec 11 jours ouvrés de marge" in said(campaign).replace("\u202f", " ")


def test_the_tightest_date_is_named_for_what_it_is(campaign, plan):
    later = campaign.waves.create(
        number=2, name="Relance", goes_live_on=date(2027, 3, 15), ends_on=campaign.ends_on
    )
    campaign.tasks.update(wave=later, phase="COORDINATION")
    assert look(campaign).deadline == date(2027, 3, 15)
    text = said(campaign).replace("\u202f", " ")
    assert text.startswith(
        "La mise en ligne de « Relance », la vague la plus serrée, tient le lundi 15 mars"
    ), "a later wave is named"


def test_a_launch_too_near_says_how_many_days_are_missing_and_why(campaign, plan):
    Campaign.objects.filter(pk=campaign.pk).update(launch_on=date(2027, 2, 8))
    campaign.waves.update(goes_live_on=date(2027, 2, 8))
    outlook = look(campaign)
    assert outlook.late_by == 4
    assert said(campaign).startswith("Il manque 4 jours ouvrés pour lancer")
    names = {task.pk: task for task in campaign.tasks.all()}
    assert [step.task.name for step in chain_steps(outlook, names)][:3] == ["Concept", "Tournage", "Montage"]


def test_work_not_begun_cannot_begin_before_today(campaign, plan, clock):
    clock(date(2027, 2, 10))  # Concept should have ended a week ago
    assert look(campaign).margin == 11 - 7
    assert look(campaign).ends_on(plan["Concept"]) == date(2027, 2, 12)


def test_work_finished_late_pushes_what_waits_for_it(campaign, plan, clock):
    clock(date(2027, 2, 5))
    Task.objects.filter(pk=plan["Concept"].pk).update(status="done", status_since=at(date(2027, 2, 5)))
    assert look(campaign).margin == 11 - 2


def test_work_under_way_ends_at_the_earliest_today(campaign, plan, clock):
    clock(date(2027, 2, 9))
    Task.objects.filter(pk=plan["Concept"].pk).update(status="doing", status_since=at(MONDAY))
    assert look(campaign).ends_on(plan["Concept"]) == date(2027, 2, 9)
    assert look(campaign).margin == 11 - 4


def test_work_done_no_longer_waits_for_anything(campaign, plan, clock):
    clock(date(2027, 2, 11))  # only Concept is left: three days from this Thursday
    for name in ("Tournage", "Montage", "Prêt"):
        Task.objects.filter(pk=plan[name].pk).update(status="done", status_since=at(date(2027, 2, 11)))
    assert look(campaign).margin == 9


def test_nothing_left_before_the_launch(campaign, plan):
    campaign.tasks.update(status="done", status_since=at(MONDAY))
    assert look(campaign).margin is None
    assert "est terminé" in said(campaign)


def test_a_later_wave_has_its_own_deadline(campaign, plan):
    second = campaign.waves.create(number=2, name="Relance", goes_live_on=date(2027, 4, 5))
    Task.objects.create(
        campaign=campaign, wave=second, position=9, name="Relance", team=plan["Concept"].team,
        duration_days=30,
    )  # fmt: skip
    plan_reschedule(campaign=campaign)
    outlook = look(campaign)
    assert outlook.late_by == 0
    assert outlook.deadline == date(2027, 3, 1)
    campaign.waves.filter(number=2).update(goes_live_on=date(2027, 3, 8))
    assert look(campaign).late_by == 5
    text = said(campaign).replace("\u202f", " ")
    assert text.startswith("Il manque 5 jours ouvrés pour mettre en ligne « Relance »")
    assert text.endswith(", la vague la plus serrée, le lundi 8 mars 2027.")


def test_a_fixed_date_that_cannot_be_held_is_explained(campaign, plan):
    Task.objects.filter(pk=plan["Montage"].pk).update(pinned_on=date(2027, 2, 4))
    plan_reschedule(campaign=campaign)
    outlook = look(campaign)
    names = {task.pk: task for task in campaign.tasks.all()}
    words = conflict_words(outlook.conflicts[0], names).replace("\u202f", " ")
    assert "« Montage » est fixée au 4 févr." in words
    assert "il manque 2 jours ouvrés" in words
    assert "« Tournage »" in words


def test_an_empty_plan_has_no_outlook(campaign):
    assert look(campaign) is None


def test_a_launch_in_the_past_is_missed_by_every_day_since(campaign, plan, clock):
    clock(date(2027, 3, 8))
    assert look(campaign).late_by == 5 + 9
    assert timedelta(days=0) < look(campaign).ready_on - date(2027, 3, 8)
