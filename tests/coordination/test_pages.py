"""What every page pays, whatever it holds; what Today and the campaign page are told."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import Task
from coordination.models import Asset, Briefing, CreativeBrief
from coordination.ports import asset_facts, today_items
from coordination.services.assets import version_review, version_upload

PAGES = [
    "campagnes/2026-LAN-01/coordination/",
    "campagnes/2026-LAN-01/coordination/?par=vague",
    "campagnes/2026-LAN-01/coordination/briefings/",
    "campagnes/2026-LAN-01/creations/",
    "campagnes/2026-LAN-01/execution/",
    "coordination/",
]


def grow(campaign, wave, workspace, team, member, picture, acting, number: int) -> None:
    """One more of everything the pages show."""
    channel = workspace.channels.create(key=f"c{number}", name=f"Canal {number}", team=team)
    made = channel.formats.create(key="f", name=f"Format {number}")
    wave.placements.create(channel=channel, format=made)
    brief = CreativeBrief.objects.create(campaign=campaign, channel=channel, format=made, team=team)
    asset = Asset.objects.create(creative_brief=brief, wave=wave, name=f"Asset {number}")
    version_upload(
        asset=asset, upload=picture(width=40, height=40 + number), comment="", actor=acting(member)
    )
    squad = workspace.teams.create(key=f"e{number}", name=f"Équipe {number}")
    Briefing.objects.create(wave=wave, team=squad, message="À vous.", sent_by_name="Claire Vasseur")
    first = Task.objects.create(
        campaign=campaign, name=f"Tâche {number}", team=team, ends_on=timezone.localdate()
    )
    second = Task.objects.create(campaign=campaign, name=f"Suite {number}", team=squad)
    first.outgoing.create(successor=second)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", ["manager", "partner"])
def test_queries_do_not_grow_with_rows(
    as_, live, wave, workspace, agency, contributor, picture, acting, page, who, request
):
    browser = as_(request.getfixturevalue(who))

    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert browser.get(f"/e/maison-lumen/{page}").status_code == 200
        return len(seen)

    grow(live, wave, workspace, agency, contributor, picture, acting, 1)
    browser.get(f"/e/maison-lumen/{page}")
    few = count()
    for number in range(2, 8):
        grow(live, wave, workspace, agency, contributor, picture, acting, number)
    assert count() == few
    assert few <= 45


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_campaign_has_pages_that_teach(as_, viewer, campaign, wave, page):
    wave.placements.all().delete()
    response = as_(viewer).get(f"/e/maison-lumen/{page}")
    assert response.status_code == 200


def test_the_campaign_page_hears_of_assets(campaign, version, agency_brief, manager, acting):
    (fact,) = asset_facts(campaign)
    assert (fact.done, fact.total) == (0.0, 2.0)
    version_review(version=version, decision="approved", comment="", actor=acting(manager))
    assert asset_facts(campaign)[0].done == 1.0


def test_today_tells_a_manager_what_to_review(version, manager, contributor, acting):
    assert [item.text for item in today_items(acting(manager))] == [
        "«\u202fStory texture\u202f» v1 attend votre relecture."
    ]
    assert today_items(acting(contributor)) == []


def test_a_name_with_guillemets_is_not_quoted_twice(version, manager, acting):
    Asset.objects.filter(pk=version.asset_id).update(name="Story « Matin »")
    (item,) = today_items(acting(manager))
    assert item.text == "Story « Matin » v1 attend votre relecture."


def test_today_tells_a_partner_what_their_team_owes(
    live, wave, agency, partner, manager, agency_asset, acting, picture
):
    Briefing.objects.create(wave=wave, team=agency, message="À vous.")
    sent = version_upload(asset=agency_asset, upload=picture(), comment="", actor=acting(partner))
    version_review(version=sent, decision="changes", comment="Plus court.", actor=acting(manager))
    assert [item.action for item in today_items(acting(partner))] == [
        "Lire le briefing",
        "Voir la demande",
        "Déclarer la mise en ligne",
    ]


def test_a_new_campaign_has_its_creative_briefs(workspace, manager, acting):
    from campaigns.services.creation import NewCampaign, campaign_create

    launch = timezone.localdate() + timedelta(days=365)
    new = NewCampaign(type="FLASH", name="Vente flash", owner=manager, launch_on=launch, ends_on=launch)
    campaign = campaign_create(actor=acting(manager), new=new)
    wanted = {
        (row.channel_id, row.format_id) for wave in campaign.waves.all() for row in wave.placements.all()
    }
    assert {(row.channel_id, row.format_id) for row in campaign.creative_briefs.all()} == wanted
