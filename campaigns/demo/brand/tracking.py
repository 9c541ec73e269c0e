"""La lumière vous va bien: how the media behaved over ten weeks."""

from __future__ import annotations

from datetime import date

from campaigns.demo.clock import plus
from campaigns.demo.shapes import DailyProfile, Rate, Shock

# Reach is bought evenly, so that no week is silent.
_EVEN = (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)


def profiles(launch: date, end: date) -> tuple[DailyProfile, ...]:
    amplified, anchored = plus(launch, 28), plus(launch, 52)
    return (
        DailyProfile(
            "youtube",
            "impressions",
            89_500,
            launch,
            end,
            (
                Rate("cost", "impressions", 0.0092, 0.015),
                Rate("video_views", "impressions", 0.61, 0.02),
                Rate("completed_views", "video_views", 0.349, 0.03),
                Rate("clicks", "impressions", 0.0009, 0.12),
                Rate("sessions", "clicks", 0.72, 0.05),
            ),
            weekly=_EVEN,
            noise=0.02,
            shocks=(
                Shock(amplified, end, "completed_views", 1.22, "Les 6 secondes se voient jusqu’au bout"),
            ),
        ),
        DailyProfile(
            "meta",
            "impressions",
            74_000,
            launch,
            plus(launch, 51),
            (
                Rate("cost", "impressions", 0.0058, 0.015),
                Rate("video_views", "impressions", 0.204, 0.04),
                Rate("completed_views", "video_views", 0.171, 0.05),
                Rate("engagements", "impressions", 0.0112, 0.08),
                Rate("clicks", "impressions", 0.0021, 0.08),
                Rate("sessions", "clicks", 0.77, 0.04),
            ),
            weekly=_EVEN,
            noise=0.02,
        ),
        DailyProfile(
            "affichage",
            "impressions",
            2_640_000,
            launch,
            plus(launch, 13),
            weekly=(1.03, 1.04, 1.04, 1.05, 1.1, 0.95, 0.79),
            noise=0.01,
        ),
        DailyProfile(
            "audio",
            "impressions",
            38_000,
            amplified,
            plus(launch, 51),
            (
                Rate("cost", "impressions", 0.0138, 0.01),
                Rate("completed_views", "impressions", 0.91, 0.01),
            ),
            weekly=_EVEN,
            noise=0.02,
        ),
        DailyProfile(
            "display",
            "impressions",
            148_000,
            anchored,
            end,
            (
                Rate("cost", "impressions", 0.0031, 0.015),
                Rate("clicks", "impressions", 0.0012, 0.1),
                Rate("sessions", "clicks", 0.69, 0.05),
            ),
            weekly=_EVEN,
            noise=0.02,
        ),
    )
