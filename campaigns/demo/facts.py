"""Daily figures, made up but well behaved: the same profile, days and seed always give the same facts."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from campaigns.demo.shapes import DailyProfile, DemoCampaign, Shock
from campaigns.playbooks.dictionaries import KPIS

_MONEY = {kpi.key for kpi in KPIS if kpi.unit == "eur" and kpi.aggregation == "sum"}
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class DailyFact:
    """What a channel did on a day: counts are whole, money has its cents. Keys are KPIs that add up."""

    day: date
    channel: str
    values: dict[str, Decimal]


def daily_facts(profile: DailyProfile, start: date, end: date, seed: int) -> list[DailyFact]:
    """One fact a day from `start` to `end`, both included, inside the profile's own window.

    A day's figures depend on the profile, the day and the seed alone: asking for more days changes none.
    """
    first, last = max(start, profile.start), min(end, profile.end)
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return [_fact(profile, day, seed) for day in days]


def campaign_facts(campaign: DemoCampaign, until: date) -> Iterator[DailyFact]:
    """Every daily fact of a campaign up to `until`, channel by channel."""
    for place, profile in enumerate(campaign.profiles):
        yield from daily_facts(profile, profile.start, until, seed=campaign.number * 100 + place)


def spend_by_month(campaign: DemoCampaign, until: date) -> dict[tuple[str, date], Decimal]:
    """What the platforms report as spent up to `until`, by channel and month: «réalisé» of those lines."""
    spent: dict[tuple[str, date], Decimal] = {}
    for fact in campaign_facts(campaign, until):
        if "cost" in fact.values:
            place = (fact.channel, fact.day.replace(day=1))
            spent[place] = spent.get(place, Decimal(0)) + fact.values["cost"]
    return spent


def _fact(profile: DailyProfile, day: date, seed: int) -> DailyFact:
    # Seeding with text hashes it with SHA-512: stable over Python versions, processes and machines.
    rng = random.Random(f"{seed}/{profile.channel}/{day.isoformat()}")  # noqa: S311
    weeks = (day - profile.start).days / 7
    base = profile.level * profile.weekly[day.weekday()] * (1 + profile.trend) ** weeks
    base *= _factor(profile.shocks, profile.base, day) * math.exp(rng.gauss(0, profile.noise))
    exact = {profile.base: base}
    for rate in profile.rates:
        value = exact[rate.of] * rate.rate * (1 + rate.trend) ** weeks
        exact[rate.kpi] = value * _factor(profile.shocks, rate.kpi, day) * math.exp(rng.gauss(0, rate.noise))
    return DailyFact(day, profile.channel, {kpi: _rounded(kpi, value, rng) for kpi, value in exact.items()})


def _factor(shocks: tuple[Shock, ...], kpi: str, day: date) -> float:
    return math.prod(shock.factor for shock in shocks if shock.kpi == kpi and shock.start <= day <= shock.end)


def _rounded(kpi: str, value: float, rng: random.Random) -> Decimal:
    if kpi in _MONEY:
        return Decimal(value).quantize(_CENT)
    # Small counts keep their mean: 0.3 a day is one every three days or so, not never.
    whole = math.floor(value)
    return Decimal(whole + (rng.random() < value - whole))
