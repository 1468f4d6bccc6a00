"""A bare Django page: fifty rows from the database through a template, nothing else.

It is measured in the same run as our pages, so that a slow or busy machine shows.
"""

import os

import dj_database_url
from django.conf import settings

settings.configure(
    SECRET_KEY="only-for-a-benchmark",
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF=__name__,
    USE_TZ=True,
    INSTALLED_APPS=[],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=600)},
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.locmem.Loader",
                        {
                            "list.html": "<!doctype html><table><tbody>{% for row in rows %}<tr>"
                            "<td>{{ row.code }}</td><td>{{ row.name }}</td><td>{{ row.kind }}</td>"
                            "<td>{{ row.path }}</td></tr>{% endfor %}</tbody></table>"
                        },
                    )
                ]
            },
        }
    ],
)

import django  # noqa: E402

django.setup()

from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import models  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402


class Row(models.Model):
    """A union, as any table with some columns."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=40)
    path = models.CharField(max_length=200)

    class Meta:
        app_label, db_table, managed = "bare", "organisations_organisation", False

    def __str__(self) -> str:
        return self.code


def page(request):
    return render(request, "list.html", {"rows": Row.objects.order_by("code")[:50]})


urlpatterns = [path("", page)]
application = WSGIHandler()
