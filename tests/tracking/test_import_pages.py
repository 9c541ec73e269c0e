"""Importing in the browser: upload, preview, questions, apply, undo; every wrong file gets words."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.tracking.conftest import SAMPLES, at, counted, csv, days_ago, sample, text
from tracking.models import Alert, Import, KpiFact, Source

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(as_, contributor):
    return as_(contributor)


def upload(browser, source, file):
    return browser.post(at("imports", source.campaign), {"source": source.pk, "file": file})


def the_import() -> Import:
    return Import.objects.latest("pk")


def apply(browser, source):
    record = the_import()
    return browser.post(at("import-apply", source.campaign, record.pk), follow=True)


@pytest.mark.parametrize(
    ("name", "place", "rows", "cost"),
    [
        ("google_ads_en_daily.csv", "adwords", "155 lignes", "20 047,14"),
        ("meta_fr.csv", "source", "181 lignes", "6 925,56"),
        ("meta_en.xlsx", "source", "lignes", ""),
        ("google_ads_fr_excel_utf16.csv", "adwords", "lignes", ""),
    ],
)
def test_a_sample_goes_from_upload_to_dashboard(
    browser, request, kpis, target, long_live, name, place, rows, cost
):
    source = request.getfixturevalue(place)
    response = upload(browser, source, sample(name))
    assert response.status_code == 303
    page = text(browser.get(response.url))
    assert "prêtes pour" in page
    assert rows in page
    assert cost in page
    assert "Rien n’est encore entré" in page
    assert not KpiFact.objects.exists()
    done = text(apply(browser, source))
    assert "lignes importées" in done
    assert counted(source, "clicks") > 0
    dashboard = text(browser.get(at("dashboard", source.campaign)))
    assert source.channel.name in dashboard


def test_a_table_of_somebodys_own_asks_what_it_does_not_say(browser, table, kpis):
    head = "Jour;Dépense;Truc;Clics"
    lines = [f"{days_ago(ago):%d/%m/%Y};12,50;7;3" for ago in (19, 18, 17, 3)]
    response = upload(browser, table, csv(head, *lines))
    page = text(browser.get(response.url))
    assert "Dans quelle devise sont les montants" in page
    assert "disabled" in page
    refused = browser.post(response.url, {"currency": "zzz"})
    assert refused.status_code == 422
    assert "« zzz » n’est pas une devise" in text(refused)
    answered = browser.post(response.url, {"currency": "eur"}, follow=True)
    assert "4 lignes prêtes" in text(answered)
    apply(browser, table)
    assert counted(table, "cost") == 50
    assert counted(table, "clicks") == 12


def test_a_period_is_asked_checked_and_kept(browser, table, kpis, long_live):
    response = upload(browser, table, csv("Campagne;Clics", "Aube;30"))
    page = text(browser.get(response.url))
    assert "De quel jour à quel jour" in page
    wrong = browser.post(response.url, {"period_start": "2026-02-31", "period_end": "2026-03-05"})
    assert "Le 31/02/2026 n’existe pas. Dernier jour du mois : 28." in text(wrong)
    reversed_ = browser.post(response.url, {"period_start": "2026-03-06", "period_end": "2026-03-05"})
    assert "finit avant de commencer" in text(reversed_)
    browser.post(response.url, {"period_start": "2026-03-01", "period_end": "2026-03-10"})
    page = text(browser.get(response.url))
    assert "répartis également" in page
    assert 'value="2026-03-01"' in page  # an answer stays, to be corrected
    apply(browser, table)
    assert counted(table, "clicks") == 30
    assert KpiFact.objects.filter(source=table).count() == 10


def test_a_column_explained_wrongly_can_be_explained_again(browser, table, kpis):
    response = upload(browser, table, csv("Jour;Nombre de trucs", f"{days_ago(3)};30", f"{days_ago(2)};4"))
    page = browser.get(response.url)
    assert "Ces colonnes ne sont pas reconnues" in text(page)
    assert page.context["form"]["column_0"].initial == "day"
    browser.post(response.url, {"column_0": "day", "column_1": "clicks"})
    assert browser.get(response.url).context["form"]["column_1"].initial == "clicks"
    browser.post(response.url, {"column_0": "day", "column_1": "impressions"})
    apply(browser, table)
    assert counted(table, "impressions") == 34
    assert counted(table, "clicks") == 0


def test_two_columns_that_contradict_each_other_are_told_apart(browser, table, kpis):
    response = upload(browser, table, csv("Jour;Clics;Clics", f"{days_ago(3)};30;31", f"{days_ago(2)};4;4"))
    page = browser.get(response.url)
    assert "laquelle compte" in text(page)
    names = [name for name in page.context["form"].fields if name.startswith("column")]
    assert len(names) == 2
    browser.post(response.url, {names[0]: "ignore", names[1]: "clicks"})
    apply(browser, table)
    assert counted(table, "clicks") == 35


def test_campaigns_of_the_export_are_chosen(browser, table, kpis):
    response = upload(
        browser, table, csv("Jour;Campagne;Clics", f"{days_ago(3)};Aube;30", f"{days_ago(3)};Autre;9")
    )
    nothing = browser.post(response.url, {"names": []})
    assert "Choisissez au moins une campagne" in text(nothing)
    browser.post(response.url, {"names": ["Aube"]})
    apply(browser, table)
    assert counted(table, "clicks") == 30


def test_campaigns_too_many_to_tick_are_chosen_by_words(browser, table, kpis):
    rows = [f"{days_ago(3)};{name} {number};1" for number in range(30) for name in ("Été Aube", "Autre")]
    response = upload(browser, table, csv("Jour;Campagne;Clics", *rows))
    page = browser.get(response.url)
    assert "Toutes (60)" in text(page)
    assert "names" not in page.context["form"].fields
    for words, said in (("", "Écrivez un mot"), ("hiver", "Aucune campagne de l’export ne contient")):
        refused = browser.post(response.url, {"names_which": "containing", "names_containing": words})
        assert refused.status_code == 422
        assert said in text(refused)
    browser.post(response.url, {"names_which": "containing", "names_containing": "ETE aube 1, autre 29"})
    page = browser.get(response.url)
    assert "Les 12 déjà retenues" in text(page)
    browser.post(response.url, {"names_which": "kept"})
    apply(browser, table)
    assert counted(table, "clicks") == 12


def test_names_that_no_longer_come_can_be_chosen_again(browser, table, kpis):
    table.external_names = ["Ancienne"]
    table.save()
    response = upload(browser, table, csv("Jour;Campagne;Clics", f"{days_ago(3)};Aube;30"))
    page = browser.get(response.url)
    assert "Aucune des campagnes retenues jusqu’ici" in text(page)
    assert "names" in page.context["form"].fields
    browser.post(response.url, {"names": ["Aube"]})
    apply(browser, table)
    assert counted(table, "clicks") == 30


def test_refused_rows_are_listed_with_line_and_reason(browser, table, kpis):
    response = upload(browser, table, csv("Jour;Clics", f"{days_ago(3)};30", f"{days_ago(2)};douze"))
    page = text(browser.get(response.url))
    assert "Ligne 3" in page
    assert "« douze » n’est pas un nombre" in page
    assert "ne peut pas être importé" in page
    assert "ne peut pas" in text(apply(browser, table))
    assert not KpiFact.objects.exists()


def test_days_off_the_air_come_in_only_when_asked(browser, table, kpis, target):
    days = [f"{days_ago(ago)};{clicks}" for ago, clicks in ((60, 30), (59, 4), (2, 7))]
    response = upload(browser, table, csv("Jour;Clics", *days))
    page = text(browser.get(response.url))
    assert "2 jours du fichier tombent hors de la diffusion" in page
    assert "Ils ne seront pas comptés" in page
    assert "1 ligne prête" in page
    browser.post(response.url, {"outside": "on"})
    page = text(browser.get(response.url))
    assert "Ils compteront, comme demandé" in page
    assert "3 lignes prêtes" in page
    browser.post(response.url, {})
    assert "1 ligne importée" in text(apply(browser, table))
    assert counted(table, "clicks") == 7
    assert "hors diffusion" not in text(browser.get(at("dashboard", table.campaign)))


def test_a_file_off_the_air_brings_nothing_until_asked_then_the_page_says_so(browser, table, kpis, target):
    response = upload(browser, table, csv("Jour;Clics;Leads", f"{days_ago(60)};30;5"))
    assert "Tous les jours de ce fichier tombent hors de la diffusion" in text(browser.get(response.url))
    assert "hors de la diffusion" in text(apply(browser, table))
    assert not KpiFact.objects.exists()
    browser.post(response.url, {"outside": "on"})
    assert "1 ligne importée" in text(apply(browser, table))
    board = browser.get(at("dashboard", table.campaign)).context["board"]
    assert board.period.endswith("et 1 jour hors diffusion compté aussi")


def test_what_will_be_replaced_is_said(browser, table, kpis):
    upload(browser, table, csv("Jour;Clics", f"{days_ago(3)};30"))
    apply(browser, table)
    response = upload(browser, table, csv("Jour;Clics", f"{days_ago(3)};31"))
    assert "1 chiffre déjà importé sera remplacé" in text(browser.get(response.url))


def workbook(**parts: bytes) -> bytes:
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return body.getvalue()


WRONG = {
    "binary.csv": bytes(range(256)) * 40,
    "image.csv": b"\x89PNG\r\n\x1a\n" + b"\0" * 200,
    "page.csv": b"<!doctype html><html><body>Session expir\xc3\xa9e</body></html>",
    "archive.zip": workbook(**{"a.txt": b"x"}),
    "broken.xlsx": b"PK\x03\x04" + b"\0" * 100,
    "old.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "only_head.csv": b"Jour;Clics\n",
    "words.csv": "Bonjour,\nvoici le fichier demandé.\nBien à vous\n".encode(),
    "nul.csv": b"Jour;Clics\n2026-03-01;1\n\0\0\0",
    "future.csv": b"Jour;Clics\n2062-03-01;1\n",
    "formula.csv": b"Jour;Clics\n2026-03-01;=1+1\n",
    "quote.csv": b'Jour;Clics\n2026-03-01;"1\n2026-03-02;2\n',
    "huge_number.csv": b"Jour;Clics\n2026-03-01;" + b"9" * 60 + b"\n",
    "infinity.csv": b"Jour;Clics\n2026-03-01;Infinity\n",
    "json.csv": b'{"clicks": 12}',
    "pdf.csv": b"%PDF-1.7\n" + b"\xff" * 100,
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_file_gets_words_and_leaves_nothing(browser, table, kpis, name):
    response = upload(browser, table, SimpleUploadedFile(name, WRONG[name]))
    assert response.status_code == 303
    page = browser.get(response.url)
    assert page.status_code == 200
    said = text(page)
    assert "ne peut pas être importé" in said or "Il manque une réponse" in said
    assert "Code." not in said
    answered = apply(browser, table)
    assert answered.status_code == 200
    assert not KpiFact.objects.exists()
    assert the_import().status == Import.Status.PREVIEW


def test_an_empty_file_and_none_at_all_are_said_beside_the_field(browser, table, kpis):
    empty = upload(browser, table, SimpleUploadedFile("vide.csv", b""))
    assert empty.status_code == 422
    assert "Ce fichier est vide" in text(empty)
    none = browser.post(at("imports", table.campaign), {"source": table.pk})
    assert none.status_code == 422
    assert none.context["form"].errors["file"]


def test_a_file_too_big_is_refused_before_it_is_read(browser, table, kpis, monkeypatch):
    monkeypatch.setattr("tracking.services.imports.MAX_TEXT_BYTES", 5_000)
    response = upload(browser, table, SimpleUploadedFile("gros.csv", b"1;2\n" * 1_400))
    assert response.status_code == 422
    assert "« gros.csv » dépasse 5 Ko. Exportez une période plus courte." in text(response)
    assert not Import.objects.exists()


def test_the_same_file_again_is_refused_in_words(browser, table, kpis):
    for status in (303, 422):
        response = upload(browser, table, csv("Jour;Clics", f"{days_ago(3)};30"))
        assert response.status_code == status
        apply(browser, table)
    assert "déjà importé" in text(response)
    assert counted(table, "clicks") == 30


def test_a_double_click_on_import_says_so(browser, table, kpis):
    upload(browser, table, csv("Jour;Clics", f"{days_ago(3)};30"))
    apply(browser, table)
    assert "rien n’a été ajouté deux fois" in text(apply(browser, table))


def test_an_import_is_undone_after_a_question(browser, table, kpis):
    upload(browser, table, csv("Jour;Clics", f"{days_ago(3)};30"))
    apply(browser, table)
    url = at("import-undo", table.campaign, the_import().pk)
    assert "ceux qu’il avait remplacés reviennent" in text(browser.get(url))
    assert counted(table, "clicks") == 30
    assert "Import annulé" in text(browser.post(url, follow=True))
    assert counted(table, "clicks") == 0
    assert "il n’y a rien à annuler" in text(browser.post(url, follow=True))


def test_a_preview_is_given_up(browser, table, kpis):
    upload(browser, table, csv("Jour;Clics", f"{days_ago(3)};30"))
    url = at("import-discard", table.campaign, the_import().pk)
    assert "rien n’a été ajouté" in text(browser.post(url, follow=True))
    assert the_import().status == Import.Status.DISCARDED


def test_samples_are_all_read_without_a_failure(browser, table, kpis):
    table.platform = "generic"
    for path in sorted(SAMPLES.glob("*.csv")) + sorted(SAMPLES.glob("*.xlsx")):
        if path.name.endswith(".json"):
            continue
        response = upload(browser, table, sample(path.name))
        assert browser.get(response.url).status_code == 200, path.name


def test_an_export_of_another_platform_is_named_with_a_way_out(browser, source, search, kpis):
    response = upload(browser, source, sample("google_ads_en_daily.csv"))
    page = browser.get(response.url)
    assert "C’est un export Google Ads ; vous avez choisi Meta Ads." in text(page)
    assert "Déclarer une source Google Ads" in text(page)
    assert "Enregistrer mes réponses" not in text(page)
    listing = text(browser.get(at("imports", source.campaign)))
    assert "Autre plateforme" in listing
    assert "Illisible" not in listing
    right = Source.objects.create(
        campaign=source.campaign, channel=search, platform="google_ads", name="Compte Google"
    )
    page = browser.get(response.url)
    assert "Le déposer sur la source « Compte Google »" in text(page)
    assert f"?source={right.pk}" in page.content.decode()


def test_amounts_are_shown_in_the_files_own_currency_or_none(browser, table, kpis):
    response = upload(browser, table, csv("Date;Clics;Coût", f"{days_ago(3)};3;5,00"))
    assert "Dans quelle devise" in text(browser.get(response.url))
    assert "5 €" not in text(browser.get(response.url))
    response = upload(browser, table, csv("Date;Clics;Coût (USD)", f"{days_ago(3)};3;6,00"))
    page = text(browser.get(response.url))
    assert "6 $" in page
    assert "6 €" not in page


def test_a_date_of_another_century_is_too_old(browser, table, kpis):
    response = upload(browser, table, csv("Jour;Clics", f"{days_ago(3)};3", "1999-11-12;4"))
    assert "La date « 1999-11-12 » est trop ancienne." in text(browser.get(response.url))


def test_an_import_undone_already_is_not_offered_to_be_undone(browser, table, kpis):
    upload(browser, table, csv("Jour;Clics", f"{days_ago(3)};30"))
    apply(browser, table)
    url = at("import-undo", table.campaign, the_import().pk)
    assert "Annuler l’import de" in text(browser.get(url))
    browser.post(url)
    assert "a été annulé" in text(browser.get(url))
    assert "Annuler l’import de" not in text(browser.get(url))


def test_an_overspend_that_comes_in_is_said_at_once(
    browser, table, kpis, target, django_capture_on_commit_callbacks
):
    upload(browser, table, csv("Date;Clics;Coût (EUR)", f"{days_ago(3)};3;500,00"))
    with django_capture_on_commit_callbacks(execute=True):
        apply(browser, table)
    assert Alert.objects.filter(kind=Alert.Kind.BUDGET_OVERSPENT).count() == 1
    board = browser.get(at("dashboard", table.campaign)).context["board"]
    assert board.sentence.startswith("Meta Ads dépasse son budget de 500")
