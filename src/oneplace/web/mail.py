"""Letters by e-mail, where the environment names a server for them; plain text, each to one address."""

from __future__ import annotations

import logging
from email.utils import make_msgid
from smtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)
from ssl import SSLError

from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage

log = logging.getLogger(__name__)


def is_set() -> bool:
    """Whether there is a server that takes letters (``ONEPLACE_SMTP``)."""
    return bool(settings.ONEPLACE_MAILS)


def send(to: str, subject: str, text: str) -> bool:
    """Hand a letter over; whether the server took it. Why not is written to the log, never what was in it."""
    own = make_msgid(domain=settings.DEFAULT_FROM_EMAIL.rpartition("@")[2])  # asks no name server, unlike Django's
    headers = {"Auto-Submitted": "auto-generated", "Message-ID": own}
    try:
        EmailMessage(subject, text, None, [to], headers=headers).send()
    except (SMTPException, OSError, BadHeaderError) as error:
        log.error("No letter could be sent: %s (%s)", _why(error), type(error).__name__)
        return False
    return True


_WHY: tuple[tuple[type[Exception], str], ...] = (
    (SMTPAuthenticationError, "the server does not know the name or password in ONEPLACE_SMTP"),
    (SMTPRecipientsRefused, "the server refused the address that it goes to"),
    (SMTPSenderRefused, "the server refused ONEPLACE_MAIL_FROM as the sender"),
    (SMTPNotSupportedError, "the server offers no TLS on this port, or no sign-in"),
    (SMTPException, "the server broke off, or did not take it"),
    (SSLError, "the server's certificate does not hold, or it speaks no TLS on this port"),
    (OSError, "the server in ONEPLACE_SMTP can't be reached"),
)
"""What to look at, by what was raised; the first that fits. Of what a server answers nothing is told: it may quote."""


def _why(error: Exception) -> str:
    return next((words for kind, words in _WHY if isinstance(error, kind)), "it could not be written")
