from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = _("Espace et accès")

    def ready(self) -> None:
        """Registrations only: the settings area and its own pages."""
        from django import forms

        from core import pages
        from core.forms import refuse_reversing

        pages.register()
        # Every text of every form, a model's too, goes through this class.
        forms.CharField.default_validators = [*forms.CharField.default_validators, refuse_reversing]
