"""What the lifecycle leaves behind: the changes of phase."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from campaigns.models.campaign import Campaign, Phase, Wave
from core.models import Membership


class PhaseChange(models.Model):
    """One transition, with its actor, reason and the gate's report at that moment."""

    class Verb(models.TextChoices):
        ADVANCE = "advance", _("a fait passer")
        REOPEN = "reopen", _("a rouvert")
        ABANDON = "abandon", _("a abandonné")
        PAUSE = "pause", _("a mis en pause")
        RESUME = "resume", _("a repris")
        STOP = "stop", _("a arrêté la diffusion")
        OPEN_WAVE = "open_wave", _("a ouvert la vague")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="phase_changes")
    verb = models.CharField(max_length=10, choices=Verb.choices)
    source = models.CharField(max_length=20, choices=Phase.choices)
    target = models.CharField(max_length=20, choices=Phase.choices)
    wave = models.ForeignKey(Wave, models.SET_NULL, null=True, related_name="+")
    actor = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=160, blank=True)
    reason = models.TextField(blank=True)
    report = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("changement de phase")
        verbose_name_plural = _("changements de phase")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
