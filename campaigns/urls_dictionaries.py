"""Addresses of the workspace's dictionaries, in its settings."""

from django.urls import URLPattern, path, register_converter

from campaigns.dictionary_pages import DICTIONARIES
from campaigns.views import dictionaries, work_days


class DictionaryConverter:
    """The path word of a dictionary."""

    regex = "|".join(DICTIONARIES)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DictionaryConverter, "dictionary")

SETTINGS = "e/<slug:slug>/reglages/"
KIND = f"{SETTINGS}<dictionary:kind>/"
FORMATS = f"{SETTINGS}canaux/<int:channel>/formats/"

urlpatterns: list[URLPattern] = [
    path(KIND, dictionaries.entries, name="dictionary"),
    path(f"{KIND}ajouter/", dictionaries.entry_new, name="dictionary-add"),
    path(f"{KIND}<int:pk>/", dictionaries.entry_change, name="dictionary-entry"),
    path(f"{KIND}<int:pk>/etat/", dictionaries.entry_state, name="dictionary-state"),
    path(f"{SETTINGS}jours-travailles/", work_days.work_days, name="work-days"),
    path(f"{SETTINGS}jours-travailles/absences/", work_days.add, name="time-off-add"),
    path(f"{SETTINGS}jours-travailles/absences/<int:pk>/retirer/", work_days.remove, name="time-off-remove"),
    path(f"{SETTINGS}jours-travailles/semaine/", work_days.week, name="work-week"),
    path(FORMATS, dictionaries.entries, name="formats"),
    path(f"{FORMATS}ajouter/", dictionaries.entry_new, name="format-add"),
    path(f"{FORMATS}<int:pk>/", dictionaries.entry_change, name="format"),
    path(f"{FORMATS}<int:pk>/etat/", dictionaries.entry_state, name="format-state"),
]
