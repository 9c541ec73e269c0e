"""The commercial calendar's place in the settings, and the words of what is done to it."""

from django.utils.translation import gettext_lazy as _

from core.audit_words import verb_register
from core.settings_area import SettingsPage, settings_register

_VERBS = {
    "moment_dated": (_("a changé les dates de « %(label)s »"), "calendar"),
    "moment_hidden": (_("a masqué « %(label)s » dans les calendriers"), "eye"),
    "moment_restored": (_("a rendu à « %(label)s » les dates du calendrier"), "undo"),
    "collision_accepted": (_("a accepté une collision (%(label)s)"), "check"),
    "collision_reopened": (_("ne veut plus d’une collision acceptée (%(label)s)"), "alert"),
}


def register() -> None:
    settings_register(
        SettingsPage(
            "temps-forts", _("Temps forts"), "campaigns:moments", "calendar", 170, _("Dictionnaires")
        )
    )
    for verb, (words, icon) in _VERBS.items():
        verb_register(verb, words, icon)
