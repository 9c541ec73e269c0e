"""The brief's page and its forms: as plain pages, and in place by htmx."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from campaigns.models import Audience, Brief, BriefAudience, KeyMessage, Objective
from campaigns.services.brief import brief_edit, brief_row_edit, brief_row_remove
from tests.campaigns.brief_world import write_brief

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def brief(campaign, kpi):
    return write_brief(campaign, kpi)


def url(campaign, name="brief", **more):
    return reverse(
        f"campaigns:{name}",
        kwargs={"slug": campaign.workspace.slug, "reference": campaign.reference, **more},
    )


def words(response):
    """The page's text, with the narrow spaces of French typography made plain."""
    return response.content.decode().replace("\u202f", " ")


def objective_data(kpi, campaign, **changes):
    return {
        "name": "Vendre des sérums",
        "kpi": kpi.pk,
        "baseline": "1 200,5",
        "target": "2 500",
        "unit": "",
        "deadline": (campaign.launch_on + timedelta(days=20)).isoformat(),
        "version": "1",
        **changes,
    }


def test_an_empty_brief_teaches_and_asks_for_the_first_step(campaign, as_, contributor):
    page = as_(contributor).get(url(campaign))
    assert page.status_code == 200
    assert "Ce brief est à écrire" in words(page)
    assert "Ajouter un objectif" in words(page)


def test_reading_makes_no_row(campaign, as_, viewer):
    as_(viewer).get(url(campaign))
    assert not Brief.objects.exists()


def test_a_complete_brief_says_so_first(campaign, brief, as_, manager):
    page = words(as_(manager).get(url(campaign)))
    assert "Le brief est complet" in page
    assert "Recruter des testeuses" in page
    assert "Demander la validation" in page


def test_a_viewer_reads_without_any_way_to_edit(campaign, brief, as_, viewer):
    page = words(as_(viewer).get(url(campaign)))
    assert "Recruter des testeuses" in page
    assert "Modifier" not in page
    assert as_(viewer).get(url(campaign, "brief-text", section="fond")).status_code == 403
    assert as_(viewer).post(url(campaign, "brief-text", section="fond")).status_code == 403


def test_texts_are_saved_as_a_plain_page(campaign, as_, contributor):
    browser = as_(contributor)
    page = browser.get(url(campaign, "brief-text", section="fond"))
    assert 'name="proposition"' in words(page)
    done = browser.post(
        url(campaign, "brief-text", section="fond"),
        {"proposition": "Dormez mieux", "context": "Le marché", "version": "1"},
    )
    assert (done.status_code, done.url) == (303, url(campaign) + "#fond")
    assert campaign.brief.proposition == "Dormez mieux"


def test_texts_are_saved_in_place_by_htmx(campaign, brief, as_, contributor):
    browser = as_(contributor)
    part = browser.get(url(campaign, "brief-text", section="ton"), headers=HTMX)
    assert "<html" not in words(part)
    assert 'id="ton"' in words(part)
    done = browser.post(
        url(campaign, "brief-text", section="ton"),
        {"tone": "Vif", "constraints": "Aucune", "sector": "health", "version": brief.version},
        headers=HTMX,
    )
    assert done.status_code == 200
    assert "<html" not in words(done)
    assert 'hx-swap-oob="true"' in words(done)
    assert "Santé" in words(done)
    assert "toast" in done.headers["HX-Trigger"]


def test_the_second_editor_is_told_who_changed_what_and_keeps_the_text(
    campaign, brief, as_, acting, contributor, manager
):
    brief_edit(campaign=campaign, actor=acting(manager), expected_version=1, changes={"proposition": "Autre"})
    answer = as_(contributor).post(
        url(campaign, "brief-text", section="fond"),
        {"proposition": "Ma version", "context": brief.context, "version": "1"},
    )
    assert answer.status_code == 409
    page = words(answer)
    assert "Claire Vasseur" in page
    assert "Ma version" in page
    brief.refresh_from_db()
    assert brief.proposition == "Autre"
    again = as_(contributor).post(
        url(campaign, "brief-text", section="fond"),
        {"proposition": "Ma version", "context": brief.context, "version": "2"},
    )
    assert again.status_code == 303


def test_two_people_may_edit_different_texts(campaign, brief, acting, contributor, manager):
    brief_edit(campaign=campaign, actor=acting(manager), expected_version=1, changes={"tone": "Vif"})
    brief_edit(campaign=campaign, actor=acting(contributor), expected_version=1, changes={"context": "Neuf"})
    brief.refresh_from_db()
    assert (brief.tone, brief.context) == ("Vif", "Neuf")


def test_an_objective_is_added_with_french_figures_and_the_unit_of_its_kpi(campaign, kpi, as_, contributor):
    done = as_(contributor).post(
        url(campaign, "brief-row-add", section="objectifs"), objective_data(kpi, campaign)
    )
    assert done.status_code == 303
    made = Objective.objects.get()
    assert (str(made.baseline), str(made.target), made.unit) == ("1200.5000", "2500.0000", "leads")


def test_wrong_figures_and_dates_are_said_beside_their_field_and_nothing_is_lost(
    campaign, kpi, as_, contributor
):
    answer = as_(contributor).post(
        url(campaign, "brief-row-add", section="objectifs"),
        objective_data(kpi, campaign, target="beaucoup", deadline="31/02/2027"),
    )
    assert answer.status_code == 422
    page = words(answer)
    assert "« beaucoup » n’est pas un nombre" in page
    assert "Dernier jour du mois : 28" in page
    assert "Vendre des sérums" in page
    assert not Objective.objects.exists()


@pytest.mark.parametrize("target", ["1e400", "9" * 40, "-", "NaN", "١٢٣x"])
def test_impossible_figures_never_break(campaign, kpi, as_, contributor, target):
    answer = as_(contributor).post(
        url(campaign, "brief-row-add", section="objectifs"), objective_data(kpi, campaign, target=target)
    )
    assert answer.status_code == 422


def test_a_double_click_adds_one_row(campaign, kpi, as_, contributor):
    data = objective_data(kpi, campaign, submission="6f1c9c9e-5d51-4c3a-9d4b-3f0b6f3a1a11")
    browser = as_(contributor)
    for _click in range(2):
        assert browser.post(url(campaign, "brief-row-add", section="objectifs"), data).status_code == 303
    assert Objective.objects.count() == 1


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}], ids=["page", "htmx"])
def test_another_row_under_the_same_key_is_not_said_saved(campaign, kpi, as_, contributor, headers):
    address, key = url(campaign, "brief-row-add", section="objectifs"), "6f1c9c9e-5d51-4c3a-9d4b-3f0b6f3a1a12"
    browser, data = as_(contributor), objective_data(kpi, campaign, submission=key)
    browser.post(address, data)
    other = browser.post(address, {**data, "target": "777"}, headers=headers)
    assert other.status_code == 422
    assert "a déjà été envoyé avec d’autres valeurs" in other.text
    assert "777" in other.text
    assert key not in other.text
    assert Objective.objects.count() == 1


def test_an_audience_is_made_on_the_way(campaign, as_, contributor):
    done = as_(contributor).post(
        url(campaign, "brief-row-add", section="cibles"),
        {"audience": "", "new_name": "Jeunes parents", "insight": "Ils lisent le soir."},
    )
    assert done.status_code == 303
    assert BriefAudience.objects.get().audience.name == "Jeunes parents"
    assert Audience.objects.get().workspace == campaign.workspace


def test_a_known_audience_is_not_made_twice(campaign, brief, as_, contributor):
    answer = as_(contributor).post(
        url(campaign, "brief-row-add", section="cibles"),
        {"new_name": "actives de 30 à 45 ANS", "insight": ""},
    )
    assert answer.status_code == 422
    assert "déjà dans le brief" in words(answer)
    assert Audience.objects.count() == 1


def test_an_audience_of_another_workspace_cannot_be_chosen(campaign, stranger, as_, contributor):
    theirs = Audience.objects.create(workspace=stranger.workspace, name="Ailleurs")
    answer = as_(contributor).post(
        url(campaign, "brief-row-add", section="cibles"), {"audience": theirs.pk, "insight": ""}
    )
    assert answer.status_code == 422
    assert not BriefAudience.objects.exists()


def test_rows_are_put_in_order_and_posting_the_place_twice_changes_nothing(campaign, as_, contributor):
    rows = [KeyMessage.objects.create(campaign=campaign, text=text, position=index)
            for index, text in enumerate("ABC")]  # fmt: skip
    browser = as_(contributor)
    move = url(campaign, "brief-row-move", section="messages", pk=rows[2].pk)
    for _click in range(2):
        assert browser.post(move, {"to": "0"}).status_code == 303
    assert list(campaign.key_messages.values_list("text", flat=True)) == ["C", "A", "B"]
    browser.post(move, {"to": "99"})
    browser.post(move, {"to": "n’importe quoi"})
    assert list(campaign.key_messages.values_list("text", flat=True)) == ["A", "B", "C"]


def test_a_row_is_removed_once(campaign, brief, as_, contributor):
    row = campaign.key_messages.get()
    browser = as_(contributor)
    for _click in range(2):
        done = browser.post(
            url(campaign, "brief-row-remove", section="messages", pk=row.pk), {"version": row.version}
        )
        assert done.status_code == 303
    assert not campaign.key_messages.exists()


def test_a_row_that_changed_is_not_removed_unread(campaign, brief, as_, acting, contributor, manager):
    row = campaign.key_messages.get()
    brief_row_edit(row=row, actor=acting(manager), expected_version=1, changes={"text": "Mieux"})
    answer = as_(contributor).post(
        url(campaign, "brief-row-remove", section="messages", pk=row.pk), {"version": "1"}
    )
    assert answer.status_code == 409
    assert "Relisez-la" in words(answer)
    assert campaign.key_messages.exists()


def test_a_row_removed_meanwhile_gives_the_text_back(campaign, brief, as_, acting, contributor, manager):
    row = campaign.key_messages.get()
    pk = row.pk
    brief_row_remove(row=row, actor=acting(manager), expected_version=1)
    answer = as_(contributor).post(
        url(campaign, "brief-row", section="messages", pk=pk),
        {"text": "Ma correction", "proof": "", "version": "1"},
    )
    assert answer.status_code == 409
    assert "Claire Vasseur a retiré cette ligne" in words(answer)
    assert "Ma correction" in words(answer)


def test_a_row_of_another_campaign_is_not_found(campaign, brief, as_, contributor):
    assert (
        as_(contributor).post(url(campaign, "brief-row", section="messages", pk=10**17), {}).status_code
        == 404
    )


def test_the_brief_of_a_finished_campaign_cannot_be_edited(campaign, brief, as_, acting, manager):
    from campaigns.services.lifecycle import campaign_abandon

    campaign_abandon(campaign=campaign, actor=acting(manager), reason="Produit retiré")
    answer = as_(manager).post(
        url(campaign, "brief-text", section="ton"),
        {"tone": "Vif", "constraints": "", "sector": "", "version": 1},
    )
    assert answer.status_code == 422
    assert "Rouvrez-la" in words(answer)


PDF = b"%PDF-1.7\n%test\n"


def post_strategy(browser, campaign, file, **data):
    return browser.post(
        url(campaign, "brief-text", section="strategie"),
        {"strategy_label": "", "strategy_url": "", "version": 1, "upload": file, **data},
    )


def test_a_strategy_document_is_kept_and_served_to_readers(campaign, as_, contributor, viewer, stranger):
    done = post_strategy(as_(contributor), campaign, SimpleUploadedFile("Plan 2027.pdf", PDF))
    assert done.status_code == 303
    brief = campaign.brief
    assert brief.strategy_label == "Plan 2027.pdf"
    page = words(as_(viewer).get(url(campaign)))
    digest = brief.strategy_file.name.rpartition("/")[2].partition(".")[0]
    address = url(campaign, "brief-document", digest=digest, suffix="pdf")
    assert address in page
    served = as_(viewer).get(address)
    assert b"".join(served.streaming_content) == PDF
    assert served.headers["Content-Disposition"].startswith("attachment")
    assert as_(stranger).get(address).status_code == 404
    assert as_(viewer).get(url(campaign, "brief-document", digest="0" * 64, suffix="pdf")).status_code == 404


@pytest.mark.parametrize(
    ("name", "body", "said"),
    [
        ("plan.exe", b"MZ", "n’est pas un document accepté"),
        ("plan.pdf", b"<html>", "ne s’ouvre pas comme un fichier PDF"),
        ("plan.docx", b"PK\x03\x04rien", "ne s’ouvre pas comme un fichier DOCX"),
        ("plan.pdf", b"", "vide"),
    ],
)
def test_what_is_not_a_document_is_refused_in_words(campaign, as_, contributor, name, body, said):
    answer = post_strategy(
        as_(contributor), campaign, SimpleUploadedFile(name, body), strategy_label="Mon plan"
    )
    assert answer.status_code == 422
    assert said in words(answer)
    assert "Mon plan" in words(answer)
    assert not Brief.objects.filter(campaign=campaign).exclude(strategy_file="").exists()


def test_a_document_too_large_is_refused_in_words(campaign, as_, contributor, monkeypatch):
    monkeypatch.setattr("campaigns.strategy_files.MAX_BYTES", 10)
    answer = post_strategy(as_(contributor), campaign, SimpleUploadedFile("plan.pdf", PDF))
    assert "la limite est de" in words(answer)


def test_the_same_document_twice_is_one_file(campaign, as_, contributor):
    browser = as_(contributor)
    post_strategy(browser, campaign, SimpleUploadedFile("a.pdf", PDF))
    first = Brief.objects.get().strategy_file.name
    post_strategy(browser, campaign, SimpleUploadedFile("b.pdf", PDF), version=Brief.objects.get().version)
    assert Brief.objects.get().strategy_file.name == first


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.com/x", "pas une adresse"])
def test_a_link_is_a_web_address(campaign, as_, contributor, address):
    answer = as_(contributor).post(
        url(campaign, "brief-text", section="strategie"),
        {"strategy_label": "Plan", "strategy_url": address, "version": 1},
    )
    assert answer.status_code == 422


def test_the_page_runs_the_same_number_of_queries_whatever_the_rows(
    campaign, brief, kpi, as_, manager, django_assert_max_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    browser = as_(manager)
    browser.get(url(campaign))
    with CaptureQueriesContext(connection) as few:
        browser.get(url(campaign))
    for index in range(12):
        campaign.objectives.create(name=f"O{index}", kpi=kpi, target=index, deadline=campaign.launch_on)
        campaign.key_messages.create(text=f"M{index}", audience=Audience.objects.first())
        other = Audience.objects.create(workspace=campaign.workspace, name=f"Cible {index}")
        campaign.brief_audiences.create(audience=other)
    with CaptureQueriesContext(connection) as many:
        browser.get(url(campaign))
    assert len(many) <= len(few)
