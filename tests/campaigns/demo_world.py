"""The demonstration on the days that tests look at it, and what its keys may name."""

import dataclasses
import functools
from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from campaigns.demo import demo_campaigns, demo_company
from campaigns.demo.facts import campaign_facts
from campaigns.demo.shapes import DemoCampaign
from campaigns.playbooks import CampaignType
from campaigns.playbooks.dictionaries import CHANNELS, FORMATS, KPIS, TEAMS

# Every weekday, month ends, bank holidays, Christmas, August and a leap day.
DAYS = [date(2026, 11, 22), date(2028, 2, 29), date(2027, 1, 1), date(2026, 12, 25), date(2027, 5, 6)] + [
    date(2026, 3, 1) + timedelta(days=29 * step) for step in range(13)
]
TODAY = date(2026, 11, 22)
PHASES = ["BRIEF", "PLANNING", "BUDGET", "COORDINATION", "EXECUTION", "SUIVI", "BILAN", "CLOTUREE"]

COMPANY = demo_company()
PEOPLE = {person.key for person in COMPANY.people}
STAKEHOLDERS = {stakeholder.key for stakeholder in COMPANY.stakeholders}
AUDIENCES = {audience.key for audience in COMPANY.audiences}
CHANNEL = {channel.key: channel for channel in CHANNELS}
FORMAT = {template.key: template for template in FORMATS}
KPI = {kpi.key: kpi for kpi in KPIS}
TEAM = {team.key for team in TEAMS}

#: Building a day twice gives the same data; each is built once.
campaigns = functools.cache(demo_campaigns)

every_day = pytest.mark.parametrize("today", DAYS, ids=str)


def by_type(today: date) -> dict[CampaignType, DemoCampaign]:
    return {campaign.type: campaign for campaign in campaigns(today)}


def totals(campaign: DemoCampaign, until: date, channel: str | None = None) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for fact in campaign_facts(campaign, until):
        if channel in (None, fact.channel):
            for kpi, value in fact.values.items():
                sums[kpi] += value
    return sums


def texts(value, path="") -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(path, value)]
    if isinstance(value, tuple):
        return [found for item in value for found in texts(item, path)]
    if dataclasses.is_dataclass(value):
        return [
            found
            for field in dataclasses.fields(value)
            for found in texts(getattr(value, field.name), f"{type(value).__name__}.{field.name}")
        ]
    return []
