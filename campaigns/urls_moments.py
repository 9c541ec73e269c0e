"""Addresses of the commercial calendar, in the workspace's settings."""

from django.urls import URLPattern, path

from campaigns.views import moments

MOMENTS = "e/<slug:slug>/reglages/temps-forts/"
OF_CALENDAR = f"{MOMENTS}<int:year>/<slug:key>/"

urlpatterns: list[URLPattern] = [
    path(MOMENTS, moments.moments, name="moments"),
    path(f"{MOMENTS}ajouter/", moments.moment_new, name="moment-add"),
    path(f"{MOMENTS}<int:pk>/", moments.moment_change, name="moment"),
    path(f"{MOMENTS}<int:pk>/supprimer/", moments.moment_remove, name="moment-remove"),
    path(OF_CALENDAR, moments.calendar_moment, name="calendar-moment"),
    path(f"{OF_CALENDAR}etat/", moments.calendar_moment_state, name="calendar-moment-state"),
]
