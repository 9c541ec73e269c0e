"""Addresses of the plan and of the calendars."""

from django.urls import URLPattern, path

from campaigns.views import calendar, collisions, launch_advice, plan, plan_tasks

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
    path(PLAN, plan.planning, name="planning"),
    path(f"{PLAN}quand-lancer/", launch_advice.when_to_launch, name="when-to-launch"),
    path(f"{PLAN}quand-lancer/deplacer/", launch_advice.launch_move, name="launch-move"),
    path(f"{PLAN}export.csv", plan.export, name="planning-export"),
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
