"""The demonstration’s words and files: they fit where they go."""

import re
from datetime import date, timedelta

import pytest

from campaigns.demo.files import version_file
from campaigns.demo.saisonniere.season import SEASONS, season_of
from campaigns.playbooks import CampaignType
from tests.campaigns.demo_world import COMPANY, FORMAT, TODAY, by_type, campaigns, every_day, texts

LIMITS = {
    "TaskData.name": 160,
    "TaskData.blocked_reason": 300,
    "MessageData.text": 300,
    "MessageData.proof": 300,
    "BriefData.strategy_label": 200,
    "BriefData.tone": 200,
    "ObjectiveData.name": 200,
    "ObjectiveData.unit": 20,
    "LineData.note": 200,
    "EntryData.label": 160,
    "EntryData.supplier": 120,
    "EntryData.document_number": 60,
    "CreativeBriefData.tone": 200,
    "CreativeBriefData.call_to_action": 120,
    "AssetData.name": 160,
    "VersionData.comment": 300,
    "ActivationData.note": 300,
    "SourceData.name": 120,
    "LearningData.text": 300,
    "LearningData.evidence": 300,
    "DemoCampaign.name": 120,
    "DemoCampaign.place": 160,
    "WaveData.name": 120,
}


@every_day
def test_texts_fit_their_columns_and_read_as_french(today):
    for path, text in texts((COMPANY, *campaigns(today))):
        assert len(text) <= LIMITS.get(path, 4000), (path, text)
        assert not re.search(r"[a-zà-ÿ]'[a-zà-ÿ]", text), (path, text)
        if not text.startswith("http"):
            assert not re.search(r" [:;!?%€»]|« ", text), (path, text)
            assert not re.search(r"  |\.\.", text), (path, text)


def test_every_season_of_the_year_has_its_words():
    names = {season_of(date(2027, 1, 1) + timedelta(days=day)).name for day in range(365)}
    assert names == {season.name for season in SEASONS}
    assert season_of(date(2026, 11, 10)).name == "Coffrets de Noël"
    assert season_of(date(2026, 12, 30)).name == "Coffrets de Saint-Valentin"


FILES = [
    pytest.param(asset, version, id=f"{asset.key}-{version.number}")
    for campaign in campaigns(TODAY)
    for asset in campaign.assets
    for version in asset.versions
]


@pytest.mark.parametrize(("asset", "version"), FILES)
def test_files_are_what_their_format_expects(asset, version):
    template = FORMAT[asset.format]
    made = version_file(asset, version)
    assert len(made.data) < 600_000
    assert len(made.data) <= (template.max_bytes or 600_000)
    if template.medium != "video":
        assert made.mime_type in template.mimes
    if template.width and version.size is None:
        assert made.width == template.width
        assert template.height is None or made.height == template.height
    if template.duration_s and made.seconds:
        assert made.seconds <= template.duration_s
    if asset.format == "sms-160":
        assert len(version.body) <= 160
    if asset.format == "google-rsa":
        titles, descriptions = version.body.removeprefix("Titres\n").split("\n\nDescriptions\n")
        assert all(len(title) <= 30 for title in titles.split("\n"))
        assert all(len(line) <= 90 for line in descriptions.split("\n"))


def test_the_same_version_always_makes_the_same_file():
    asset = by_type(TODAY)[CampaignType.LANCEMENT].assets[0]
    first, second = (version_file(asset, asset.versions[0]).data for _ in range(2))
    assert first == second
