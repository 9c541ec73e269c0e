"""The bilan: written, frozen, published once; a period at a time for an always-on campaign; its PDF."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader

from budgets.models import Budget
from campaigns.models import Campaign, PhaseChange
from core.documents import document_make
from core.models import Document
from core.submissions import new_submission_key
from tests.campaigns.waiving import waiver_grant
from tests.coordination.conftest import in_phase
from tests.tracking.conftest import access_of, at, days_ago, on_air, text
from tracking.bilan_figures import bilan_figures, months_in
from tracking.documents import bilan_pdf
from tracking.models import Bilan, Learning
from tracking.selectors.bilan import bilan_page
from tracking.selectors.charts import charts_drawn
from tracking.services.bilan import (
    BilanPublished,
    bilan_edit,
    bilan_publish,
    bilan_start,
    learning_add,
    learning_remove,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def over(live) -> Campaign:
    """Off the air for five days, in BILAN."""
    return on_air(live, days=45, of=40, phase="BILAN")


@pytest.fixture
def measured(over, source, target, measure, kpis, meta):
    """410 leads for 400 promised, 900 € spent for 1 000 € planned."""
    measure("leads", 410, ago=10)
    budget = Budget.objects.create(campaign=over, total=Decimal(1000))
    line = budget.lines.create(channel=meta, month=over.launch_on.replace(day=1), planned=Decimal(1000))
    line.entries.create(kind="actual", amount=Decimal(900), on=line.month, label="Facture")
    return over


@pytest.fixture
def draft(measured, hugo) -> Bilan:
    """Written, with one learning."""
    made = bilan_start(campaign=measured, actor=hugo)
    bilan_edit(
        bilan=made, actor=hugo, expected_version=1, changes={"summary": "Promis, tenu, sous le budget."}
    )
    learning_add(bilan=made, actor=hugo, values={"kind": "keep", "text": "Commencer par la story."})
    return Bilan.objects.get(pk=made.pk)


def test_the_figures_say_promised_and_obtained(measured):
    page = bilan_page(measured)
    assert page.sentence.replace("\u202f", " ").replace("\xa0", " ") == (
        "1 objectif tenu sur 1. 900 € dépensés sur 1 000 € prévus, soit 100 € de moins."
    )
    assert (page.kpis[0].goal, page.kpis[0].actual, page.kpis[0].word) == ("400", "410", "Tenu")
    assert page.total.gap == -100


def test_a_promise_is_not_broken_while_the_campaign_runs(live, target, source, measure):
    measure("leads", 100, ago=2)
    shown = bilan_page(live).kpis[0]
    assert (shown.state, shown.word) == ("waiting", "Pas encore tenu")
    measure("leads", 310, ago=1)
    assert bilan_page(live).kpis[0].word == "Tenu à ce jour"


def test_a_near_miss_shows_what_it_lacks(over, source, target, measure):
    type(target).objects.filter(pk=target.pk).update(target=Decimal("410.004"))
    measure("leads", 410, ago=10)
    shown = bilan_page(over).kpis[0]
    assert (shown.goal, shown.actual, shown.word) == ("410,004", "410", "Non tenu")


def test_a_late_sale_and_a_late_study_still_count(measured, measure):
    measure("leads", 5, ago=1)
    assert bilan_page(measured).kpis[0].actual == "415"


def test_beginning_twice_is_one_draft(measured, hugo):
    assert bilan_start(campaign=measured, actor=hugo) == bilan_start(campaign=measured, actor=hugo)


def test_a_bilan_does_not_begin_before_the_launch(campaign, hugo):
    with pytest.raises(ValidationError, match="La diffusion commence le"):
        bilan_start(campaign=campaign, actor=hugo)


def test_what_is_missing_is_said_before_publishing(measured, hugo, claire):
    made = bilan_start(campaign=measured, actor=hugo)
    with pytest.raises(ValidationError, match="Écrivez l’essentiel"):
        bilan_publish(bilan=made, actor=claire)
    bilan_edit(bilan=made, actor=hugo, expected_version=1, changes={"summary": "Tenu."})
    with pytest.raises(ValidationError, match="au moins un enseignement"):
        bilan_publish(bilan=made, actor=claire)
    assert not Bilan.objects.exclude(published_at=None).exists()


def test_figures_are_not_frozen_while_the_campaign_runs(live, hugo, claire):
    made = bilan_start(campaign=live, actor=hugo)
    bilan_edit(bilan=made, actor=hugo, expected_version=1, changes={"summary": "Tenu."})
    learning_add(bilan=made, actor=hugo, values={"kind": "keep", "text": "Refaire."})
    with pytest.raises(ValidationError, match="court jusqu’au"):
        bilan_publish(bilan=made, actor=claire)
    Campaign.objects.filter(pk=live.pk).update(stopped_on=days_ago(1), stop_reason="Rupture.")
    assert bilan_publish(bilan=made, actor=claire).period_end == days_ago(1)


def test_published_figures_no_longer_move(draft, claire, measure, target):
    bilan_publish(bilan=draft, actor=claire)
    drawn = charts_drawn(bilan_page(draft.campaign).charts, medium="print")
    measure("leads", 5, ago=2)
    target.delete()
    page = bilan_page(draft.campaign)
    assert drawn
    assert charts_drawn(page.charts, medium="print") == drawn, "the curves are frozen too"
    assert [chart.svg for chart in bilan_pdf(str(draft.pk)).context["charts"]][: len(drawn)] == [
        chart.svg for chart in drawn
    ]
    assert page.kpis[0].actual == "410"
    assert page.bilan.published_by_name == "Claire Vasseur"


def test_a_published_bilan_no_longer_changes(draft, hugo, claire):
    published = bilan_publish(bilan=draft, actor=claire)
    assert bilan_publish(bilan=draft, actor=claire).published_at == published.published_at
    learning = Learning.objects.get()
    for action in (
        lambda: bilan_edit(bilan=draft, actor=hugo, expected_version=3, changes={"summary": "Autre."}),
        lambda: learning_add(bilan=draft, actor=hugo, values={"kind": "keep", "text": "Trop tard."}),
        lambda: learning_remove(learning=learning, actor=hugo),
        lambda: bilan_start(campaign=draft.campaign, actor=hugo),
    ):
        with pytest.raises(BilanPublished):
            action()


@pytest.mark.django_db(transaction=True)
def test_published_at_once_by_two_it_is_published_once(draft, manager, admin):
    def publish(member) -> str:
        try:
            return bilan_publish(
                bilan=Bilan.objects.get(pk=draft.pk), actor=access_of(member)
            ).published_by_name
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        names = set(pool.map(publish, [manager, admin]))
    assert len(names) == 1


def test_months_count_for_their_share_of_days(today):
    from datetime import date

    assert months_in(date(2026, 3, 1), date(2026, 5, 31)) == 3
    assert months_in(date(2026, 4, 16), date(2026, 4, 30)) == Decimal("0.5")


def test_an_always_on_campaign_has_a_bilan_a_period(campaign, source, target, measure, hugo, claire):
    running = on_air(campaign, days=100, of=None, phase="SUIVI")
    measure("leads", 700, ago=90)
    first = bilan_start(campaign=running, actor=hugo, period_end=days_ago(40))
    assert first.period_start == running.launch_on
    bilan_edit(bilan=first, actor=hugo, expected_version=1, changes={"summary": "Tenu."})
    learning_add(bilan=first, actor=hugo, values={"kind": "keep", "text": "Refaire."})
    bilan_publish(bilan=first, actor=claire)
    second = bilan_start(campaign=running, actor=hugo)
    assert (second.number, second.period_start) == (2, days_ago(39))
    second.delete()
    with pytest.raises(ValidationError, match="commencez le lendemain"):
        bilan_start(campaign=running, actor=hugo, period_start=days_ago(60))
    figures = bilan_figures(running, start=first.period_start, end=first.period_end)
    months = months_in(first.period_start, first.period_end)
    assert Decimal(figures["kpis"][0]["target"]) == round(400 * months)
    assert figures["kpis"][0]["monthly"] == "400.0000"


# Pages ------------------------------------------------------------------------------------------------


@pytest.fixture
def browser(as_, contributor):
    return as_(contributor)


@pytest.fixture
def manager_browser(as_, manager):
    return as_(manager)


def test_a_bilan_goes_from_nothing_to_published(browser, manager_browser, measured):
    page = text(browser.get(at("bilan", measured)))
    assert "Le bilan n’est pas commencé" in page
    assert not Bilan.objects.exists()
    browser.post(at("bilan-start", measured))
    browser.post(at("bilan-edit", measured), {"summary": "Promis et tenu.", "version": 1})
    key = new_submission_key()
    for _click in range(2):
        response = browser.post(
            at("learning-add", measured),
            {"kind": "keep", "text": "Commencer tôt.", "evidence": "+12 %", "submission": key},
        )
        assert response.status_code == 303
    assert Learning.objects.count() == 1
    assert "figés" in text(manager_browser.get(at("bilan-publish", measured)))
    done = text(manager_browser.post(at("bilan-publish", measured), follow=True))
    assert "Bilan publié" in done
    assert "publié par Claire Vasseur" in done
    again = text(manager_browser.post(at("bilan-publish", measured), follow=True))
    assert "ses chiffres sont figés" in again
    late = text(browser.post(at("bilan-edit", measured), {"summary": "Autre", "version": 2}, follow=True))
    assert "il ne change plus" in late


def test_the_second_writer_is_told_and_keeps_their_text(browser, manager_browser, draft):
    url = at("bilan-edit", draft.campaign)
    assert manager_browser.post(url, {"summary": "De Claire.", "version": draft.version}).status_code == 303
    response = browser.post(url, {"summary": "De Hugo.", "version": draft.version})
    assert response.status_code == 409
    page = text(response)
    assert "De Hugo." in page
    assert "Claire Vasseur a remplacé" in page


def test_an_empty_learning_is_refused_and_its_evidence_kept(browser, draft):
    response = browser.post(
        at("learning-add", draft.campaign), {"kind": "keep", "text": "", "evidence": "+12 %"}
    )
    assert response.status_code == 422
    assert 'value="+12 %"' in text(response)


def test_a_learning_is_changed_and_removed(browser, draft):
    learning = Learning.objects.get()
    values = {"kind": "avoid", "text": "Ne pas finir par la story.", "version": 1}
    assert browser.post(at("learning", draft.campaign, learning.pk), values).status_code == 303
    stale = browser.post(at("learning", draft.campaign, learning.pk), {**values, "text": "Autre"})
    assert stale.status_code == 409
    assert "Ne pas finir" in text(browser.get(at("learning-remove", draft.campaign, learning.pk)))
    browser.post(at("learning-remove", draft.campaign, learning.pk))
    assert not Learning.objects.exists()


def test_the_period_of_an_always_on_bilan_is_checked_in_words(browser, campaign, kpis):
    running = on_air(campaign, days=100, of=None, phase="SUIVI")
    wrong = browser.post(at("bilan-start", running), {"period_start": "31/02/2026", "period_end": ""})
    assert wrong.status_code == 422
    assert "n’existe pas" in text(wrong)
    values = {"period_start": running.launch_on - timedelta(9), "period_end": days_ago(1)}
    early = browser.post(at("bilan-start", running), values)
    assert early.status_code == 422
    assert "La campagne commence le" in text(early)
    values["period_start"] = running.launch_on
    assert browser.post(at("bilan-start", running), values).status_code == 303
    assert Bilan.objects.get().period_end == days_ago(1)


def test_learnings_are_found_again(as_, viewer, draft, claire, workspace):
    from django.urls import reverse

    url = reverse("tracking:learnings", args=[workspace.slug])
    assert "Pas encore d’enseignement" in text(as_(viewer).get(url))  # a draft teaches nobody
    bilan_publish(bilan=draft, actor=claire)
    browser = as_(viewer)
    assert "Commencer par la story" in text(browser.get(url, {"q": "story", "nature": "keep"}))
    assert "Commencer par la story" not in text(browser.get(url, {"nature": "avoid"}))
    assert browser.get(url, {"canal": "x", "nature": "x", "page": "x"}).status_code == 200


# PDF --------------------------------------------------------------------------------------------------


def pdf_of(bilan: Bilan, browser) -> PdfReader:
    response = browser.post(at("bilan-pdf", bilan.campaign), {"numero": bilan.number})
    assert response.status_code == 303
    document = Document.objects.latest("created_at")
    document_make(str(document.pk))
    document.refresh_from_db()
    assert document.status == Document.Status.READY
    return PdfReader(io.BytesIO(document.file.read()))


def test_page_one_of_the_pdf_tells_a_director_everything(browser, draft, claire, manager, adwords, measure):
    measure("leads", 20, ago=9, on=adwords)
    draft.campaign.sponsor_member = manager
    draft.campaign.save(update_fields=["sponsor_member"])
    waiver_grant(
        campaign=draft.campaign, actor=access_of(manager), check_key="teams_briefed",
        reason="Agence prévenue par téléphone.", valid_until=days_ago(-9),
    )  # fmt: skip
    PhaseChange.objects.create(
        campaign=draft.campaign, verb="pause", source="EXECUTION", target="EXECUTION",
        reason="Rupture de stock.", actor_name="Claire Vasseur",
    )  # fmt: skip
    bilan_publish(bilan=draft, actor=claire)
    pdf = pdf_of(Bilan.objects.get(), browser)
    first = plain(pdf.pages[0].extract_text())
    for words in (
        "Lancement Sérum Aube",
        "1 objectif tenu sur 1",
        "900 €",
        "Promis, tenu",
        "Commencer par la story",
    ):
        assert words in first
    whole = plain(" ".join(page.extract_text() for page in pdf.pages))
    for words in (
        "Équipes briefées",
        "Signée, empreinte",
        "Agence prévenue",
        "Mise en pause",
        "Rupture de stock",
        "figés par Claire",
    ):
        assert words in whole
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert pdf.trailer["/Root"]["/Lang"] == "fr"
    assert "1 / " in first


def test_a_draft_prints_as_a_draft(browser, draft):
    assert "Brouillon" in pdf_of(draft, browser).pages[0].extract_text()


def test_an_empty_campaign_prints_all_the_same(browser, over, hugo, kpis):
    made = bilan_start(campaign=over, actor=hugo)
    assert pdf_of(made, browser).pages


def test_words_of_people_are_words_not_markup(browser, draft, hugo):
    bilan_edit(
        bilan=draft, actor=hugo, expected_version=draft.version,
        changes={"summary": "<img src=file:///etc/passwd><script>x</script>"},
    )  # fmt: skip
    assert "<img src=file" in pdf_of(Bilan.objects.get(), browser).pages[0].extract_text()


def test_a_bilan_that_is_gone_says_so(db):
    from core.documents import SubjectGone

    with pytest.raises(SubjectGone, match="n’existe plus"):
        bilan_pdf("999999")


def plain(words: str) -> str:
    return " ".join(words.replace("\u202f", " ").replace("\xa0", " ").split())


def test_a_campaign_that_is_over_writes_no_bilan(browser, over, hugo):
    in_phase(over, "ABANDONNEE")
    with pytest.raises(ValidationError, match="terminée"):
        bilan_start(campaign=over, actor=hugo)
    assert "terminée" in text(browser.post(at("bilan-start", over), follow=True))


def test_the_page_of_a_future_campaign_says_when(browser, campaign):
    assert "La diffusion commence le" in text(browser.get(at("bilan", campaign)))
    assert timezone.localdate() < campaign.launch_on


def test_a_period_that_ends_before_it_begins_says_so(campaign, source, claire):
    running = on_air(campaign, days=120, of=None)
    with pytest.raises(ValidationError, match="finit avant de commencer"):
        bilan_start(campaign=running, actor=claire, period_start=days_ago(-9), period_end=days_ago(3))


def test_publishing_is_disabled_until_there_is_something_to_publish(manager_browser, measured, hugo):
    made = bilan_start(campaign=measured, actor=hugo)
    page = text(manager_browser.get(at("bilan", measured)))
    assert "Écrivez l’essentiel" in page
    assert at("bilan-publish", measured) not in page
    Bilan.objects.filter(pk=made.pk).update(summary="Promis, tenu.")
    assert "Ajoutez au moins un enseignement" in text(manager_browser.get(at("bilan", measured)))
