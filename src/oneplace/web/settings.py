"""Django's settings for one place: one place a server, nothing secret in the code."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from oneplace import whole
from oneplace.problems import OneplaceError

LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
IDLE_MINUTES = 30
SESSION_HOURS = 12
FAILURES_BEFORE_LOCKOUT = 5
LOCKOUT_MINUTES = 15


def settings(place_folder: Path) -> dict[str, Any]:
    """The settings for serving ``place_folder``, to be given to ``django.conf.settings.configure``.

    From the environment: ``ONEPLACE_HOSTS`` (names that the site answers to, separated by commas; this machine alone
    if not set), ``ONEPLACE_HTTPS=1`` (behind a proxy that ends TLS and sets ``X-Forwarded-Proto``) and
    ``ONEPLACE_SECRET_KEY`` (made once and kept in the place's ``var`` folder if not set).
    """
    https = os.environ.get("ONEPLACE_HTTPS") == "1"
    var = place_folder / "var"
    return {
        "ONEPLACE_PLACE": place_folder,
        "DEBUG": False,
        "SECRET_KEY": os.environ.get("ONEPLACE_SECRET_KEY") or _kept_secret(var / "web-secret"),
        "ALLOWED_HOSTS": [name for name in os.environ.get("ONEPLACE_HOSTS", "").split(",") if name] + LOOPBACK,
        "ROOT_URLCONF": "oneplace.web.urls",
        "INSTALLED_APPS": [
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.staticfiles",
            "axes",
            "oneplace.web",
            "oneplace.web.public",
            "oneplace.web.board",
            "oneplace.web.whatif",
            "oneplace.web.accounts",
        ],
        "MIDDLEWARE": [
            "oneplace.web.middleware.head",
            "django.middleware.security.SecurityMiddleware",
            "whitenoise.middleware.WhiteNoiseMiddleware",
            "django.middleware.gzip.GZipMiddleware",
            "oneplace.web.middleware.headers",
            "csp.middleware.CSPMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "oneplace.web.middleware.session_limit",
            "django.contrib.auth.middleware.LoginRequiredMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
            "axes.middleware.AxesMiddleware",
        ],
        "TEMPLATES": [
            {
                "BACKEND": "django.template.backends.jinja2.Jinja2",
                "APP_DIRS": True,
                "OPTIONS": {
                    "environment": "oneplace.web.jinja.environment",
                    "context_processors": ["oneplace.web.pages.frame"],
                },
            }
        ],
        "DATABASES": {"default": _database(var / "web.sqlite3")},
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "LANGUAGE_CODE": "en-gb",
        "TIME_ZONE": "Europe/London",
        "USE_TZ": True,
        "APPEND_SLASH": False,
        "STATIC_URL": "/static/",
        "WHITENOISE_USE_FINDERS": True,
        "WHITENOISE_AUTOREFRESH": False,
        "WHITENOISE_MAX_AGE": 3600,
        "LOGGING": _logging(),
        **_accounts(),
        **_browser_rules(https=https),
    }


def _database(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        },
    }


def _accounts() -> dict[str, Any]:
    validators = ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
    return {
        "AUTHENTICATION_BACKENDS": ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"],
        "AUTH_PASSWORD_VALIDATORS": [
            {"NAME": f"django.contrib.auth.password_validation.{name}Validator"} for name in validators
        ],
        "LOGIN_URL": "accounts:sign_in",
        "LOGIN_REDIRECT_URL": "board:overview",
        "LOGOUT_REDIRECT_URL": "public:home",
        "SESSION_COOKIE_AGE": IDLE_MINUTES * 60,
        "SESSION_SAVE_EVERY_REQUEST": True,
        "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
        "AXES_FAILURE_LIMIT": FAILURES_BEFORE_LOCKOUT,
        "AXES_COOLOFF_TIME": timedelta(minutes=LOCKOUT_MINUTES),
        "AXES_LOCKOUT_PARAMETERS": [["username", "ip_address"]],
        "AXES_LOCKOUT_CALLABLE": "oneplace.web.accounts.views.locked_out",
        "AXES_RESET_ON_SUCCESS": True,
        "AXES_VERBOSE": False,
        "AXES_ENABLE_ADMIN": False,
    }


def _browser_rules(*, https: bool) -> dict[str, Any]:
    """Everything comes from this site; scripts only with the page's nonce; no style attributes, no frames."""
    rules: dict[str, Any] = {
        "CONTENT_SECURITY_POLICY": {
            "DIRECTIVES": {
                "default-src": [NONE],
                "script-src": [SELF, NONCE],
                "style-src": [SELF],
                "img-src": [SELF],
                "font-src": [SELF],
                "connect-src": [SELF],
                "form-action": [SELF],
                "base-uri": [NONE],
                "frame-ancestors": [NONE],
                "object-src": [NONE],
            }
        },
        "SECURE_CONTENT_TYPE_NOSNIFF": True,
        "SECURE_REFERRER_POLICY": "same-origin",
        "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
        "X_FRAME_OPTIONS": "DENY",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "CSRF_COOKIE_HTTPONLY": True,
        "CSRF_COOKIE_SAMESITE": "Strict",
        "CSRF_FAILURE_VIEW": "oneplace.web.errors.csrf_failure",
    }
    if https:
        rules |= {
            "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
            "SECURE_SSL_REDIRECT": True,
            "SECURE_REDIRECT_EXEMPT": [r"^health$"],  # monitors ask without a proxy's headers
            "SECURE_HSTS_SECONDS": 31_536_000,
            "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
            "SECURE_HSTS_PRELOAD": True,
            "SESSION_COOKIE_SECURE": True,
            "CSRF_COOKIE_SECURE": True,
        }
    return rules


def _logging() -> dict[str, Any]:
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
            # anyone can send a wrong Host header as often as they like: it is answered with 400, not logged at length
            "django.security.DisallowedHost": {"handlers": [], "propagate": False},
            # nor is every request that has to wait for a thread
            "waitress": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        },
    }


def _kept_secret(path: Path) -> str:
    """The place's own secret, made once, readable by its owner alone."""
    try:
        return whole.secret(path)
    except OSError as error:
        mend = "Give this user the right to write there, or set ONEPLACE_SECRET_KEY."
        raise OneplaceError.at(path, f"could not be written ({error.strerror}).", mend) from error
