"""How passwords are hashed: by Argon2id, each on one core, so that who signs in leaves the others to the pages."""

from __future__ import annotations

from django.contrib.auth.hashers import Argon2PasswordHasher


class OneCoreArgon2(Argon2PasswordHasher):
    """Django's, whose eight lanes would take every core at once; OWASP asks for one lane."""

    parallelism = 1
