"""Editing a plan: what each edit writes, moves, refuses and voids."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Dependency, SignOffRequest, Task
from campaigns.services import plan as service
from campaigns.services.lifecycle import campaign_abandon
from campaigns.services.signoff import signoff_request
from core.editing import EditConflict
from core.models import AuditEvent
from tests.campaigns.plan_world import MONDAY
from tests.campaigns.signing import sign

pytestmark = pytest.mark.django_db


def dates(campaign):
    return {task.name: (task.starts_on, task.ends_on) for task in campaign.tasks.all()}


def test_tasks_follow_each_other_on_working_days(campaign, plan):
    assert dates(campaign) == {
        "Concept": (MONDAY, date(2027, 2, 3)),
        "Tournage": (date(2027, 2, 4), date(2027, 2, 5)),
        "Montage": (date(2027, 2, 8), date(2027, 2, 11)),
        "Prêt": (date(2027, 2, 11), date(2027, 2, 11)),
    }


def test_a_longer_task_moves_what_waits_for_it_and_says_so(campaign, plan, acting, contributor):
    change = service.task_edit(
        task=plan["Concept"], actor=acting(contributor), expected_version=1, changes={"duration_days": 5}
    )
    assert [move.name for move in change.moved] == ["Tournage", "Montage", "Prêt"]
    assert dates(campaign)["Montage"] == (date(2027, 2, 10), date(2027, 2, 15))
    assert change.task.ends_on == date(2027, 2, 5)


def test_shortening_it_again_brings_the_rest_back(campaign, plan, acting, contributor):
    before = dates(campaign)
    for version, days in ((1, 6), (2, 3)):
        service.task_edit(
            task=plan["Concept"], actor=acting(contributor), expected_version=version,
            changes={"duration_days": days},
        )  # fmt: skip
    assert dates(campaign) == before


def test_an_edit_that_changes_nothing_moves_nothing(campaign, plan, acting, contributor):
    events = AuditEvent.objects.count()
    change = service.task_edit(
        task=plan["Concept"], actor=acting(contributor), expected_version=1, changes={"name": "Concept"}
    )
    assert change.moved == []
    assert AuditEvent.objects.count() == events


def test_a_pinned_task_stays_and_its_release_lets_it_go(campaign, plan, acting, contributor):
    service.task_edit(
        task=plan["Montage"], actor=acting(contributor), expected_version=1,
        changes={"pinned_on": date(2027, 2, 15)},
    )  # fmt: skip
    assert dates(campaign)["Montage"][0] == date(2027, 2, 15)
    service.task_edit(
        task=plan["Montage"], actor=acting(contributor), expected_version=2, changes={"pinned_on": None}
    )
    assert dates(campaign)["Montage"][0] == date(2027, 2, 8)


def test_not_before_holds_a_task_back(campaign, plan, acting, contributor):
    service.task_edit(
        task=plan["Tournage"], actor=acting(contributor), expected_version=1,
        changes={"not_before": date(2027, 2, 13)},
    )  # fmt: skip
    assert dates(campaign)["Tournage"][0] == date(2027, 2, 15)  # the 13th is a Saturday


def test_two_editors_the_second_is_told_who_changed_what(plan, acting, contributor, manager):
    first = Task.objects.select_related("campaign__workspace").get(pk=plan["Concept"].pk)
    service.task_edit(task=first, actor=acting(manager), expected_version=1, changes={"duration_days": 4})
    with pytest.raises(EditConflict) as conflict:
        service.task_edit(
            task=plan["Concept"], actor=acting(contributor), expected_version=1, changes={"name": "Idée"}
        )
    assert conflict.value.changes[0].by == manager.user.name


def test_a_new_task_after_another_takes_its_place_and_waits_for_it(campaign, plan, acting, contributor):
    change = service.task_create(
        campaign=campaign, actor=acting(contributor), after=plan["Concept"], linked=True,
        values={"name": "Casting", "duration_days": 1, "team": plan["Concept"].team},
    )  # fmt: skip
    names = list(campaign.tasks.order_by("position").values_list("name", flat=True))
    assert names == ["Concept", "Casting", "Tournage", "Montage", "Prêt"]
    assert change.task.starts_on == date(2027, 2, 4)
    assert change.moved == []


def test_a_circle_is_named_and_nothing_is_saved(campaign, plan, acting, contributor):
    before = dates(campaign)
    with pytest.raises(ValidationError) as refused:
        service.dependency_add(
            predecessor=plan["Montage"], successor=plan["Concept"], actor=acting(contributor)
        )
    assert "Concept → Tournage → Montage" in refused.value.messages[0]
    assert Dependency.objects.filter(successor=plan["Concept"]).count() == 0
    assert dates(campaign) == before


def test_a_task_cannot_wait_for_itself(plan, acting, contributor):
    with pytest.raises(ValidationError, match="d’elle-même"):
        service.dependency_add(
            predecessor=plan["Concept"], successor=plan["Concept"], actor=acting(contributor)
        )


def test_adding_a_link_twice_makes_one_and_changes_its_lag(campaign, plan, acting, contributor):
    for lag in (0, 2):
        service.dependency_add(
            predecessor=plan["Concept"], successor=plan["Tournage"], actor=acting(contributor), lag_days=lag
        )
    assert Dependency.objects.get(successor=plan["Tournage"]).lag_days == 2
    assert dates(campaign)["Tournage"][0] == date(2027, 2, 8)


def test_removing_a_link_lets_the_task_come_back(campaign, plan, acting, contributor):
    link = Dependency.objects.get(successor=plan["Montage"])
    change = service.dependency_remove(link=link, actor=acting(contributor))
    assert dates(campaign)["Montage"][0] == MONDAY
    assert [move.name for move in change.moved] == ["Prêt"]


def test_blocking_asks_why(plan, acting, contributor):
    with pytest.raises(ValidationError, match="ce qui bloque"):
        service.task_status_set(
            task=plan["Concept"], actor=acting(contributor), status="blocked", reason="  "
        )
    service.task_status_set(
        task=plan["Concept"], actor=acting(contributor), status="blocked", reason="Le devis manque"
    )
    plan["Concept"].refresh_from_db()
    assert (plan["Concept"].status, plan["Concept"].blocked_reason) == ("blocked", "Le devis manque")


def test_saying_the_same_state_twice_writes_once(plan, acting, contributor):
    for _time in range(2):
        service.task_status_set(task=plan["Concept"], actor=acting(contributor), status="doing")
    assert AuditEvent.objects.filter(verb="task_status").count() == 1


def test_work_begun_stays_where_it_is(campaign, plan, acting, contributor):
    service.task_status_set(task=plan["Tournage"], actor=acting(contributor), status="doing")
    service.task_edit(
        task=plan["Concept"], actor=acting(contributor), expected_version=1, changes={"duration_days": 9}
    )
    assert dates(campaign)["Tournage"][0] == date(2027, 2, 4)


def test_deleting_a_task_dates_the_others_again(campaign, plan, acting, contributor):
    service.task_delete(task=plan["Tournage"], actor=acting(contributor))
    assert dates(campaign)["Montage"][0] == MONDAY
    assert AuditEvent.objects.get(verb="task_removed").label == "Tournage"


def test_moving_a_task_changes_the_order_only(campaign, plan, acting, contributor):
    before = dates(campaign)
    service.task_move(task=plan["Montage"], actor=acting(contributor), before=plan["Concept"])
    names = list(campaign.tasks.order_by("position").values_list("name", flat=True))
    assert names == ["Montage", "Concept", "Tournage", "Prêt"]
    service.task_move(task=plan["Montage"], actor=acting(contributor), after=plan["Prêt"])
    assert campaign.tasks.order_by("-position").first().name == "Montage"
    assert dates(campaign) == before


def test_a_closed_campaign_keeps_its_plan(campaign, plan, acting, contributor):
    campaign_abandon(campaign=campaign, actor=acting(contributor), reason="Produit annulé")
    with pytest.raises(ValidationError, match="abandonnée"):
        service.task_delete(task=plan["Tournage"], actor=acting(contributor))
    assert campaign.tasks.count() == 4


def test_dates_beyond_the_calendar_are_refused(campaign, plan, acting, contributor):
    with pytest.raises(ValidationError, match="calendrier"):
        service.task_edit(
            task=plan["Concept"], actor=acting(contributor), expected_version=1,
            changes={"pinned_on": date(9000, 1, 1)},
        )  # fmt: skip
    plan["Concept"].refresh_from_db()
    assert plan["Concept"].pinned_on is None


class TestApproval:
    @pytest.fixture
    def approved(self, campaign, plan, acting, manager, finance):
        request = signoff_request(
            campaign=campaign, actor=acting(manager), kind="plan", signers=[finance],
            due_on=MONDAY + timedelta(days=3650),
        )  # fmt: skip
        sign(request.signatures.get())
        return request

    def standing(self, request):
        return SignOffRequest.objects.get(pk=request.pk).status

    def test_an_authored_change_voids_it(self, approved, plan, acting, contributor):
        change = service.task_edit(
            task=plan["Concept"], actor=acting(contributor), expected_version=1, changes={"duration_days": 4}
        )
        assert self.standing(approved) == "voided"
        assert change.voided == approved

    def test_progress_and_order_do_not(self, approved, plan, acting, contributor):
        service.task_status_set(task=plan["Concept"], actor=acting(contributor), status="done")
        service.task_move(task=plan["Montage"], actor=acting(contributor), before=plan["Concept"])
        assert self.standing(approved) == "approved"

    def test_a_link_voids_it(self, approved, plan, acting, contributor):
        service.dependency_add(
            predecessor=plan["Concept"], successor=plan["Prêt"], actor=acting(contributor), lag_days=1
        )
        assert self.standing(approved) == "voided"
