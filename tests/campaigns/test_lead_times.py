"""Approvals that last what their approver's answers took: measured, shown on the task, and reckoned with."""

from datetime import datetime, timedelta
from itertools import count

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from campaigns.contents_plan import FIELDS, plan_content
from campaigns.models import Campaign, Signature, SignOffRequest, Snapshot, Stakeholder, Task
from campaigns.selectors.lead_times import LeadTime, lead_times
from campaigns.selectors.plan import plan_rows
from campaigns.selectors.plan_outlook import plan_outlook
from campaigns.services.creation import campaign_duplicate
from campaigns.services.plan import plan_reschedule, task_edit
from campaigns.services.plan_undo import plan_undo
from campaigns.signoff import canonical_json
from campaigns.signoff.diff import content_changes
from tests.campaigns.plan_world import MONDAY
from tests.campaigns.signing import words

pytestmark = pytest.mark.django_db

_PLACES = count(1)


@pytest.fixture
def moment(clock, monkeypatch):
    """Noon on a day, by every clock."""

    def at(day):
        clock(day)
        noon = timezone.make_aware(datetime(day.year, day.month, day.day, 12))
        monkeypatch.setattr("django.utils.timezone.now", lambda: noon)
        return noon

    return at


@pytest.fixture
def paul(workspace):
    return Stakeholder.objects.create(workspace=workspace, name="Paul Tessier", email="paul@client.example")


@pytest.fixture
def answered(campaign, moment):
    """`answered(who, 3)`: a final decision given on the third working day, in January 2027."""

    def give(who, days, *, week=0, **changes):
        number = next(_PLACES)
        monday = moment(MONDAY) - timedelta(days=21 + 7 * week)
        snapshot = Snapshot.objects.create(
            campaign=campaign, kind="plan", number=number, content="{}", sha256="0" * 64, author_name="Claire"
        )
        request = SignOffRequest.objects.create(
            campaign=campaign, kind="plan", snapshot=snapshot, status="withdrawn", due_on=MONDAY,
            requested_by_name="Claire",
        )  # fmt: skip
        decided = monday + timedelta(days=days - 1)
        place = {
            "request": request, "name": "Paul", "email": f"p{number}@client.example", "invited_at": monday,
            "decision": "approved", "decided_at": decided, "final_at": decided + timedelta(hours=1),
        }  # fmt: skip
        whose = {"stakeholder": who} if isinstance(who, Stakeholder) else {"membership": who}
        return Signature.objects.create(**{**place, **whose, **changes})

    return give


@pytest.fixture
def approval(plan, paul):
    """«Montage» is an approval that Paul gives, authored for four days."""
    Task.objects.filter(name="Montage").update(kind="approval", approver=paul, measured=True)
    return Task.objects.get(name="Montage")


def lead(task):
    workspace = Campaign.objects.get(pk=task.campaign_id).workspace
    return lead_times(workspace, [task])[task.pk]


def test_the_median_of_the_answers_rounded_up(approval, paul, answered):
    for days in (1, 2, 5):
        answered(paul, days)
    assert lead(approval) == LeadTime(2, 3)
    answered(paul, 3)
    assert lead(approval) == LeadTime(3, 4)


def test_two_answers_measure_nothing(approval, paul, answered):
    answered(paul, 1)
    answered(paul, 1)
    assert lead(approval) == LeadTime(None, 2)


def test_what_is_no_answer_of_this_year_and_person_counts_for_nothing(
    approval, paul, answered, contributor, campaign
):
    kept = answered(paul, 2)
    answered(paul, 2, week=60)
    answered(paul, 2, final_at=None)
    answered(paul, 2, carried_from=kept)
    answered(contributor, 2)
    assert lead(approval) == LeadTime(None, 1)


def test_a_weekend_takes_nobodys_time(approval, paul, answered):
    for _turn in range(3):
        answered(paul, 8)  # from Monday to the next Monday
    assert lead(approval).days == 6


def test_without_a_stakeholder_the_assignee_is_measured(approval, answered, contributor):
    Task.objects.filter(pk=approval.pk).update(approver=None, assignee=contributor)
    for days in (3, 3, 4):
        answered(contributor, days)
    approval.refresh_from_db()
    assert lead(approval) == LeadTime(3, 3)


def test_nobody_to_approve_has_no_answers(approval):
    Task.objects.filter(pk=approval.pk).update(approver=None, assignee=None)
    approval.refresh_from_db()
    assert lead(approval) == LeadTime(None, 0)


def test_the_plan_and_its_outlook_reckon_with_it(approval, campaign, paul, answered):
    for _turn in range(3):
        answered(paul, 2)
    plan_reschedule(campaign=Campaign.objects.get(pk=campaign.pk))
    dated = Task.objects.get(pk=approval.pk)
    assert (dated.ends_on - dated.starts_on).days == 1, "two days, not the four authored"
    fresh = Campaign.objects.get(pk=campaign.pk)
    outlook = plan_outlook(fresh, plan_rows(fresh), fresh.waves.all())
    assert outlook.schedule.tasks[approval.pk].duration == 2
    assert dated.duration_days == 4, "what is signed is what was authored"


def test_one_query_whatever_the_number_of_approvals(
    approval, campaign, paul, answered, contributor, django_assert_num_queries
):
    Task.objects.filter(name="Tournage").update(kind="approval", assignee=contributor, measured=True)
    workspace = Campaign.objects.get(pk=campaign.pk).workspace
    tasks = list(campaign.tasks.all())
    with django_assert_num_queries(3):  # the two of the calendar, and the answers
        lead_times(workspace, tasks)
    with django_assert_num_queries(0):
        lead_times(workspace, tasks)
    with django_assert_num_queries(0):
        lead_times(workspace, [task for task in tasks if not task.measured])


@pytest.mark.parametrize(
    ("answers", "said"),
    [(3, "mesuré sur 3 réponses"), (2, "mesure impossible : 2 réponses"),
     (0, "mesure impossible : aucune réponse")],
)  # fmt: skip
def test_the_pages_say_what_a_duration_rests_on(
    approval, campaign, paul, answered, as_, contributor, answers, said
):
    for _turn in range(answers):
        answered(paul, 2)
    hugo = as_(contributor)  # by the clock that answering set
    args = [campaign.workspace.slug, campaign.reference]
    for address in (
        reverse("campaigns:planning", args=args),
        reverse("campaigns:task", args=[*args, approval.pk]),
    ):
        page = words(hugo.get(address)).replace("\xa0", " ")
        assert said in page
        assert "Paul Tessier" in page


@pytest.fixture
def hugo(as_, contributor):
    return as_(contributor)


def test_it_is_written_in_the_form_of_an_approval_only(plan, campaign, paul, hugo, acting, contributor):
    task = plan["Montage"]
    address = reverse("campaigns:task-edit", args=[campaign.workspace.slug, campaign.reference, task.pk])
    sent = {
        "version": task.version, "kind": "approval", "name": task.name, "phase": task.phase,
        "team": task.team_id, "duration_days": 4, "approver": paul.pk, "measured": "on",
    }  # fmt: skip
    assert hugo.post(address, sent).status_code == 303
    task.refresh_from_db()
    assert (task.approver, task.measured) == (paul, True)
    assert hugo.post(address, {**sent, "version": task.version, "kind": "task"}).status_code == 303
    task.refresh_from_db()
    assert (task.approver, task.measured) == (None, False)
    plan_undo(campaign=campaign, actor=acting(contributor))
    task.refresh_from_db()
    assert (task.approver, task.measured) == (paul, True)


def test_an_approver_of_another_workspace_is_refused(plan, acting, contributor, stranger):
    foreign = Stakeholder.objects.create(workspace=stranger.workspace, name="Ailleurs", email="a@b.example")
    task = plan["Montage"]
    with pytest.raises(ValidationError, match="autre espace"):
        task_edit(
            task=task,
            actor=acting(contributor),
            expected_version=task.version,
            changes={"kind": "approval", "approver": foreign},
        )


def test_contents_hold_it_only_where_it_is_set(plan, campaign, paul):
    before = plan_content(campaign)
    assert "measured" not in canonical_json(before)
    assert "approver" not in canonical_json(before)
    Task.objects.filter(name="Montage").update(kind="approval", approver=paul, measured=True)
    changes = content_changes(before, plan_content(campaign), FIELDS)
    assert {(change.label.rpartition(", ")[2], change.before, change.after) for change in changes} == {
        ("nature", "Tâche", "Validation"),
        ("qui valide", "", "Paul Tessier"),
        ("durée mesurée", "non", "oui"),
    }


def test_a_copy_keeps_it(approval, campaign, acting, manager):
    source = Campaign.objects.get(pk=campaign.pk)
    made = campaign_duplicate(
        source=source, actor=acting(manager), name="Copie", launch_on=source.launch_on, owner=source.owner
    )
    copied = made.tasks.get(name="Montage")
    assert (copied.approver, copied.measured) == (approval.approver, True)
