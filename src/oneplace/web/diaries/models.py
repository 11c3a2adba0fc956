"""The addresses of diaries, and what was told to whom."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models

from oneplace.web.accounts.models import User


class DiaryAddress(models.Model):
    """The address at which somebody's diary asks: the store keeps the hash of its token, never the token."""

    user: models.ForeignKey[User, User] = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    place: models.CharField[str, str] = models.CharField(max_length=200)
    sha256: models.CharField[str, str] = models.CharField(max_length=64, unique=True)

    class Meta:
        """One a person and place: a newer ends the one before."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "place"], name="a_diary_once_a_place")]


class Reminded(models.Model):
    """That something was told to somebody by letter, on which day and in which cycle."""

    place: models.CharField[str, str] = models.CharField(max_length=200)
    account: models.CharField[str, str] = models.CharField(max_length=150)
    kind: models.CharField[str, str] = models.CharField(max_length=40)
    subject: models.CharField[str, str] = models.CharField(max_length=200)
    cycle: models.CharField[str, str] = models.CharField(max_length=40)
    on: models.DateField[date, date] = models.DateField()

    class Meta:
        """Once a cycle."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["place", "account", "kind", "subject", "cycle"], name="told_once_a_cycle")
        ]
