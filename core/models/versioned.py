"""Rows that two people may edit at once carry a version number."""

from django.db import models


class Versioned(models.Model):
    """`version` grows by one at each edit; a form that brings an older one is told what changed since."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True
