"""Accounts, and the roles that they hold at a place."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone


class User(AbstractBaseUser):
    """Somebody who can sign in. There is no superuser: what an account may do follows from its roles alone."""

    username: models.CharField[str, str] = models.CharField(max_length=150, unique=True)
    is_active: models.BooleanField[bool, bool] = models.BooleanField(default=True)
    date_joined: models.DateTimeField[datetime, datetime] = models.DateTimeField(default=timezone.now)
    email: models.EmailField[str, str] = models.EmailField(blank=True, default="")
    """Where one-time links and reminders go; nobody signs in by it."""

    objects: ClassVar[BaseUserManager[User]] = BaseUserManager()
    USERNAME_FIELD = "username"


class RoleGiven(models.Model):
    """A role that somebody holds at one place: a store that several places share lends nobody a role elsewhere."""

    user: models.ForeignKey[User, User] = models.ForeignKey(User, models.CASCADE, related_name="roles_given")
    role: models.CharField[str, str] = models.CharField(max_length=40)
    """The code of a ``Role``."""
    place: models.CharField[str, str] = models.CharField(max_length=200)
    """The id of the place."""

    class Meta:
        """A role is held once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "role", "place"], name="a_role_once_a_place")]


class Seat(models.Model):
    """That somebody serves a board or group of a place, as a member or its clerk: they read what is exempt there."""

    user: models.ForeignKey[User, User] = models.ForeignKey(User, models.CASCADE, related_name="seats")
    body: models.CharField[str, str] = models.CharField(max_length=200)
    """The id of the board or delivery group, as the place's files have it."""
    place: models.CharField[str, str] = models.CharField(max_length=200)
    """The id of the place."""

    class Meta:
        """A seat is held once."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "body", "place"], name="a_seat_once_a_place")]


class OneTimeLink(models.Model):
    """A link by which somebody chooses a password, once: the store keeps its hash, never the link itself.

    One a person: a newer ends the one before. Whoever uses it removes the row.
    """

    user: models.OneToOneField[User, User] = models.OneToOneField(User, models.CASCADE, related_name="link")
    sha256: models.CharField[str, str] = models.CharField(max_length=64, unique=True)
    place: models.CharField[str, str] = models.CharField(max_length=200)
    """The id of the place whose administrator made it."""
    expires: models.DateTimeField[datetime, datetime] = models.DateTimeField()
