"""The plan as files: a workbook a spreadsheet opens as it is, and paper."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from campaigns.documents_plan import campaign_plan
from campaigns.exchange.links import LinkText, links_read, links_write
from campaigns.models import Dependency, Task
from campaigns.selectors.plan_print import SIZES, printed_plan
from core.documents import SubjectGone, document_make
from core.models import Document
from core.workbooks import xlsx_bytes
from tests.campaigns.plan_world import MONDAY, make_tasks

pytestmark = pytest.mark.django_db


def url(campaign, name):
    return reverse(f"campaigns:planning-export{name}", args=[campaign.workspace.slug, campaign.reference])


def sheet_of(response):
    return load_workbook(io.BytesIO(response.content)).active


class TestWorkbook:
    def test_dates_are_dates_and_durations_numbers(self, plan, campaign, as_, manager):
        Dependency.objects.filter(successor=plan["Montage"]).update(type="SS", lag_days=2)
        sheet = sheet_of(as_(manager).get(url(campaign, "-xlsx")))
        head = {cell.value: cell.column - 1 for cell in sheet[1]}
        rows = [list(row) for row in sheet.iter_rows(min_row=2)]
        concept, montage = rows[0], rows[2]
        assert concept[head["Début"]].value.date() == MONDAY
        assert concept[head["Début"]].is_date
        assert concept[head["Durée (jours ouvrés)"]].value == 3
        assert montage[head["Prédécesseurs"]].value == "2DD+2 j"
        assert montage[head["Identifiant"]].value == plan["Montage"].pk
        assert sheet.freeze_panes == "A2"
        assert all(sheet.column_dimensions[cell.column_letter].width > 4 for cell in sheet[1])

    def test_what_people_wrote_is_never_a_formula(self, plan, campaign, as_, manager):
        Task.objects.filter(pk=plan["Concept"].pk).update(name="=HYPERLINK(1)", description="#N/A\x0b")
        sheet = sheet_of(as_(manager).get(url(campaign, "-xlsx")))
        found = {cell.value: cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row}
        assert found["=HYPERLINK(1)"] == "s"
        assert found["#N/A"] == "s"

    def test_a_partner_takes_their_teams_tasks_and_no_name_of_others(self, plan, campaign, as_, partner):
        sheet = sheet_of(as_(partner).get(url(campaign, "-xlsx")))
        said = " ".join(str(cell.value) for row in sheet.iter_rows(min_row=2) for cell in row)
        assert "Montage" in said
        assert "Tournage" not in said
        assert as_(partner).post(url(campaign, "-pdf")).status_code == 403

    def test_a_filtered_table_names_what_is_not_in_it(self, plan, campaign, as_, manager, agency):
        sheet = sheet_of(as_(manager).get(url(campaign, "-xlsx") + f"?equipe={agency.pk}"))
        head = {cell.value: cell.column - 1 for cell in sheet[1]}
        (row,) = sheet.iter_rows(min_row=2, values_only=True)
        assert row[head["Prédécesseurs"]] == '"Tournage"'

    def test_a_title_no_sheet_may_have_is_mended(self):
        assert (
            load_workbook(io.BytesIO(xlsx_bytes("a/b:[c]" * 9, ["x"], [["y"]], [5]))).active["A2"].value
            == "y"
        )


class TestLinks:
    @pytest.mark.parametrize(
        ("cell", "found"),
        [
            ("2", [LinkText(2)]),
            ("2;5FD+3 jours", [LinkText(2), LinkText(5, "FS", 3)]),
            ("2FS+3d,5SS-1 day", [LinkText(2, "FS", 3), LinkText(5, "SS", -1)]),
            ("3FF+1 sem", [LinkText(3, "FF", 5)]),
            ("3DF+2jé; 4fs+2ed", [LinkText(3, "SF", 2, "calendar"), LinkText(4, "FS", 2, "calendar")]),
            ("7FD+2,00 j?", [LinkText(7, "FS", 2)]),
            ("Valider le concept", [LinkText("Valider le concept")]),
            ("Valider, puis signer FD+3 j", [LinkText("Valider, puis signer", "FS", 3)]),
            ('"Lot 2 FD";1', [LinkText("Lot 2 FD"), LinkText(1)]),
            ("", []),
        ],
    )
    def test_what_planning_tools_write(self, cell, found):
        assert links_read(cell) == found

    @pytest.mark.parametrize("cell", ["2XX", "2FD+3 lunes"])
    def test_what_means_nothing_is_named(self, cell):
        with pytest.raises(ValueError, match=cell[:2]):
            links_read(cell)

    @pytest.mark.parametrize("french", [True, False])
    def test_what_is_written_is_read_back(self, french):
        links = [
            LinkText(ref, kind, lag, unit)
            for ref in (4, "Un nom ; avec, des \u00a0signes + 3")
            for kind in ("FS", "SS", "FF", "SF")
            for lag in (-2, 0, 11)
            for unit in (("working", "calendar") if lag else ("working",))
            if isinstance(ref, int)
        ]
        assert links_read(links_write(links, french=french)) == links


class TestPaper:
    def test_page_one_says_where_it_stands_and_every_task_is_there(self, plan, campaign, acting, manager):
        Task.objects.filter(pk=plan["Concept"].pk).update(name="<b>Concept</b>")
        document = Document.objects.create(
            workspace=campaign.workspace, scope=campaign.scope, builder="plan", language="fr",
            subject=f"campaign:{campaign.pk}:a3", title="Planning", requested_by=manager.user,
        )  # fmt: skip
        document_make(str(document.pk))
        document.refresh_from_db()
        pages = PdfReader(document.file.open("rb")).pages
        text = [page.extract_text() for page in pages]
        assert "Lancement Sérum Aube" in text[0]
        assert "Prêt" in text[0], "a milestone"
        whole = " ".join(text)
        assert all(name in whole for name in ("<b>Concept</b>", "Tournage", "Montage"))
        width, height = (float(side) for side in pages[0].mediabox[2:])
        assert width > height > 830, "A3 in landscape"

    def test_a_long_plan_is_cut_into_sheets_of_one_scale(self, campaign, creation, clock):
        clock(MONDAY)
        make_tasks(campaign, creation, 60)
        sheets = printed_plan(campaign, SIZES["a4"]).sheets
        assert sum(len(sheet.bars) for sheet in sheets) == 60
        assert len({(sheet.drawn.first, sheet.drawn.last, sheet.drawn.width) for sheet in sheets}) == 1
        sizes = [len(sheet.bars) for sheet in sheets]
        assert max(sizes) <= SIZES["a4"].rows
        assert max(sizes) - min(sizes) <= len(sheets) + 1, "no sheet with a lone task"

    def test_an_empty_plan_and_a_lost_one(self, campaign):
        assert campaign_plan(f"campaign:{campaign.pk}:a4").context["plan"].sheets == []
        with pytest.raises(SubjectGone):
            campaign_plan("campaign:0:a4")
