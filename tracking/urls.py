"""Addresses of the tracking app: the workspace's follow-up, then the pages of one campaign."""

from django.urls import URLPattern, path

from tracking.views import alerts, bilan, dashboard, imports, learnings, overview, setup, typed

app_name = "tracking"

SPACE = "e/<slug:slug>/"
CAMPAIGN = "e/<slug:slug>/campagnes/<slug:reference>/"

urlpatterns: list[URLPattern] = [
    # /e/<workspace>/
    path(f"{SPACE}suivi/", overview.overview, name="overview"),
    path(f"{SPACE}alertes/", alerts.alerts, name="alerts"),
    path(f"{SPACE}alertes/verifier/", alerts.check, name="alerts-check"),
    path(f"{SPACE}alertes/<int:pk>/", alerts.act, name="alert-act"),
    path(f"{SPACE}enseignements/", learnings.learnings, name="learnings"),
    # /e/<workspace>/campagnes/<reference>/suivi/
    path(f"{CAMPAIGN}suivi/", dashboard.dashboard, name="dashboard"),
    path(f"{CAMPAIGN}suivi/reglages/", setup.setup, name="setup"),
    path(f"{CAMPAIGN}suivi/objectifs/ajouter/", setup.target_add, name="target-add"),
    path(f"{CAMPAIGN}suivi/objectifs/<int:pk>/", setup.target_edit, name="target"),
    path(f"{CAMPAIGN}suivi/objectifs/<int:pk>/retirer/", setup.target_remove, name="target-remove"),
    path(f"{CAMPAIGN}suivi/sources/ajouter/", setup.source_add, name="source-add"),
    path(f"{CAMPAIGN}suivi/sources/<int:pk>/", setup.source_edit, name="source"),
    path(f"{CAMPAIGN}suivi/sources/<int:pk>/saisir/", typed.enter, name="enter"),
    path(f"{CAMPAIGN}suivi/chiffres/<int:pk>/", typed.fact, name="fact"),
    path(f"{CAMPAIGN}suivi/chiffres/<int:pk>/retirer/", typed.fact_remove, name="fact-remove"),
    # …/imports/
    path(f"{CAMPAIGN}imports/", imports.imports, name="imports"),
    path(f"{CAMPAIGN}imports/<int:pk>/", imports.preview, name="import"),
    path(f"{CAMPAIGN}imports/<int:pk>/relire/", imports.again, name="import-again"),
    path(f"{CAMPAIGN}imports/<int:pk>/appliquer/", imports.apply, name="import-apply"),
    path(f"{CAMPAIGN}imports/<int:pk>/annuler/", imports.undo, name="import-undo"),
    path(f"{CAMPAIGN}imports/<int:pk>/abandonner/", imports.discard, name="import-discard"),
    # …/bilan/
    path(f"{CAMPAIGN}bilan/", bilan.bilan, name="bilan"),
    path(f"{CAMPAIGN}bilan/commencer/", bilan.start, name="bilan-start"),
    path(f"{CAMPAIGN}bilan/texte/", bilan.edit, name="bilan-edit"),
    path(f"{CAMPAIGN}bilan/figer/", bilan.freeze, name="bilan-freeze"),
    path(f"{CAMPAIGN}bilan/reprendre/", bilan.unfreeze, name="bilan-unfreeze"),
    path(f"{CAMPAIGN}bilan/publier/", bilan.publish, name="bilan-publish"),
    path(f"{CAMPAIGN}bilan/pdf/", bilan.pdf, name="bilan-pdf"),
    path(f"{CAMPAIGN}bilan/enseignements/ajouter/", bilan.learning_add, name="learning-add"),
    path(f"{CAMPAIGN}bilan/enseignements/<int:pk>/", bilan.learning_edit, name="learning"),
    path(f"{CAMPAIGN}bilan/enseignements/<int:pk>/retirer/", bilan.learning_remove, name="learning-remove"),
]
