"""A campaign ready to coordinate: creative briefs of two teams, an agency's channel, files to upload."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from PIL import Image

from campaigns.models import Campaign, Channel, SignOffRequest, Task, Team, Wave
from campaigns.services.signoff import signoff_request
from coordination.models import Asset, AssetVersion, CreativeBrief
from coordination.selectors.frozen import assets_key
from coordination.services.assets import version_review, version_upload
from coordination.services.briefs import creative_brief_edit
from core.access import Access


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def picture_bytes(width: int = 1080, height: int = 1920, kind: str = "PNG", shade: int = 90) -> bytes:
    body = io.BytesIO()
    Image.new("RGB", (width, height), (shade, 120, 90)).save(body, kind)
    return body.getvalue()


@pytest.fixture
def picture() -> Callable[..., SimpleUploadedFile]:
    """A picture file; another `shade` is another file."""

    def make(name: str = "story.png", **options: object) -> SimpleUploadedFile:
        return SimpleUploadedFile(name, picture_bytes(**options))

    return make


@pytest.fixture
def wave(campaign: Campaign) -> Wave:
    return campaign.waves.get()


@pytest.fixture
def brief(campaign: Campaign, meta: Channel, creation: Team) -> CreativeBrief:
    """The internal team's brief."""
    return CreativeBrief.objects.create(
        campaign=campaign,
        channel=meta,
        format=meta.formats.get(key="story"),
        team=creation,
        message="Le teint d’une nuit de huit heures.",
    )


@pytest.fixture
def tiktok(workspace, wave: Wave, agency: Team) -> Channel:
    """A channel the agency runs."""
    channel = Channel.objects.create(workspace=workspace, key="tiktok", name="TikTok", team=agency)
    made = channel.formats.create(key="reel", name="Vidéo verticale")
    wave.placements.create(channel=channel, format=made)
    return channel


@pytest.fixture
def agency_brief(campaign: Campaign, tiktok: Channel, agency: Team) -> CreativeBrief:
    return CreativeBrief.objects.create(
        campaign=campaign, channel=tiktok, format=tiktok.formats.get(), team=agency
    )


@pytest.fixture
def asset(brief: CreativeBrief, wave: Wave) -> Asset:
    return Asset.objects.create(creative_brief=brief, wave=wave, name="Story texture")


@pytest.fixture
def agency_asset(agency_brief: CreativeBrief, wave: Wave) -> Asset:
    return Asset.objects.create(creative_brief=agency_brief, wave=wave, name="Film de coulisses")


@pytest.fixture
def version(asset: Asset, contributor, acting, picture) -> AssetVersion:
    return version_upload(asset=asset, upload=picture(), comment="", actor=acting(contributor))


@pytest.fixture
def task(campaign: Campaign, creation: Team) -> Task:
    return Task.objects.create(
        campaign=campaign, name="Produire les visuels", team=creation, description="Trois stories."
    )


@pytest.fixture
def agency_task(campaign: Campaign, agency: Team) -> Task:
    return Task.objects.create(campaign=campaign, name="Monter le film", team=agency, description="30 s.")


@pytest.fixture
def at() -> Callable[..., str]:
    """The address of a page of a campaign: at(campaign, "creations/")."""
    return lambda campaign, path="": f"/e/{campaign.workspace.slug}/campagnes/{campaign.reference}/{path}"


def in_phase(campaign: Campaign, phase: str) -> Campaign:
    """Past the gates, without walking through them: what a test of a later phase starts from.

    The database moves a phase only with a record of the passage: this forges one.
    """
    before = Campaign.objects.values_list("phase", flat=True).get(pk=campaign.pk)
    if before != phase:
        campaign.phase_changes.create(
            verb="advance", source=before, target=phase, report={"can_advance": True}
        )
    with connection.cursor() as cursor:
        cursor.execute("UPDATE campaigns_campaign SET phase = %s WHERE id = %s", [phase, campaign.pk])
    return Campaign.objects.get(pk=campaign.pk)


@pytest.fixture
def live(campaign: Campaign, wave: Wave) -> Campaign:
    """In EXECUTION, its wave opened two days ago and due on air yesterday."""
    now = timezone.now()
    Wave.objects.filter(pk=wave.pk).update(
        opened_at=now - timedelta(days=2), goes_live_on=timezone.localdate() - timedelta(days=1)
    )
    wave.refresh_from_db()
    return in_phase(campaign, "EXECUTION")


def access_of(member) -> Access:
    return Access(member.workspace, member)


@pytest.fixture
def ask(campaign, manager, today):
    """Ask people to approve the assets of a wave."""

    def make(wave: Wave, *signers) -> SignOffRequest:
        return signoff_request(
            campaign=campaign,
            actor=access_of(manager),
            kind=assets_key(wave.pk),
            signers=signers,
            due_on=today + timedelta(days=3),
        )

    return make


@pytest.fixture
def approved(version, manager, acting) -> AssetVersion:
    """The only asset's version, approved by the team's review."""
    version_review(version=version, decision="approved", comment="", actor=acting(manager))
    version.refresh_from_db()
    return version


@pytest.fixture
def second(campaign, brief, contributor, manager, acting, picture) -> Wave:
    """A second wave with the same format, its asset approved by review."""
    first = campaign.waves.get()
    wave = campaign.waves.create(
        number=2, name="Révélation", goes_live_on=first.goes_live_on, ends_on=first.ends_on
    )
    wave.placements.create(channel=brief.channel, format=brief.format)
    asset = Asset.objects.create(creative_brief=brief, wave=wave, name="Story révélation")
    made = version_upload(asset=asset, upload=picture(shade=33), comment="", actor=acting(contributor))
    version_review(version=made, decision="approved", comment="", actor=acting(manager))
    return wave


def edit_brief(brief: CreativeBrief, member, **changes: str) -> None:
    current = CreativeBrief.objects.get(pk=brief.pk)
    creative_brief_edit(
        brief=current, actor=access_of(member), expected_version=current.version, changes=changes
    )


def status_after(request: SignOffRequest) -> str:
    return SignOffRequest.objects.get(pk=request.pk).status
