"""A workspace's own templates: where campaigns of a type start from, beside the playbook we ship."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign
from core.models import Versioned, Workspace


class PlanTemplate(Versioned):
    """Waves and tasks relative to a launch. `body` is what `campaigns.selectors.plan_templates` reads:

    {"lead_days": calendar days from the start of preparation to the launch, or null: counted back,
     "waves": [{"key", "name", "start", "end" (shares of the live window), "channels": [[key, [format]]],
                "purpose", "around"}],
     "tasks": [{"key", "name", "kind", "phase", "team" (key), "wave" (key or null), "duration", "what",
                "after": [[key, type, lag]], "anchor", "offset" (working days), "not_before" (calendar
                days from the launch, or null)}]}
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="plan_templates")
    type = models.CharField(_("type"), max_length=20, choices=Campaign.Type.choices)
    name = models.CharField(_("nom"), max_length=120)
    origin = models.CharField(_("d’après"), max_length=160, blank=True, editable=False)
    body = models.JSONField(editable=False)
    is_active = models.BooleanField(_("proposé"), default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("modèle")
        verbose_name_plural = _("modèles")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                "workspace",
                models.functions.Lower("name"),
                name="plan_template_name_once",
                violation_error_message=_("Un modèle porte déjà ce nom."),
            )
        ]

    def __str__(self) -> str:
        return self.name
