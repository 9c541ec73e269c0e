"""PDF files made in the background."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models.users import User
from core.models.workspace import Workspace


def document_path(document: "Document", filename: str) -> str:
    return f"documents/{document.workspace_id}/{document.id}.pdf"


class Document(models.Model):
    """One PDF somebody asked for: asked, being made with a progress, ready or failed with words.

    `builder` names the function that gathers its content (see core.documents); `subject` is that
    function's argument; `scope` is the aggregate whose readers may download it.
    """

    class Status(models.TextChoices):
        WAITING = "waiting", _("En attente")
        WORKING = "working", _("En préparation")
        READY = "ready", _("Prêt")
        FAILED = "failed", _("Échoué")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    workspace = models.ForeignKey(Workspace, models.CASCADE, related_name="documents")
    scope = models.CharField(max_length=80)
    builder = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    language = models.CharField(max_length=2, default="fr")
    requested_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    progress = models.PositiveSmallIntegerField(default=0)
    file = models.FileField(upload_to=document_path, blank=True)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ready_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]
        indexes = [models.Index(fields=["workspace", "scope", "-created_at"], name="document_by_scope")]

    def __str__(self) -> str:
        return self.title
