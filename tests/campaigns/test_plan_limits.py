"""A task's last day, and lags in days of the calendar: dates, words, forms, and what is signed of them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from campaigns.contents_plan import FIELDS, plan_content
from campaigns.models import Campaign, Dependency, Task
from campaigns.selectors.plan import plan_rows
from campaigns.selectors.plan_outlook import plan_outlook
from campaigns.selectors.plan_words import conflict_words, link_words
from campaigns.services import plan as service
from campaigns.services.creation import campaign_duplicate
from campaigns.signoff import canonical_json
from campaigns.signoff.diff import content_changes
from tests.campaigns.plan_world import MONDAY

pytestmark = pytest.mark.django_db


def look(campaign):
    return plan_outlook(campaign, plan_rows(campaign), campaign.waves.all())


def plain(text):
    return text.replace("\u202f", " ").replace("\xa0", " ")


def hold(plan, actor, name, **changes):
    plan[name].refresh_from_db()
    return service.task_edit(
        task=plan[name], actor=actor, expected_version=plan[name].version, changes=changes
    )


def test_a_last_day_that_is_missed_is_said_beside_the_launch_that_holds(campaign, plan, acting, contributor):
    hold(plan, acting(contributor), "Montage", not_after=date(2027, 2, 9))
    outlook = look(campaign)
    assert outlook.late_by == 0, "the launch is not what is missed"
    names = {task.pk: task for task in campaign.tasks.all()}
    said = plain(conflict_words(outlook.conflicts[0], names))
    assert said == (
        "« Montage » doit finir le 9 févr. au plus tard ; elle finirait le 11 févr. : 2 jours ouvrés de trop."
    )


def test_a_last_day_takes_slack_from_what_leads_to_it(campaign, plan, acting, contributor):
    hold(plan, acting(contributor), "Tournage", not_after=date(2027, 2, 8))
    outlook = look(campaign)
    assert [outlook.slack(plan[name]) for name in ("Concept", "Tournage", "Montage")] == [1, 1, 11]
    assert outlook.conflicts == ()


def test_a_last_day_on_a_sunday_allows_the_friday(campaign, plan, acting, contributor):
    hold(plan, acting(contributor), "Tournage", not_after=date(2027, 2, 7))
    assert look(campaign).slack(plan["Tournage"]) == 0


def test_bounds_out_of_order_are_refused(plan, acting, contributor):
    with pytest.raises(ValidationError, match="avant"):
        hold(
            plan, acting(contributor), "Montage",
            not_before=date(2027, 2, 15), not_after=date(2027, 2, 12),
        )  # fmt: skip


def test_a_lag_in_days_of_the_calendar_counts_weekends(campaign, plan, acting, contributor):
    # Concept ends on Wednesday the 3rd; a printer who delivers 7 days later holds the work to the 11th.
    service.dependency_add(
        predecessor=plan["Concept"], successor=plan["Tournage"], actor=acting(contributor), lag_days=7,
        lag_unit="calendar",
    )  # fmt: skip
    assert Task.objects.get(name="Tournage").starts_on == date(2027, 2, 11)
    assert plain(link_words("FS", 7, "calendar")) == "7 jours calendaires après la fin"


def test_the_unit_of_a_lag_is_chosen_on_the_page(plan, as_, contributor, campaign):
    page = f"/e/{campaign.workspace.slug}/campagnes/{campaign.reference}/planning/taches/"
    answer = as_(contributor).post(
        f"{page}{plan['Montage'].pk}/liens/",
        {"predecessor": plan["Concept"].pk, "type": "FS", "lag_days": "10", "lag_unit": "calendar"},
    )
    assert answer.status_code == 303
    link = Dependency.objects.get(predecessor=plan["Concept"], successor=plan["Montage"])
    assert (link.lag_days, link.lag_unit) == (10, "calendar")


def test_contents_signed_before_these_fields_existed_stay_letter_for_letter(campaign, plan):
    content = canonical_json(plan_content(campaign))
    assert "lag_unit" not in content
    assert "not_after" not in content


def test_a_last_day_and_a_unit_are_signed_and_shown_as_changes(campaign, plan):
    before = plan_content(campaign)
    Task.objects.filter(name="Montage").update(not_after=date(2027, 3, 1))
    Dependency.objects.filter(successor=plan["Montage"]).update(lag_days=2, lag_unit="calendar")
    changes = content_changes(before, plan_content(campaign), FIELDS)
    assert {(plain(change.label), change.before, change.after) for change in changes} == {
        ("Tâche « Montage », attend « Tournage », décalage", "0", "2"),
        ("Tâche « Montage », attend « Tournage », unité du décalage", "jours ouvrés", "jours calendaires"),
        ("Tâche « Montage », au plus tard", "", "1er mars 2027"),
    }


def test_a_copy_keeps_both(campaign, plan, acting, manager):
    Task.objects.filter(name="Montage").update(not_after=date(2027, 2, 26))
    Dependency.objects.filter(successor=plan["Montage"]).update(lag_days=2, lag_unit="calendar")
    source = Campaign.objects.get(pk=campaign.pk)
    made = campaign_duplicate(
        source=source, actor=acting(manager), name="Copie", launch_on=source.launch_on, owner=source.owner
    )
    copied = made.tasks.get(name="Montage")
    assert copied.not_after == date(2027, 2, 26)
    assert copied.incoming.get().lag_unit == "calendar"


def test_undo_from_the_page_says_what_it_took_back(plan, as_, contributor, campaign, acting):
    hold(plan, acting(contributor), "Concept", duration_days=9)
    page = f"/e/{campaign.workspace.slug}/campagnes/{campaign.reference}/planning/"
    client = as_(contributor)
    shown = plain(client.get(page).content.decode())
    assert "« Concept » : durée" in shown
    answer = client.post(f"{page}annuler/", follow=True)
    assert "Annulé" in answer.content.decode()
    assert Task.objects.get(name="Concept").duration_days == 3
    assert "Rétablir" in answer.content.decode()
    again = client.post(f"{page}annuler/", follow=True)
    assert "Rien à annuler" in again.content.decode()
    assert Task.objects.get(name="Concept").starts_on == MONDAY
