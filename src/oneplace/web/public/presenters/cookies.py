"""Which cookies the site sets and how long each lasts, as its settings have it."""

from __future__ import annotations

from django.conf import settings

from oneplace.vocabulary.wording import count_words

DAY, HOUR, MINUTE = 86_400, 3600, 60


def cookies() -> list[tuple[str, str]]:
    """Each cookie's name, and what it is for with how long it lasts."""
    session = None if settings.SESSION_EXPIRE_AT_BROWSER_CLOSE else settings.SESSION_COOKIE_AGE
    return [
        (settings.CSRF_COOKIE_NAME, f"protects the forms. {lasts(settings.CSRF_COOKIE_AGE)}"),
        (
            settings.SESSION_COOKIE_NAME,
            f"keeps you signed in. {lasts(session)} You are signed out after {_time(settings.SESSION_COOKIE_AGE)} "
            f"without use, and at the latest {count_words(settings.SESSION_HOURS, 'hour')} after signing in.",
        ),
    ]


def lasts(seconds: int | None) -> str:
    """How long a cookie lasts that is kept for so many seconds; None: as long as the browser is open."""
    return "It goes when the browser is closed." if seconds is None else f"It lasts {_time(seconds)}."


def _time(seconds: int) -> str:
    for size, one in ((DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")):
        if seconds >= size and seconds % size == 0:
            return count_words(seconds // size, one)
    return count_words(seconds, "second")
