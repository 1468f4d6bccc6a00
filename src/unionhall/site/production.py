"""Settings for real use: `DJANGO_SETTINGS_MODULE=unionhall.site.production`.

They refuse to start with what is only good for trying. All variables: docs/configuration.md.
"""

import os
import warnings
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from unionhall.site.hardening import cautions, refusals

# Before the settings are read: they would make a secret and a data directory of their own.
if _found := refusals(os.environ):
    raise ImproperlyConfigured("Not fit for real use:\n- " + "\n- ".join(_found))
for _caution in cautions(os.environ):
    warnings.warn(_caution, RuntimeWarning, stacklevel=2)

for _name, _usual in {
    "TRUSTED_PROXIES": "1",
    "SMS_GATEWAY": "unionhall.accounts.sms.NoGateway",
    "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
}.items():
    os.environ[_name] = os.environ.get(_name) or _usual

from unionhall.site.settings import *  # noqa: E402, F403
from unionhall.site.settings import (  # noqa: E402
    ALLAUTH_TRUSTED_PROXY_COUNT,
    BASE_URL,
    CSRF_TRUSTED_ORIGINS,
)

UNIONHALL_PRODUCTION = True
DEBUG = False
CSRF_TRUSTED_ORIGINS = sorted({*CSRF_TRUSTED_ORIGINS, f"https://{urlsplit(BASE_URL).netloc}"})

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
# A client could claim https itself where no proxy of ours overwrites the header.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_HSTS_SECONDS = int(os.environ.get("HSTS_SECONDS", str(365 * 24 * 60 * 60)))
# With this prefix a browser takes the cookie only over https and from this very host.
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
