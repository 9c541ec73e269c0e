"""Creative briefs: made, completed, copied, edited by two, printed."""

import re
from datetime import date, timedelta

import pytest
from pypdf import PdfReader

from campaigns.models import Brief, Campaign, KeyMessage
from coordination.documents import BUILDER, creative_brief_page
from coordination.models import CreativeBrief
from coordination.selectors.briefs import missing_fields
from coordination.services.briefs import (
    creative_brief_edit,
    creative_briefs_complete,
    creative_briefs_copy,
    creative_briefs_ensure,
)
from core.documents import SubjectGone, document_make, document_request


@pytest.fixture
def spoken(campaign):
    """The campaign's own brief says something."""
    Brief.objects.update_or_create(
        campaign=campaign, defaults={"proposition": "Un teint reposé.", "tone": "Calme"}
    )
    KeyMessage.objects.create(campaign=campaign, position=1, text="Huit heures.", proof="Test clinique.")
    return campaign


def test_missing_briefs_start_from_the_campaigns_brief(spoken, tiktok, contributor, acting):
    made = creative_briefs_ensure(campaign=spoken, actor=acting(contributor))
    assert {str(brief) for brief in made} == {"Meta Ads · Story 9:16", "TikTok · Vidéo verticale"}
    assert made[0].message == "Huit heures."
    assert made[0].promise == "Un teint reposé.\nTest clinique."
    assert creative_briefs_ensure(campaign=spoken, actor=acting(contributor)) == []


def test_completing_fills_what_is_empty_and_overwrites_nothing(spoken, brief, tiktok, contributor, acting):
    assert creative_briefs_complete(campaign=spoken, actor=acting(contributor)) == (1, 1)
    brief.refresh_from_db()
    assert (brief.message, brief.tone) == ("Le teint d’une nuit de huit heures.", "Calme")
    assert creative_briefs_complete(campaign=spoken, actor=acting(contributor)) == (0, 0)


def test_a_copy_takes_the_texts_its_dates_moved_and_no_asset(campaign, brief, asset, meta, manager, acting):
    brief.due_on = date(2027, 1, 12)
    brief.save()
    copy = Campaign.objects.get(pk=campaign.pk)
    copy.pk, copy.reference = None, "2027-LAN-02"
    copy._state.adding = True
    copy.prepares_on, copy.launch_on = campaign.prepares_on, campaign.launch_on + timedelta(days=7)
    copy.ends_on = campaign.ends_on + timedelta(days=7)
    copy.save()
    wave = copy.waves.create(number=1, name="Teaser", goes_live_on=copy.launch_on)
    wave.placements.create(channel=meta, format=meta.formats.get())
    wave.placements.create(channel=meta, format=meta.formats.create(key="carre", name="Carré"))
    creative_briefs_copy(source=campaign, copy=copy, actor=acting(manager))
    same = copy.creative_briefs.get(format__key="story")
    assert (same.message, same.team, same.due_on) == (brief.message, brief.team, date(2027, 1, 19))
    assert copy.creative_briefs.get(format__key="carre").message == ""
    assert not same.assets.exists()


def form_of(brief: CreativeBrief, **changes):
    names = ("message", "promise", "tone", "call_to_action", "mandatory", "landing_url")
    data = {name: getattr(brief, name) for name in names}
    return {**data, "team": brief.team_id or "", "due_on": "", "version": brief.version, **changes}


def test_a_brief_is_completed_on_its_page(as_, contributor, campaign, brief, at):
    response = as_(contributor).post(
        at(campaign, f"creations/briefs/{brief.pk}/modifier/"),
        form_of(
            brief, promise="Un teint reposé.", tone="Calme", call_to_action="Découvrir", due_on="2027-01-12"
        ),
    )
    assert response.status_code == 303
    brief.refresh_from_db()
    assert missing_fields(brief) == []


def test_a_date_that_does_not_exist_keeps_everything_typed(as_, contributor, campaign, brief, at):
    response = as_(contributor).post(
        at(campaign, f"creations/briefs/{brief.pk}/modifier/"),
        form_of(brief, tone="Très calme", due_on="31/02/2027"),
    )
    assert response.status_code == 422
    page = response.content.decode()
    assert "Le 31/02/2027 n’existe pas" in page
    assert "Très calme" in page


def test_the_second_editor_of_a_brief_is_told_who_changed_what(
    as_, contributor, manager, campaign, brief, acting, at
):
    creative_brief_edit(brief=brief, actor=acting(manager), expected_version=1, changes={"tone": "Vif"})
    stale = form_of(brief, tone="Doux", version=1)
    url = at(campaign, f"creations/briefs/{brief.pk}/modifier/")
    response = as_(contributor).post(url, stale)
    assert response.status_code == 409
    page = response.content.decode()
    assert "Claire Vasseur a remplacé" in page
    assert "Doux" in page
    assert as_(contributor).post(url, {**stale, "version": 2}).status_code == 303  # once told, theirs stands


def test_texts_are_taken_from_another_brief(as_, contributor, campaign, brief, agency_brief, at):
    url = at(campaign, f"creations/briefs/{agency_brief.pk}/reprendre/")
    assert as_(contributor).post(url, {"source": brief.pk}).status_code == 303
    agency_brief.refresh_from_db()
    assert agency_brief.message == brief.message
    assert as_(contributor).post(url, {"source": "999999"}).status_code == 422


def test_the_pdf_is_one_page_and_says_what_is_missing(spoken, brief, contributor, acting):
    brief.promise = "Un teint reposé en quatorze jours. " * 6
    brief.mandatory = "Test clinique sur 120 femmes. " * 5
    brief.save()
    document = document_request(
        access=acting(contributor), builder=BUILDER, subject=str(brief.pk), scope=spoken.scope, title="Brief"
    )
    document_make(str(document.pk))
    document.refresh_from_db()
    assert document.status == "ready"
    pdf = PdfReader(document.file)
    assert len(pdf.pages) == 1
    text = " ".join(pdf.pages[0].extract_text().split())
    assert "Meta Ads · Story 9:16" in text
    assert "il manque" in text
    assert "1080 × 1920 px" in text


def test_the_pdf_of_a_brief_that_is_gone_says_so(db):
    with pytest.raises(SubjectGone):
        creative_brief_page("999999")


def test_asking_for_the_pdf_leads_to_its_progress(as_, partner, campaign, agency_brief, brief, at):
    browser = as_(partner)
    response = browser.post(at(campaign, f"creations/briefs/{agency_brief.pk}/pdf/"))
    assert response.status_code == 303
    assert "/documents/" in response["Location"]
    assert browser.post(at(campaign, f"creations/briefs/{brief.pk}/pdf/")).status_code == 404


def test_a_partner_finds_their_briefs_on_the_wall_and_no_other(
    as_, partner, campaign, brief, agency_brief, at
):
    page = as_(partner).get(at(campaign, "creations/")).content.decode()
    assert "Vidéo verticale" in page
    assert "Story 9:16" not in page
    assert "Créer les briefs manquants" not in page


def test_the_wall_counts_what_is_there_and_what_is_not(as_, viewer, campaign, version, agency_brief, at):
    page = as_(viewer).get(at(campaign, "creations/")).content.decode()
    assert re.search(r"0 assets? approuvés? sur 2\.", page)  # singular once the catalogue is compiled
    assert "1 attend sa relecture." in page
    assert "Il manque 1 fichier." in page
