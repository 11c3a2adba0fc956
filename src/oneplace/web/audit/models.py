"""The rows of the trail. They point at nothing, so that they outlive what they tell of."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils import timezone


class AuditEvent(models.Model):
    """One thing that was done. The database itself refuses to change or remove a row."""

    at: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)
    place: models.CharField[str, str] = models.CharField(max_length=200)
    """The id of the place at which it was done."""
    by: models.CharField[str, str] = models.CharField(max_length=200)
    """The name of the account, or of the machine's user at the command line."""
    event: models.CharField[str, str] = models.CharField(max_length=40)
    """The code of an ``Event``."""
    about: models.CharField[str, str] = models.CharField(max_length=400)
    """Whose account, or which file."""
    detail: models.CharField[str, str] = models.CharField(max_length=400, blank=True)
    """What besides, such as the role that was given."""
    why: models.TextField[str | None, str | None] = models.TextField(null=True)
    """Why it was done, in the words of whoever did it, where it was asked."""
    before: models.TextField[str | None, str | None] = models.TextField(null=True)
    after: models.TextField[str | None, str | None] = models.TextField(null=True)
    """What it changed, as it was and as it is since."""
