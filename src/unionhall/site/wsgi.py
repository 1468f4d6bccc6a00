"""The WSGI application that gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "unionhall.site.settings")
application = get_wsgi_application()
# Every page is loaded now and not by the first visitor; with --preload, once for all workers.
_loaded = get_resolver().url_patterns
