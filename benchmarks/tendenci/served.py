"""The application gunicorn serves. Starting it asks the database; a connection must not be shared by its workers."""

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from django.db import connections  # noqa: E402

connections.close_all()
