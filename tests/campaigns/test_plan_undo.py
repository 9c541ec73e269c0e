"""Taking edits of the plan back: what comes back exactly, what is refused, and whose edits they are."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Dependency, PlanEdit, SignOffRequest, Task
from campaigns.selectors.plan_history import plan_state
from campaigns.services import plan as service
from campaigns.services.lifecycle import campaign_abandon
from campaigns.services.plan_memory import KEPT
from campaigns.services.plan_undo import plan_redo, plan_undo
from campaigns.services.signoff import signoff_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def me(acting, contributor):
    return acting(contributor)


def edit(task, actor, **changes):
    task.refresh_from_db()
    return service.task_edit(task=task, actor=actor, expected_version=task.version, changes=changes)


EDITS = {
    "a duration": lambda plan, me: edit(plan["Concept"], me, duration_days=7),
    "several fields": lambda plan, me: edit(
        plan["Montage"], me, name="Étalonnage", not_after=date(2027, 3, 1)
    ),
    "a date": lambda plan, me: edit(plan["Montage"], me, pinned_on=date(2027, 2, 15)),
    "a status": lambda plan, me: service.task_status_set(
        task=plan["Concept"], actor=me, status="blocked", reason="Pas de devis"
    ),
    "a new task": lambda plan, me: service.task_create(
        campaign=plan["Concept"].campaign, actor=me, values={"name": "Repérage", "duration_days": 2},
        after=plan["Concept"], linked=True,
    ),
    "a task removed with its links": lambda plan, me: service.task_delete(task=plan["Tournage"], actor=me),
    "a link": lambda plan, me: service.dependency_add(
        predecessor=plan["Concept"], successor=plan["Montage"], actor=me, link_type="SS", lag_days=10,
        lag_unit="calendar",
    ),
    "a changed link": lambda plan, me: service.dependency_add(
        predecessor=plan["Concept"], successor=plan["Tournage"], actor=me, lag_days=4
    ),
    "a link removed": lambda plan, me: service.dependency_remove(
        link=Dependency.objects.get(successor=plan["Montage"]), actor=me
    ),
}  # fmt: skip


@pytest.mark.parametrize("made", EDITS.values(), ids=EDITS.keys())
def test_undo_gives_back_what_was_there_and_redo_what_was_made(campaign, plan, me, made):
    def seen():
        return plan_state(campaign), list(campaign.tasks.values_list("pk", "starts_on", "ends_on"))

    before = seen()
    made(plan, me)
    after = seen()
    assert after != before
    plan_undo(campaign=campaign, actor=me)
    assert seen() == before
    plan_redo(campaign=campaign, actor=me)
    assert seen() == after


def test_edits_are_taken_back_one_by_one_newest_first(campaign, plan, me):
    for days in (4, 5, 6):
        edit(plan["Concept"], me, duration_days=days)
    seen = []
    for _turn in range(3):
        plan_undo(campaign=campaign, actor=me)
        seen.append(Task.objects.get(pk=plan["Concept"].pk).duration_days)
    assert seen == [5, 4, 3]
    with pytest.raises(ValidationError, match="Rien à annuler"):
        plan_undo(campaign=campaign, actor=me)


def test_each_person_takes_back_their_own_edits(campaign, plan, me, acting, manager):
    edit(plan["Concept"], me, duration_days=5)
    edit(plan["Montage"], acting(manager), duration_days=8)
    plan_undo(campaign=campaign, actor=me)
    days = dict(campaign.tasks.values_list("name", "duration_days"))
    assert (days["Concept"], days["Montage"]) == (3, 8)


def test_what_somebody_changed_since_is_not_overwritten(campaign, plan, me, acting, manager):
    edit(plan["Concept"], me, duration_days=5)
    edit(plan["Concept"], acting(manager), duration_days=6)
    with pytest.raises(ValidationError, match="modifié depuis"):
        plan_undo(campaign=campaign, actor=me)
    assert Task.objects.get(pk=plan["Concept"].pk).duration_days == 6


def test_a_new_task_others_hung_work_on_does_not_disappear_with_its_links(
    campaign, plan, me, acting, manager
):
    made = service.task_create(campaign=campaign, actor=me, values={"name": "Repérage", "duration_days": 2})
    service.dependency_add(predecessor=made.task, successor=plan["Tournage"], actor=acting(manager))
    with pytest.raises(ValidationError, match="modifié depuis"):
        plan_undo(campaign=campaign, actor=me)
    assert Dependency.objects.filter(predecessor=made.task).exists()


def test_a_new_edit_leaves_nothing_to_bring_back(campaign, plan, me):
    edit(plan["Concept"], me, duration_days=5)
    plan_undo(campaign=campaign, actor=me)
    edit(plan["Montage"], me, duration_days=1)
    with pytest.raises(ValidationError, match="Rien à rétablir"):
        plan_redo(campaign=campaign, actor=me)


def test_moving_a_task_in_the_list_is_no_edit_to_take_back(campaign, plan, me):
    service.task_move(task=plan["Montage"], actor=me, before=plan["Concept"])
    assert not PlanEdit.objects.exists()


def test_only_the_last_edits_are_kept(campaign, plan, me):
    for days in range(4, KEPT + 9):
        edit(plan["Concept"], me, duration_days=days)
    assert PlanEdit.objects.filter(campaign=campaign).count() == KEPT


def test_a_plan_that_is_over_is_left_alone(campaign, plan, me, acting, manager):
    edit(plan["Concept"], me, duration_days=5)
    campaign_abandon(campaign=campaign, actor=acting(manager), reason="Produit retiré")
    campaign.refresh_from_db()
    with pytest.raises(ValidationError, match="abandonnée"):
        plan_undo(campaign=campaign, actor=me)


def test_taking_back_an_edit_looks_after_the_approval(campaign, plan, me, acting, manager, finance):
    edit(plan["Concept"], me, duration_days=5)
    asked = signoff_request(
        campaign=campaign, kind="plan", actor=acting(manager), signers=[finance], due_on=date(2037, 2, 20)
    )
    change, _edit = plan_undo(campaign=campaign, actor=me)
    assert change.voided == asked
    assert SignOffRequest.objects.get(pk=asked.pk).status in ("voided", "withdrawn")
