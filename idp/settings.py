"""All settings, from the environment only; safe with nothing set (a local site on 127.0.0.1)."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from idp import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
DEBUG = False

# --- The site -------------------------------------------------------------------------------------------------------------
KEYHALL_HOST = env.text("KEYHALL_HOST", "127.0.0.1", "Address that `make run` listens on.")
KEYHALL_PORT = env.number("KEYHALL_PORT", 8000, "Port that `make run` listens on.", least=1, most=65535)
KEYHALL_DATA_DIR = Path(
    env.text("KEYHALL_DATA_DIR", str(BASE_DIR / "var"), "Folder of the database and the local keys.", shown="var")
)
KEYHALL_WORKERS = env.number(
    "KEYHALL_WORKERS", min(os.cpu_count() or 1, 64), "Web worker processes.", least=1, most=256, shown="cores"
)
KEYHALL_ISSUER = env.origin(
    "KEYHALL_ISSUER",
    f"http://127.0.0.1:{KEYHALL_PORT}",
    "The public origin; byte for byte the `iss` of everything issued.",
    shown="http://127.0.0.1:KEYHALL_PORT",
)
_issuer = urlsplit(KEYHALL_ISSUER)
KEYHALL_ORIGIN = KEYHALL_ISSUER.rstrip("/")
KEYHALL_SECURE = _issuer.scheme == "https"
# A site on a loopback issuer is local; any other is production unless it says otherwise.
KEYHALL_PRODUCTION = env.flag(
    "KEYHALL_PRODUCTION",
    (_issuer.hostname or "") not in ("127.0.0.1", "localhost", "::1"),
    "Refuse to start on anything unsafe. On by default when the issuer is not a loopback address.",
)
KEYHALL_PLAYGROUND = env.flag(
    "KEYHALL_PLAYGROUND",
    not KEYHALL_PRODUCTION,
    "The built-in relying party at /playground/; on for a local site, off in production.",
)
KEYHALL_TRUSTED_PROXIES = env.networks(
    "KEYHALL_TRUSTED_PROXIES", "Addresses or networks whose `X-Forwarded-For` is believed. None by default."
)

_master_key = env.master_key(KEYHALL_DATA_DIR, production=KEYHALL_PRODUCTION)
KEYHALL_MASTER_KEY = _master_key
SECRET_KEY = env.text(
    "KEYHALL_SECRET_KEY", "", "Django's secret key; derived from the master key when not set."
) or env.derived_secret(_master_key)
if KEYHALL_PRODUCTION and len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("KEYHALL_SECRET_KEY must have at least 32 characters.")

_loopback = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = [
    *([f"[{_issuer.hostname}]" if ":" in (_issuer.hostname or "") else _issuer.hostname or ""]),
    *([] if KEYHALL_PRODUCTION else _loopback),
    *env.words("KEYHALL_ALLOWED_HOSTS", "", "Further host names that this site answers to."),
]
CSRF_TRUSTED_ORIGINS = [KEYHALL_ORIGIN]

# --- Parts ----------------------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # leaves the admin site to us
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "idp.admin_site.apps.KeyhallAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "core",
    "audit",
    "outbox",
    "keys",
    "accounts",
    "idp.flow",
    "oauth2_provider",  # before ours, whose admin takes the place of its admin
    "idp.oauth2",
    "playground",
    "idp",
]
MIDDLEWARE = [
    "idp.middleware.RequestFacts",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "idp.middleware.PageHeaders",
    "idp.admin_site.policy.AdminPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "idp.urls"
WSGI_APPLICATION = "idp.wsgi.application"
APPEND_SLASH = False
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "idp.pages.site",
            ]
        },
    }
]

# --- Data -----------------------------------------------------------------------------------------------------------------
DATABASE_URL = env.text(
    "DATABASE_URL", "", "Unset: SQLite in the data directory. `sqlite:///PATH` moves it.", shown="SQLite in KEYHALL_DATA_DIR"
)
if DATABASE_URL and not DATABASE_URL.startswith("sqlite:///"):
    raise ImproperlyConfigured("DATABASE_URL must be unset or sqlite:///PATH.")
DATABASES: dict[str, dict[str, Any]] = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATABASE_URL.removeprefix("sqlite:///") or str(KEYHALL_DATA_DIR / "keyhall.sqlite3"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-8000;",
        },
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024

# --- People ---------------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.login.backend.PasswordBackend"]
PASSWORD_HASHERS = [
    "accounts.password.hashers.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2SHA1PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "given_name", "family_name", "nickname", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "accounts.sessions.store"
_prefix = "__Host-" if KEYHALL_SECURE else ""  # a cookie that no sub-domain can plant (RFC 6265bis §4.1.3.2)
SESSION_COOKIE_NAME = f"{_prefix}keyhall_session"
SESSION_COOKIE_SECURE = KEYHALL_SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
KEYHALL_SESSION_IDLE = timedelta(
    seconds=env.number(
        "KEYHALL_SESSION_IDLE", 12 * 3600, "Seconds after which an unused browser session ends.", least=60, most=366 * 86400
    )
)
KEYHALL_SESSION_ABSOLUTE = timedelta(
    seconds=env.number(
        "KEYHALL_SESSION_ABSOLUTE",
        30 * 86400,
        "Seconds after which a browser session ends, used or not.",
        least=60,
        most=366 * 86400,
    )
)
SESSION_COOKIE_AGE = int(KEYHALL_SESSION_ABSOLUTE.total_seconds())
CSRF_COOKIE_NAME = f"{_prefix}keyhall_csrf"
CSRF_COOKIE_SECURE = KEYHALL_SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "idp.pages.csrf_failure"
KEYHALL_BROWSER_COOKIE = f"{_prefix}keyhall_browser"

# --- Protocol -------------------------------------------------------------------------------------------------------------
KEYHALL_ACCESS_TOKEN_LIFETIME = timedelta(
    seconds=env.number("KEYHALL_ACCESS_TOKEN_LIFETIME", 600, "Seconds that an access token is good for.", least=30, most=86400)
)
KEYHALL_ID_TOKEN_LIFETIME = timedelta(
    seconds=env.number("KEYHALL_ID_TOKEN_LIFETIME", 3600, "Seconds that an ID token is good for.", least=30, most=86400)
)
KEYHALL_REFRESH_TOKEN_LIFETIME = timedelta(
    seconds=env.number(
        "KEYHALL_REFRESH_TOKEN_LIFETIME", 30 * 86400, "Seconds that a refresh token is good for.", least=60, most=3650 * 86400
    )
)
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2.Client"
OAUTH2_PROVIDER_GRANT_MODEL = "oauth2.AuthorizationCode"
OAUTH2_PROVIDER_ACCESS_TOKEN_MODEL = "oauth2.StoredAccessToken"  # noqa: S105 (a model's name)
OAUTH2_PROVIDER_REFRESH_TOKEN_MODEL = "oauth2.RefreshToken"  # noqa: S105 (a model's name)
OAUTH2_PROVIDER_ID_TOKEN_MODEL = "oauth2.StoredIDToken"  # noqa: S105 (a model's name)
OAUTH2_PROVIDER_DEVICE_GRANT_MODEL = "oauth2.DeviceGrant"
OAUTH2_PROVIDER = {"OAUTH2_VALIDATOR_CLASS": "idp.oauth2.toolkit.KeyhallValidator", "OIDC_ENABLED": False}

# --- Pages ----------------------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "keyhall_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATIC_ROOT = None  # nothing to collect: whitenoise serves the files from where they are
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 3600
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"  # not no-referrer: browsers then send `Origin: null` with our own forms
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 2 * 366 * 86400 if KEYHALL_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
# TLS ends at the proxy: what is secure follows from the issuer, never from a header (see idp.middleware.RequestFacts).
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # A client's mistake is no warning of ours; it is in the audit record where it matters.
    "loggers": {"django": {"level": "WARNING"}, "django.request": {"level": "ERROR"}, "django.security": {"level": "ERROR"}},
}

from idp.admin_site.theme import UNFOLD  # noqa: E402, F401 (the look of the admin, read by django-unfold)
