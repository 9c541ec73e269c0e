"""Forms sent once: the second click of a double click finds the first one's result."""

from django.db import models

from core.models.users import User


class Submission(models.Model):
    """A creation form's one-time key, what was sent with it, and where its result lives."""

    key = models.UUIDField(primary_key=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, blank=True, editable=False)
    result_url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.key)
