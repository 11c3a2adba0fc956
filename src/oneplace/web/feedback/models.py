"""What was said. Nothing tells by whom: no address, no account, no cookie."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.utils import timezone

LONGEST = 1_000


def today() -> date:
    """The day, no finer: a time might tell who wrote."""
    return timezone.localdate()


class Remark(models.Model):
    """One remark about one page."""

    on: models.DateField[date, date] = models.DateField(default=today)
    place: models.CharField[str, str] = models.CharField(max_length=200)
    """The id of the place that was served."""
    page: models.CharField[str, str] = models.CharField(max_length=200)
    """The page's path on this site, without what was asked of it."""
    run: models.CharField[str, str] = models.CharField(max_length=100, blank=True)
    """The run that the page showed."""
    text: models.CharField[str, str] = models.CharField(max_length=LONGEST)
