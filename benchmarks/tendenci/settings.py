"""Tendenci with its own defaults, on the database that DATABASE_URL names; for comparison only."""

import os
from urllib.parse import urlsplit

from tendenci.settings import *  # noqa: F403
from tendenci.settings import CACHES, DATABASES, LOGGING

_url = urlsplit(os.environ["DATABASE_URL"])
DATABASES["default"] |= {
    "HOST": _url.hostname,
    "PORT": _url.port,
    "USER": _url.username,
    "NAME": _url.path[1:],
    "CONN_MAX_AGE": 600,
}
CACHES["default"]["LOCATION"] = os.environ["TENDENCI_MEMCACHED"]
SECRET_KEY = "only-for-a-benchmark"
SITE_SETTINGS_KEY = "only-for-a-benchmark-" * 2
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
TIME_ZONE = "Asia/Shanghai"
# Its log files lie where only root may write; errors go to standard error instead.
LOGGING["handlers"] = {"console": {"class": "logging.StreamHandler", "level": "ERROR"}}
LOGGING["root"] = {"level": "ERROR", "handlers": ["console"]}
LOGGING["loggers"] = {}
