"""The helpdesk at the root, the admin its pages link to, and the application gunicorn serves."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [path("admin/", admin.site.urls), path("", include("helpdesk.urls"))]
