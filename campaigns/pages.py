"""The app's entries in the frame: main places, and the tabs of a campaign."""

from django.utils.translation import gettext_lazy as _

from campaigns.ports import Tab, tabs, today
from campaigns.selectors.today import my_campaigns, my_tasks
from core.context import Place, place_register, search_register


def register() -> None:
    place_register(Place("today", _("Aujourd’hui"), "campaigns:today", icon="home", order=10, team_only=True))
    place_register(
        Place("campaigns", _("Campagnes"), "campaigns:portfolio", icon="campaign", order=20, team_only=True)
    )
    search_register("campaigns:search")
    tabs.register(Tab("campaign", _("Vue d’ensemble"), "campaigns:campaign", order=10, team_only=True))
    tabs.register(Tab("brief", _("Brief"), "campaigns:brief", order=20))
    tabs.register(Tab("planning", _("Planning"), "campaigns:planning", order=30, team_only=True))
    tabs.register(Tab("calendar", _("Calendrier"), "campaigns:campaign-calendar", order=35, team_only=True))
    tabs.register(Tab("signoff", _("Validations"), "campaigns:signoff", order=90))
    tabs.register(Tab("history", _("Historique"), "campaigns:history", order=95))
    today.register(my_tasks)
    today.register(my_campaigns)
