"""The seasonal campaign: how its channels behave, and how they did before it."""

from __future__ import annotations

from datetime import date

from campaigns.demo.clock import plus
from campaigns.demo.shapes import DailyProfile, Rate, Shock

_SHOP_WEEK = (0.8, 0.85, 1.0, 0.95, 1.15, 1.9, 0.35)
_SITE_WEEK = (1.08, 1.0, 0.98, 1.0, 0.95, 0.92, 1.07)
# Two newsletters a week, on Tuesday and Friday; the other days live on their tail.
_MAIL_WEEK = (0.35, 2.4, 0.6, 0.5, 2.1, 0.5, 0.55)


def profiles(launch: date, end: date) -> tuple[DailyProfile, ...]:
    opening = plus(launch, 2)
    return (
        DailyProfile(
            "email",
            "delivered",
            19_500,
            launch,
            end,
            (
                Rate("opens", "delivered", 0.352, 0.04),
                Rate("clicks", "opens", 0.088, 0.06),
                Rate("sessions", "clicks", 0.91, 0.02),
                Rate("conversions", "sessions", 0.058, 0.08),
                Rate("conversion_value", "conversions", 79.4, 0.04),
                Rate("units_sold", "conversions", 1.05, 0.02),
            ),
            weekly=_MAIL_WEEK,
            shocks=(Shock(launch, opening, "conversions", 1.35, "Avant-première du Cercle"),),
        ),
        DailyProfile(
            "meta",
            "impressions",
            83_000,
            launch,
            end,
            (
                Rate("clicks", "impressions", 0.0112),
                Rate("cost", "impressions", 0.0073, 0.03),
                Rate("sessions", "clicks", 0.84, 0.03),
                Rate("conversions", "sessions", 0.0262, 0.1),
                Rate("conversion_value", "conversions", 76.8, 0.04),
                Rate("units_sold", "conversions", 1.05, 0.02),
            ),
            weekly=_SITE_WEEK,
            trend=0.05,
            shocks=(Shock(plus(launch, 15), end, "impressions", 2.1, "Budget du temps fort"),),
        ),
        DailyProfile(
            "pinterest",
            "impressions",
            41_000,
            launch,
            plus(launch, 22),
            (
                Rate("clicks", "impressions", 0.0064),
                Rate("cost", "impressions", 0.0041, 0.03),
                Rate("sessions", "clicks", 0.8, 0.03),
                Rate("conversions", "sessions", 0.0165, 0.12),
                Rate("conversion_value", "conversions", 74.2, 0.05),
                Rate("units_sold", "conversions", 1.05, 0.02),
            ),
            weekly=_SITE_WEEK,
            trend=0.08,
        ),
        DailyProfile(
            "retail",
            "store_visits",
            3_560,
            launch,
            end,
            (
                Rate("units_sold", "store_visits", 0.0395, 0.07),
                Rate("conversions", "units_sold", 0.93, 0.02),
                Rate("conversion_value", "conversions", 87.6, 0.03),
            ),
            weekly=_SHOP_WEEK,
            trend=0.06,
        ),
    )


def history(launch: date) -> tuple[DailyProfile, ...]:
    """The owned channels over the eleven weeks before: what «without the campaign» looks like."""
    first, last = plus(launch, -78), plus(launch, -1)
    return (
        DailyProfile(
            "email",
            "delivered",
            14_200,
            first,
            last,
            (
                Rate("opens", "delivered", 0.331, 0.04),
                Rate("clicks", "opens", 0.061, 0.06),
                Rate("sessions", "clicks", 0.91, 0.02),
                Rate("conversions", "sessions", 0.034, 0.08),
                Rate("conversion_value", "conversions", 61.2, 0.04),
            ),
            weekly=_MAIL_WEEK,
        ),
        DailyProfile(
            "retail",
            "store_visits",
            2_720,
            first,
            last,
            (
                Rate("units_sold", "store_visits", 0.118, 0.05),
                Rate("conversions", "units_sold", 0.62, 0.02),
                Rate("conversion_value", "conversions", 54.1, 0.03),
            ),
            weekly=_SHOP_WEEK,
        ),
    )
