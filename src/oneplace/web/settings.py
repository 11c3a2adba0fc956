"""Django's settings for one place: ``DJANGO_SETTINGS_MODULE=oneplace.web.settings``, the place in ``ONEPLACE_PLACE``.

One place a server, nothing secret in the code. The rest that the environment may say is in ``environment``; others
read these settings through ``django.conf.settings``, never from here.
"""

from __future__ import annotations

from csp.constants import NONE, SELF

from oneplace.web import environment

ONEPLACE_PLACE = environment.place_folder()
IDLE_MINUTES = 30
SESSION_HOURS = 12

DEBUG = False
SECRET_KEY = environment.secret(ONEPLACE_PLACE / "var")
ALLOWED_HOSTS = [*environment.names(), "localhost", "127.0.0.1", "[::1]"]
ROOT_URLCONF = "oneplace.web.urls"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "oneplace.web",
    "oneplace.web.public",
    "oneplace.web.board",
    "oneplace.web.whatif",
    "oneplace.web.explore",
    "oneplace.web.feedback",
    "oneplace.web.accounts",
    "oneplace.web.audit",
    "oneplace.web.delivery",
    "oneplace.web.papers",
    "oneplace.web.diaries",
    "oneplace.web.reviewing",
]
MIDDLEWARE = [
    "oneplace.web.middleware.head",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "oneplace.web.middleware.headers",
    "oneplace.web.kept.kept",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "oneplace.web.middleware.session_limit",
    "oneplace.web.middleware.plain_path",
    "oneplace.web.middleware.SignInMiddleware",
    "oneplace.web.accounts.guard.PermissionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {
            "environment": "oneplace.web.jinja.environment",
            "context_processors": ["oneplace.web.pages.frame"],
        },
    }
]
DATABASES = {"default": environment.database(ONEPLACE_PLACE / "var")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [environment.WORDS]
LANGUAGES = [(code, code) for code in ("en-gb", *environment.languages())]
if len(LANGUAGES) > 1:  # browsers choose, once there is a choice
    MIDDLEWARE.insert(
        MIDDLEWARE.index("django.middleware.common.CommonMiddleware"), "django.middleware.locale.LocaleMiddleware"
    )
TIME_ZONE = "Europe/London"
USE_TZ = True
APPEND_SLASH = False
STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600

# Accounts
AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "oneplace.web.accounts.hashing.OneCoreArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",  # of earlier versions: hashed anew at the next sign-in
]
ONEPLACE_PROXIES = environment.proxies()
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
    for name in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
]
ONEPLACE_UPLOAD_BYTES = environment.upload_bytes()
ONEPLACE_MAILS = environment.mails()
if ONEPLACE_MAILS:
    EMAIL_HOST, EMAIL_PORT = ONEPLACE_MAILS.host, ONEPLACE_MAILS.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = ONEPLACE_MAILS.user, ONEPLACE_MAILS.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = ONEPLACE_MAILS.starts_tls, ONEPLACE_MAILS.is_tls
    DEFAULT_FROM_EMAIL = ONEPLACE_MAILS.sender
    EMAIL_TIMEOUT = 10
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:account"  # whoever has one role starts at that role's page
LOGOUT_REDIRECT_URL = "public:home"
SESSION_COOKIE_AGE = IDLE_MINUTES * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# Browsers: everything comes from this site, no style attributes, no frames. Pages are the same for every reader, so
# none has a nonce; the one script in a page is NHS.UK's, which says that scripts run, allowed by its hash
SCRIPT_OF_THE_TEMPLATE = "'sha256-tDOvXJi1PXbg0CWjLCCYSNHRXtps26K4JXkE3M6u/c0='"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, SCRIPT_OF_THE_TEMPLATE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
ONEPLACE_EMBEDDERS = environment.embedders() or [NONE]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None  # it ends with the browser, as the session does
CSRF_FAILURE_VIEW = "oneplace.web.errors.csrf_failure"
if environment.is_behind_tls():
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health$"]  # monitors ask without a proxy's headers
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"faults": {"()": "oneplace.web.errors.Faults"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["faults"]},
        "nowhere": {"class": "logging.NullHandler"},  # no handler at all would be Python's own, with a traceback
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        # anyone can send a wrong Host header as often as they like: it is answered with 400, not logged at length
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
        # nor is every request that has to wait for a thread
        "waitress": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}
