"""Who did what, when. Append-only: nothing in the product updates or deletes a row."""

from django.db import models

from core.models.users import User
from core.models.workspace import Workspace


class AuditEvent(models.Model):
    """One thing somebody (or the system: no actor) did.

    `scope` groups the events of one aggregate ("campaign:12"); `subject` names the row inside it
    ("objective:7"); `version` is the subject's version after an edit; `changes` maps a field to
    [before, after] as readable text.
    """

    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="+")
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    actor_name = models.CharField(max_length=160, blank=True)
    verb = models.CharField(max_length=60)
    scope = models.CharField(max_length=80)
    subject = models.CharField(max_length=80)
    label = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(null=True)
    changes = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [
            models.Index(fields=["workspace", "scope", "-at"], name="audit_by_scope"),
            models.Index(fields=["subject", "version"], name="audit_by_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"
