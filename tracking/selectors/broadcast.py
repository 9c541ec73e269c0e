"""Days of figures against the days a campaign is on the air."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from campaigns.models import Campaign, Kpi
from campaigns.selectors.live import live_since
from core.formatting import date_range
from tracking.models import Import
from tracking.selectors.performance import current_facts
from tracking.staging import Staged


@dataclass(frozen=True)
class Broadcast:
    """From the first live day to the last; None: no end is known."""

    start: date
    end: date | None

    @property
    def words(self) -> str:
        return date_range(self.start, self.end)

    def outside(self, staged: Staged) -> int:
        """How many days of a file's figures are not days on the air."""
        return len({day for _key, day in staged.values} - {day for _key, day in self.within(staged).values})

    def within(self, staged: Staged) -> Staged:
        return staged.between(self.start, self.end)


def broadcast_of(campaign: Campaign) -> Broadcast:
    start, end = live_since(campaign), campaign.stopped_on or campaign.ends_on
    return Broadcast(start, None if end is None else max(start, end))


def staged_counted(record: Import, staged: Staged) -> Staged:
    """What of a file comes in: the days on the air, unless somebody asked for the others too."""
    return staged if record.options.get("outside") else broadcast_of(record.source.campaign).within(staged)


def days_apart(campaign: Campaign, start: date, end: date, on: date) -> int:
    """How many days outside a window count in its sums all the same, because somebody asked: one query."""
    facts = current_facts([campaign.pk]).filter(kpi__aggregation=Kpi.Aggregation.SUM, day__lte=on)
    if campaign.ends_on is None:
        facts = facts.filter(day__gte=on.replace(day=1))
    apart = facts.filter(Q(day__lt=start) | Q(day__gt=end)).order_by()
    return apart.values("day").distinct().count()
