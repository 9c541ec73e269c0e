"""The core's entries in the frame."""

from django.utils.translation import gettext_lazy as _

from core.context import Place, place_register
from core.models import Role
from core.settings_area import SettingsPage, settings_register


def register() -> None:
    place_register(Place("settings", _("Réglages"), "core:settings", icon="settings", order=90, wide=True))
    group = _("Espace")
    settings_register(SettingsPage("workspace", _("Général"), "core:settings", "settings", 10, group))
    settings_register(
        SettingsPage("members", _("Membres"), "core:members", "people", 20, group, at_least=Role.MANAGER)
    )
