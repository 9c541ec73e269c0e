"""Bringing a plan in: what is recognised, what is refused in words, and that all is written or nothing."""

import hashlib
import io
import zipfile
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook

from campaigns.exchange.cells import day_of, duration_of
from campaigns.exchange.reading import plan_read
from campaigns.exchange.table import FileRefusedError, table_read
from campaigns.models import Dependency, PlanImport, SignOffRequest, Snapshot, Task
from campaigns.selectors.plan_history import plan_state
from campaigns.selectors.plan_import import import_plan
from campaigns.services.plan import task_edit
from campaigns.services.plan_import import PreviewOutdated, plan_import_apply, plan_import_keep
from campaigns.services.plan_undo import plan_undo
from campaigns.signoff.contents import current_canonical
from core.models import AuditEvent

pytestmark = pytest.mark.django_db

MS_PROJECT = """N°;Nom de la tâche;Durée;Début;Fin;Prédécesseurs;Noms ressources
1;Écrire le script;3 jours;Lun 01/02/27;Mer 03/02/27;;Création
2;Tourner;2 jours;Jeu 04/02/27;Ven 05/02/27;1;Création
3;Monter;1,5 jour;Mer 10/02/27;Jeu 11/02/27;2FD+2 jours;Studio inconnu
4;Livré;0 jour;Jeu 11/02/27;Jeu 11/02/27;3;
;Total;6,5 jours;;;;
"""


@pytest.fixture
def upload(campaign, manager, acting):
    def keep(body: str | bytes, name: str = "planning.csv", **answers: str) -> PlanImport:
        body = body.encode() if isinstance(body, str) else body
        kept = plan_import_keep(
            campaign=campaign, actor=acting(manager), upload=SimpleUploadedFile(name, body)
        )
        kept.answers = answers
        kept.save()
        return kept

    return keep


@pytest.fixture
def preview(campaign, upload):
    return lambda *args, **answers: import_plan(campaign, upload(*args, **answers))


@pytest.fixture
def apply(manager, acting):
    def confirm(kept: PlanImport):
        seen = import_plan(kept.campaign, kept).fingerprint()
        return plan_import_apply(kept=kept, actor=acting(manager), seen=seen)

    return confirm


def states(found) -> dict[str, str]:
    return {change.task.name: change.state for change in found.changes}


def codes(found) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in found.refused]


class TestRoundTrip:
    @pytest.mark.parametrize("language", ["fr", "en"])
    @pytest.mark.parametrize("kind", ["-xlsx", ""])
    def test_what_is_exported_comes_back_and_changes_nothing(
        self, kind, language, plan, campaign, as_, manager, upload, preview, apply
    ):
        Task.objects.filter(pk=plan["Concept"].pk).update(
            name="=1+1 ; « Concept »", description="Deux lignes\net +3", assignee=manager,
            not_before=date(2027, 2, 1),
        )  # fmt: skip
        Task.objects.filter(pk=plan["Tournage"].pk).update(wave=campaign.waves.get(), kind="approval")
        Task.objects.create(campaign=campaign, position=9, name="Tournage", duration_days=1)
        Dependency.objects.filter(successor=plan["Montage"]).update(type="SS", lag_days=-2)
        browser = as_(manager)
        browser.cookies["django_language"] = language
        address = reverse(
            f"campaigns:planning-export{kind}", args=[campaign.workspace.slug, campaign.reference]
        )
        body = browser.get(address).content
        found = preview(body)
        assert (found.refused, found.names.asked, found.read.unknown) == ([], {}, [])
        assert set(states(found).values()) == {"same"}
        before = list(Task.objects.order_by("pk").values())
        apply(PlanImport.objects.get())
        assert list(Task.objects.order_by("pk").values()) == before
        assert not AuditEvent.objects.filter(verb="plan_imported").exists()

    def test_a_renamed_task_keeps_its_identity(self, plan, campaign, as_, manager, preview):
        address = reverse("campaigns:planning-export", args=[campaign.workspace.slug, campaign.reference])
        body = as_(manager).get(address).content.decode("utf-8-sig").replace("Tournage", "Prises de vues")
        found = preview(body)
        assert states(found)["Prises de vues"] == "changed"
        assert found.untouched == 0


class TestWritten:
    def test_an_export_of_ms_project_becomes_tasks_links_and_milestones(
        self, campaign, creation, clock, upload, apply
    ):
        clock(date(2027, 2, 1))
        campaign.prepares_on = date(2027, 2, 1)
        campaign.launch_on, campaign.ends_on = date(2027, 3, 1), date(2027, 4, 1)
        campaign.save()
        kept = upload(MS_PROJECT.encode("cp1252"))
        found = import_plan(campaign, kept)
        assert list(found.names.asked.values()) == ["Studio inconnu"], "«Création» is a team"
        apply(kept)
        made = {task.name: task for task in campaign.tasks.all()}
        assert [(t.name, t.duration_days, t.kind) for t in campaign.tasks.order_by("position")] == [
            ("Écrire le script", 3, "task"), ("Tourner", 2, "task"), ("Monter", 2, "task"),
            ("Livré", 0, "milestone"),
        ]  # fmt: skip
        link = Dependency.objects.get(successor=made["Monter"])
        assert (link.predecessor, link.type, link.lag_days) == (made["Tourner"], "FS", 2)
        assert made["Tourner"].starts_on == date(2027, 2, 4)
        assert AuditEvent.objects.get(verb="plan_imported").changes == {"count": 4}
        assert not PlanImport.objects.exists()

    def test_the_same_file_twice_changes_nothing(self, campaign, upload, apply):
        apply(upload(MS_PROJECT))
        found = import_plan(campaign, upload(MS_PROJECT))
        assert set(states(found).values()) == {"same"}

    def test_a_task_found_by_its_name_keeps_its_own_spelling(self, plan, campaign, preview):
        Task.objects.filter(pk=plan["Concept"].pk).update(name="L’idée")
        assert states(preview("Tâche;Durée\nl'IDEE;3\n")) == {"L’idée": "same"}

    def test_teams_people_and_waves_go_by_name_or_are_asked(
        self, plan, campaign, creation, contributor, preview
    ):
        table = "Tâche;Équipe;Qui;Vague\nA;CREATION;hugo marchand;teaser\nB;Studio X;Zoé;Relance\n"
        found = preview(table)
        first, second = found.tasks[-2:]
        assert (first.team, first.assignee, first.wave) == (creation, contributor, campaign.waves.get())
        assert sorted(found.names.asked) == [("person", "zoe"), ("team", "studio x"), ("wave", "relance")]
        assert (second.team, second.assignee, second.wave) == (None, None, None)
        answered = preview(table, **{"team:studio x": str(creation.pk)})
        assert answered.tasks[-1].team == creation

    def test_links_are_those_of_the_file_by_number_and_by_name(self, plan, campaign, upload, apply):
        apply(upload('N°;Tâche;Prédécesseurs\n1;Montage;"""Concept""DD+1 j"\n2;Prêt;"1;Concept"\n'))
        found = {
            (link.predecessor.name, link.successor.name): (link.type, link.lag_days)
            for link in Dependency.objects.select_related("predecessor", "successor")
        }
        assert found == {
            ("Concept", "Tournage"): ("FS", 0),  # not in the file: as it was
            ("Concept", "Montage"): ("SS", 1),
            ("Montage", "Prêt"): ("FS", 0),
            ("Concept", "Prêt"): ("FS", 0),
        }

    def test_an_import_that_changes_the_plan_voids_its_approval(self, plan, campaign, upload, apply, manager):
        text = current_canonical(campaign, "plan")
        snapshot = Snapshot.objects.create(
            campaign=campaign, kind="plan", number=1, content=text, author_name="Claire",
            sha256=hashlib.sha256(text.encode()).hexdigest(),
        )  # fmt: skip
        asked = SignOffRequest.objects.create(
            campaign=campaign, kind="plan", snapshot=snapshot, status="approved", due_on=date(2027, 2, 2),
            requested_by_name="Claire",
        )  # fmt: skip
        _found, voided = apply(upload("Tâche;Durée\nConcept;3\n"))
        assert voided == []
        _found, voided = apply(upload("Tâche;Durée\nConcept;4\n"))
        assert voided == [asked]

    def test_what_was_seen_is_what_is_written(self, plan, campaign, upload, manager, acting):
        kept = upload("Tâche;Durée\nConcept;4\n")
        seen = import_plan(campaign, kept).fingerprint()
        task = Task.objects.get(pk=plan["Concept"].pk)
        task_edit(
            task=task, actor=acting(manager), expected_version=task.version, changes={"duration_days": 9}
        )
        with pytest.raises(PreviewOutdated):
            plan_import_apply(kept=kept, actor=acting(manager), seen=seen)
        assert Task.objects.get(pk=task.pk).duration_days == 9

    def test_a_file_with_one_wrong_line_writes_nothing(self, plan, campaign, upload, manager, acting):
        kept = upload("Tâche;Durée\nNouvelle;2\nAutre;deux\n")
        seen = import_plan(campaign, kept).fingerprint()
        with pytest.raises(Exception, match="rien n’est importé"):
            plan_import_apply(kept=kept, actor=acting(manager), seen=seen)
        assert campaign.tasks.count() == 4


class TestRefused:
    @pytest.mark.parametrize(
        ("table", "found"),
        [
            ("Tâche;Durée\nA;-2\nB;trois\n;4\n", [(2, "duration"), (3, "duration"), (4, "nameless")]),
            ("Tâche;Pas avant\nA;31/02/2027\nB;1/1/1850\n", [(2, "date"), (3, "date")]),
            ("Tâche;Début;Fin\nA;03/02/2027;01/02/2027\n", [(2, "ends_before")]),
            (
                "N°;Tâche;Prédécesseurs\n1;A;9\n2;B;2\n3;C;1XX\n",
                [(4, "links"), (2, "link_lost"), (3, "link_self")],
            ),
            ("Tâche;Durée\nA;1\nA;2\n", [(3, "twice")]),
            ("Tâche;Phase\nA;Lune\n", [(2, "phase")]),
            ("Tâche;Nature\nA;Fête\n", [(2, "kind")]),
            ("Tâche;Durée\n" + "x" * 161 + ";1\n", [(2, "long_name")]),
        ],
    )
    def test_a_line_at_fault_is_named(self, table, found, plan, preview):
        assert sorted(codes(preview(table))) == sorted(found)

    def test_two_tasks_of_one_name_need_their_wave(self, plan, campaign, preview):
        Task.objects.create(campaign=campaign, position=9, name="Concept", wave=campaign.waves.get())
        assert codes(preview("Tâche;Durée\nConcept;4\n")) == [(2, "ambiguous")]
        assert states(preview("Tâche;Durée;Vague\nConcept;4;Teaser\n")) == {"Concept": "changed"}

    def test_a_circle_is_named(self, plan, preview):
        found = preview("N°;Tâche;Prédécesseurs\n1;A;2\n2;B;1\n")
        assert set(found.cycle) == {"A", "B"}
        assert found.blocked

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            (b"", "empty"),
            (b" \r\n;;\r\n", "no_name"),
            (b"%PDF-1.7 ...", "not_a_table"),
            (b"\xd0\xcf\x11\xe0 xls", "old_workbook"),
            (b"PK\x03\x04 not really", "damaged"),
            (b"Tache;Dur\x81\x8d\x00e", "encoding"),
            (b"a;b\n1;2\n", "no_name"),
            (b"Tache;Duree\n" + b"A;1\n" * 10_050, "too_many_rows"),
            (b"\xff\xfe" + b"T\x00a", "encoding"),
        ],
    )
    def test_a_file_no_plan_can_be_read_from(self, body, code):
        with pytest.raises(FileRefusedError) as refusal:
            plan_read(table_read(body))
        assert refusal.value.code == code

    def test_a_workbook_made_to_fill_a_memory_is_not_opened(self):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
        with pytest.raises(FileRefusedError) as refusal:
            table_read(out.getvalue())
        assert refusal.value.code == "inflated"


class TestCells:
    @pytest.mark.parametrize(
        ("cell", "days"),
        [
            ("3", 3),
            (3.0, 3),
            ("3 jours?", 3),
            ("2 sem.", 10),
            ("1,5 j", 2),
            ("4 h", 1),
            ("14 hrs", 2),
            ("0 jour", 0),
        ],
    )
    def test_durations(self, cell, days):
        assert duration_of(cell)[0] == days

    @pytest.mark.parametrize(
        "cell",
        ["01/02/2027", "2027-02-01", "Lun 01/02/27", "lun. 01/02/2027 09:00", 46419, "46419", "46419,375"],
    )
    def test_days(self, cell):
        assert day_of(cell) == date(2027, 2, 1)

    def test_a_mac_s_serial_numbers_count_from_1904(self):
        assert day_of(46419 - 1462, epoch_1904=True) == date(2027, 2, 1)

    def test_a_workbook_s_dates_and_numbers_are_read_as_they_are(self):
        book = Workbook()
        sheet = book.active
        sheet.append(["Planning de la campagne"])
        sheet.append(["Tâche", "Durée (jours ouvrés)", "Pas avant", "Prédécesseurs"])
        sheet.append(["A", 2.0, datetime(2027, 2, 1, 9, 0), None])
        sheet.append(["B", "=1+1", 46419, 1])
        out = io.BytesIO()
        book.save(out)
        first, second = plan_read(table_read(out.getvalue())).rows
        assert (first.line, first.duration, first.not_before) == (3, 2, date(2027, 2, 1))
        assert (second.not_before, second.links[0].ref) == (date(2027, 2, 1), 1)


class TestPages:
    @pytest.fixture
    def at(self, campaign):
        return lambda name: reverse(f"campaigns:{name}", args=[campaign.workspace.slug, campaign.reference])

    def test_a_file_is_looked_at_then_confirmed(self, plan, campaign, as_, manager, at):
        browser = as_(manager)
        file = SimpleUploadedFile("plan.csv", b"Tache;Duree;Equipe\nConcept;4;Studio X\nCasting;2;\n")
        assert browser.post(at("plan-import"), {"file": file}).status_code == 303
        page = browser.get(at("plan-import-preview"))
        text = page.content.decode()
        assert "1 nouvelle tâche" in text
        assert "Studio X" in text
        seen = page.context["found"].fingerprint()
        answer = browser.post(at("plan-import-preview"), {"do": "import", "seen": seen}, follow=True)
        assert "1 tâche ajoutée" in answer.content.decode()
        assert campaign.tasks.get(name="Concept").duration_days == 4
        assert browser.get(at("plan-import-preview")).status_code == 303, "nothing waits any more"

    def test_a_refused_file_says_why_and_changes_nothing(self, plan, as_, manager, at):
        answer = as_(manager).post(
            at("plan-import"), {"file": SimpleUploadedFile("x.xls", b"\xd0\xcf\x11\xe0..")}
        )
        assert answer.status_code == 422
        assert "ancien format .xls" in answer.content.decode()

    def test_a_preview_set_aside_leaves_the_plan(self, plan, campaign, as_, manager, at, upload):
        upload("Tâche;Durée\nConcept;9\n")
        as_(manager).post(at("plan-import-drop"))
        assert not PlanImport.objects.exists()
        assert campaign.tasks.get(name="Concept").duration_days == 3

    def test_every_sentence_of_a_problem_exists(self, plan, as_, manager, at, upload):
        upload(
            "N°;Tâche;Durée;Pas avant;Phase;Nature;Prédécesseurs\n"
            "1;A;x;y;z;w;1XX\n2;;;;;;\n3;B;1,5;;Lune;Fête;9\nTotal\n"
        )
        text = as_(manager).get(at("plan-import-preview")).content.decode()
        for said in (
            "Ligne 2",
            "n’est pas une durée",
            "n’est pas une date",
            "n’a pas de nom",
            "n’est pas une phase",
        ):
            assert said in text, said

    def test_queries_do_not_grow_with_the_file(
        self, plan, as_, manager, at, upload, django_assert_max_num_queries
    ):
        upload("Tâche;Durée\n" + "".join(f"T{n};2\n" for n in range(300)))
        with django_assert_max_num_queries(40):
            as_(manager).get(at("plan-import-preview"))


class TestLastDaysAndCalendarLags:
    def test_they_leave_and_come_back_the_same(self, plan, campaign, preview, as_, contributor):
        Task.objects.filter(name="Montage").update(not_after=date(2027, 2, 26))
        Dependency.objects.filter(successor=plan["Montage"]).update(lag_days=3, lag_unit="calendar")
        url = reverse("campaigns:planning-export", args=[campaign.workspace.slug, campaign.reference])
        csv = b"".join(as_(contributor).get(url)).decode("utf-8-sig")
        assert "26/02/2027" in csv
        assert "+3 jc" in csv
        assert set(states(preview(csv)).values()) == {"same"}

    def test_a_file_says_them(self, plan, preview):
        found = preview("N°;Tâche;Prédécesseurs;Au plus tard\n1;A;;15/02/2027\n2;B;1FD+2 jé;\n")
        assert not found.refused
        (link,) = [link for link in found.links if link.successor.name == "B"]
        assert (link.lag_days, link.lag_unit) == (2, "calendar")
        assert next(task for task in found.tasks if task.name == "A").not_after == date(2027, 2, 15)

    def test_bounds_in_disorder_are_refused_on_their_line(self, plan, preview):
        assert codes(preview("Tâche;Pas avant;Au plus tard\nA;15/02/2027;10/02/2027\n")) == [
            (2, "ends_before")
        ]

    def test_an_import_is_taken_back_as_one_edit(self, plan, campaign, upload, apply, acting, manager):
        before = plan_state(campaign)
        apply(upload("N°;Tâche;Durée;Prédécesseurs\n1;Concept;9;\n2;Repérage;2;1FD+3 jc\n"))
        assert plan_state(campaign) != before
        plan_undo(campaign=campaign, actor=acting(manager))
        assert plan_state(campaign) == before
