"""Closures, leave and part-time weeks: what they do to dates, who declares them, and what stays signed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from campaigns.models import Campaign, SignOffRequest, Task, TimeOff, WorkWeek
from campaigns.selectors.plan import plan_rows
from campaigns.selectors.plan_outlook import plan_outlook
from campaigns.services.signoff import signoff_request
from campaigns.services.work_days import plans_reschedule, time_off_add, time_off_remove, work_week_set
from campaigns.signoff import stale_kinds
from core.models import OutboxMessage
from core.work import Job
from tests.campaigns.plan_world import MONDAY
from tests.campaigns.signing import sign, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(acting, manager):
    return acting(manager)


@pytest.fixture
def reckon(workspace):
    """What the worker does with what is queued."""

    def run():
        queued = OutboxMessage.objects.filter(kind="work", key=f"plans:{workspace.pk}")
        assert queued.count() == 1
        plans_reschedule(Job(queued.get().payload, 1, lambda: None))
        return {task.name: (task.starts_on, task.ends_on) for task in Task.objects.all()}

    return run


def off(me, first, last, **who):
    return time_off_add(actor=me, name="Congé", starts_on=first, ends_on=last, **who)


def test_a_closure_moves_everybody(plan, me, reckon):
    off(me, date(2027, 2, 4), date(2027, 2, 5))
    dates = reckon()
    assert dates["Concept"] == (MONDAY, date(2027, 2, 3))
    assert dates["Tournage"] == (date(2027, 2, 8), date(2027, 2, 9))


def test_a_team_that_is_away_moves_its_own_tasks_and_what_waits_for_them(plan, me, reckon, agency):
    off(me, date(2027, 2, 9), date(2027, 2, 10), team=agency)
    dates = reckon()
    assert dates["Tournage"] == (date(2027, 2, 4), date(2027, 2, 5)), "another team's"
    assert dates["Montage"] == (date(2027, 2, 8), date(2027, 2, 15)), (
        "four days, without the 9th and the 10th"
    )
    assert dates["Prêt"][1] == date(2027, 2, 15)


def test_a_person_on_leave_delays_what_is_theirs(plan, me, reckon, contributor):
    Task.objects.filter(name="Tournage").update(assignee=contributor)
    off(me, date(2027, 2, 4), date(2027, 2, 4), member=contributor)
    assert reckon()["Tournage"] == (date(2027, 2, 5), date(2027, 2, 8))


def test_a_part_time_week_stretches_a_task(plan, me, reckon, agency):
    work_week_set(actor=me, days="24", team=agency)  # Tuesdays and Thursdays
    assert reckon()["Montage"] == (date(2027, 2, 9), date(2027, 2, 18))


def test_who_never_works_with_their_team_counts_their_own_days(plan, me, reckon, agency, contributor):
    Task.objects.filter(name="Montage").update(assignee=contributor)
    work_week_set(actor=me, days="24", team=agency)
    work_week_set(actor=me, days="5", member=contributor)
    assert reckon()["Montage"] == (date(2027, 2, 12), date(2027, 3, 5)), "four Fridays"


def test_taking_it_back_brings_the_dates_back(plan, me, reckon, agency):
    before = {task.name: (task.starts_on, task.ends_on) for task in plan.values()}
    row = off(me, date(2027, 2, 4), date(2027, 2, 12))
    work_week_set(actor=me, days="135", team=agency)
    assert reckon() != before
    time_off_remove(actor=me, row=row)
    work_week_set(actor=me, days="12345", team=agency)
    assert reckon() == before
    assert not WorkWeek.objects.exists()


def test_the_outlook_knows_them_too(campaign, plan, me, agency):
    off(me, date(2027, 2, 8), date(2027, 3, 5), team=agency)
    campaign = Campaign.objects.get(pk=campaign.pk)
    outlook = plan_outlook(campaign, plan_rows(campaign), campaign.waves.all())
    assert outlook.ends_on(plan["Montage"]) == date(2027, 3, 11)
    assert outlook.late_by == 9, "from the launch on 1 March to the 11th"


def test_what_is_signed_is_not_the_calendar(campaign, plan, me, reckon, finance):
    request = signoff_request(
        campaign=campaign, actor=me, kind="plan", signers=[finance], due_on=MONDAY + timedelta(days=3650)
    )
    sign(request.signatures.get())
    off(me, date(2027, 2, 4), date(2027, 2, 5))
    reckon()
    assert stale_kinds(campaign) == []
    assert SignOffRequest.objects.get().status == "approved"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"ends_on": date(2027, 2, 3)}, "__all__"),
        ({"ends_on": date(2029, 2, 3)}, "ends_on"),
    ],
)
def test_impossible_absences_are_refused_in_words(me, values, field):
    with pytest.raises(ValidationError) as refused:
        time_off_add(**{"actor": me, "name": "Congé", "starts_on": date(2027, 2, 4), **values})
    assert field in refused.value.message_dict
    assert not TimeOff.objects.exists()


class TestPages:
    @pytest.fixture
    def url(self, workspace):
        return lambda name, *more: reverse(f"campaigns:{name}", args=[workspace.slug, *more])

    def test_a_manager_declares_and_removes(self, as_, manager, url, agency, plan):
        browser = as_(manager)
        sent = {
            "who": f"e{agency.pk}",
            "name": "Inventaire",
            "starts_on": "2027-08-09",
            "ends_on": "2027-08-13",
        }
        page = browser.post(url("time-off-add"), sent, follow=True)
        assert "Les plannings en cours se recalculent" in words(page)
        row = TimeOff.objects.get()
        assert (row.team, row.member) == (agency, None)
        browser.post(url("time-off-remove", row.pk))
        assert not TimeOff.objects.exists()
        assert browser.post(url("time-off-remove", row.pk)).status_code == 404

    def test_everybody_is_a_choice_and_keeps_what_was_typed(self, as_, manager, url):
        browser = as_(manager)
        page = browser.post(
            url("time-off-add"),
            {"who": "tous", "name": "Pont", "starts_on": "2027-05-07", "ends_on": "2027-05-06"},
        )
        assert page.status_code == 422
        assert "Le dernier jour tombe avant le premier." in words(page)
        assert 'value="Pont"' in page.content.decode()

    def test_a_week_without_a_day_is_refused(self, as_, manager, url, agency):
        page = as_(manager).post(url("work-week"), {"who": f"e{agency.pk}"})
        assert page.status_code == 422
        assert "Gardez au moins un jour travaillé." in words(page)

    def test_somebody_of_another_workspace_is_no_choice(self, as_, manager, url, stranger):
        page = as_(manager).post(
            url("time-off-add"),
            {"who": f"m{stranger.pk}", "name": "X", "starts_on": "2027-05-06", "ends_on": "2027-05-06"},
        )
        assert page.status_code == 422
        assert not TimeOff.objects.exists()
