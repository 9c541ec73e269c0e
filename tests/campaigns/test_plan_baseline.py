"""The signed plan as the reference: how far tasks lie from it, and how the plan slipped."""

from datetime import date, timedelta

import pytest

from campaigns.models import Task
from campaigns.selectors.plan import plan_rows, working_calendar
from campaigns.selectors.plan_baseline import drift, plan_baseline, plan_versions
from campaigns.services import plan as service
from campaigns.services.signoff import signoff_request
from tests.campaigns.plan_world import MONDAY
from tests.campaigns.signing import sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def approve(campaign, plan, acting, manager, finance):
    def run():
        request = signoff_request(
            campaign=campaign, actor=acting(manager), kind="plan", signers=[finance],
            due_on=MONDAY + timedelta(days=3650),
        )  # fmt: skip
        sign(request.signatures.get())
        return request

    return run


@pytest.fixture
def lengthen(plan, acting, contributor):
    def run(name, days):
        plan[name].refresh_from_db()
        service.task_edit(
            task=plan[name], actor=acting(contributor), expected_version=plan[name].version,
            changes={"duration_days": days},
        )  # fmt: skip

    return run


def baseline(campaign):
    return plan_baseline(campaign, plan_rows(campaign).tasks)


def ready(campaign):
    return max(campaign.tasks.values_list("ends_on", flat=True))


def test_there_is_no_reference_before_an_approval(campaign, plan):
    assert baseline(campaign) is None
    assert plan_versions(campaign, ready(campaign), working_calendar(campaign.workspace)) == []


def test_the_reference_has_the_days_that_were_signed(campaign, plan, approve):
    approve()
    days = baseline(campaign).days
    assert days == {task.pk: (task.starts_on, task.ends_on) for task in campaign.tasks.all()}, (
        "nothing moved since"
    )


def test_an_approval_fallen_void_stays_the_reference(campaign, plan, approve, lengthen):
    approve()
    lengthen("Concept", 6)
    found = baseline(campaign)
    assert found.number == 1
    assert found.days[plan["Montage"].pk] == (date(2027, 2, 8), date(2027, 2, 11))
    montage = Task.objects.get(pk=plan["Montage"].pk)
    assert montage.ends_on == date(2027, 2, 16)
    assert drift(date(2027, 2, 11), montage.ends_on, working_calendar(campaign.workspace)) == 3


@pytest.mark.parametrize(
    ("signed", "now", "days"),
    [
        ((2027, 2, 11), (2027, 2, 11), 0),
        ((2027, 2, 12), (2027, 2, 15), 1),  # Friday to Monday
        ((2027, 2, 15), (2027, 2, 12), -1),
        ((2027, 3, 26), (2027, 3, 30), 1),  # over Easter Monday
        ((2027, 2, 12), (2027, 2, 14), 0),  # to a Sunday: no day worked in between
    ],
)
def test_drift_counts_working_days_both_ways(campaign, signed, now, days):
    assert drift(date(*signed), date(*now), working_calendar(campaign.workspace)) == days


def test_new_and_removed_tasks_are_told_apart(campaign, plan, approve, acting, contributor):
    approve()
    made = service.task_create(
        campaign=campaign, actor=acting(contributor), values={"name": "Repérage", "duration_days": 1}
    )
    service.task_delete(task=plan["Montage"], actor=acting(contributor))
    found = baseline(campaign)
    assert made.task.pk not in found.days
    assert found.gone == ["Montage"]


def test_slippage_goes_from_version_to_version_to_today(campaign, plan, approve, lengthen):
    approve()
    lengthen("Concept", 5)
    approve()
    lengthen("Tournage", 1)
    versions = plan_versions(campaign, ready(campaign), working_calendar(campaign.workspace))
    assert [(v.number, v.ready_on, v.slip) for v in versions] == [
        (1, date(2027, 2, 11), None),
        (2, date(2027, 2, 15), 2),
        (None, date(2027, 2, 12), -1),
    ]
    assert all(v.signed_at for v in versions[:2])


def test_the_page_says_how_far_a_task_lies_from_its_signed_days(
    campaign, approve, lengthen, as_, contributor
):
    approve()
    lengthen("Concept", 6)
    page = f"/e/{campaign.workspace.slug}/campagnes/{campaign.reference}/planning/"
    html = as_(contributor).get(page).content.decode()
    assert "+3 j sur le planning signé" in html.replace("\u202f", " ").replace("\xa0", " ")
    assert 'class="signed"' in html
    assert "Planning signé et glissements" in html


def test_a_partner_is_not_told_how_the_whole_plan_slipped(campaign, approve, lengthen, as_, partner):
    approve()
    lengthen("Concept", 6)
    page = f"/e/{campaign.workspace.slug}/campagnes/{campaign.reference}/planning/"
    html = as_(partner).get(page).content.decode()
    assert "glissements" not in html
    assert "Montage" in html
