"""The planning page and the pages of its tasks, as people use them."""

import csv
import io
import json
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.models import Dependency, Task
from campaigns.services.lifecycle import campaign_abandon
from campaigns.services.plan import task_delete, task_edit
from core.models import AuditEvent
from core.submissions import new_submission_key
from tests.campaigns.plan_world import make_tasks

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def url(campaign):
    def make(name, *args, **query):
        return reverse(f"campaigns:{name}", args=[campaign.workspace.slug, campaign.reference, *args])

    return make


@pytest.fixture
def hugo(as_, contributor):
    return as_(contributor)


def page(browser, address, **options):
    return browser.get(address, **options).content.decode().replace("\u202f", " ")


def filled(task, **changes):
    """What the task's form would send."""
    values = {
        "version": task.version, "kind": task.kind, "name": task.name, "phase": task.phase,
        "team": task.team_id or "", "duration_days": task.duration_days,
    }  # fmt: skip
    return {**values, **changes}


class TestPlanning:
    def test_it_says_first_whether_the_launch_holds(self, hugo, plan, url):
        text = page(hugo, url("planning"))
        assert "Le lancement du lundi 1 mars 2027 tient" in text.replace("1er", "1")
        assert "11 jours ouvrés" in text

    def test_it_says_how_many_days_are_missing_and_the_chain(self, hugo, plan, url, campaign):
        type(campaign).objects.filter(pk=campaign.pk).update(launch_on=date(2027, 2, 8))
        campaign.waves.update(goes_live_on=date(2027, 2, 8))
        text = page(hugo, url("planning"))
        assert "Il manque 4 jours ouvrés" in text
        assert "Ce qui fixe cette date" in text

    def test_the_drawing_has_a_bar_per_task_and_the_table_says_the_same(self, hugo, plan, url):
        text = page(hugo, url("planning"))
        assert text.count('<rect class="bar') >= 3
        assert 'class="arrow-head' in text
        for name in plan:
            assert f'id="tache-{plan[name].pk}"' in text

    def test_every_row_leads_to_its_task_by_the_right_addresses(self, hugo, plan, url):
        text = page(hugo, url("planning"))
        for task in plan.values():
            assert f'href="{url("task", task.pk)}"' in text
            assert f'hx-get="{url("task-status", task.pk)}"' in text
            assert f'action="{url("task-move", task.pk)}"' in text
            assert f'hx-get="{url("task-edit", task.pk)}"' in text
            assert f'hx-get="{url("task-add")}?apres={task.pk}"' in text
            assert f'href="{url("task", task.pk)}#liens"' in text
            assert f'href="{url("task-delete", task.pk)}"' in text

    def test_an_empty_plan_offers_the_first_step(self, hugo, campaign, url):
        assert "Ajouter la première tâche" in page(hugo, url("planning"))

    def test_filters_live_in_the_address(self, hugo, plan, url, contributor, agency, clock):
        Task.objects.filter(pk=plan["Concept"].pk).update(assignee=contributor)
        mine = page(hugo, url("planning") + "?moi=1")
        assert f'id="tache-{plan["Concept"].pk}"' in mine
        assert f'id="tache-{plan["Tournage"].pk}"' not in mine
        agencys = page(hugo, url("planning") + f"?equipe={agency.pk}&par=phase")
        assert f'id="tache-{plan["Montage"].pk}"' in agencys
        assert f'id="tache-{plan["Concept"].pk}"' not in agencys
        clock(date(2027, 2, 5))
        late = page(hugo, url("planning") + "?retard=1")
        assert "2 jours de retard" in late
        assert f'id="tache-{plan["Montage"].pk}"' not in late

    def test_nonsense_in_the_address_is_left_out(self, hugo, plan, url):
        assert hugo.get(url("planning") + "?vague=abc&equipe=²&par=x").status_code == 200

    def test_the_same_number_of_queries_at_10_and_200_tasks(self, hugo, campaign, creation, url):
        counts = []
        for size in (10, 200):
            campaign.tasks.all().delete()
            make_tasks(campaign, creation, size)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert hugo.get(url("planning")).status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]
        assert counts[0] <= 22

    def test_the_export_is_a_table_without_formulas(self, hugo, plan, url):
        Task.objects.filter(pk=plan["Concept"].pk).update(name="=2+3")
        answer = hugo.get(url("planning-export"))
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert [row[4] for row in rows[1:]] == ["'=2+3", "Tournage", "Montage", "Prêt"]
        assert rows[2][8:10] == ["04/02/2027", "05/02/2027"]


class TestEditing:
    def test_adding_makes_one_task_for_two_clicks(self, hugo, plan, url, campaign):
        form = {
            "kind": "task", "name": "Casting", "phase": "COORDINATION", "duration_days": "2",
            "after": plan["Concept"].pk, "submission": new_submission_key(),
        }  # fmt: skip
        for _click in range(2):
            assert hugo.post(url("task-add"), form).status_code == 303
        made = campaign.tasks.get(name="Casting")
        assert (made.starts_on, made.ends_on) == (date(2027, 2, 4), date(2027, 2, 5))
        assert Dependency.objects.filter(predecessor=plan["Concept"], successor=made).exists()

    def test_a_task_added_to_a_running_plan_is_not_born_late(self, hugo, plan, url, campaign, clock):
        assert 'name="not_before" value' not in page(hugo, url("task-add"))
        clock(date(2027, 2, 10))
        assert 'name="not_before" value="2027-02-10"' in page(hugo, url("task-add"))
        form = {"kind": "task", "name": "Devis", "phase": "COORDINATION", "duration_days": "2"}
        hugo.post(url("task-add"), {**form, "not_before": "2027-02-10"})
        assert campaign.tasks.get(name="Devis").starts_on == date(2027, 2, 10)

    def test_a_milestone_needs_no_duration(self, hugo, plan, url, campaign):
        form = {"kind": "milestone", "name": "Go", "phase": "COORDINATION", "duration_days": "7"}
        assert hugo.post(url("task-add"), form).status_code == 303
        assert campaign.tasks.get(name="Go").duration_days == 0

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("duration_days", "0", "dure au moins un jour"),
            ("duration_days", "", "dure au moins un jour"),
            ("duration_days", "-3", "négative"),
            ("duration_days", "deux", "nombre entier"),
            ("duration_days", "4000", "découpez-la"),
            ("pinned_on", "31/02/2027", "n’existe pas"),
            ("name", "", "obligatoire"),
        ],
    )
    def test_a_wrong_field_is_told_in_words_and_the_rest_is_kept(self, hugo, plan, url, field, value, words):
        answer = hugo.post(
            url("task-edit", plan["Concept"].pk), filled(plan["Concept"], **{"name": "Idée", field: value})
        )
        assert answer.status_code == 422
        text = answer.content.decode()
        assert words in text
        if field != "name":
            assert 'value="Idée"' in text

    def test_by_htmx_the_board_comes_back_and_says_what_moved(self, hugo, plan, url):
        answer = hugo.post(
            url("task-edit", plan["Concept"].pk), filled(plan["Concept"], duration_days=5), headers=HTMX
        )
        toast = json.loads(answer["HX-Trigger"])["toast"]["text"]
        assert toast == "Enregistré. 3 autres tâches décalées, lancement tenu."
        assert answer.content.decode().lstrip().startswith('<div id="plan"')

    def test_without_script_the_page_says_it(self, hugo, plan, url):
        answer = hugo.post(
            url("task-edit", plan["Concept"].pk), filled(plan["Concept"], duration_days=5), follow=True
        )
        assert "3 autres tâches décalées" in answer.content.decode()

    def test_a_wrong_form_by_htmx_goes_back_to_its_own_row(self, hugo, plan, url):
        answer = hugo.post(
            url("task-edit", plan["Concept"].pk), filled(plan["Concept"], name=""), headers=HTMX
        )
        assert (answer.status_code, answer["HX-Retarget"]) == (422, f"#modifier-{plan['Concept'].pk}")

    def test_the_second_of_two_editors_keeps_their_text(self, hugo, plan, url, acting, manager, contributor):
        task_edit(
            task=Task.objects.get(pk=plan["Concept"].pk), actor=acting(manager), expected_version=1,
            changes={"name": "Le concept"},
        )  # fmt: skip
        answer = hugo.post(url("task-edit", plan["Concept"].pk), filled(plan["Concept"], name="Idée"))
        text = answer.content.decode()
        assert answer.status_code == 409
        assert "Claire Vasseur a remplacé « Concept » par « Le concept »" in text.replace("\u202f", " ")
        assert 'value="Idée"' in text
        again = hugo.post(
            url("task-edit", plan["Concept"].pk), filled(plan["Concept"], name="Idée", version=2)
        )
        assert again.status_code == 303

    def test_a_circle_is_refused_in_words(self, hugo, plan, url):
        answer = hugo.post(
            url("task-link-add", plan["Concept"].pk),
            {"predecessor": plan["Montage"].pk, "type": "FS", "lag_days": "0"},
        )
        assert answer.status_code == 422
        assert "s’attendent en rond" in answer.content.decode()
        assert not Dependency.objects.filter(successor=plan["Concept"]).exists()

    def test_a_link_is_added_and_removed(self, hugo, plan, url):
        form = {"predecessor": plan["Concept"].pk, "type": "SS", "lag_days": "2", "retour": "tache"}
        answer = hugo.post(url("task-link-add", plan["Montage"].pk), form)
        assert answer.headers["Location"] == url("task", plan["Montage"].pk)
        link = Dependency.objects.get(predecessor=plan["Concept"], successor=plan["Montage"])
        assert "commence 2 jours ouvrés après" in page(hugo, url("task", plan["Montage"].pk))
        assert hugo.post(url("task-link-remove", plan["Montage"].pk, link.pk)).status_code == 303
        assert not Dependency.objects.filter(pk=link.pk).exists()
        assert hugo.post(url("task-link-remove", plan["Montage"].pk, link.pk)).status_code == 404

    def test_blocked_without_a_reason_is_refused_beside_the_field(self, hugo, plan, url):
        address = url("task-status", plan["Concept"].pk)
        answer = hugo.post(address, {"status": "blocked"}, headers=HTMX)
        assert (answer.status_code, answer["HX-Retarget"]) == (422, f"#etat-{plan['Concept'].pk}")
        assert "Dites ce qui bloque" in answer.content.decode()
        hugo.post(address, {"status": "blocked", "blocked_reason": "Le devis manque"})
        assert "Le devis manque" in page(hugo, url("planning"))

    def test_a_date_is_fixed_and_let_go(self, hugo, plan, url):
        pk = plan["Montage"].pk
        hugo.post(url("task-pin", pk), {"on": "2027-02-15", "version": 1})
        assert Task.objects.get(pk=pk).starts_on == date(2027, 2, 15)
        hugo.post(url("task-pin", pk), {"on": "", "version": 2})
        assert Task.objects.get(pk=pk).starts_on == date(2027, 2, 8)

    def test_fixing_a_date_on_an_old_page_changes_nothing(self, hugo, plan, url):
        answer = hugo.post(
            url("task-pin", plan["Montage"].pk), {"on": "2027-02-15", "version": 7}, follow=True
        )
        assert "vient de changer" in answer.content.decode()
        assert Task.objects.get(pk=plan["Montage"].pk).pinned_on is None

    def test_moving_up_and_down_says_where_to(self, hugo, plan, url, campaign):
        hugo.post(url("task-move", plan["Tournage"].pk), {"avant": plan["Concept"].pk})
        assert campaign.tasks.order_by("position").first().name == "Tournage"
        answer = hugo.post(url("task-move", plan["Tournage"].pk), {"avant": "999999"}, follow=True)
        assert "n’est plus là" in answer.content.decode()

    def test_deleting_asks_first(self, hugo, plan, url, campaign):
        address = url("task-delete", plan["Tournage"].pk)
        assert "Montage" in page(hugo, address)
        assert campaign.tasks.count() == 4
        hugo.post(address)
        assert campaign.tasks.count() == 3
        assert hugo.post(address).status_code == 404

    def test_a_closed_campaign_is_read_only_and_says_so(self, hugo, plan, url, campaign, acting, manager):
        campaign_abandon(campaign=campaign, actor=acting(manager), reason="Produit annulé")
        text = page(hugo, url("planning"))
        assert "La campagne est abandonnée" in text
        assert "Ajouter une tâche" not in text
        answer = hugo.post(
            url("task-edit", plan["Concept"].pk), filled(plan["Concept"], name="X"), follow=True
        )
        assert "La campagne est abandonnée" in answer.content.decode()
        assert not AuditEvent.objects.filter(verb="changed").exists()

    def test_a_viewer_reads_only(self, as_, viewer, plan, url):
        browser = as_(viewer)
        assert "Ajouter une tâche" not in page(browser, url("planning"))
        assert browser.post(url("task-status", plan["Concept"].pk), {"status": "done"}).status_code == 403

    def test_the_task_page_says_why_its_date(self, hugo, plan, url):
        text = page(hugo, url("task", plan["Montage"].pk))
        assert "Pourquoi cette date ?" in text
        assert "Concept" in text
        assert "Attendue le 11 févr." in text


class TestPartner:
    @pytest.fixture
    def noe(self, as_, partner):
        return as_(partner)

    def test_sees_the_tasks_of_their_teams_only(self, noe, plan, url):
        text = page(noe, url("planning"))
        assert "Montage" in text
        for other in ("Concept", "Tournage", "Prêt"):
            assert other not in text
        assert noe.get(url("task", plan["Concept"].pk)).status_code == 404
        assert "Concept" not in page(noe, url("task", plan["Montage"].pk))
        assert b"Concept" not in noe.get(url("planning-export")).content

    def test_says_where_their_own_work_stands(self, noe, plan, url):
        assert noe.post(url("task-status", plan["Montage"].pk), {"status": "doing"}).status_code == 303
        assert Task.objects.get(pk=plan["Montage"].pk).status == "doing"
        assert noe.post(url("task-status", plan["Concept"].pk), {"status": "doing"}).status_code == 404

    def test_changes_nothing_else(self, noe, plan, url):
        pk = plan["Montage"].pk
        assert noe.post(url("task-edit", pk), filled(plan["Montage"], name="X")).status_code == 403
        assert noe.post(url("task-delete", pk)).status_code == 403
        assert noe.post(url("task-add"), {}).status_code == 403


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_a_task_deleted_meanwhile_gives_the_text_back_and_says_who(hugo, url, plan, acting, manager, headers):
    task, address = plan["Concept"], url("task-edit", plan["Concept"].pk)
    data = filled(task, name="Une idée", description="Une heure de travail.")
    pk = task.pk
    task_delete(task=task, actor=acting(manager))
    answer = hugo.post(address, data, headers=headers)
    assert answer.status_code == (422 if headers else 409)
    assert f"{manager.user.name} a supprimé «\u202fConcept\u202f»" in answer.text
    assert "Une heure de travail.</textarea>" in answer.text
    assert answer.headers.get("HX-Retarget") == (f"#modifier-{pk}" if headers else None)
    assert hugo.get(address).status_code == 303
    assert hugo.get(url("task-edit", 99999)).status_code == 404
