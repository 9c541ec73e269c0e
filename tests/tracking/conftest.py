"""A launch campaign on the air for twenty days of forty, measured on two channels."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from campaigns.models import Campaign, Channel, Format, Kpi, Wave
from campaigns.services.dictionaries import kpis_ensure
from core.access import Access
from core.models import Membership
from tests.coordination.conftest import in_phase
from tracking.models import KpiFact, KpiTarget, Source
from tracking.services.imports import import_apply, import_upload

SAMPLES = Path(__file__).parents[1] / "samples"


def on_air(campaign: Campaign, *, days: int, of: int | None, phase: str = "EXECUTION") -> Campaign:
    """The campaign on its `days`-th day of `of` (None: always-on), in a phase."""
    start = timezone.localdate() - timedelta(days=days - 1)
    end = start + timedelta(days=of - 1) if of else None
    kind = Campaign.Type.LANCEMENT if of else Campaign.Type.ALWAYS_ON
    Wave.objects.filter(campaign=campaign).update(goes_live_on=start, ends_on=end)
    Campaign.objects.filter(pk=campaign.pk).update(
        prepares_on=start - timedelta(days=30), launch_on=start, ends_on=end, type=kind
    )
    return in_phase(campaign, phase)


@pytest.fixture
def kpis(workspace) -> dict[str, Kpi]:
    """The measures of the playbooks: leads, cost, CPL, surveys…"""
    keys = ["leads", "cpl", "ctr", "cpc", "conversions", "conversion_value", "impressions", "clicks", "cost"]
    return kpis_ensure(workspace, [*keys, "video_views", "consideration", "satisfaction"])


@pytest.fixture
def live(campaign) -> Campaign:
    """On its 20th day of 40."""
    return on_air(campaign, days=20, of=40)


@pytest.fixture
def long_live(live) -> Campaign:
    """On air since before the days of the samples."""
    days = (timezone.localdate() - date(2025, 1, 1)).days
    return on_air(live, days=days, of=days + 20)


@pytest.fixture
def search(workspace, live) -> Channel:
    """A second channel, planned in the campaign's wave."""
    channel = Channel.objects.create(workspace=workspace, key="google", name="Google Ads")
    made = Format.objects.create(channel=channel, key="search", name="Recherche")
    live.waves.get().placements.create(channel=channel, format=made)
    return channel


@pytest.fixture
def source(live, meta) -> Source:
    return Source.objects.create(campaign=live, channel=meta, platform="meta_ads", name="Meta Ads · Sérum")


@pytest.fixture
def adwords(live, search) -> Source:
    return Source.objects.create(campaign=live, channel=search, platform="google_ads", name="Google Ads")


@pytest.fixture
def table(live, meta) -> Source:
    """Somebody's own CSV."""
    return Source.objects.create(campaign=live, channel=meta, platform="generic", name="Tableau du CRM")


@pytest.fixture
def by_hand(live, meta) -> Source:
    return Source.objects.create(campaign=live, channel=meta, platform="manual", name="Relevé de caisse")


@pytest.fixture
def target(live, kpis) -> KpiTarget:
    """400 leads by the end."""
    return KpiTarget.objects.create(campaign=live, kpi=kpis["leads"], target=Decimal(400))


@pytest.fixture
def measure(source, kpis) -> Callable[..., KpiFact]:
    """measure("leads", 12, ago=3, on=source): a figure of some days ago."""

    def write(key: str, value: object, *, ago: int = 0, on: Source | None = None) -> KpiFact:
        place = on or source
        return KpiFact.objects.create(
            campaign=place.campaign,
            source=place,
            channel=place.channel,
            kpi=kpis[key],
            day=timezone.localdate() - timedelta(days=ago),
            value=Decimal(str(value)),
        )

    return write


@pytest.fixture
def hugo(contributor) -> Access:
    return access_of(contributor)


@pytest.fixture
def claire(manager) -> Access:
    return access_of(manager)


def access_of(member: Membership) -> Access:
    return Access(member.workspace, member)


def sample(name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (SAMPLES / name).read_bytes())


def csv(*lines: str, name: str = "export.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, ("\n".join(lines) + "\n").encode())


def brought(source: Source, upload: SimpleUploadedFile, actor: Access):
    """A file uploaded and applied."""
    record = import_upload(source=source, upload=upload, actor=actor)
    return import_apply(record=record, actor=actor)


def counted(source: Source, key: str) -> Decimal:
    """What counts now of a measure of a source."""
    facts = KpiFact.objects.filter(source=source, kpi__key=key, replaced_by_import=None)
    return sum((fact.value for fact in facts), Decimal(0))


def at(name: str, campaign: Campaign, *args: object) -> str:
    return reverse(f"tracking:{name}", args=[campaign.workspace.slug, campaign.reference, *args])


def text(response) -> str:
    """The page with every kind of space made plain."""
    return " ".join(response.content.decode().replace("\u202f", " ").replace("\xa0", " ").split())


@pytest.fixture
def cost() -> Callable[[Client, str], int]:
    """How many queries a page takes."""

    def count(browser: Client, url: str) -> int:
        browser.get(url)  # the first visit also fills caches
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        return len(queries)

    return count


def days_ago(count: int) -> date:
    return timezone.localdate() - timedelta(days=count)
