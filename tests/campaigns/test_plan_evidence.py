"""What the gate asks of a plan, and what its signature means."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from campaigns.checks_plan import planning_findings
from campaigns.contents_plan import FIELDS, plan_content
from campaigns.gates import Scope
from campaigns.models import Campaign, Dependency, Task, Wave
from campaigns.pages_plan import plan_facts
from campaigns.selectors.plan_missing import plan_missing
from campaigns.services.plan import plan_reschedule, task_edit, task_move
from campaigns.signoff import content_changes, content_kind, current_canonical, current_content

pytestmark = pytest.mark.django_db


def missing(campaign):
    campaign.refresh_from_db()
    return plan_missing([campaign])[campaign.pk].sentences


def finding(campaign):
    campaign = Campaign.objects.select_related("workspace", "owner__user").get(pk=campaign.pk)
    return planning_findings([Scope(campaign)])[0]


class TestLivrable:
    def test_a_whole_plan_only_lacks_its_approval(self, campaign, plan):
        assert missing(campaign) == ()
        assert finding(campaign).why == "Aucune validation demandée."

    def test_no_task(self, campaign):
        assert missing(campaign) == ("Le planning n’a aucune tâche.",)
        found = finding(campaign)
        assert not found.ok
        assert found.fix_url.endswith("/planning/")
        assert found.held_by == "Claire Vasseur"

    def test_a_task_without_anybody(self, campaign, plan):
        Task.objects.filter(pk=plan["Tournage"].pk).update(team=None)
        assert "« Tournage »" in missing(campaign)[0].replace("\u202f", " ")

    def test_a_person_is_enough(self, campaign, plan, contributor):
        Task.objects.filter(pk=plan["Tournage"].pk).update(team=None, assignee=contributor)
        assert missing(campaign) == ()

    def test_a_task_without_a_date(self, campaign, plan):
        Task.objects.filter(pk=plan["Tournage"].pk).update(starts_on=None, ends_on=None)
        assert "1 tâche n’a pas de date" in missing(campaign)[0]

    def test_no_milestone(self, campaign, plan):
        plan["Prêt"].delete()
        assert missing(campaign)[0].startswith("Aucun jalon")

    def test_a_circle_made_behind_our_back(self, campaign, plan):
        Dependency.objects.create(predecessor=plan["Prêt"], successor=plan["Concept"])
        assert "s’attendent en rond" in missing(campaign)[0]

    def test_before_the_preparation(self, campaign, plan):
        Task.objects.filter(pk=plan["Concept"].pk).update(starts_on=date(2027, 1, 4))
        assert "avant la préparation" in missing(campaign)[0]

    def test_too_late_for_the_launch_it_prepares(self, campaign, plan):
        Task.objects.filter(pk=plan["Montage"].pk).update(ends_on=date(2027, 3, 1))
        assert "trop tard" in missing(campaign)[0]

    def test_after_the_end_of_the_campaign_unless_it_is_the_bilan(self, campaign, plan, creation):
        task = Task.objects.create(
            campaign=campaign, name="Activer", phase="EXECUTION", team=creation,
            not_before=campaign.ends_on + timedelta(days=5),
        )  # fmt: skip
        plan_reschedule(campaign=campaign)
        assert "après la fin de la campagne" in missing(campaign)[0]
        Task.objects.filter(pk=task.pk).update(phase="BILAN")
        assert missing(campaign) == ()

    def test_the_same_queries_for_one_campaign_and_for_many(self, campaign, plan, workspace, manager):
        scopes = [Scope(Campaign.objects.select_related("workspace", "owner__user").get(pk=campaign.pk))]
        with CaptureQueriesContext(connection) as one:
            planning_findings(scopes)
        for number in range(20):
            other = Campaign.objects.create(
                workspace=workspace, reference=f"2027-FLA-{number:02d}", name="Flash", type="FLASH",
                owner=manager, prepares_on=date(2027, 2, 1), launch_on=date(2027, 2, 10),
                ends_on=date(2027, 2, 14),
            )  # fmt: skip
            Task.objects.create(campaign=other, name="Offre")
        every = list(Campaign.objects.select_related("workspace", "owner__user"))
        with CaptureQueriesContext(connection) as many:
            found = planning_findings([Scope(each) for each in every])
        assert len(one) == len(many) <= 5
        assert len(found) == 21


class TestContent:
    def test_order_progress_and_dates_are_not_part_of_it(self, campaign, plan, acting, contributor):
        before = current_canonical(campaign, "plan")
        task_move(task=plan["Montage"], actor=acting(contributor), before=plan["Concept"])
        Task.objects.filter(campaign=campaign).update(status="done", starts_on=date(2027, 3, 1))
        assert current_canonical(campaign, "plan") == before

    def test_two_tasks_of_one_name_are_told_apart(self, campaign, plan):
        Task.objects.filter(pk=plan["Tournage"].pk).update(name="Concept")
        wave = campaign.waves.get()
        Task.objects.filter(pk=plan["Montage"].pk).update(name="Concept", wave=wave)
        content = plan_content(campaign)
        assert [task["name"] for task in content["tasks"]] == [
            "Concept", "Concept (2)", "Concept · Teaser", "Prêt",
        ]  # fmt: skip
        assert content["tasks"][2]["after"][0]["task"] == "Concept (2)"

    def test_a_change_reads_well(self, campaign, plan, acting, contributor):
        before = current_content(campaign, "plan")
        task_edit(
            task=plan["Montage"], actor=acting(contributor), expected_version=1, changes={"duration_days": 6}
        )
        (change,) = content_changes(before, current_content(campaign, "plan"), FIELDS)
        assert "Montage" in change.label
        assert "durée" in change.label
        assert (change.before, change.after) == ("4", "6")

    def test_a_removed_link_reads_well(self, campaign, plan):
        before = current_content(campaign, "plan")
        Dependency.objects.filter(successor=plan["Montage"]).delete()
        (change,) = content_changes(before, current_content(campaign, "plan"), FIELDS)
        assert "Tournage" in change.before
        assert "fin → début" in change.before
        assert change.after == ""

    @pytest.mark.parametrize("pdf", [False, True])
    def test_the_signer_reads_all_of_it_from_the_frozen_content(self, campaign, plan, pdf):
        frozen = current_content(campaign, "plan")
        Wave.objects.all().delete()
        Task.objects.all().delete()
        text = render_to_string(
            "campaigns/signoff/content_plan.html", {"content": frozen, "campaign": campaign, "pdf": pdf}
        )
        for words in ("Concept", "Agence Halo", "Création", "Teaser", "Meta Ads", "8–11 févr. 2027", "<svg"):
            assert words in text

    def test_a_frozen_circle_still_reads(self, campaign, plan):
        Dependency.objects.create(predecessor=plan["Prêt"], successor=plan["Concept"])
        frozen = current_content(campaign, "plan")
        text = render_to_string(
            "campaigns/signoff/content_plan.html", {"content": frozen, "campaign": campaign}
        )
        assert "Concept" in text
        assert "<svg" not in text

    def test_it_says_what_is_missing_before_asking(self, campaign, plan):
        plan["Prêt"].delete()
        assert content_kind("plan").unready(campaign)[0].startswith("Aucun jalon")


def test_the_figure_beside_the_campaign(campaign, plan, clock):
    Task.objects.filter(pk=plan["Concept"].pk).update(status="done")
    clock(date(2027, 2, 8))
    (fact,) = plan_facts(campaign)
    assert (fact.value, fact.detail) == ("1", "tâche sur 4, 1 en retard")
    assert (fact.done, fact.total) == (1, 4)


def test_a_campaign_without_tasks_shows_no_figure(campaign):
    assert plan_facts(campaign) == []
