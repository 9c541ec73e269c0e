from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Espace et accès")

    def ready(self) -> None:
        """Registrations only: the settings area and its own pages."""
        from core import pages

        pages.register()
