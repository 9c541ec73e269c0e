"""«Suivi»: every campaign that is live or being summed up, with where it stands."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from campaigns.models import Campaign, Phase
from core.access import Access
from tracking.models import Alert
from tracking.selectors.performance import Standing, standings, windows_of
from tracking.selectors.standing_words import Figure, figure_of, is_over, sentence_of

FOLLOWED = (Phase.EXECUTION, Phase.SUIVI, Phase.BILAN)


#: Promised measures shown for each campaign; the others are a click away.
MOST_FIGURES = 4


@dataclass(frozen=True)
class FollowedRow:
    """`state` and `word` are for its mark; `more` counts the promised measures that are not shown."""

    campaign: Campaign
    sentence: str
    figures: list[Figure]
    state: str
    word: str
    more: int
    alerts: int

    @property
    def behind(self) -> bool:
        return self.state == "bad"


def followed_campaigns(access: Access) -> QuerySet[Campaign]:
    """Campaigns with figures to look at, the next to end first."""
    waiting = Q(alerts__status__in=[Alert.Status.OPEN, Alert.Status.ACKNOWLEDGED])
    campaigns: QuerySet[Campaign] = (
        Campaign.objects.filter(workspace=access.workspace, phase__in=FOLLOWED)
        .select_related("workspace", "owner__user")
        .annotate(alert_count=Count("alerts", filter=waiting))
        .order_by("ends_on", "pk")
    )
    return campaigns


def followed_rows(campaigns: list[Campaign], on: date) -> list[FollowedRow]:
    """A constant number of queries however many campaigns."""
    found = standings(campaigns, on=on)
    windows = windows_of(campaigns, on)
    return [_row(campaign, found[campaign.pk], windows[campaign.pk], on) for campaign in campaigns]


def _row(campaign: Campaign, measured: list[Standing], window: tuple[date, date], on: date) -> FollowedRow:
    start, end = window
    over = is_over(end)
    figures = [figure_of(row, over=over) for row in measured]
    states = {figure.state for figure in figures}
    if "bad" in states:
        state, word = "bad", _("Non tenu") if over else _("En retard")
    elif "ok" in states:
        state, word = "ok", _("Tenu") if over else _("Dans les temps")
    else:
        state, word = "todo", _("Pas encore mesuré")
    # What is behind comes first: it is what the reader came for.
    figures.sort(key=lambda figure: figure.state != "bad")
    return FollowedRow(
        campaign=campaign,
        sentence=sentence_of(measured, start, end, on, monthly=campaign.ends_on is None),
        figures=figures[:MOST_FIGURES],
        state=state,
        word=word,
        more=max(0, len(figures) - MOST_FIGURES),
        alerts=getattr(campaign, "alert_count", 0),
    )
