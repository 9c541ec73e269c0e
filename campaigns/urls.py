"""Addresses of the campaigns app, grouped by path. Helpers of other pages add their include line below."""

from django.urls import URLPattern, URLResolver, include, path

from campaigns.views import audit, campaign, creation, lifecycle, portfolio, search, today, waivers, waves

app_name = "campaigns"

SPACE = "e/<slug:slug>/"
CAMPAIGN = "e/<slug:slug>/campagnes/<slug:reference>/"

urlpatterns: list[URLPattern | URLResolver] = [
    # Workspace
    path(SPACE, today.today, name="today"),
    path(f"{SPACE}campagnes/", portfolio.portfolio, name="portfolio"),
    path(f"{SPACE}campagnes/nouvelle/", creation.create, name="create"),
    path(f"{SPACE}recherche/", search.search, name="search"),
    # One campaign
    path(CAMPAIGN, campaign.campaign, name="campaign"),
    path(f"{CAMPAIGN}historique/", campaign.history, name="history"),
    path(f"{CAMPAIGN}historique/preuves/", audit.trail, name="audit"),
    path(f"{CAMPAIGN}historique/preuves/csv/", audit.trail_csv, name="audit-csv"),
    path(f"{CAMPAIGN}historique/preuves/json/", audit.trail_json, name="audit-json"),
    path(f"{CAMPAIGN}reglages/", campaign.settings, name="settings"),
    path(f"{CAMPAIGN}dupliquer/", creation.duplicate, name="duplicate"),
    # Its waves
    path(f"{CAMPAIGN}lancement/", waves.launch, name="launch"),
    path(f"{CAMPAIGN}lancement/<slug:kind>/relancer/", waves.launch_remind, name="launch-remind"),
    path(f"{CAMPAIGN}vagues/", waves.waves, name="waves"),
    path(f"{CAMPAIGN}vagues/nouvelle/", waves.wave_add, name="wave-add"),
    path(f"{CAMPAIGN}vagues/<int:number>/", waves.wave_edit, name="wave"),
    path(f"{CAMPAIGN}vagues/<int:number>/rang/", waves.wave_move, name="wave-move"),
    path(f"{CAMPAIGN}vagues/<int:number>/supprimer/", waves.wave_delete, name="wave-delete"),
    path(f"{CAMPAIGN}vagues/<int:number>/ouvrir/", waves.wave_go, name="wave-open"),
    # Its lifecycle
    path(f"{CAMPAIGN}avancer/", lifecycle.advance, name="advance"),
    path(f"{CAMPAIGN}rouvrir/", lifecycle.reopen, name="reopen"),
    path(f"{CAMPAIGN}pause/", lifecycle.pause, name="pause"),
    path(f"{CAMPAIGN}reprise/", lifecycle.resume, name="resume"),
    path(f"{CAMPAIGN}arret/", lifecycle.stop, name="stop"),
    path(f"{CAMPAIGN}abandon/", lifecycle.abandon, name="abandon"),
    path(f"{CAMPAIGN}derogations/", waivers.waivers, name="waivers"),
    path(f"{CAMPAIGN}derogations/nouvelle/", waivers.waiver, name="waiver"),
    path(f"{CAMPAIGN}derogations/<int:pk>/lever/", waivers.waiver_revoke, name="waiver-revoke"),
    # Other pages of the app
    path("", include("campaigns.urls_brief")),
    path("", include("campaigns.urls_plan")),
    path("", include("campaigns.urls_signoff")),
    path("", include("campaigns.urls_moments")),
    path("", include("campaigns.urls_dictionaries")),
]
