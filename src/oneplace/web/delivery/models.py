"""The rows of the record. A change is a new row; the database itself refuses to change or remove one."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.db import models


class Change(models.Model):
    """One entry of the record (``oneplace.delivery.happened.Entry``) of one place."""

    place: models.CharField[str, str] = models.CharField(max_length=200)
    """The id of the place."""
    kind: models.CharField[str, str] = models.CharField(max_length=40)
    """The code of a ``Kind``."""
    subject: models.CharField[str, str] = models.CharField(max_length=200)
    number: models.PositiveIntegerField[int, int] = models.PositiveIntegerField()
    """Counts a thing's entries from 1: who saw an older one can't write over a newer."""
    at: models.DateTimeField[datetime, datetime] = models.DateTimeField()
    by: models.CharField[str, str] = models.CharField(max_length=200)
    what: models.CharField[str, str] = models.CharField(max_length=40)
    why: models.TextField[str, str] = models.TextField(blank=True)
    before: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(null=True)
    after: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    imported: models.JSONField[dict[str, Any] | None, dict[str, Any] | None] = models.JSONField(null=True)
    """When and by whom it was read in from a file; None where this store made it."""

    class Meta:
        """Each number of a thing is used once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "kind", "subject", "number"], name="a_number_once_a_thing")
        ]
