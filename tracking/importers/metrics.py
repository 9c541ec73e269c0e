"""The vocabulary of facts: which figures and which attributes a file can give us.

Header files map the words of each platform to these keys, and nothing else.
"""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """How a figure is written: whole, possibly fractional (Google splits conversions), or money."""

    COUNT = "count"
    QUANTITY = "quantity"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Metric:
    """`additive`: may be summed over days and campaigns. `signed`: refunds may make it negative."""

    key: str
    kind: Kind = Kind.COUNT
    additive: bool = True
    signed: bool = False


METRICS: dict[str, Metric] = {
    metric.key: metric
    for metric in (
        Metric("impressions"),
        Metric("clicks"),
        Metric("cost", Kind.MONEY),
        Metric("conversions", Kind.QUANTITY),
        Metric("conversion_value", Kind.MONEY, signed=True),
        # One person seen on two days is reached once: a sum of reach means nothing.
        Metric("reach", additive=False),
        # Meta's "Results" is link clicks on one row and purchases on the next.
        Metric("results", Kind.QUANTITY, additive=False),
        Metric("link_clicks"),
        Metric("outbound_clicks"),
        Metric("landing_page_views"),
        Metric("video_views"),
        Metric("engagements"),
        Metric("leads", Kind.QUANTITY),
        Metric("orders"),
        Metric("revenue", Kind.MONEY, signed=True),
        Metric("sessions"),
        Metric("engaged_sessions"),
        Metric("events"),
        Metric("users", additive=False),
        Metric("visits"),
        Metric("visitors", additive=False),
        Metric("actions"),
        Metric("sent"),
        Metric("delivered"),
        Metric("total_opens"),
        Metric("unique_opens"),
        Metric("total_clicks"),
        Metric("unique_clicks"),
        Metric("unsubscribes"),
        Metric("hard_bounces"),
        Metric("soft_bounces"),
        Metric("complaints"),
    )
}

# When: a day, a span named by its first day, a span written out, or two columns.
TIME_DIMENSIONS = ("day", "week", "month", "period", "period_start", "period_end")

# What a row is about. `status` is read only to tell total rows from campaigns.
TEXT_DIMENSIONS = (
    "campaign",
    "campaign_id",
    "channel",
    "source_medium",
    "ad_group",
    "ad",
    "query",
    "page",
    "status",
)

DIMENSIONS = (*TIME_DIMENSIONS, *TEXT_DIMENSIONS, "currency")

IGNORE = "ignore"
