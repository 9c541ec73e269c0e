"""Briefings and activation: sent, reminded, acknowledged by the team; reported live, withdrawn."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.gates import Scope
from campaigns.models import Campaign
from coordination.checks import channels_live
from coordination.models import Activation, Briefing
from coordination.selectors.teams import briefing_draft, teams_of
from coordination.services.activations import NotOpen, activation_report
from coordination.services.briefings import briefing_acknowledge, briefing_remind, briefing_send
from core.models import OutboxMessage


@pytest.fixture
def briefing(wave, agency, partner, manager, acting) -> Briefing:
    return briefing_send(wave=wave, team=agency, message="À vous.", actor=acting(manager))


def mails() -> list[str]:
    return list(
        OutboxMessage.objects.filter(kind="mail").order_by("pk").values_list("payload__to", flat=True)
    )


def test_a_briefing_is_mailed_to_the_teams_people_once(briefing, wave, agency, manager, partner, acting):
    again = briefing_send(wave=wave, team=agency, message="Encore.", actor=acting(manager))
    assert (again, again.message) == (briefing, "À vous.")
    assert mails() == [partner.user.email]
    body = OutboxMessage.objects.get().payload["body"]
    assert f"/coordination/briefings/{briefing.pk}/" in body
    assert "À vous." in body


def test_the_draft_says_dates_and_work(campaign, wave, agency, agency_brief):
    draft = briefing_draft(campaign, wave, agency)
    assert "Vous diffusez\u202f: TikTok." in draft
    assert "– TikTok · Vidéo verticale" in draft


def test_a_team_is_briefed_from_its_page(as_, manager, campaign, wave, agency, agency_brief, partner, at):
    url = at(campaign, f"coordination/briefings/envoyer/{wave.pk}/{agency.pk}/")
    assert "Vous diffusez" in as_(manager).get(url).content.decode()
    assert as_(manager).post(url, {"message": " "}).status_code == 422
    for _click in range(2):
        assert as_(manager).post(url, {"message": "À vous."}).status_code == 303
    assert Briefing.objects.count() == 1
    assert len(mails()) == 1


def test_a_message_sent_second_is_kept(as_, manager, campaign, wave, agency, briefing, at):
    url = at(campaign, f"coordination/briefings/envoyer/{wave.pk}/{agency.pk}/")
    answer = as_(manager).post(url, {"message": "Trois jours de plus."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Trois jours de plus." in page
    assert f"{manager.user.name} a déjà briefé Agence Halo" in page
    assert f"/coordination/briefings/{briefing.pk}/" in page
    assert len(mails()) == 1  # the first briefing's


def test_a_reminder_waits_an_hour_and_stops_at_the_answer(briefing, manager, partner, acting):
    briefing_remind(briefing=briefing, actor=acting(manager))
    with pytest.raises(ValidationError, match="moins d’une heure"):
        briefing_remind(briefing=briefing, actor=acting(manager))
    briefing_acknowledge(briefing=briefing, actor=acting(partner))
    with pytest.raises(ValidationError, match="déjà accusé réception"):
        briefing_remind(briefing=briefing, actor=acting(manager))
    assert len(mails()) == 2


def test_only_the_team_answers_for_itself(as_, briefing, manager, partner, campaign, acting, at):
    with pytest.raises(ValidationError, match="Seule l’équipe"):
        briefing_acknowledge(briefing=briefing, actor=acting(manager))
    url = at(campaign, f"coordination/briefings/{briefing.pk}/accuser-reception/")
    assert as_(manager).post(url).status_code == 403
    assert as_(partner).get(url).status_code == 200  # the page that asks, for readers without script
    briefing.refresh_from_db()
    assert briefing.acknowledged_at is None
    for _click in range(2):
        assert as_(partner).post(url).status_code == 303
    briefing.refresh_from_db()
    assert briefing.acknowledged_by_name == "Noé Halo"


def test_a_partner_reads_their_briefing_and_no_other(as_, briefing, partner, campaign, wave, creation, at):
    other = Briefing.objects.create(wave=wave, team=creation, message="Secret")
    browser = as_(partner)
    assert "À vous." in browser.get(at(campaign, f"coordination/briefings/{briefing.pk}/")).content.decode()
    assert browser.get(at(campaign, f"coordination/briefings/{other.pk}/")).status_code == 404
    page = browser.get(at(campaign, "coordination/briefings/")).content.decode()
    assert "Agence Halo" in page
    assert "Création<" not in page


def test_states_of_teams(campaign, wave, briefing, agency_brief, brief, creation):
    (found,) = teams_of(campaign)
    assert {row.team.name: row.state for row in found.rows} == {"Agence Halo": "waiting", "Création": "todo"}


# Activation -------------------------------------------------------------------------------------------


def report(wave, channel, actor, **changes) -> Activation:
    values = {"live_at": timezone.now(), "url": "", "note": "", **changes}
    return activation_report(wave=wave, channel=channel, actor=actor, **values)


def test_nothing_is_reported_before_the_gate(campaign, wave, meta, contributor, acting):
    with pytest.raises(NotOpen) as closed:
        report(wave, meta, acting(contributor))
    assert closed.value.words == (
        "La vague «\u202fTeaser\u202f» n’a pas encore passé ses critères de lancement."
    )


def test_nothing_is_reported_while_paused(live, wave, meta, contributor, acting):
    Campaign.objects.filter(pk=live.pk).update(paused_at=timezone.now(), pause_reason="Rupture de stock")
    with pytest.raises(NotOpen, match="Rupture de stock"):
        report(wave, meta, acting(contributor))


def test_the_first_report_stands(live, wave, meta, contributor, manager, acting):
    first = report(wave, meta, acting(contributor))
    assert report(wave, meta, acting(manager), note="Encore") == first
    assert Activation.objects.get().note == ""


def test_the_future_and_a_channel_not_planned_are_refused(live, wave, meta, workspace, contributor, acting):
    with pytest.raises(ValidationError, match="quand elle a eu lieu"):
        report(wave, meta, acting(contributor), live_at=timezone.now() + timedelta(hours=1))
    other = workspace.channels.create(key="radio", name="Radio")
    with pytest.raises(ValidationError, match="pas prévu"):
        report(wave, other, acting(contributor))


def test_a_closed_gate_is_said_with_the_way_to_it(as_, contributor, campaign, wave, meta, at):
    browser = as_(contributor)
    page = browser.get(at(campaign, "execution/")).content.decode()
    assert "n’a pas encore passé ses critères" in page
    assert at(campaign, "lancement/") in page or "Voir les critères de lancement" in page
    url = at(campaign, f"execution/declarer/{wave.pk}/{meta.pk}/")
    assert "disabled" in browser.get(url).content.decode()
    response = browser.post(
        url, {"live_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"), "note": "Gardé"}
    )
    assert response.status_code == 409
    assert "Gardé" in response.content.decode()
    assert not Activation.objects.exists()


def test_a_partner_reports_their_channel_and_no_other(
    as_, partner, live, wave, meta, tiktok, agency_brief, at
):
    browser, now = as_(partner), timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    page = browser.get(at(live, "execution/")).content.decode()
    assert "TikTok" in page
    assert "Meta Ads" not in page
    theirs = at(live, f"execution/declarer/{wave.pk}/{tiktok.pk}/")
    for _click in range(2):
        assert browser.post(theirs, {"live_at": now, "url": "tiktok.com/@lumen"}).status_code == 303
    assert Activation.objects.get().url == "https://tiktok.com/@lumen"
    assert (
        browser.post(at(live, f"execution/declarer/{wave.pk}/{meta.pk}/"), {"live_at": now}).status_code
        == 404
    )


def test_a_manager_withdraws_a_report_after_being_asked(
    as_, manager, contributor, live, wave, meta, acting, at
):
    made = report(wave, meta, acting(contributor))
    url = at(live, f"execution/{made.pk}/retirer/")
    assert "Hugo Marchand" in as_(manager).get(url).content.decode()
    assert as_(contributor).post(url).status_code == 403
    assert as_(manager).post(url).status_code == 303
    assert not Activation.objects.exists()
    assert "attendu" in as_(manager).get(at(live, "execution/")).content.decode()


def test_silent_channels_of_many_campaigns_are_judged_in_as_many_queries_as_one(
    live, tiktok, workspace, manager, django_assert_num_queries
):
    """The team of each silent channel was once asked for one campaign at a time."""
    for number in range(4):
        made = Campaign.objects.create(
            workspace=workspace, reference=f"2026-LAN-6{number}", name=f"C{number}", owner=manager,
            type="LANCEMENT", prepares_on=live.prepares_on, launch_on=live.launch_on, ends_on=live.ends_on,
        )  # fmt: skip
        opened = made.waves.create(
            number=1, name="V1", goes_live_on=live.launch_on, opened_at=timezone.now() - timedelta(hours=1)
        )
        team = workspace.teams.create(key=f"t{number}", name=f"Équipe {number}")
        channel = workspace.channels.create(key=f"c{number}", name=f"Canal {number}", team=team)
        opened.placements.create(channel=channel, format=channel.formats.create(key="f", name="Format"))
    rows = Campaign.objects.filter(workspace=workspace).select_related("workspace", "owner__user")
    scopes = [Scope(campaign) for campaign in rows.order_by("pk")]
    with django_assert_num_queries(4):
        channels_live(scopes[:1])
    with django_assert_num_queries(4):
        found = channels_live(scopes)
    assert [finding.held_by for finding in found[1:]] == [f"Équipe {number}" for number in range(4)]
