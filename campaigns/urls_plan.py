"""Addresses of the plan and of the calendars."""

from django.urls import URLPattern, path

from campaigns.views import (
    calendar,
    collisions,
    feeds,
    launch_advice,
    plan,
    plan_exchange,
    plan_import,
    plan_levelling,
    plan_rescue,
    plan_tasks,
    plan_templates,
)

SPACE = "e/<slug:slug>/"
CAMPAIGN = "e/<slug:slug>/campagnes/<slug:reference>/"
PLAN = f"{CAMPAIGN}planning/"
TASK = f"{PLAN}taches/<int:pk>/"

urlpatterns: list[URLPattern] = [
    path(f"{SPACE}calendrier/", calendar.workspace_calendar, name="calendar"),
    path(f"{SPACE}calendrier/collisions/", collisions.collisions, name="collisions"),
    path(f"{SPACE}calendrier/collisions/accepter/", collisions.accept, name="collision-accept"),
    path(f"{SPACE}calendrier/collisions/signaler/", collisions.reopen, name="collision-reopen"),
    path(f"{CAMPAIGN}calendrier/", calendar.campaign_calendar, name="campaign-calendar"),
    # Calendar subscriptions: a member's own, and what an application reads
    path(f"{SPACE}agenda/", feeds.feeds, name="feeds"),
    path(f"{SPACE}agenda/<int:pk>/fermer/", feeds.revoke, name="feed-revoke"),
    path("agenda/<str:token>.ics", feeds.read, name="feed"),
    path(PLAN, plan.planning, name="planning"),
    path(f"{PLAN}quand-lancer/", launch_advice.when_to_launch, name="when-to-launch"),
    path(f"{PLAN}quand-lancer/deplacer/", launch_advice.launch_move, name="launch-move"),
    path(f"{PLAN}export.csv", plan_exchange.export_csv, name="planning-export"),
    path(f"{PLAN}export.xlsx", plan_exchange.export_xlsx, name="planning-export-xlsx"),
    path(f"{PLAN}export/pdf/", plan_exchange.export_pdf, name="planning-export-pdf"),
    path(f"{PLAN}import/", plan_import.choose, name="plan-import"),
    path(f"{PLAN}import/apercu/", plan_import.preview, name="plan-import-preview"),
    path(f"{PLAN}import/abandonner/", plan_import.drop, name="plan-import-drop"),
    path(f"{PLAN}modele/", plan_templates.keep, name="plan-template-keep"),
    # Templates of the workspace
    path(f"{SPACE}modeles/", plan_templates.listing, name="plan-templates"),
    path(f"{SPACE}modeles/<int:pk>/", plan_templates.edit, name="plan-template"),
    path(f"{SPACE}modeles/<int:pk>/etat/", plan_templates.offer, name="plan-template-offer"),
    path(f"{SPACE}modeles/adapter/<str:kind>/", plan_templates.adapt, name="plan-template-adapt"),
    path(f"{PLAN}annuler/", plan.undo, name="planning-undo"),
    path(f"{PLAN}retablir/", plan.redo, name="planning-redo"),
    path(f"{PLAN}lisser/", plan_levelling.levelling, name="planning-levelling"),
    path(f"{PLAN}lisser/chercher/", plan_levelling.search_begin, name="planning-search"),
    path(f"{PLAN}lisser/arreter/", plan_levelling.search_stop, name="planning-search-stop"),
    path(f"{PLAN}lisser/appliquer/", plan_levelling.levelling_applied, name="planning-levelling-apply"),
    path(f"{PLAN}tenir/", plan_rescue.remedies, name="planning-remedies"),
    path(f"{PLAN}tenir/<slug:key>/", plan_rescue.trial, name="planning-trial"),
    # …/planning/taches/
    path(f"{PLAN}taches/ajouter/", plan_tasks.add, name="task-add"),
    path(TASK, plan_tasks.task, name="task"),
    path(f"{TASK}modifier/", plan_tasks.edit, name="task-edit"),
    path(f"{TASK}etat/", plan_tasks.status, name="task-status"),
    path(f"{TASK}date/", plan_tasks.pin, name="task-pin"),
    path(f"{TASK}rang/", plan_tasks.move, name="task-move"),
    path(f"{TASK}supprimer/", plan_tasks.delete, name="task-delete"),
    path(f"{TASK}liens/", plan_tasks.link_add, name="task-link-add"),
    path(f"{TASK}liens/<int:link>/retirer/", plan_tasks.link_remove, name="task-link-remove"),
]
