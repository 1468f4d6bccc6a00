"""Settings for tests: quick hashing, mail in memory, nothing written beside the repository."""

import os
import tempfile

os.environ.setdefault("UNIONHALL_DATA", tempfile.mkdtemp(prefix="unionhall-test-"))
os.environ.setdefault("SECRET_KEY", "tests-only-secret-that-production-refuses")

from unionhall.site.settings import *  # noqa: F403

DEBUG = False
UNIONHALL_API_PER_MINUTE = 10**9
ALLOWED_HOSTS = ["*"]
UNIONHALL_RECEIPT_COST = (1, 1)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] = "PRAGMA foreign_keys=ON;"  # noqa: F405
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
