"""The months money may be planned in."""

from datetime import date

from budgets.months import month_add, month_of
from campaigns.models import Campaign

#: Deposits are paid before the preparation, balances after the end.
BEFORE, AFTER = 3, 6
#: A campaign without an end is planned this many months ahead.
AHEAD = 24


def planning_window(campaign: Campaign, today: date) -> tuple[date, date]:
    """The first and the last month a new line may be in."""
    first = month_add(month_of(campaign.prepares_on), -BEFORE)
    if campaign.ends_on:
        return first, month_add(month_of(campaign.ends_on), AFTER)
    return first, month_add(month_of(max(today, campaign.launch_on)), AHEAD)
