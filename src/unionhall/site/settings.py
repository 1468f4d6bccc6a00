"""Settings for development and small self-hosted use; `production` hardens them.

Everything an operator may change is an environment variable; the table is in docs/configuration.md.
"""

import os
import secrets
from pathlib import Path

import dj_database_url
from django.utils.translation import gettext_lazy as _

from unionhall.site import private

PACKAGE = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("UNIONHALL_DATA", "var")).resolve()
private.directory(DATA)


def _own_secret() -> str:
    """A secret made once for this data directory, so that no default secret exists anywhere."""
    path = DATA / "secret_key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = os.environ.get("SECRET_KEY") or _own_secret()
DEBUG = os.environ.get("DEBUG", "0") == "1"
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("CSRF_TRUSTED_ORIGINS", "").split(",") if o]

# Keys and anchors live apart from the database, so that whoever takes one has not the other.
UNIONHALL_KEYS = Path(os.environ.get("UNIONHALL_KEYS", DATA / "keys"))
UNIONHALL_JURISDICTION = os.environ.get("UNIONHALL_JURISDICTION", "CN")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "unionhall.accounts",  # before allauth, whose templates it replaces
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "unionhall.core",
    "unionhall.ui",
    "unionhall.history",
    "unionhall.rulebook",
    "unionhall.documents",
    "unionhall.notifications",
    "unionhall.exchange",
    "unionhall.organisations",
    "unionhall.access",
    "unionhall.duties",
    "unionhall.papers",
    "unionhall.members",
    "unionhall.organising",
    "unionhall.mailings",
    "unionhall.cases",
    "unionhall.supervision",
    "unionhall.tips",
    "unionhall.disputes",
    "unionhall.legal_aid",
    "unionhall.petitions",
    "unionhall.urgent",
    "unionhall.site",
]
AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "unionhall.site.urls"
WSGI_APPLICATION = "unionhall.site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "unionhall.tips.door.know_nobody",  # before all that could note who asks
    "django.middleware.security.SecurityMiddleware",
    "unionhall.site.middleware.tell_problems",
    "unionhall.site.middleware.know_no_nul",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "unionhall.site.navigation.navigation",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL") or f"sqlite:///{DATA / 'unionhall.sqlite3'}",
        conn_max_age=600,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    private.database(Path(DATABASES["default"]["NAME"]))
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    DATABASES["default"]["OPTIONS"] = {
        # IMMEDIATE: a transaction that reads and then writes must not fail half-way on a busy lock.
        "transaction_mode": "IMMEDIATE",
        "timeout": 30,
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-32000;",
    }

else:
    # Values go to the server beside the query instead of inside it, so that it can keep the query.
    DATABASES["default"].setdefault("OPTIONS", {})["server_side_binding"] = True
# Whether PostgreSQL keeps look-ups with their plans; a pooler between may not pass them on.
UNIONHALL_PREPARES = os.environ.get("DATABASE_PREPARES", "1") == "1"

# One place for each database, because anchors know chains by name: a second one is no forgery of the first.
UNIONHALL_ANCHORS = Path(
    os.environ.get("UNIONHALL_ANCHORS")
    or DATA / "anchors" / Path(str(DATABASES["default"]["NAME"])).stem
)

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese (simplified)")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = os.environ.get("TIME_ZONE", "Asia/Shanghai")

# What one guess at a receipt costs: rounds of Argon2id, and MiB of memory.
UNIONHALL_RECEIPT_COST = (3, 64)

# Requests to the interface, for each person and each process of the server.
UNIONHALL_API_PER_MINUTE = int(os.environ.get("API_PER_MINUTE") or 600)

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "files"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}

# A directory with fonts for papers, besides those of the machine.
UNIONHALL_FONTS = os.environ.get("UNIONHALL_FONTS", "")
# The virus scanner: "unix:/run/clamav/clamd.ctl" or "host:3310"; without it files are not scanned.
UNIONHALL_CLAMD = os.environ.get("UNIONHALL_CLAMD", "")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SECURE_REFERRER_POLICY = "same-origin"

EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "0") == "1"
EMAIL_USE_SSL = os.environ.get("EMAIL_USE_SSL", "0") == "1"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "unionhall@localhost")

# E-mail in: the address people write to, the code of the union whose desk looks at mails, the mail server
# whose word on senders counts (its name in Authentication-Results), the mailbox and the folder for done ones.
UNIONHALL_MAIL_ADDRESS = os.environ.get("UNIONHALL_MAIL_ADDRESS", "")
UNIONHALL_MAIL_UNION = os.environ.get("UNIONHALL_MAIL_UNION", "")
UNIONHALL_MAIL_AUTHSERV = os.environ.get("UNIONHALL_MAIL_AUTHSERV", "")
UNIONHALL_IMAP_URL = os.environ.get("UNIONHALL_IMAP_URL", "")
UNIONHALL_IMAP_DONE = os.environ.get("UNIONHALL_IMAP_DONE", "")
# Chat programs: the kinds of addresses people may enter, the servers these may name, and the groups
# of desks, as "330101=wecombot://KEY 330102=feishu://TOKEN".
UNIONHALL_CHAT_SCHEMES = tuple(filter(None, os.environ.get("CHAT_SCHEMES", "").lower().split(",")))
UNIONHALL_CHAT_HOSTS = frozenset(filter(None, os.environ.get("CHAT_HOSTS", "").lower().split(",")))
UNIONHALL_CHAT_GROUPS = {
    place: address
    for place, equals, address in (
        group.partition("=") for group in os.environ.get("CHAT_GROUPS", "").split()
    )
    if equals
}
BASE_URL = os.environ.get("BASE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")

from unionhall.accounts.settings import *  # noqa: E402, F403
from unionhall.site.logs import LOGGING  # noqa: E402, F401
